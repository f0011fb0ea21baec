/**
 * A big infobase as bytes: one real answer of the fake each for a counterparty and an invoice of four lines is the pattern, copies of
 * it with their own keys, numbers and references lie in files. A page is a piece of a file, so that serving costs next to nothing.
 */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basic } from '../hosts/onec/ask.ts';
import { startFakeOnec, type FakeOnec, type Row } from '../hosts/onec/fake.ts';
import { contract, invoice, line, party } from '../hosts/onec/samples.ts';

export const PARTIES = 'Catalog_Контрагенты';
export const INVOICES = 'Document_СчетНаОплатуПокупателю';
const STATUSES = 'InformationRegister_СтатусыДокументов';
const DUE = 'InformationRegister_СрокиОплатыДокументов';
const PLAN = 'ExchangePlan_Sidebook';
/** Small sets the pack reads, taken from the fake as they are. */
const SMALL = [
  'Catalog_Валюты', 'Catalog_Организации', 'Catalog_Пользователи', 'Catalog_БанковскиеСчета', 'Catalog_КлассификаторЕдиницИзмерения',
  'Catalog_Номенклатура', 'Catalog_СтраныМира', 'Catalog_ВидыКонтактнойИнформации', 'Catalog_ТипыЦенНоменклатуры', 'Catalog_ДоговорыКонтрагентов',
  'Document_ПоступлениеНаРасчетныйСчет', PLAN,
]; // prettier-ignore

export interface Size {
  readonly parties: number;
  readonly invoices: number;
}

/** Where one set lies: its objects, where each begins, and its keys with versions as one whole answer. */
export const filesOf = (folder: string, set: string): { rows: string; starts: string; keys: string } => ({
  rows: join(folder, `${set}.rows`),
  starts: join(folder, `${set}.starts`),
  keys: join(folder, `${set}.keys`),
});

/** Keys in the order of a list: `$orderby=Ref_Key` of the fake files is the order of `n`. */
const key = (kind: number, n: number): string => {
  const hex = n.toString(16).padStart(8, '0');
  return `${hex}-00${kind.toString(16).padStart(2, '0')}-11f0-a1b2-00155d000000`;
};

/** Builds the files once per size and hands out the folder. */
export async function infobase(size: Size): Promise<string> {
  const folder = join(tmpdir(), `sidebook-bench-${String(size.parties)}-${String(size.invoices)}`);
  if (existsSync(join(folder, 'ready'))) return folder;
  mkdirSync(folder, { recursive: true });
  const fake = await startFakeOnec({ now: () => new Date(2026, 1, 24, 12, 0, 0) });
  const customer = party(fake);
  const parts = await patterns(fake, customer);
  await takeSmall(fake, folder);
  await fake.close();
  writeParties(folder, size, parts.party);
  writeInvoices(folder, size, parts.invoice);
  writeFileSync(join(folder, 'ready'), '');
  return folder;
}

interface Patterns {
  readonly party: Row;
  readonly invoice: Row;
}

async function patterns(fake: FakeOnec, customer: string): Promise<Patterns> {
  const under = contract(fake, customer);
  const lines = [1, 2, 3, 4].map((n) =>
    line(1200 * n, { LineNumber: String(n), Содержание: `Услуги по договору, этап ${String(n)}` }),
  );
  const made = invoice(fake, { Контрагент_Key: customer, ДоговорКонтрагента_Key: under, Товары: lines, СуммаДокумента: 12_000 });
  const one = async (set: string, id: unknown): Promise<Row> =>
    JSON.parse(await text(fake, `${set}(guid'${String(id)}')?$format=json`)) as Row;
  return { party: await one(PARTIES, customer), invoice: await one(INVOICES, made['Ref_Key']) };
}

async function text(fake: FakeOnec, path: string): Promise<string> {
  const answer = await fetch(encodeURI(decodeURI(fake.url)) + encodeURI(path), { headers: { authorization: basic(fake) } });
  return answer.text();
}

async function takeSmall(fake: FakeOnec, folder: string): Promise<void> {
  writeFileSync(join(folder, '$metadata'), await text(fake, '$metadata'));
  writeFileSync(join(folder, 'service'), await text(fake, '?$format=json'));
  for (const set of SMALL) {
    const { value } = JSON.parse(await text(fake, `${set}?$format=json`)) as { value: Row[] };
    // The party and the invoice of the pattern are not part of the base.
    writeSet(folder, set, set.includes('Договор') ? 0 : value.length, (n) => value[n] ?? {});
  }
}

const organisation = (folder: string): string => {
  const rows = JSON.parse(`[${readFileSync(filesOf(folder, 'Catalog_Организации').rows, 'utf8')}]`) as Row[];
  return String(rows[0]?.['Ref_Key']);
};

function writeParties(folder: string, size: Size, pattern: Row): void {
  writeSet(folder, PARTIES, size.parties, (n) => ({
    ...pattern,
    Ref_Key: key(1, n),
    DataVersion: version(n),
    Code: `00-${String(n).padStart(6, '0')}`,
    Description: `Покупатель ${String(n)} ООО`,
    НаименованиеПолное: `Общество с ограниченной ответственностью "Покупатель ${String(n)}"`,
    ГоловнойКонтрагент_Key: key(1, n),
    ИНН: inn(n),
    КПП: '773601001',
  }));
}

function writeInvoices(folder: string, size: Size, pattern: Row): void {
  const own = organisation(folder);
  writeSet(folder, INVOICES, size.invoices, (n) => ({
    ...pattern,
    Ref_Key: key(2, n),
    DataVersion: version(n),
    Number: `РМ00-${String(n).padStart(6, '0')}`,
    Date: new Date(Date.UTC(2024, 0, 1) + n * 200_000).toISOString().slice(0, 19),
    Организация_Key: own,
    ОрганизацияПолучатель_Key: own,
    Контрагент_Key: key(1, n % size.parties),
    ДоговорКонтрагента_Key: '00000000-0000-0000-0000-000000000000',
  }));
  const type = `StandardODATA.${INVOICES}`;
  const about = (n: number): Row => ({ Организация_Key: own, Документ: key(2, n), Документ_Type: type });
  writeSet(folder, STATUSES, size.invoices, (n) => ({ ...about(n), Статус: n % 3 === 0 ? 'Оплачен' : 'НеОплачен' }));
  writeSet(folder, DUE, size.invoices, (n) => ({
    ...about(n),
    СрокОплаты: `${new Date(Date.UTC(2024, 0, 10) + n * 200_000).toISOString().slice(0, 10)}T00:00:00`,
  }));
}

const version = (n: number): string => Buffer.from(n.toString(16).padStart(16, '0'), 'hex').toString('base64');

/** A valid ИНН of a company for every number (hosts/1c.md 4.7). */
function inn(n: number): string {
  const nine = String(770_000_000 + n);
  const sum = [2, 4, 10, 3, 5, 9, 4, 6, 8].reduce((s, w, i) => s + w * Number(nine[i]), 0);
  return `${nine}${String((sum % 11) % 10)}`;
}

const CHUNK = 4 << 20;

function writeSet(folder: string, set: string, count: number, make: (n: number) => Row): void {
  const files = filesOf(folder, set);
  const [rows, keys] = [openSync(files.rows, 'w'), openSync(files.keys, 'w')];
  const starts = new Float64Array(count + 1);
  const head = `{"odata.metadata":"http://127.0.0.1/buh/odata/standard.odata/$metadata#${set}","value":[`;
  let [at, rowText, keyText] = [0, '', head];
  for (let n = 0; n < count; n++) {
    const row = make(n);
    const text = `${n === 0 ? '' : ','}${JSON.stringify(row)}`;
    rowText += text;
    starts[n] = at;
    at += Buffer.byteLength(text);
    keyText += `${n === 0 ? '' : ','}${JSON.stringify({ Ref_Key: row['Ref_Key'], DataVersion: row['DataVersion'] })}`;
    if (rowText.length > CHUNK) {
      writeSync(rows, rowText);
      rowText = '';
    }
    if (keyText.length > CHUNK) {
      writeSync(keys, keyText);
      keyText = '';
    }
  }
  writeSync(rows, rowText);
  writeSync(keys, `${keyText}]}`);
  starts[count] = at;
  writeFileSync(files.starts, new Uint8Array(starts.buffer));
  closeSync(rows);
  closeSync(keys);
}
