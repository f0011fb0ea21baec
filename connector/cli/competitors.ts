/** sidebook competitors: who they are and how to answer them. */
import type { Competitor } from '../private/model.ts';
import { t, type Io } from './io.ts';
import { competitorsIn, named, withPrivate } from './private.ts';
import { partyOf } from './records.ts';
import { table } from './table.ts';

export interface CompetitorOptions {
  readonly alias?: readonly string[];
  readonly taxId?: string;
  readonly site?: string;
  readonly counterparty?: string;
  readonly strengths?: string;
  readonly weaknesses?: string;
  readonly answer?: string;
}

export async function list(io: Io, search: string | undefined, limit: number): Promise<void> {
  await withPrivate(io, async (view) => {
    const { rows } = await view.competitors(search ?? null, { limit });
    const none = t(io, `None yet: ${io.called} competitors add NAME`, `Пока нет: ${io.called} competitors add ИМЯ`);
    io.out(`${rows.length === 0 ? none : table(rows.map((c) => [c.id, c.name, c.aliases.join(', ')]))}\n`);
  });
}

export async function show(io: Io, name: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const c = await named(competitorsIn(view), name);
    io.out(`${c.name}  ${c.id}\n${table(lines(io, c), { indent: '  ' })}\n`);
  });
}

const lines = (io: Io, c: Competitor): string[][] =>
  [
    [t(io, 'Also called', 'Другие имена'), c.aliases.join(', ')],
    [t(io, 'ИНН', 'ИНН'), c.taxId],
    [t(io, 'Site', 'Сайт'), c.site],
    [t(io, 'Counterparty', 'Контрагент'), c.counterparty],
    [t(io, 'Good at', 'Сильные стороны'), c.strengths],
    [t(io, 'Not good at', 'Слабые стороны'), c.weaknesses],
    [t(io, 'Our answer', 'Наш ответ'), c.answer],
  ].filter((line): line is [string, string] => Boolean(line[1]));

export async function add(io: Io, name: string, o: CompetitorOptions): Promise<void> {
  const counterparty = await partyOf(io, o.counterparty);
  await withPrivate(io, async (view) => {
    const made = await view.saveCompetitor(
      {
        name, aliases: o.alias ?? [], counterparty, taxId: o.taxId ?? null, site: o.site ?? null, strengths: o.strengths ?? null,
        weaknesses: o.weaknesses ?? null, answer: o.answer ?? null, active: true,
      },
      null,
    ); // prettier-ignore
    io.out(`${made.id}\n`);
  });
}
