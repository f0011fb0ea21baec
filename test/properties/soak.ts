/**
 * npm run soak -- [--seeds N] [--from M] [--steps S] [--copying]: lives as many seeds as wanted, on every core, and reports the broken ones.
 * Exit code 1 when any broke.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Crew, saidOf } from './crew.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    steps: { type: 'string', default: '60' },
    copying: { type: 'boolean', default: false },
  },
});
const [count, from, steps] = [Number(values.seeds), Number(values.from), Number(values.steps)];
if (![count, from, steps].every(Number.isInteger) || count < 1 || from < 0 || steps < 1) {
  process.stderr.write('usage: npm run soak -- [--seeds N] [--from M] [--steps S] [--copying]\n');
  process.exit(2);
}

const started = performance.now();
const seconds = (): number => (performance.now() - started) / 1000;
let [done, broken, shownAt] = [0, 0, 0];
let stopping = false;
process.once('SIGINT', () => (stopping = true));

/** Handed out one by one, so that a million of them cost nothing and Ctrl-C ends with a report. */
function* seeds(): Generator<number> {
  for (let i = 0; i < count && !stopping; i++) yield from + i;
}

function progress(): void {
  if (seconds() - shownAt < 5 && done < count) return;
  shownAt = seconds();
  const rate = done / seconds();
  const left = Math.ceil((count - done) / rate / 60);
  process.stdout.write(`${String(done)} of ${String(count)}  ${rate.toFixed(1)} lives/s  ${String(left)} min left  ${String(broken)} broken\n`); // prettier-ignore
}

const crew = new Crew(Math.min(count, availableParallelism()));
const how = { copying: values.copying, steps };
await crew.live(
  seeds(),
  (told) => {
    done += 1;
    if (told.broken.length > 0) {
      broken += 1;
      process.stdout.write(`${saidOf(told, how)}\n`);
    }
    progress();
  },
  how,
);
await crew.close();
process.stdout.write(`${String(done)} lives from seed ${String(from)}: ${broken === 0 ? 'every invariant held' : `${String(broken)} broken`}, ${seconds().toFixed(0)} s\n`); // prettier-ignore
process.exitCode = broken > 0 ? 1 : 0;
