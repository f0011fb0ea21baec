/** A server with a filled store and somebody who reads its feed: rows as they come over the wire. */
import type { FeedKey } from '../../connector/store/feed.ts';
import type { Fields, SharedRecord } from '../../connector/model.ts';
import type { Store } from '../../connector/store/store.ts';
import { hashOf } from '../../connector/server/odata/keys.ts';
import type { Answer, Office } from '../server/office.ts';

export const AT = '2026-02-20T10:00:00.000Z';
export const SECRET = 'c2VjcmV0LW9mLXRoZS1mZWVkLXdpdGgtMzItYnl0ZXM';

/** A UUID by kind and number: they sort as they are numbered. */
export const uuid = (kind: number, n: number): string =>
  `0190${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const [RUB, USD, PIECE] = [uuid(1, 1), uuid(1, 2), uuid(1, 3)];
export const [OWN, OTHER] = [uuid(2, 1), uuid(2, 2)];
export const party = (n: number): string => uuid(3, n);
export const invoice = (n: number): string => uuid(4, n);
export const payment = (n: number): string => uuid(5, n);
export const person = (n: number): string => uuid(6, n);
export const product = (n: number): string => uuid(7, n);

export function record(entity: SharedRecord['entity'], id: string, fields: Fields): SharedRecord {
  return { id, entity, rev: 1, stage: 'live', fields, changedAt: AT, changedBy: 'test' };
}

/** Where records are put: an office, or a store alone. */
export type Stored = { readonly sidebook: { readonly store: Pick<Store, 'write'> } };

export async function put(office: Stored, ...records: readonly SharedRecord[]): Promise<void> {
  await office.sidebook.store.write({ actor: 'test' }, (t) => records.forEach((r) => t.setRecord(r, null)));
}

export const line = (n: number, more: Partial<Record<string, string | null>> = {}): Record<string, string | null> => ({
  product: product(n), text: `Услуга ${String(n)}`, quantity: '2', unit: PIECE, price: '100.5', discount: '0', amount: '201', vatRate: '20', vatAmount: '33.5', ...more,
}); // prettier-ignore

export const invoiceOf = (n: number, more: Fields = {}): SharedRecord =>
  record('invoice', invoice(n), {
    organisation: OWN, counterparty: party(1), number: `РМ-${String(n).padStart(3, '0')}`, date: '2026-02-05T10:30:00', dueDate: '2026-02-20', state: 'issued', posted: false,
    currency: RUB, vatIncluded: true, total: '201', vatTotal: '33.5', lines: [line(1)], ...more,
  }); // prettier-ignore

export const partyOf = (n: number, more: Fields = {}): SharedRecord =>
  record('counterparty', party(n), {
    name: `Ромашка ${String(n)}`,
    legalName: `ООО «Ромашка ${String(n)}»`,
    kind: 'company',
    taxId: `770000000${String(n)}`,
    country: 'RU',
    active: true,
    deletionMark: false,
    ...more,
  });

export const paymentOf = (n: number, more: Fields = {}): SharedRecord =>
  record('payment', payment(n), {
    counterparty: party(1), organisation: OWN, currency: RUB, date: '2026-02-18', kind: 'bank', number: `П-${String(n)}`, reversed: false,
    allocations: [{ invoice: invoice(1), amount: '100.25' }], ...more,
  }); // prettier-ignore

/** Two organisations, three parties, three invoices, two payments, a question. */
export async function fill(office: Stored): Promise<void> {
  await put(office,
    record('currency', RUB, { code: 'RUB' }), record('currency', USD, { code: 'USD' }), record('unit', PIECE, { name: 'шт' }),
    record('organisation', OWN, { name: 'Наша' }), record('organisation', OTHER, { name: 'Другая' }), record('product', product(1), { name: 'Консультация' }),
    partyOf(1, { owner: person(1) }), partyOf(2, { name: 'Ёлка & Co 50%', active: false }), partyOf(3, { name: "O'Brien", taxId: null, active: null }),
    invoiceOf(1), invoiceOf(2, { organisation: OTHER, counterparty: party(2), currency: USD, total: '123456789012.34', lines: [line(1), line(2, { price: '0.000001' })] }),
    invoiceOf(3, { state: 'draft', number: null, date: '2026-02-07', dueDate: null, total: '-0.01', lines: [] }),
    paymentOf(1), paymentOf(2, { organisation: OTHER, counterparty: party(2), allocations: [{ invoice: invoice(2), amount: '1' }, { invoice: null, amount: '2' }] }),
  );
  await office.sidebook.store.write({ actor: 'test' }, (t) =>
    t.problem({ host: 'buh', link: null, record: invoice(1), entity: 'invoice', unit: 'money', kind: 'totals-differ', detail: { code: 'totals-differ' }, ours: null, theirs: null, base: null, since: AT }));
} // prettier-ignore

export const KEY: FeedKey = {
  id: 'k0', name: 'Power BI', class: 'office', sets: null, organisations: null, owner: null, role: null, user: null, addedAt: AT, revokedAt: null,
}; // prettier-ignore

export class Reader {
  readonly office: Office;
  readonly #key: FeedKey;

  constructor(office: Office, key: Partial<FeedKey> = {}) {
    this.office = office;
    this.#key = { ...KEY, ...key };
    office.sidebook.store.accounts.feedKeys.add(this.#key, hashOf(SECRET));
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#key.id}.${SECRET}` };
  }

  /** Behind /odata, as it stands. */
  ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> =>
    this.office.ask(`/odata${path}`, { ...this.headers, ...headers }, method);

  /** Options by name; a value is encoded as a browser does. */
  async get(
    path: string,
    options: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    const query = Object.entries(options).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`).join('&'); // prettier-ignore
    const said = await this.ask(`${path}${query === '' ? '' : `?${query}`}`, headers);
    if (said.status !== 200) throw new Error(`${path} ${query}: ${String(said.status)} ${said.text}`);
    return JSON.parse(said.text) as Body;
  }

  rows = async (path: string, options: Readonly<Record<string, string>> = {}): Promise<readonly Row[]> =>
    (await this.get(path, options)).value;

  /** One property of all rows that fit. */
  async column(set: string, name: string, options: Readonly<Record<string, string>> = {}): Promise<unknown[]> {
    return (await this.rows(`/${set}`, { ...options, select: name })).map((row) => row[name]);
  }

  /** Every page, as a reader follows it. */
  async pages(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Body[]> {
    const pages: Body[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const said: Answer = await this.ask(next, headers);
      if (said.status !== 200) throw new Error(`${next}: ${said.text}`);
      const page = JSON.parse(said.text) as Body;
      pages.push(page);
      next = page['@odata.nextLink']?.replace(/^.*\/odata/, '');
    }
    return pages;
  }

  /** Status, code and message of a refusal. */
  async refusal(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Refusal> {
    const { status, text, headers: sent } = await this.ask(path, headers, method);
    const { error } = JSON.parse(text) as { error?: { code: string; message: string } };
    return {
      status,
      code: error?.code ?? '',
      message: error?.message ?? '',
      text,
      type: String(sent['content-type']),
      headers: sent,
    };
  }

  /** A filter that is refused: "400 feed-filter". */
  async filterRefusal(filter: string, set = 'Counterparties'): Promise<string> {
    const { status, code } = await this.refusal(`/${set}?$filter=${encodeURIComponent(filter)}`);
    return `${String(status)} ${code}`;
  }
}

export type Row = Readonly<Record<string, unknown>>;
export interface Body extends Row {
  readonly value: readonly Row[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.count'?: number;
}
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly text: string;
  readonly type: string;
  readonly headers: Answer['headers'];
}
