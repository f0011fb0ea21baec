/**
 * Random filters over the wire against an oracle in memory: the same rows, however it is nested; and random nonsense, which must be refused or
 * answered, never fail. FEED_SEED replays, FEED_FILTERS sets how many.
 */
import { expect } from 'chai';
import { offices } from '../server/office.ts';
import { seeded, type Random } from '../random.ts';
import { Questions, type Asked } from './oracle.ts';
import { INVOICES, PARTIES, randomRecords } from './random-records.ts';
import { invoice, party, put, Reader, uuid, type Row } from './reader.ts';

const SEED = Number(process.env['FEED_SEED'] ?? Date.now() % 1_000_000);
const FILTERS = Number(process.env['FEED_FILTERS'] ?? 400);
const ROWS = 60;

describe('random filters', () => {
  const open = offices();

  async function filled(random: Random): Promise<Reader> {
    const office = await open();
    await put(office, ...randomRecords(random, ROWS));
    return new Reader(office);
  }

  /** All rows as the feed shows them: the oracle works on these. */
  async function rowsOf(reader: Reader, set: string): Promise<readonly Row[]> {
    const { text } = await reader.ask(`/${set}?$format=${encodeURIComponent('application/json;IEEE754Compatible=true')}`);
    return (JSON.parse(text) as { value: Row[] }).value;
  }

  async function check(reader: Reader, set: string, key: string, rows: readonly Row[], asked: Asked): Promise<void> {
    const path = `/${set}?$select=${key}&$filter=${encodeURIComponent(asked.text)}`;
    if (path.length > 8000 || asked.text.length > 4000) return;
    const said = await reader.ask(path);
    const wanted = rows.filter((row) => asked.of(row as never) === true).map((row) => row[key]);
    expect(said.status, `FEED_SEED=${String(SEED)}: ${asked.text}: ${said.text}`).to.equal(200);
    const got = (JSON.parse(said.text) as { value: Row[] }).value.map((row) => row[key]);
    expect(got, `FEED_SEED=${String(SEED)}: ${asked.text}`).to.deep.equal(wanted);
  }

  for (const [set, key, words] of [['Counterparties', 'CounterpartyId', PARTIES], ['Invoices', 'InvoiceId', INVOICES]] as const)
    it(`over ${set} mean what an oracle in memory says (seed ${String(SEED)})`, async () => {
      const random = seeded(SEED);
      const reader = await filled(random);
      const rows = await rowsOf(reader, set);
      const questions = new Questions(random, words);
      expect(rows).to.have.length(ROWS);
      for (let i = 0; i < FILTERS; i++) await check(reader, set, key, rows, i % 3 === 0 ? questions.chain() : questions.ask());
    }).timeout(120_000);

  it(`of nonsense are refused or answered, and nothing fails (seed ${String(SEED)})`, async () => {
    const random = seeded(SEED + 1);
    const reader = await filled(random);
    const parts = ['Name', 'Active', "'x'", "'", '"', '(', ')', ',', ' ', ' eq ', ' and ', 'not ', ' or ', 'null', 'true', '1', '-', '.', '%', '{"a":', '[', ']', '}', '/', '$it', '@p', 'contains(', 'in', 'any(', '\0', 'é', '\n', ';', '--', '/*', '2026-01-01', uuid(1, 1), 'add', 'length(', '\ud800'.normalize()];
    const [names, statuses] = [['$filter', '$orderby', '$select', '$expand', '$search', '$top', '$skip', '$count', '$skiptoken', '$format', 'x', '$apply'], new Set<number>()];
    for (let i = 0; i < FILTERS; i++) {
      const nonsense = Array.from({ length: 1 + random.int(12) }, () => random.pick(parts)).join('');
      const [name, encoded] = [random.pick(names), random.chance(0.7) ? encodeURIComponent(nonsense.replace(/[\ud800-\udfff]/g, '')) : nonsense.replace(/[^\x21-\x7e]|#/g, '')];
      const said = await reader.ask(`/${random.pick(['Counterparties', 'Counterparties/$count', `Counterparties(${party(1)})`, `Invoices(${invoice(1)})/Lines`])}?${name}=${encoded}`);
      statuses.add(said.status);
      expect([200, 400, 404, 406, 414, 501], `FEED_SEED=${String(SEED)} ${name}=${encoded}: ${said.text}`).to.include(said.status);
    }
    expect([...statuses]).to.include.members([400, 501]);
  }).timeout(120_000);
}); // prettier-ignore
