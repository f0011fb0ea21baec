/** The thread one price list is read in. It knows no store: what it has to know of one it asks of the server, a page at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { previewImport, type Known } from '../../import/index.ts';
import { failedBy } from '../threads/failed.ts';
import { glanceOf } from './glance.ts';
import type { Answers, Ask, KnownItem, Order, Told } from './orders.ts';

const tell = (told: Told): void => parentPort?.postMessage(told);

/** One question at a time: the engine waits for each answer. */
const answered = <K extends Ask['of']>(ask: Ask & { readonly of: K }): Promise<Answers[K]> =>
  new Promise((resolve) => {
    parentPort?.once('message', (answer: Answers[K]) => resolve(answer));
    tell({ ask });
  });

const KNOWN: Known = {
  columns: (_, shape) => answered({ of: 'columns', shape }),
  names: () => answered({ of: 'names' }),
  before: (_, hash) => answered({ of: 'before', hash }),
  async *items(): AsyncGenerator<KnownItem> {
    for (let page = await answered({ of: 'items' }); page.length > 0; page = await answered({ of: 'items' })) yield* page;
  },
};

async function read({ request, wants }: Order): Promise<Told> {
  const preview = await previewImport(request, KNOWN);
  if (wants === 'glance') return { glance: glanceOf(preview) };
  return { whole: { ...preview, request: { ...request, bytes: new Uint8Array() } } }; // whoever asked has the file
}

/** A fault of ours ends the thread: its cause is for the log of the server. */
read(workerData as Order).then(tell, (error: unknown) => {
  const failed = failedBy(error);
  if (failed.code === 'internal') throw error;
  tell({ failed });
});
