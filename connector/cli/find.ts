/** A record as a person names it. Several that fit are all shown: none of them is guessed. */
import type { Lang } from '../errors.ts';
import type { SharedRecord } from '../model.ts';
import type { Sidebook } from '../main.ts';
import { EditRefused } from '../sync/edit.ts';
import { titleOf } from '../sync/plan.ts';
import { titleIn } from '../words/format.ts';
import { shortId } from '../words/names.ts';
import type { Io } from './io.ts';

/** Of a list of records, what a person may name one by. */
interface Named {
  readonly id: string;
  readonly names: readonly (string | null)[];
  /** What tells it from others of the same name. */
  readonly beside: string | null;
}

/** A record by id, the end of an id as lists show it, its number, its ИНН, or its exact name. */
export async function find(io: Io, sidebook: Sidebook, entity: 'counterparty' | 'invoice', text: string): Promise<SharedRecord> {
  const whole = await sidebook.store.read((r) => r.record(text));
  if (whole?.entity === entity) return whole;
  const all = entity === 'counterparty' ? await parties(sidebook) : await invoices(sidebook);
  const hits = all.filter((r) => (text.length > 5 && r.id.endsWith(text)) || r.names.some((n) => n !== null && seen(n) === seen(text)));
  const [only, ...more] = hits;
  if (only && more.length > 0) throw new EditRefused('record-several', { id: text, several: await shown(io.lang, sidebook, hits) });
  const record = only ? await sidebook.store.read((r) => r.record(only.id)) : null;
  if (!record) throw new EditRefused('record-unknown', { id: text });
  return record;
} // prettier-ignore

/** As a terminal shows it: blanks of any kind and number are one, those around a text are none. */
const seen = (text: string): string => text.trim().replace(/\s+/g, ' ');

const MOST = 1_000_000;

async function parties(sidebook: Sidebook): Promise<Named[]> {
  const rows = await sidebook.store.queries.parties(null, MOST);
  return rows.map((r) => ({ id: r.id, names: [r.taxId, r.name], beside: [r.taxId, r.branchCode].filter((x) => x !== null && x !== '').join(' / ') })); // prettier-ignore
}

async function invoices(sidebook: Sidebook): Promise<Named[]> {
  const rows = await sidebook.store.queries.invoices({}, MOST);
  return rows.map((r) => ({ id: r.id, names: [r.number], beside: r.counterpartyName }));
}

const SHOWN = 10;

async function shown(lang: Lang, sidebook: Sidebook, hits: readonly Named[]): Promise<string> {
  const lines: string[] = [];
  for (const { id, beside } of hits.slice(0, SHOWN)) {
    const record = await sidebook.store.read((r) => r.record(id));
    if (record) lines.push(lineOf(lang, record, beside));
  }
  return [...lines, ...(hits.length > SHOWN ? ['\n    …'] : [])].join('');
}

const lineOf = (lang: Lang, record: SharedRecord, beside: string | null): string =>
  `\n    ${shortId(record.id)}  ${titleIn(lang, record.entity, titleOf(record.entity, record.fields))}${beside ? ` · ${beside}` : ''}`; // prettier-ignore
