/** sidebook match: objects that could be several of ours, with candidates and reasons (D1). */
import { SidebookError } from '../errors.ts';
import type { Problem, RecordId, SharedRecord } from '../model.ts';
import { isOfGoods } from '../sync/resolve/goods.ts';
import { goods, goodsOf } from './goods.ts';
import { resolveProblem } from '../sync/resolve.ts';
import { titleOf } from '../sync/plan.ts';
import { actorOf, t, withSidebook, type Io } from './io.ts';
import { titleIn } from '../words/format.ts';
import { Names } from '../words/names.ts';
import { candidates, learnProblems, whyAlike, type Candidate } from '../words/problem-words.ts';
import { named, openOf, problemOf, wholeId } from './problems.ts';
import type { Sidebook } from '../main.ts';

const isQuestion = ({ kind }: Problem): boolean => kind === 'ambiguous' || kind === 'duplicate';

export async function match(io: Io, id: string | undefined, as: string | undefined): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    if (id !== undefined && (as === 'later' || as === 'now')) return putOff(io, sidebook, id, as);
    if (id !== undefined && as !== undefined) {
      for (const host of sidebook.hostIds) await sidebook.attach(host);
      await tie(io, sidebook, id, as);
      const back = `${io.called} problems undo ${id}`;
      return io.out(`${t(io, `Done; it takes effect with the next cycle. Take it back: ${back}`, `Готово; подействует со следующим циклом. Вернуть: ${back}`)}\n`); // prettier-ignore
    }
    const all = await sidebook.store.read((r) => r.problems({}));
    const only = id === undefined ? null : (await problemOf(sidebook, id)).id;
    const open = all.filter((p) => (isQuestion(p) || isOfGoods(p)) && (only === null || p.id === only));
    if (open.length === 0) return io.out(`${t(io, 'Every object is matched.', 'Все объекты сопоставлены.')}\n`);
    const names = new Names(sidebook, io.lang);
    await learnProblems(names, open);
    const ids = open.flatMap((p) => candidates(p).map((c) => c.id));
    const records = await sidebook.store.read((r) => r.records([...new Set(ids)]));
    for (const p of open) io.out(`${isOfGoods(p) ? await goods(io, sidebook, p) : one(io, p, names, records)}\n`);
    io.out(`\n${howTo(io, open)}\n`);
  });
}

/** Only what may be answered: of goods, which item it is, and nothing else. */
export function howTo(io: Pick<Io, 'lang' | 'called'>, open: readonly Problem[]): string {
  const command = (p: Problem | undefined): string => (p ? `${io.called} match ${String(p.id)}` : '');
  const [ofGoods, asked] = [command(open.find(isOfGoods)), command(open.find((p) => !isOfGoods(p)))];
  const matching = t(io, `Say which: ${asked} ID · it stands alone: ${asked} new · tomorrow: ${asked} later`, `Указать: ${asked} ID · отдельный: ${asked} new · завтра: ${asked} later`); // prettier-ignore
  const goods = t(io, `Say which item it is, by its name, article or code: ${ofGoods} ITEM`, `Указать позицию по названию, артикулу или коду: ${ofGoods} ПОЗИЦИЯ`); // prettier-ignore
  return [asked === '' ? '' : matching, ofGoods === '' ? '' : goods].filter(Boolean).join('\n');
}

const DAY_MS = 86_400_000;

/** As the button "later" of the panel does: until tomorrow, for whoever says it; `now`: it waits again. */
async function putOff(io: Io, sidebook: Sidebook, id: string, when: 'later' | 'now'): Promise<void> {
  const p = await problemOf(sidebook, id);
  if (p.resolvedAt !== null) throw new SidebookError('problem-moved', { id: p.id });
  if (!isQuestion(p)) throw new SidebookError('answer-unfit', { id: p.id });
  const [due, actor] = [new Date(io.world.now().getTime() + DAY_MS).toISOString(), actorOf(io)];
  await sidebook.store.write({ actor }, (w) => {
    if (when === 'now') w.putOffProblem(p.id, null, null);
    else w.putOffProblem(p.id, due, actor);
  });
  io.out(
    `${when === 'now' ? t(io, 'It waits again.', 'Снова ждёт решения.') : t(io, 'Put off until tomorrow.', 'Отложено до завтра.')}\n`,
  );
}

async function tie(io: Io, sidebook: Sidebook, id: string, as: string): Promise<void> {
  const p = await openOf(sidebook, id);
  if (isOfGoods(p))
    return named(
      p.id,
      resolveProblem(sidebook.engine, p.id, { choose: 'same', as: await goodsOf(sidebook, p, as) }, actorOf(io)),
    );
  const answer =
    as === 'new' ? ({ choose: 'apart' } as const) : ({ choose: 'same', as: await wholeId(io, sidebook, p, as) } as const);
  await named(p.id, resolveProblem(sidebook.engine, p.id, answer, actorOf(io)));
}

function one(io: Io, p: Problem, names: Names, records: ReadonlyMap<RecordId, SharedRecord>): string {
  const title = p.theirs && p.entity ? titleIn(io.lang, p.entity, titleOf(p.entity, p.theirs)) : names.of(p.record);
  const numbers = [p.theirs?.['taxId'], p.theirs?.['branchCode']].filter((v) => typeof v === 'string').join(' / ');
  const why = (c: Candidate): string => whyAlike(io, c.reason, p.theirs ?? {}, records.get(c.id)?.fields ?? {}).join(', ');
  const lines = candidates(p).map((c) => `      ${c.id}  ${names.of(c.id)}  ${c.score} (${why(c)})`);
  return [`  ${String(p.id)}  ${p.host} · ${title}  ${numbers}`, ...lines].join('\n');
}
