/** The suite every implementation of the private store passes (private-store.ts). Two stores on one file stand for two processes. */
import { Bench, type OpenPrivate } from './private/bench.ts';
import { keeping, twoProcesses } from './private/keeping.ts';
import { notes } from './private/notes.ts';
import { offers } from './private/offers.ts';
import { parties } from './private/parties.ts';
import { prices } from './private/prices.ts';
import { rights } from './private/rights.ts';
import { search } from './private/search.ts';

const PARTS: Readonly<Record<string, (bench: Bench) => void>> = {
  'competitors and items': parties, 'prices and stock': prices, offers, notes, search, rights, 'the whole': keeping,
}; // prettier-ignore

export function privateSuite(name: string, open: OpenPrivate): void {
  describe(`the private store ${name} in memory`, () => parts(open, false, PARTS));
  describe(`the private store ${name} on disk`, () => parts(open, true, { 'two processes': twoProcesses, 'the whole': keeping }));
}

function parts(open: OpenPrivate, onDisk: boolean, all: Readonly<Record<string, (bench: Bench) => void>>): void {
  for (const [title, part] of Object.entries(all))
    describe(title, () => {
      part(new Bench(open, onDisk));
    });
}
