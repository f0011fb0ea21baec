/** Whoever works in Sidebook: makes prospects and invoices, edits them, issues them. */
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { SharedRecord } from '../../connector/model.ts';
import { addRecord, editRecord, EditRefused, issueInvoice, promote } from '../../connector/sync/edit.ts';
import type { Engine } from '../../connector/sync/engine.ts';
import type { Random } from '../random.ts';
import { tokenOf, type Oracle } from './oracle.ts';
import { linesOf } from './tokens.ts';

/** In a field of ours that no mapping of any host names, of every counterparty made here: it may be in nothing a host is sent (I7). */
export const CANARY = 'канарейка';

export interface Here {
  /** Of the process that lives now. */
  readonly engine: () => Engine;
  readonly random: Random;
  readonly oracle: Oracle;
  readonly inn: () => string;
  /** Numbers somebody typed over another one. */
  readonly retyped: Set<unknown>;
  readonly now: () => number;
  readonly refused: (code: string) => void;
}

export class Sellers {
  readonly #o: Here;
  #made = 0;

  constructor(o: Here) {
    this.#o = o;
  }

  /** Somebody works in Sidebook. */
  async work(): Promise<void> {
    const parties = await this.#o.engine().store.read((t) => t.recordsOf('counterparty', null, 1000));
    const invoices = await this.#o.engine().store.read((t) => t.recordsOf('invoice', null, 1000));
    const dice = this.#o.random.next();
    try {
      if (dice < 0.15 || parties.length === 0) await this.#addProspect();
      else if (dice < 0.4) await this.#issue(this.#o.random.pick(parties));
      else if (dice < 0.43) await this.#renumber(this.#o.random.pick(parties), this.#o.random.pick(parties));
      else if (dice < 0.7)
        await this.#editHere(this.#o.random.pick(parties), this.#o.random.pick(['name', 'phone', 'comment'] as const));
      else if (dice < 0.75) await promote(this.#o.engine(), this.#o.random.pick(parties).id, 'anna');
      else if (invoices.length > 0) await this.#editInvoiceHere(this.#o.random.pick(invoices));
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      this.#o.refused(error.code);
    }
  }

  async #addProspect(): Promise<void> {
    const fields = {
      name: `#${this.#o.oracle.typed([])} Фирма`,
      legalName: null,
      taxId: this.#o.inn(),
      branchCode: '770101001',
      country: 'RU',
      phone: null,
      email: `${CANARY}-${String(++this.#made)}@ours.example`,
      comment: null,
    };
    await addRecord(this.#o.engine(), 'counterparty', fields, 'anna');
  }

  async #issue(party: SharedRecord): Promise<void> {
    const org = (await this.#o.engine().store.read((t) => t.recordsOf('organisation', null, 1)))[0];
    if (!org) return;
    const lines = [
      priceLine({ text: `#${this.#o.oracle.typed([])} услуга`, quantity: '2', price: '12.5', unit: 'шт', vatRate: 'none' }, true),
    ];
    const fields = {
      organisation: org.id,
      counterparty: party.id,
      currency: 'x',
      state: 'draft',
      posted: false,
      number: null,
      dueDate: null,
      comment: null,
      vatIncluded: true,
      lines,
      ...totalsOf(lines, true),
    };
    const draft = await addRecord(this.#o.engine(), 'invoice', fields, 'anna');
    if (this.#o.random.chance(0.85))
      await issueInvoice(this.#o.engine(), draft.id, 'anna', new Date(this.#o.now()).toISOString().slice(0, 19));
  }

  async #renumber({ id, fields, rev }: SharedRecord, other: SharedRecord): Promise<void> {
    const taxId = this.#o.random.chance(0.5) ? this.#o.inn() : (other.fields['taxId'] ?? null);
    for (const one of [taxId, fields['taxId']]) this.#o.retyped.add(one);
    await editRecord(this.#o.engine(), { id, changes: { taxId }, by: 'anna', rev });
  }

  async #editHere(record: SharedRecord, field: 'name' | 'phone' | 'comment'): Promise<void> {
    const token = this.#o.oracle.typed([tokenOf(record.fields[field])]);
    const value = field === 'phone' ? `8${token}` : `#${token} ${field === 'name' ? 'Фирма' : 'заметка'}`;
    await editRecord(this.#o.engine(), { id: record.id, changes: { [field]: value }, by: 'anna', rev: record.rev });
  }

  async #editInvoiceHere(record: SharedRecord): Promise<void> {
    if (this.#o.random.chance(0.4)) return this.#editHere(record, 'comment');
    const lines = linesOf(record.fields);
    const first = lines[0];
    if (!first) return;
    const token = this.#o.oracle.typed([tokenOf(first.text)]);
    const changed = priceLine({ ...first, text: `#${token} услуга`, quantity: String(1 + this.#o.random.int(4)) }, true);
    const next = [changed, ...lines.slice(1)];
    await editRecord(this.#o.engine(), {
      id: record.id,
      changes: { lines: next },
      by: 'anna',
      rev: record.rev,
      propose: this.#o.random.chance(0.5),
    });
  }
}
