/** The thread labels are read in: whatever a file holds, the server goes on answering. It ends with its job. */
import { parentPort, workerData } from 'node:worker_threads';
import { SidebookError } from '../../errors.ts';
import { HostError } from '../../hosts/host.ts';
import { realWorld } from '../../world.ts';
import type { Begin, Failed, Order, Told } from './orders.ts';
import { LabelsWork } from './work.ts';

const tell = (told: Told): void => parentPort?.postMessage(told);
const work = new LabelsWork(workerData as Begin, realWorld(), process.env, (step, share) => tell({ step, share }));

parentPort?.on('message', (order: Order) => {
  work.carryOut(order).then(
    (done) => tell({ done }),
    (error: unknown) => tell({ failed: failedBy(error) }),
  );
});

function failedBy(error: unknown): Failed {
  if (error instanceof SidebookError) return { code: error.code, detail: error.detail };
  if (error instanceof HostError) return { code: error.code, detail: { host: error.host, sentence: error.sentence ?? '', ...error.at } };
  return { code: 'internal', detail: {} };
} // prettier-ignore
