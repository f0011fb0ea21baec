/** Rights: what a role may see and do at all, and a random try to read around the scope by every call there is. */
import { expect } from 'chai';
import type { Note } from '../../../connector/private/model.ts';
import { PrivateRefused, type PrivateView, type Viewer } from '../../../connector/private/private-store.ts';
import { ROLES } from '../../../connector/roles.ts';
import { seeded, type Random } from '../../random.ts';
import { SEED } from '../../unit/property.ts';
import {
  about, ACCOUNTANT, ADMIN, ANNA, AT, AUDITOR, BORIS, competitor, failure, GRANTED, item, LEAD, note, offer, OPERATOR, price, SOUTH, stock, viewer, type Bench,
} from './bench.ts'; // prettier-ignore

export function rights(bench: Bench): void {
  it('lets sales, leads, operators, administrators and granted accountants read, and nobody else', async () => {
    await filled(bench);
    const counts = async (who: Viewer): Promise<number[]> => (await Promise.all(reads(bench.as(who)))).map(sizeOf);
    const all = await counts(ANNA);
    expect(Math.min(...all)).to.be.greaterThan(0);
    for (const who of [LEAD, OPERATOR, ADMIN, GRANTED]) expect(await counts(who), who.user).to.deep.equal(all);
    const none = all.map(() => 0);
    for (const who of [AUDITOR, ACCOUNTANT, viewer('x', []), viewer('x', 'auditor', null, true)]) expect(await counts(who), who.user).to.deep.equal(none);
  }); // prettier-ignore

  it('lets sales, leads and administrators write, and nobody else', async () => {
    const { fact, rival, item: made, stock: seen } = await filled(bench);
    const writes = (view: PrivateView): (() => Promise<unknown>)[] => [
      () => view.saveCompetitor(competitor('новый'), null), () => view.saveItem(item('новая'), null), () => view.setAnalogue({ for: made, item: made, factor: '1' }, true),
      () => view.addPrices([fact]), () => view.addStock([seen]), () => view.saveOffer(offer(rival), null), () => view.saveNote(note('новая'), null),
      () => view.correctPrice('none', fact), () => view.correctStock('none', seen), () => view.withdraw('stock', ['none']), () => view.addPrices([]),
    ]; // prettier-ignore
    for (const who of [AUDITOR, ACCOUNTANT, GRANTED, OPERATOR, viewer('x', [])])
      for (const write of writes(bench.as(who)))
        expect(await failure(write()), `${who.user} ${String(write)}`).to.be.instanceOf(PrivateRefused);
    for (const who of [ANNA, LEAD, ADMIN]) await bench.as(who).addPrices([fact]);
  });

  it('keeps a private note for its author and the lead of its team, even from the administrator', async () => {
    const made = await bench.as(ANNA).saveNote(note('личное', { isPrivate: true }), null);
    const who = [ANNA, LEAD, BORIS, SOUTH, ADMIN, OPERATOR, AUDITOR, GRANTED];
    const seen = await Promise.all(who.map(async (w) => (await bench.as(w).note(made.id)) !== null));
    expect(seen).to.deep.equal([true, true, false, false, false, false, false, false]);
    for (const w of [BORIS, SOUTH, ADMIN]) {
      const [there, none] = await Promise.all([made.id, 'none'].map((id) => failure(bench.as(w).saveNote({ ...made, id }, 1))));
      expect([there?.constructor, there?.message]).to.deep.equal([none?.constructor, none?.message]);
    }
  });

  it('lets a lead without a team read private notes of no team', async () => {
    const alone = viewer('one', 'sales');
    const made = await bench.as(alone).saveNote(note('без отдела', { isPrivate: true }), null);
    const seen = async (who: Viewer) => (await bench.as(who).note(made.id)) !== null;
    expect([await seen(viewer('boss', 'lead')), await seen(LEAD), await seen(viewer('other', 'sales'))]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it(`shows nobody a note that is not theirs to see, by any call (SEED=${String(SEED)})`, async () => {
    const random = seeded(SEED);
    for (let round = 0; round < 4 * bench.share; round++) {
      const people = Array.from({ length: 7 }, (_, i) => randomViewer(random, i));
      const notes = await randomNotes(bench, random, people);
      for (const who of people)
        for (let i = 0; i < 12; i++) {
          const call = randomCall(random, notes, who);
          const answer = await ask(bench.as(who), call.run);
          const hidden = notes.filter((n) => !maySee(who, n)).filter((n) => answer.includes(canaryOf(n)));
          expect(hidden.map((n) => n.text), `${who.user} (${[...who.roles].join()} ${String(who.team)}): ${call.what}`).to.deep.equal([]);
        }
    }
  }).timeout(60_000); // prettier-ignore
}

/** One of everything, none of it of a private note. */
async function filled(bench: Bench) {
  const { item: made, rival, fact, stock: seen } = await bench.pair();
  const view = bench.as(ANNA);
  const [priceId = ''] = await view.addPrices([fact]);
  await view.addPrices([price({ item: made.id, competitor: rival.id, observedAt: '2026-01-01T00:00:00Z' }, { region: 'Урал' })]);
  await view.addStock([stock({ item: made.id, competitor: rival.id })]);
  const other = await bench.item('Шпилька', { product: 'p1' });
  await view.setAnalogue({ for: made.id, item: other.id, factor: '1' }, true);
  const sold = await view.saveOffer(offer(rival.id), null);
  const said = await view.saveNote(note('цена ниже', { about: about('r1') }), null);
  ids = { item: made.id, rival: rival.id, offer: sold.id, note: said.id };
  return { fact, rival: rival.id, item: made.id, stock: seen, priceId };
}

let ids = { item: '', rival: '', offer: '', note: '' };

const reads = (v: PrivateView): Promise<unknown>[] => [
  v.competitors(null), v.competitor(ids.rival), v.items(null), v.item(ids.item), v.itemsOf(['p1']), v.analogues(ids.item), v.priceHistory(ids.item, null),
  v.latest([ids.item]).then((m) => [...m.values()].flatMap((l) => [...l.prices, ...l.stock])), v.offers({}), v.offer(ids.offer), v.notes({}), v.note(ids.note),
  v.revisions(ids.note), v.searchNotes('цена'), v.searchNotes('цены', { about: about('r1') }), v.cleanUp(AT.slice(0, 10)),
]; // prettier-ignore

function sizeOf(answer: unknown): number {
  if (answer === null) return 0;
  if (Array.isArray(answer)) return answer.length;
  if (answer instanceof Map) return answer.size;
  return typeof answer === 'object' && answer !== null && 'rows' in answer ? (answer.rows as unknown[]).length : 1;
}

const randomViewer = (random: Random, i: number): Viewer =>
  viewer(`u${String(i)}`, random.chance(0.8) ? random.pick(ROLES) : [random.pick(ROLES), random.pick(ROLES)], random.pick(['north', 'south', null]), random.chance(0.5)); // prettier-ignore

const WRITERS = ['sales', 'lead', 'admin'] as const;
/** Stands in every text of the note, and nowhere else. */
const canaryOf = (n: Note): string => /zq\d+x/.exec(n.text)?.[0] ?? '';
let canaries = 0;
/** A few only may be on top of one party. */
let pins = 0;

async function randomNotes(bench: Bench, random: Random, people: readonly Viewer[]): Promise<Note[]> {
  const writers = people.filter((p) => WRITERS.some((r) => p.roles.has(r)));
  const notes: Note[] = [];
  for (let i = 0; i < 30 && writers.length > 0; i++) {
    const followUp = random.chance(0.4) ? { due: '2026-07-23', assignee: random.pick(people).user, doneAt: null } : null;
    const text = `слово zq${String((canaries += 1))}x общее`;
    const draft = note(text, { isPrivate: random.chance(0.6), followUp, pinned: random.chance(0.2) && (pins += 1) <= 3, about: random.chance(0.5) ? about('r1') : null, kind: random.pick(['note', 'call']) }); // prettier-ignore
    notes.push(await bench.as(random.pick(writers)).saveNote(draft, null));
  }
  return notes;
}

/** The rule in its own words, apart from the product's. */
function maySee({ user, roles, team, granted }: Viewer, n: Note): boolean {
  const reader =
    ['operator', 'sales', 'lead', 'admin'].some((r) => [...roles].includes(r as 'lead')) || (granted && roles.has('accountant'));
  return reader && (!n.isPrivate || n.owner === user || (roles.has('lead') && team === n.team));
}

interface Call {
  readonly what: string;
  readonly run: (v: PrivateView) => Promise<unknown>;
}

/** Every call that could carry a note, with every argument that might help. */
function randomCall(random: Random, notes: readonly Note[], who: Viewer): Call {
  const n = notes.length > 0 ? random.pick(notes) : null;
  const [id, words, of] = [n?.id ?? 'x', random.pick(['общее', 'слово', canaryOf(n ?? ({ text: '' } as Note)), 'слово общее']), random.chance(0.5) ? { about: about('r1') } : {}]; // prettier-ignore
  const calls: readonly Call[] = [
    { what: 'notes', run: (v) => v.notes({ ...of, pinnedFirst: random.chance(0.5), limit: 1000, ...(random.chance(0.3) ? { kinds: ['call' as const] } : {}) }) },
    { what: `search ${words}`, run: (v) => v.searchNotes(words, { ...of, limit: 1000 }) },
    { what: `search page ${words}`, run: async (v) => v.searchNotes(words, { ...of, limit: 3, after: (await v.searchNotes(words, { ...of, limit: 2 })).next }) },
    { what: 'note', run: (v) => v.note(id) },
    { what: 'revisions', run: (v) => v.revisions(id) },
    { what: 'due mine', run: (v) => v.due({ until: '2030-01-01', whose: 'mine', limit: 1000 }) },
    { what: 'due team', run: (v) => v.due({ until: '2030-01-01', whose: 'team', limit: 1000 }) },
    { what: 'save over', run: (v) => v.saveNote(note('моё', { id }), 1) },
    { what: 'save as new', run: (v) => v.saveNote(note('моё', { id }), null) },
    { what: 'cleanUp', run: (v) => v.cleanUp(AT.slice(0, 10)) },
    { what: 'odd user', run: (v) => v.notes({ about: { entity: 'counterparty', record: `r1' or '1'='1` }, limit: 1000 }) },
  ]; // prettier-ignore
  // Whoever may change a note is asked to leave it as it is: the canary has to stay in it.
  const harmless = calls.filter((c) => c.what !== 'save over' || (n !== null && !maySee(who, n)));
  return random.pick(harmless);
}

/** The answer, or the error, as text: nothing hidden may stand in either. */
async function ask(view: PrivateView, run: Call['run']): Promise<string> {
  try {
    const answer = await run(view);
    return JSON.stringify(answer) ?? '';
  } catch (error) {
    return `${String(error)} ${JSON.stringify(error)}`;
  }
}
