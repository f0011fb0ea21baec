/** sidebook match: objects that could be several of ours, with candidates and reasons (D1). */
import type { Problem } from '../model.ts';
import { resolveProblem } from '../sync/resolve.ts';
import { titleOf } from '../sync/plan.ts';
import { actorOf, t, withSidebook, type Io } from './io.ts';
import { Names } from './names.ts';

export async function match(io: Io, id: string | undefined, as: string | undefined): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    if (id !== undefined && as !== undefined) {
      for (const host of sidebook.hostIds) await sidebook.attach(host);
      await resolveProblem(sidebook.engine, Number(id), as === 'new' ? { choose: 'apart' } : { choose: 'same', as }, actorOf(io));
      return io.out(`${t(io, 'Done; it takes effect with the next cycle.', 'Готово; подействует со следующим циклом.')}\n`);
    }
    const all = await sidebook.store.read((r) => r.problems({}));
    const open = all.filter(
      (p) => (p.kind === 'ambiguous' || p.kind === 'duplicate') && (id === undefined || p.id === Number(id)),
    );
    if (open.length === 0) return io.out(`${t(io, 'Every object is matched.', 'Все объекты сопоставлены.')}\n`);
    const names = new Names(sidebook);
    await names.learn(open.flatMap((p) => candidates(p).map((c) => c.record)));
    for (const p of open) io.out(`${one(io, p, names)}\n`);
    io.out(
      t(
        io,
        '\nSay which: sidebook match 12 RECORD · it stands alone: sidebook match 12 new\n',
        '\nУказать: sidebook match 12 ЗАПИСЬ · отдельный: sidebook match 12 new\n',
      ),
    );
  });
}

interface Candidate {
  readonly record: string;
  readonly score: string;
  readonly reason: string;
}

function candidates(p: Problem): Candidate[] {
  const { record, candidates: list = '' } = p.detail;
  if (record !== undefined) return [{ record, score: '1.00', reason: p.detail['key'] ?? '' }];
  return list.split('; ').filter(Boolean).map((c) => c.split(' ')).map(([r = '', score = '', reason = '']) => ({ record: r, score, reason })); // prettier-ignore
}

function one(io: Io, p: Problem, names: Names): string {
  const title = p.theirs && p.entity ? titleOf(p.entity, p.theirs) : names.of(p.record);
  const numbers = [p.theirs?.['taxId'], p.theirs?.['branchCode']].filter((v) => typeof v === 'string').join(' / ');
  const lines = candidates(p).map((c) => `      ${c.record}  ${names.of(c.record)}  ${c.score} (${reason(io, c.reason)})`);
  return [`  ${String(p.id)}  ${p.host} · ${title}  ${numbers}`, ...lines].join('\n');
}

const reason = (io: Io, word: string): string =>
  ({
    key: t(io, 'same numbers', 'те же номера'),
    tax: t(io, 'same INN and KPP', 'те же ИНН и КПП'),
    inn: t(io, 'same INN', 'тот же ИНН'),
    name: t(io, 'similar name', 'похожее имя'),
    registration: t(io, 'same registration no.', 'тот же ОГРН'),
    foreign: t(io, 'same foreign number', 'тот же налоговый номер'),
  })[word] ?? word;
