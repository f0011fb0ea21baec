/**
 * 300,000 invoices of fifteen digits, prices like 1.005, VAT 22/122: reconcile shows 0.00 of difference for every organisation and
 * month, and the very sums that whole kopecks give. Records go in by the store's writer, the host answers from the same generator.
 */
import { expect } from 'chai';
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { Entity, Fields, Line, Link, RecordId } from '../../connector/model.ts';
import { readPack } from '../../connector/packs.ts';
import { reconcileHost, type Group } from '../../connector/report/reconcile.ts';
import { openSqlite, type SqliteStore } from '../../connector/store/sqlite/store.ts';
import type { Writer } from '../../connector/store/store.ts';
import type { Item, Page } from '../../connector/hosts/host.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { sample } from '../laws/sample.ts';
import { NO_FAULTS, SimulatedHost, type Props } from '../hosts/simulated.ts';
import { seeded } from '../random.ts';
import { HABITS } from './habits.ts';

const COUNT = 300_000;
const SEED = Number(process.env['SIDEBOOK_SEED'] ?? 1);
const [ORGANISATIONS, FIRMS, MONTHS] = [3, 40, 24];
const AT = '2026-03-02T08:00:00.000Z';
const HOST = 'buh';
const VAT: Readonly<Record<string, string>> = { '22/122': 'НДС22_122', '22': 'НДС22', none: 'БезНДС', '10': 'НДС10' };

const guid = (kind: number, n: number): string => `0000000${String(kind)}-6332-11ec-ad72-${String(n).padStart(12, '0')}`;
const record = (kind: number, n: number): RecordId => `record-${String(kind)}-${String(n)}`;
const KINDS: Readonly<Partial<Record<Entity, number>>> = { currency: 1, organisation: 2, counterparty: 3, invoice: 4 };

/** One way an invoice may look: what it is here, what 1C shows, and its total in whole kopecks. */
interface Look {
  readonly fields: Fields;
  readonly shown: Props;
  readonly kopecks: bigint;
}

const random = seeded(SEED);
const digits = (n: number): string => Array.from({ length: n }, () => String(random.int(10))).join('');

function lookOf(n: number): Look {
  const prices = ['1.005', '2.675', `${digits(3)}.005`, `9${digits(9)}.99`, `9${digits(12)}.99`];
  const line = (price: string): Line =>
    priceLine({ text: `Услуга ${String(n)}`, quantity: String(1 + random.int(price.length > 9 ? 1 : 999)), price, vatRate: random.pick(Object.keys(VAT)) }, true); // prettier-ignore
  const lines = n % 3 === 0 ? [line(random.pick(prices.slice(0, 4))), line('1.005')] : [line(random.pick(prices))];
  const kopecks = lines.reduce((sum, l) => sum + BigInt(Math.round(Number(l.amount) * 100)), 0n);
  const total = Number(`${String(kopecks / 100n)}.${String(kopecks % 100n).padStart(2, '0')}`);
  return { fields: { lines, vatIncluded: true, ...totalsOf(lines, true) }, shown: { СуммаДокумента: total, СуммаВключаетНДС: true, Товары: lines.map(shownLine) }, kopecks }; // prettier-ignore
}

const shownLine = (l: Line, i: number): Props => ({
  LineNumber: String(i + 1), Номенклатура: '', Номенклатура_Type: 'StandardODATA.Undefined', Содержание: l.text, Количество: Number(l.quantity),
  Цена: Math.round(Number(l.price) * 100) / 100, Сумма: Number(l.amount), СуммаСкидки: 0, СтавкаНДС: VAT[l.vatRate], СуммаНДС: Number(l.vatAmount),
}); // prettier-ignore

const LOOKS = Array.from({ length: 999 }, (_, n) => lookOf(n));

interface Made {
  readonly look: Look;
  readonly organisation: number;
  readonly firm: number;
  readonly date: string;
}

function made(n: number): Made {
  const month = n % MONTHS;
  const date = `${String(2024 + Math.floor(month / 12))}-${String(1 + (month % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}T12:00:00`;
  return { look: LOOKS[n % LOOKS.length]!, organisation: Math.floor(n / MONTHS) % ORGANISATIONS, firm: Math.floor(n / 7) % FIRMS, date }; // prettier-ignore
}

const shown = (n: number): Props => {
  const { look, organisation, firm, date } = made(n);
  return {
    Ref_Key: guid(4, n), DataVersion: 'AAAAAAAAAAE=', DeletionMark: false, Posted: true, Number: String(n), Date: date, Комментарий: '', Организация_Key: guid(2, organisation),
    Контрагент_Key: guid(3, firm), ВалютаДокумента_Key: guid(1, 0), ДоговорКонтрагента_Key: NONE, СтруктурнаяЕдиница_Key: NONE, Ответственный_Key: NONE,
    КурсВзаиморасчетов: 1, КратностьВзаиморасчетов: '1', СрокОплаты: '0001-01-01T00:00:00', СтатусСчета: '', ...look.shown,
  }; // prettier-ignore
};
const NONE = '00000000-0000-0000-0000-000000000000';

function fieldsOf(n: number): Fields {
  const { look, organisation, firm, date } = made(n);
  return { organisation: record(2, organisation), counterparty: record(3, firm), currency: record(1, 0), date, number: String(n), state: 'issued', posted: true, comment: null, ...look.fields }; // prettier-ignore
}

class Books extends SimulatedHost {
  override async *changes(): AsyncIterable<Page> {
    for (let from = 0; from < COUNT; from += 1000) {
      const items = Array.from({ length: 1000 }, (_, i): Item => ({ entity: 'invoice', hostId: guid(4, from + i), version: '1', object: shown(from + i) })); // prettier-ignore
      yield { items, next: null, last: from + 1000 >= COUNT, complete: true };
    }
  }
}

let links = 0;
function put(t: Writer, entity: Entity, n: number, fields: Fields): void {
  const kind = KINDS[entity] ?? 0;
  t.setRecord({ id: record(kind, n), entity, rev: 1, stage: 'live', fields, changedAt: AT, changedBy: HOST }, null);
  const link: Link = {
    id: ++links, host: HOST, entity, hostId: guid(kind, n), record: record(kind, n), aliasOf: null, confirmed: true, inScope: true, version: '1', goneAt: null, dirty: false, retryAt: null,
    rev: 1, baseOurs: null, baseTheirs: null, seen: null, sent: null, sentAt: null, token: null,
  }; // prettier-ignore
  t.setLink(link, null);
}

async function fill(store: SqliteStore): Promise<void> {
  const write = (work: (t: Writer) => void): Promise<unknown> => store.write({ actor: 'test' }, work);
  await write((t) => {
    put(t, 'currency', 0, { code: 'RUB' });
    for (let n = 0; n < ORGANISATIONS; n++) put(t, 'organisation', n, { name: `Организация ${String(n)}` });
    for (let n = 0; n < FIRMS; n++) put(t, 'counterparty', n, { name: `Фирма ${String(n)}` });
  });
  for (let from = 0; from < COUNT; from += 10_000)
    await write((t) => {
      for (let n = from; n < from + 10_000; n++) put(t, 'invoice', n, fieldsOf(n));
    });
}

/** By organisation and month, in kopecks. */
function sumsOf(groups: readonly Group[], side: 'here' | 'there'): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const g of groups) {
    const [whole = '0', fraction = ''] = g[side].total.split('.');
    add(sums, `${g.organisation ?? ''} ${g.month}`, BigInt(whole + fraction.padEnd(2, '0')));
  }
  return sums;
}

const add = (sums: Map<string, bigint>, key: string, kopecks: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + kopecks);

describe(`three hundred thousand invoices, seed ${String(SEED)}`, function () {
  this.timeout(900_000);

  it('differ by 0.00 for every organisation and month', async () => {
    const store = openSqlite({ file: ':memory:', world: { now: () => new Date(AT) } });
    store.database.exec('pragma synchronous = off; pragma journal_mode = off');
    await fill(store);
    const books = new Books({
      id: HOST,
      habits: HABITS.books,
      entities: ['invoice'],
      random,
      now: () => 0,
      meanwhile: () => undefined,
    });
    books.faults = NO_FAULTS;
    const file = readPack('onec-bp30').find((f) => f.entity === 'invoice');
    const settings = { id: HOST, profile: 'bp30', books: true, follows: null, postAfterCreate: false };
    const attached = {
      host: books,
      settings,
      mappings: new Map<Entity, Mapping>([['invoice', sample(file ?? { entity: 'invoice' }).mapping]]),
    };
    const found = await reconcileHost({ attached, store, month: null, today: '2026-03-02' });
    expect(found.invoices).to.equal(COUNT);
    expect(found.differences).to.deep.equal([]);
    const expected = new Map<string, bigint>();
    for (let n = 0; n < COUNT; n++)
      add(expected, `${record(2, made(n).organisation)} ${made(n).date.slice(0, 7)}`, made(n).look.kopecks);
    expect(expected.size).to.equal(MONTHS * ORGANISATIONS);
    for (const side of ['here', 'there'] as const) expect(sumsOf(found.groups, side)).to.deep.equal(expected);
    await store.close();
  });
});
