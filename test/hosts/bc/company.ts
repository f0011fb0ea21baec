/**
 * One company behind the fake: its rows, their versions and stamps, its rules. What a person does there goes through the same rules as
 * what comes over the wire (hosts/dynamics.md 4.3).
 */
import { compare, isZero, subtract } from '../../../connector/decimal.ts';
import type { Journal } from '../kit/journal.ts';
import { ApiError, changed, dialog, invalid, noMatch, notFound } from './errors.ts';
import { allocations, pricedLine, totalled } from './pricing.ts';
import { ENUMS, enumWord, tables, type Column, type Table } from './schema.ts';

export type Row = Record<string, unknown>;

export interface Options {
  readonly id: string;
  readonly name: string;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly journal?: Journal | undefined;
}

/** What a real one does under some circumstances. */
export interface Habits {
  /** A line that changes without changing a sum moves neither stamp nor version of its invoice. */
  silentLines: boolean;
  /** A line that changes moves the versions of all lines of its invoice. */
  linesMoveTogether: boolean;
  /** Its clock is so many minutes ahead of others (behind, if negative). */
  minutesAhead: number;
}

interface Saved {
  readonly company: string;
  readonly set: string;
  readonly id: string;
  readonly row: Row | null;
  readonly version: number;
}

export const ZERO = '00000000-0000-0000-0000-000000000000';
const NO_DAY = '0001-01-01';
const EMPTY: Readonly<Record<string, unknown>> = { Guid: ZERO, Date: NO_DAY, DateTimeOffset: `${NO_DAY}T00:00:00Z`, Decimal: '0', Boolean: false, Int32: 0 }; // prettier-ignore

export class Company {
  readonly tables = tables();
  readonly habits: Habits = { silentLines: false, linesMoveTogether: false, minutesAhead: 0 };
  readonly o: Options;
  /** Customers whose prices include VAT: a matter of their card, not of the API. */
  readonly included = new Set<string>();
  readonly #rows = new Map<string, Map<string, Row>>();
  #version = 1000;
  #numbers = 1000;
  #undo: Saved[] | null = null;

  constructor(options: Options) {
    this.o = options;
    for (const set of this.tables.keys()) this.#rows.set(set, new Map());
    for (const line of (options.journal?.lines ?? []) as Saved[]) if (line.company === options.id) this.#keep(line);
  }

  table(set: string): Table {
    const found = this.tables.get(set);
    if (!found) throw new Error(`no set ${set}`);
    return found;
  }

  of = (set: string): Map<string, Row> => this.#rows.get(set) ?? new Map<string, Row>();
  get = (set: string, id: string): Row | undefined => this.of(set).get(id.toLowerCase());
  linesOf = (head: string): Row[] =>
    [...this.of('salesInvoiceLines').values()].filter((l) => l['documentId'] === head).sort((a, b) => Number(a['sequence']) - Number(b['sequence'])); // prettier-ignore

  #setup(name: string): string {
    const [setup] = this.of('generalLedgerSetup').values();
    return typeof setup?.[name] === 'string' ? setup[name] : '';
  }

  /** As it is shown: what is worked out from other rows is in it. */
  shown(set: string, row: Row): Row {
    return set === 'customers' ? { ...row, balanceDue: this.#due(String(row['id'])) } : row;
  }

  #due(customer: string): string {
    const open = [...this.of('salesInvoices').values()].filter((i) => i['customerId'] === customer && i['status'] === 'Open');
    return open.reduce((sum, i) => subtract(sum, `-${String(i['remainingAmount'])}`.replace('--', '')), '0');
  }

  etag = (row: Row): string => `W/"${Buffer.from(`'19;${String(row['$version'])};00;'`).toString('base64')}"`;

  /** All of it or nothing. */
  together<T>(work: () => T): T {
    if (this.#undo) return work();
    this.#undo = [];
    try {
      const done = work();
      for (const s of this.#undo.splice(0))
        this.o.journal?.append({ ...s, row: this.get(s.set, s.id) ?? null, version: this.#version });
      return done;
    } catch (error) {
      for (const s of this.#undo.reverse()) this.#keep(s);
      throw error;
    } finally {
      this.#undo = null;
    }
  }

  #keep({ set, id, row, version }: Saved): void {
    if (row === null) this.of(set).delete(id);
    else this.of(set).set(id, row);
    this.#version = Math.max(this.#version, version);
    this.#numbers = Math.max(this.#numbers, Number(/\d+$/.exec(String(row?.['number']))?.[0] ?? 0));
  }

  #put(set: string, id: string, row: Row | null, stamped = true): void {
    this.#undo?.push({ company: this.o.id, set, id, row: this.get(set, id) ?? null, version: this.#version });
    if (row === null) return void this.of(set).delete(id);
    this.#version += 1;
    const now = new Date(this.o.now().getTime() + this.habits.minutesAhead * 60_000).toISOString();
    const stamp = this.table(set).columns.has('lastModifiedDateTime') ? { lastModifiedDateTime: now } : {};
    this.of(set).set(id, stamped ? { ...row, ...stamp, $version: this.#version } : row);
  }

  create(set: string, body: Row): Row {
    return this.together(() => {
      const { salesInvoiceLines: lines = [], ...own } = body;
      const id = this.o.newId();
      const row = { ...this.#blank(set), ...this.#checked(set, own), id };
      this.#put(set, id, this.#ruled(set, row, own));
      for (const line of lines as Row[]) this.createLine(id, line);
      if (set === 'salesInvoices') this.#total(id, true);
      return this.get(set, id) ?? {};
    });
  }

  createLine(head: string, body: Row): Row {
    return this.together(() => {
      const invoice = this.#draft(head);
      const last = Number(this.linesOf(head).at(-1)?.['sequence'] ?? 0);
      const id = this.o.newId();
      const line = {
        ...this.#blank('salesInvoiceLines'),
        sequence: last + 10_000,
        ...this.#checked('salesInvoiceLines', body),
        id,
        documentId: head,
      };
      if (this.linesOf(head).some((l) => l['sequence'] === line['sequence'])) throw new ApiError(400, 'Internal_EntityWithSameKeyExists', 'The line already exists.'); // prettier-ignore
      this.#put('salesInvoiceLines', id, this.#object(line, body));
      this.#total(String(invoice['id']), true);
      return this.get('salesInvoiceLines', id) ?? {};
    });
  }

  /** `match`: what If-Match said; null where a person works there. */
  update(set: string, id: string, body: Row, match: string | null = '*'): Row {
    return this.together(() => {
      const row = this.#matching(set, id, match);
      if (set === 'salesInvoices') this.#draft(id);
      if (set === 'salesInvoiceLines') this.#draft(String(row['documentId']));
      const next = { ...row, ...this.#checked(set, body) };
      if (set === 'salesInvoiceLines') return this.#lineChanged(id, this.#object(next, body));
      this.#put(set, id, this.#ruled(set, next, body));
      if (set === 'salesInvoices') this.#total(id, true);
      return this.get(set, id) ?? {};
    });
  }

  #lineChanged(id: string, line: Row): Row {
    const head = String(line['documentId']);
    const before = this.get('salesInvoices', head)?.['totalAmountIncludingTax'];
    this.#put('salesInvoiceLines', id, line);
    this.#total(head, false);
    const isSilent = this.habits.silentLines && this.get('salesInvoices', head)?.['totalAmountIncludingTax'] === before;
    if (!isSilent) this.#put('salesInvoices', head, this.get('salesInvoices', head) ?? {});
    return this.get('salesInvoiceLines', id) ?? {};
  }

  remove(set: string, id: string, match: string | null = '*'): void {
    this.together(() => {
      const row = this.#matching(set, id, match);
      if (set === 'salesInvoices') {
        this.#draft(id);
        for (const line of this.linesOf(id)) this.#put('salesInvoiceLines', String(line['id']), null);
      }
      if (set === 'customers' && [...this.of('salesInvoices').values()].some((i) => i['customerId'] === id)) throw dialog('You cannot delete the customer: there are documents of it.'); // prettier-ignore
      this.#put(set, id, null);
      if (set === 'salesInvoiceLines') this.#total(String(row['documentId']), true);
    });
  }

  /** Draft -> posted: another number, and nothing of it changes any more. */
  post(id: string): void {
    this.together(() => {
      const row = this.#draft(id);
      const customer = this.get('customers', String(row['customerId'])) ?? {};
      if (['All', 'Invoice'].includes(String(customer['blocked']))) throw dialog(`You cannot post this type of document when Customer ${String(customer['number'])} is blocked with type ${String(customer['blocked'])}.`); // prettier-ignore
      if (!this.linesOf(id).some((l) => !isZero(String(l['quantity'])))) throw dialog('There is nothing to post.');
      if (String(row['postingDate']) < this.#setup('allowPostingFrom')) throw dialog('Posting Date is not within your range of allowed posting dates.'); // prettier-ignore
      this.#put('salesInvoices', id, { ...row, number: `PS-INV${String(++this.#numbers)}`, status: 'Open', remainingAmount: row['totalAmountIncludingTax'] }); // prettier-ignore
    });
  }

  /** Money for a posted invoice; what is left moves no stamp, the last of it does. */
  pay(id: string, amount: string): void {
    this.together(() => {
      const row = this.get('salesInvoices', id) ?? {};
      const rest = subtract(String(row['remainingAmount']), amount);
      const isPaid = compare(rest, '0') <= 0;
      this.#put('salesInvoices', id, { ...row, remainingAmount: rest, status: isPaid ? 'Paid' : 'Open' }, isPaid);
    });
  }

  /** A credit memo takes a posted invoice back. */
  cancel(id: string): void {
    this.together(() => {
      const row = this.get('salesInvoices', id);
      if (row?.['status'] !== 'Open') throw dialog('Only an open posted invoice can be cancelled.');
      this.#put('salesInvoices', id, { ...row, status: 'Canceled', remainingAmount: '0' });
    });
  }

  /** As an import does: a row with a stamp of long ago, or of later. */
  stamp(set: string, id: string, at: string): void {
    const row = this.get(set, id);
    if (row) this.of(set).set(id, { ...row, lastModifiedDateTime: at });
  }

  #matching(set: string, id: string, match: string | null): Row {
    const row = this.get(set, id);
    if (!row) throw notFound(set);
    if (match === null || match === '') throw noMatch();
    if (match !== '*' && match !== this.etag(row)) throw changed();
    return row;
  }

  #draft(id: string): Row {
    const row = this.get('salesInvoices', id);
    if (!row) throw notFound('salesInvoices');
    if (row['status'] !== 'Draft') throw dialog('The sales invoice is posted and cannot be modified.');
    return row;
  }

  #blank(set: string): Row {
    return Object.fromEntries([...this.table(set).columns].map(([name, { type }]) => [name, type.startsWith('.') ? (ENUMS[type.slice(1)]?.[0] ?? '') : (EMPTY[type] ?? '')])); // prettier-ignore
  }

  #checked(set: string, body: Row): Row {
    const { columns } = this.table(set);
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => {
        const column = columns.get(name);
        if (!column)
          throw new ApiError(
            400,
            'BadRequest',
            `The property '${name}' does not exist on type 'Microsoft.NAV.${this.table(set).name}'.`,
          );
        if (!column.writable) throw new ApiError(400, 'Internal_ServerError', `Control '${name}' is read-only.`);
        return [name, checkedValue(name, value, column)];
      }),
    );
  }

  /** What follows from what was written, and what must be there. */
  #ruled(set: string, row: Row, said: Row): Row {
    const own = this.#setup('localCurrencyCode');
    const currency = this.#currency(row, said, own);
    if (set === 'customers') return this.#customer({ ...row, ...currency });
    return set === 'salesInvoices' ? this.#invoice({ ...row, ...currency }, said) : { ...row, ...('currencyCode' in row ? { currencyCode: own } : {}) }; // prettier-ignore
  }

  #currency(row: Row, said: Row, own: string): Row {
    if (!('currencyId' in row)) return {};
    const by = (name: string, value: unknown): Row | undefined =>
      [...this.of('currencies').values()].find((c) => c[name] === value);
    const found = 'currencyId' in said ? by('id', row['currencyId']) : by('code', row['currencyCode']);
    if ('currencyId' in said && row['currencyId'] !== ZERO && !found)
      throw invalid('The "currencyId" does not match to a Currency.');
    return { currencyId: found?.['id'] ?? ZERO, currencyCode: found?.['code'] ?? own };
  }

  #customer(row: Row): Row {
    if (row['displayName'] === '') throw invalid('The property "displayName" must be filled in.');
    const number = row['number'] === '' ? `C${String(++this.#numbers)}` : row['number'];
    if ([...this.of('customers').values()].some((c) => c['number'] === number && c['id'] !== row['id'])) throw new ApiError(400, 'Internal_EntityWithSameKeyExists', 'The record in table Customer already exists.'); // prettier-ignore
    return { ...row, number };
  }

  #invoice(row: Row, said: Row): Row {
    const customer = this.get('customers', String(row['customerId']));
    if (!customer) throw invalid('The "customerId" does not match to a Customer.');
    const today = this.o.now().toISOString().slice(0, 10);
    const day = row['invoiceDate'] === NO_DAY ? today : row['invoiceDate'];
    const follows = (name: string): Row => (row[name] === NO_DAY && !(name in said) ? { [name]: day } : {});
    return {
      ...row, customerNumber: customer['number'], customerName: customer['displayName'], invoiceDate: day, ...follows('postingDate'), ...follows('dueDate'),
      number: row['number'] === '' ? `S-INV${String(++this.#numbers)}` : row['number'], status: 'Draft', pricesIncludeTax: this.included.has(String(customer['id'])),
    }; // prettier-ignore
  }

  /** An item, or an account by its number; its own name and tax code where nothing was said. */
  #object(line: Row, said: Row): Row {
    if (line['lineType'] === 'Comment') return { ...line, taxCode: '' };
    const isItem = line['lineType'] === 'Item';
    const by = isItem ? this.get('items', String(line['itemId'])) : [...this.of('accounts').values()].find((a) => a['number'] === line['lineObjectNumber']); // prettier-ignore
    if (!by) throw invalid(isItem ? 'The "itemId" does not match to an Item.' : 'The G/L account does not exist.');
    const description = 'description' in said ? {} : { description: line['description'] === '' ? by['displayName'] : line['description'] }; // prettier-ignore
    const taxCode = line['taxCode'] === '' ? (by['taxGroupCode'] ?? 'VAT20') : line['taxCode'];
    return {
      ...line,
      ...description,
      taxCode,
      lineObjectNumber: by['number'],
      ...(isItem ? {} : { itemId: ZERO, accountId: by['id'] }),
    };
  }

  #total(id: string, stamped: boolean): void {
    const head = this.get('salesInvoices', id);
    if (!head) return;
    const lines = this.linesOf(id);
    const parts = allocations(lines, head['discountAmount']);
    lines.forEach((line, i) => {
      const priced = pricedLine(line, head['pricesIncludeTax'] === true, parts[i] ?? '0');
      const isMoved = this.habits.linesMoveTogether || JSON.stringify(priced) !== JSON.stringify(line);
      this.#put('salesInvoiceLines', String(line['id']), priced, isMoved);
    });
    this.#put('salesInvoices', id, totalled(head, this.linesOf(id)), stamped);
  }
}

function checkedValue(name: string, value: unknown, { type, max }: Column): unknown {
  if (type.startsWith('.')) {
    const word = enumWord(String(value));
    const known = ENUMS[type.slice(1)] ?? [];
    if (!known.includes(word))
      throw new ApiError(400, 'Unknown', `'${word}' is not an option. The existing options are: ${known.join(',')}`);
    return word;
  }
  if (type === 'Decimal') return decimalOf(name, value);
  if (type === 'String' && max !== undefined && String(value).length > max) throw new ApiError(400, 'Application_StringExceededLength', `The length of the string is ${String(String(value).length)}, but it must be less than or equal to ${String(max)} characters.`); // prettier-ignore
  return type === 'Guid' ? String(value).toLowerCase() : value;
}

/** Amounts keep their digits: a number is taken by its text. */
function decimalOf(name: string, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw invalid(`The value of "${name}" is not a number.`);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
