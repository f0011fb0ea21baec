/** Whoever works in the hosts: types parties and invoices, edits, posts, marks and removes them. */
import type { HostId } from '../../connector/model.ts';
import type { Props, SimObject, SimulatedHost } from '../hosts/simulated.ts';
import type { Random } from '../random.ts';
import type { Flavour } from './mappings.ts';
import { tokenOf, type Oracle } from './oracle.ts';
import { sum } from './tokens.ts';

export interface AtHosts {
  readonly hosts: ReadonlyMap<HostId, SimulatedHost>;
  readonly flavours: ReadonlyMap<HostId, Flavour>;
  /** Two bases copy to each other, people at work in both. */
  readonly copying: boolean;
  readonly random: Random;
  readonly oracle: Oracle;
  readonly inn: () => string;
  /** Numbers somebody typed over another one: two cards may have them. */
  readonly retyped: Set<unknown>;
  readonly now: () => number;
}

export class Accountants {
  readonly #o: AtHosts;

  constructor(o: AtHosts) {
    this.#o = o;
  }

  /** Somebody works in one of the hosts. Posted invoices are edited by accountants too. */
  work(): HostId | null {
    const id = this.#o.random.pick(
      [...this.#o.flavours.keys()].filter((h) => this.#o.copying || this.#o.flavours.get(h) !== 'twin'),
    );
    const host = this.#o.hosts.get(id)!;
    const parties = [...host.of('counterparty').values()];
    const invoices = [...host.of('invoice').values()];
    const dice = this.#o.random.next();
    if (dice < 0.15 || parties.length === 0) this.#typeParty(host);
    else if (dice < 0.3) this.#typeInvoice(host, this.#o.random.pick(parties));
    else if (dice < 0.62) this.#editParty(host, this.#o.random.pick(parties));
    else if (invoices.length === 0) return null;
    else if (dice < 0.8) this.#editInvoice(host, this.#o.random.pick(invoices));
    else if (dice < 0.9 && host.habits.books)
      host.edit('invoice', this.#o.random.pick(invoices).id, (p) => (p['Posted'] = p['Posted'] !== true));
    else if (dice < 0.92) host.remove('invoice', this.#o.random.pick(invoices).id);
    else if (dice < 0.94 && host.habits.books)
      host.edit('counterparty', this.#o.random.pick(parties).id, (p) => (p['Mark'] = true));
    return id;
  }

  #typeParty(host: SimulatedHost): void {
    const inn = this.#o.inn();
    const seenBy = this.#o.copying ? [...this.#o.hosts.values()] : [host]; // bases that copy to each other know one another's parties
    const twice = seenBy.some((h) => [...h.of('counterparty').values()].some((o) => o.props['Inn'] === inn));
    if (twice) return; // an accountant does not type the same party twice; #I4 has its own test
    const name = `#${this.#o.oracle.typed([])} Фирма`;
    host.type('counterparty', {
      Name: name,
      Full: '',
      Inn: inn,
      Kpp: '770101001',
      Country: this.#o.random.chance(0.8) ? 'RU' : 'BY',
      Phone: '',
      Note: '',
      Mark: false,
      Active: true,
      Extra: `x${inn}`,
    });
  }

  /** Objects of two bases that copy to each other have one shape. */
  #isBooklike = (host: SimulatedHost): boolean => host.habits.books || this.#o.copying;

  #typeInvoice(host: SimulatedHost, party: SimObject): void {
    const org = [...host.of('organisation').keys()][0];
    const rows = this.#rows(host, `#${this.#o.oracle.typed([])} услуга`);
    const time = new Date(this.#o.now()).toISOString().slice(0, 19);
    const date = this.#o.flavours.get(host.id) === 'lossy' ? `${time.slice(0, 10)}T00:00:00` : time;
    host.type('invoice', {
      Org: org,
      Party: party.id,
      Date: date,
      Number: this.#isBooklike(host) ? '' : `${host.id}-${String(this.#o.random.int(1e9))}`,
      Posted: false,
      Mark: false,
      Due: null,
      Note: '',
      Incl: true,
      Rows: rows,
      Total: sum(rows),
      Extra: 'head',
    });
  }

  #rows(host: SimulatedHost, first: string): Props[] {
    const n = 1 + this.#o.random.int(3);
    return Array.from({ length: n }, (_, i) => {
      const qty = 1 + this.#o.random.int(5);
      const price = (100 + this.#o.random.int(9900)) / 100;
      const row: Props = {
        No: String(i + 1),
        Text: i === 0 ? first : `строка ${String(i)}`,
        Qty: qty,
        Price: price,
        Amount: Math.round(qty * price * 100) / 100,
        Extra: `e${String(this.#o.random.int(1000))}`,
      };
      return this.#isBooklike(host) ? { ...row, Unit: 'шт', Disc: 0, Vat: 'none', VatSum: 0 } : row;
    });
  }

  /** To a number nobody has, or to that of another card: mistyped, or the same company twice. */
  #renumber(host: SimulatedHost, party: SimObject): void {
    const others = [...host.of('counterparty').values()].map((o) => o.props['Inn']);
    const inn = this.#o.random.chance(0.5) ? this.#o.inn() : this.#o.random.pick(others);
    for (const one of [inn, party.props['Inn']]) this.#o.retyped.add(one);
    host.edit('counterparty', party.id, (p) => (p['Inn'] = inn));
  }

  #editParty(host: SimulatedHost, party: SimObject): void {
    if (this.#o.random.chance(0.12)) return this.#renumber(host, party);
    const field = this.#o.random.pick(['Name', 'Phone', 'Note'] as const);
    host.edit('counterparty', party.id, (p) => {
      const token = this.#o.oracle.typed([tokenOf(p[field])]);
      p[field] =
        field === 'Phone'
          ? `${this.#isBooklike(host) ? '+' : ''}8${token}`
          : `#${token} ${field === 'Name' ? 'Фирма' : 'заметка'}`;
      if (field === 'Name' && this.#o.flavours.get(host.id) === 'lossy') p[field] = String(p[field]).toUpperCase();
    });
  }

  #editInvoice(host: SimulatedHost, invoice: SimObject): void {
    if (this.#o.random.chance(0.5)) {
      host.edit('invoice', invoice.id, (p) => (p['Note'] = `#${this.#o.oracle.typed([tokenOf(p['Note'])])} заметка`));
      return;
    }
    host.edit('invoice', invoice.id, (p) => {
      const rows = structuredClone((p['Rows'] ?? []) as Props[]);
      const token = this.#o.oracle.typed([tokenOf(rows[0]?.['Text'])]);
      if (rows.length > 1 && this.#o.random.chance(0.3)) rows.pop();
      const row = rows[0];
      if (!row) return;
      row['Text'] = `#${token} услуга`;
      row['Qty'] = 1 + this.#o.random.int(5);
      row['Amount'] = Math.round(Number(row['Qty']) * Number(row['Price']) * 100) / 100 - Number(row['Disc'] ?? 0);
      p['Rows'] = rows;
      p['Total'] = sum(rows);
    });
  }
}
