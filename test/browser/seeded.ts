/** One counterparty whose every text is given: by people in 1C, and by people here. With a conflict, and an invoice on each side. */
import { invoice, line } from '../hosts/onec/samples.ts';
import { customer, draft, service } from '../scenarios/making.ts';
import { HOST, parties } from '../scenarios/setting.ts';
import type { Real } from './real.ts';

export interface Texts {
  readonly name: string;
  readonly theirs: string;
  readonly ours: string;
  readonly line: string;
  readonly comment: string;
  readonly sum: number;
}

/** @returns the object as a token names it */
export async function seed(real: Real, t: Texts): Promise<string> {
  const { s } = real;
  const key = customer(s.fake, { Description: t.name, НаименованиеПолное: t.name, Комментарий: t.comment });
  invoice(s.fake, { Контрагент_Key: key, Date: '2026-02-01T10:00:00', Комментарий: t.comment, СуммаДокумента: t.sum, Товары: [line(t.sum, { Содержание: t.line })] }); // prettier-ignore
  await s.everything();
  const { id } = await s.recordAt('counterparty', key);
  await draft(s, { counterparty: id, lines: [service(String(t.sum), { text: t.line })], fields: { comment: t.comment } });
  await s.edit(id, { name: t.ours });
  s.tick(1);
  s.fake.edit(parties, key, { Description: t.theirs });
  await s.everything();
  return `${HOST}:${parties}:${key}`;
}
