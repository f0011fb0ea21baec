import { expect } from 'chai';
import fc from 'fast-check';
import { holds } from '../unit/property.ts';
import { seeded, type Random } from '../random.ts';
import { editOurs, editTheirs, host, RECORD, token, type Kind, type Sort } from './planner-hosts.ts';
import { PlannerWorld, shown, type HostModel } from './planner-world.ts';

const ROUNDS = 8;
const ATTACHED: readonly (readonly Sort[])[] = [['books'], ['books', 'loud'], ['books', 'small'], ['loud', 'small'], ['books', 'loud', 'small']]; // prettier-ignore

interface Life {
  readonly world: PlannerWorld;
  readonly words: readonly string[];
  readonly rounds: number;
}

/** One record set, perturbed on every side, then planned until nothing is left to do. */
function live(kind: Kind, seed: number, edits: number, options: { posted?: boolean; neverAgreed?: boolean } = {}): Life {
  const random = seeded(seed);
  const world = new PlannerWorld(RECORD[kind], random.pick(ATTACHED).map((sort) => host(kind, sort, RECORD[kind]))); // prettier-ignore
  const words = Array.from({ length: edits }, (_, i) => token(i));
  for (const word of words) edit(kind, world, random, word);
  for (const h of world.hosts) {
    if (options.posted && h.books) h.object = { ...h.object, Posted: true };
    if (options.neverAgreed && random.chance(0.5)) h.base = { ours: {}, theirs: {} };
  }
  let rounds = 0;
  while (world.round(random) && rounds <= ROUNDS) rounds += 1;
  return { world, words, rounds };
}

function edit(kind: Kind, world: PlannerWorld, random: Random, word: string): void {
  const who = random.int(world.hosts.length + 1);
  const h = world.hosts[who];
  if (h) editTheirs(kind, h, random, word);
  else world.record = editOurs(kind, world.record, random, word);
}

/** One edit to each place at most, so that no later edit of the same person hides an earlier one. */
const isFound = ({ world }: Life, word: string): boolean =>
  JSON.stringify([world.record, world.found, world.hosts.map((h) => h.object)])
    .toLowerCase()
    .includes(`"${word}"`);

const disagreements = (world: PlannerWorld, h: HostModel): string[] =>
  h.mapping.units
    .filter(({ unit }) => !h.mapping.same(unit, h.mapping.view(world.record), shown(h.mapping, h.object)))
    .map(({ unit }) => `${h.name}.${unit}`)
    .filter((unit) => !world.open.has(unit));

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

for (const kind of ['counterparty', 'invoice'] as const)
  describe(`planning one ${kind} over several hosts`, () => {
    for (const [name, options] of [
      ['', {}],
      [' never agreed', { neverAgreed: true }],
      [' posted', { posted: true }],
    ] as const)
      // prettier-ignore
      it(`comes to rest in eight rounds when${name || ' agreed'} before`, () => {
        holds(
          fc.property(seeds, fc.integer({ min: 0, max: 4 }), (seed, edits) => {
            const { world, rounds } = live(kind, seed, edits, options);
            expect(rounds).to.be.at.most(ROUNDS);
            expect(world.hosts.flatMap((h) => disagreements(world, h))).to.deep.equal([]);
          }),
          3_000,
        );
      });

    it('loses no edit of any side', () => {
      holds(
        fc.property(seeds, fc.boolean(), fc.boolean(), (seed, posted, neverAgreed) => {
          const life = live(kind, seed, 2, { posted, neverAgreed });
          expect(life.words.filter((w) => !isFound(life, w) && !overwritten(kind, seed, w))).to.deep.equal([]);
        }),
        2_500,
      );
    });

    it('writes nothing at all without an edit', () => {
      holds(fc.property(seeds, (seed) => void expect(live(kind, seed, 0).world.writes).to.equal(0)), 100); // prettier-ignore
    });

    it('asks nobody about a single edit', () => {
      holds(fc.property(seeds, (seed) => void expect([...live(kind, seed, 1).world.open]).to.deep.equal([])), 1_000); // prettier-ignore
    });

    it('keeps what the hosts cannot show', () => {
      holds(
        fc.property(seeds, (seed) => {
          const { record } = live(kind, seed, 3).world;
          if (kind === 'counterparty') expect([record['owner'], record['legalName']]).to.deep.equal(['person-1', 'Полное имя']);
          else
            expect((record['lines'] as { product: string }[]).map((l) => l.product)).to.deep.equal([
              'product-1',
              'product-2',
              'product-3',
            ]);
        }),
        2_000,
      );
    });
  });

/** The same person typed over the word with the next edit of the same life. */
function overwritten(kind: Kind, seed: number, word: string): boolean {
  const random = seeded(seed);
  const world = new PlannerWorld(RECORD[kind], random.pick(ATTACHED).map((sort) => host(kind, sort, RECORD[kind]))); // prettier-ignore
  for (const w of [token(0), token(1)]) edit(kind, world, random, w);
  return !JSON.stringify([world.record, world.hosts.map((h) => h.object)])
    .toLowerCase()
    .includes(`"${word}"`);
}
