/** What prices were seen on, as files: each kept once, however many prices name it. Only with its price it can be read, by who reads prices. */
import { Check } from '../check.ts';
import { maybe, number, text } from '../kept/values.ts';
import type { EvidenceFile, Id } from '../model.ts';
import { nextN } from './base.ts';
import { refused } from './revised.ts';
import type { On } from './scoped.ts';
import { EVIDENCE_FILES, insert, PRICE_FILES } from './tables.ts';
import { hashOf, keep } from './texts.ts';

const NAME = 200;
const SQL = {
  prices: 'SELECT n FROM sb.prices WHERE id IN (@ids)',
  known: 'SELECT n FROM sb.evidence_files WHERE hash = @hash',
  old: 'SELECT f.n, p.[file], p.name FROM sb.prices AS f, sb.price_files AS p JOIN sb.prices AS o ON o.n = p.price WHERE f.id = @id AND o.id = @from',
  read: `SELECT e.bytes, p.name FROM sb.prices AS f LEFT JOIN sb.price_files AS p ON p.price = f.n LEFT JOIN sb.evidence_files AS e ON e.n = p.[file] WHERE {facts} AND f.id = @id`,
} as const; // prettier-ignore

/** Inside the change that made the prices. */
export async function keepEvidence(on: On, prices: readonly Id[], { name, base64 }: EvidenceFile): Promise<void> {
  const check = new Check(on.base.world.now());
  const called = check.text('file.name', name, NAME);
  if (base64 === '') check.wrong('file', 'empty', '');
  check.done();
  if (prices.length === 0) return;
  const file = await fileOf(on, base64);
  const rows = await on.t.rows(SQL.prices, { ids: prices });
  await insert(on.t, 'price_files', PRICE_FILES, rows.map((row) => ({ price: number(row, 'n'), file, name: called }))); // prettier-ignore
  await keep(on.t, [called]);
}

async function fileOf(on: On, base64: string): Promise<number> {
  const hash = hashOf(base64);
  const [known] = await on.t.rows(SQL.known, { hash });
  if (known) return number(known, 'n');
  const n = await nextN(on.t, 'evidence_files');
  await insert(on.t, 'evidence_files', EVIDENCE_FILES, [{ n, hash, bytes: base64, by: on.user, at: on.base.now() }]);
  return n;
}

/** A correction shows what the row it corrects was seen on; so does what counts again. */
export async function inheritEvidence(on: On, id: Id, from: Id): Promise<void> {
  const [old] = await on.t.rows(SQL.old, { id, from });
  if (old) await insert(on.t, 'price_files', PRICE_FILES, [{ price: number(old, 'n'), file: number(old, 'file'), name: text(old, 'name') }]); // prettier-ignore
}

export async function evidenceOf(on: On, id: Id): Promise<EvidenceFile | null> {
  const row = (await on.one(SQL.read, { id })) ?? refused();
  return maybe(row, 'name') === null ? null : { name: text(row, 'name'), base64: text(row, 'bytes') };
}
