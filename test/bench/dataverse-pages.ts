/**
 * A big organisation of Dataverse as text: one real answer of the fake each for an account and an invoice of four lines is the pattern;
 * in between stand the keys, numbers and names of the others. Making a page costs little more than sending it.
 */
import { answerCall, refusal, type Answer } from '../hosts/dataverse/api.ts';
import { startFakeDataverse, type Row } from '../hosts/dataverse/fake.ts';
import { innOf } from '../properties/habits.ts';

/** Rows of the n-th object, with a comma between two of them. */
export type Rows = (n: number) => string;

export interface Pattern {
  /** Rows of a big set with these columns. */
  rows(set: string, select: string): Rows;
  /** Everything else: reference data, what the tables are. */
  answer(path: string, query: string): Answer;
  close(): Promise<void>;
}

/** Of one kind; their order is that of `n`. */
export const keyOf = (kind: number, n: number): string =>
  `${n.toString(16).padStart(8, '0')}-00${kind.toString(16).padStart(2, '0')}-41f0-81b2-00155d000000`;

const [NAME, INN, NUMBER, DATE] = ['Образец покупателя', innOf(0), 'ОБРАЗЕЦ-1', '2026-02-24T09:00:00Z'];
/** Invoices of one customer are a while apart, as people write them. */
const dateOf = (n: number): string => `${new Date(Date.UTC(2025, 0, 1) + n * 61_000).toISOString().slice(0, 19)}Z`;
const line = (n: number): Row => ({
  isproductoverridden: true, productdescription: `Услуги по договору, этап ${String(n)}`, quantity: 1, ispriceoverridden: true, priceperunit: 1000 * n, tax: 200 * n, new_vatrate: '20', lineitemnumber: n,
}); // prettier-ignore

/** `parties`: whose invoices they are, in turn. */
export async function patternOf(parties: number): Promise<Pattern> {
  const fake = await startFakeDataverse();
  const account = String(fake.create('account', { name: NAME, new_inn: INN, new_kpp: '770101001', telephone1: '+7 495 000-00-00', emailaddress1: 'p@example.com', address1_line1: '101000, г. Москва, ул. Садовая, д. 1', customertypecode: 3 })['accountid']); // prettier-ignore
  const rub = fake.list('transactioncurrency').find((c) => c['isocurrencycode'] === 'RUB');
  const currency = String(rub?.['transactioncurrencyid']);
  const made = fake.create('invoice', { name: 'Счёт', invoicenumber: NUMBER, new_date: DATE, 'customerid_account@odata.bind': `/accounts(${account})`, 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${currency})`, invoice_details: [1, 2, 3, 4].map(line) }); // prettier-ignore
  const invoice = String(made['invoiceid']);
  const lines = fake.list('invoicedetail').map((row) => String(row['invoicedetailid']));
  /** What stands in the pattern -> what stands there in the n-th. */
  const own = new Map<string, (n: number, isParty: boolean) => string>([
    [account, (n, isParty) => keyOf(1, isParty ? n : n % parties)],
    [invoice, (n) => keyOf(2, n)],
    ...lines.map((id, i): [string, (n: number) => string] => [id, (n) => keyOf(3, 4 * n + i)]),
    [NAME, (n) => `Покупатель ${String(n)} ООО`],
    [INN, (n) => innOf(n)],
    [DATE, (n) => dateOf(n)],
    [String(made['invoicenumber']), (n) => `РМ00-${String(n).padStart(6, '0')}`],
  ]);
  const answer: Pattern['answer'] = (path, query) => {
    try {
      return answerCall(fake.api, { method: 'GET', path, query, headers: {}, body: '' });
    } catch (error) {
      return refusal(error, false);
    }
  };
  return {
    answer,
    rows: (set, select) => {
      const { body } = answer(set, `$select=${select}`);
      const text = body.slice(body.indexOf('"value":[') + 9, body.lastIndexOf(']'));
      const pieces = text.split(new RegExp(`(${[...own.keys()].join('|')})`));
      return (n) => pieces.map((piece) => own.get(piece)?.(n, set === 'accounts') ?? piece).join('');
    },
    close: () => fake.close(),
  };
}
