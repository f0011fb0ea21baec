/** The suite every implementation of the private store passes (private-store.ts). Two stores on one file stand for two processes. */
import { Bench, type OpenPrivate } from './private/bench.ts';
import { keeping, twoProcesses } from './private/keeping.ts';
import { notes } from './private/notes.ts';
import { offers } from './private/offers.ts';
import { parties } from './private/parties.ts';
import { prices } from './private/prices.ts';
import { besides } from './private/besides.ts';
import { rights } from './private/rights.ts';
import { search } from './private/search.ts';

const PARTS: Readonly<Record<string, (bench: Bench) => void>> = {
  'competitors and items': parties, 'prices and stock': prices, offers, notes, search, rights, 'the whole': keeping, 'persons and what is raised': besides,
}; // prettier-ignore

/** `share`: of the random tries (bench.ts). */
export function privateSuite(name: string, open: OpenPrivate, share = 1): void {
  describe(`the private store ${name} in memory`, () => parts({ open, onDisk: false, share }, PARTS));
  describe(`the private store ${name} on disk`, () =>
    parts({ open, onDisk: true, share }, { 'two processes': twoProcesses, 'the whole': keeping }));
}

interface How {
  readonly open: OpenPrivate;
  readonly onDisk: boolean;
  readonly share: number;
}

function parts({ open, onDisk, share }: How, all: Readonly<Record<string, (bench: Bench) => void>>): void {
  for (const [title, part] of Object.entries(all))
    describe(title, () => {
      part(new Bench(open, onDisk, share));
    });
}
