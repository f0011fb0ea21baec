/**
 * People on both sides while a process is killed again and again. Every field is edited on one side only, so that no question can
 * arise and the last value typed must stand on both sides in the end.
 */
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { Sidebook } from '../../connector/main.ts';
import type { Entity, Fields, RecordId, SharedRecord } from '../../connector/model.ts';
import { addRecord, editRecord, issueInvoice, promote } from '../../connector/sync/edit.ts';
import { localText } from '../hosts/onec/base/clock.ts';
import type { Row } from '../hosts/onec/fake.ts';
import type { Random } from '../random.ts';
import { HOST } from '../scenarios/setting.ts';
import { innOf } from './habits.ts';

const PARTIES = 'Catalog_Контрагенты';
const INVOICES = 'Document_СчетНаОплатуПокупателю';
const MOST = { parties: 25, invoices: 40 };

interface Typed {
  readonly set: string;
  readonly property: string;
  readonly entity: Entity;
  readonly field: string;
  readonly value: string;
}

export class People {
  readonly #control: string;
  readonly #random: Random;
  readonly #now: () => Date;
  /** Objects of 1C typed there, by key; records typed here, by id: what was typed last in each of their fields. */
  readonly #there = new Map<string, Map<string, Typed>>();
  readonly #here = new Map<RecordId, Map<string, Typed>>();
  readonly #parties: string[] = [];
  readonly #invoices: string[] = [];
  #firms = 0;
  #issued = 0;
  #reference: Row = {};
  edits = 0;

  constructor(control: string, random: Random, now: () => Date) {
    this.#control = control;
    this.#random = random;
    this.#now = now;
  }

  async #ask(operation: string, ...args: unknown[]): Promise<unknown> {
    const answer = await fetch(`${this.#control}${operation}`, { method: 'POST', body: JSON.stringify(args) });
    const said = (await answer.json()) as { ok: boolean; result?: unknown; error?: string };
    if (!said.ok) throw new Error(`${operation}: ${said.error ?? ''}`);
    return said.result;
  }

  #list = async (set: string): Promise<Row[]> => (await this.#ask('list', set)) as Row[];

  async begin(): Promise<void> {
    const organisation = (await this.#list('Catalog_Организации')).find((r) => r['Description'] === 'Ромашка ООО');
    const currency = (await this.#list('Catalog_Валюты')).find((r) => r['Description'] === 'RUB');
    this.#reference = { organisation: organisation?.['Ref_Key'], currency: currency?.['Ref_Key'] };
    for (let i = 0; i < 4; i++) await this.#typeParty();
  }

  /** Somebody in 1C works on while our process talks to it. */
  async meanwhile(isAlive: boolean): Promise<void> {
    if (isAlive && this.#random.chance(0.01)) await this.#actThere();
  }

  /** One thing on either side, before the next process starts. */
  async act(sidebook: Sidebook): Promise<void> {
    await this.#actThere();
    await this.#actHere(sidebook);
  }

  async #actThere(): Promise<void> {
    this.edits += 1;
    const dice = this.#random.next();
    if (dice < 0.2 && this.#parties.length < MOST.parties) return this.#typeParty();
    if (dice < 0.4 && this.#invoices.length < MOST.invoices / 2) return this.#typeInvoice();
    if (dice < 0.7 || this.#invoices.length === 0)
      return this.#editThere(PARTIES, this.#random.pick(this.#parties), 'counterparty');
    return this.#editThere(INVOICES, this.#random.pick(this.#invoices), 'invoice');
  }

  async #typeParty(): Promise<void> {
    const inn = innOf(++this.#firms);
    const body = { Description: `Фирма ${inn}`, ИНН: inn, КПП: '770101001', ЮридическоеФизическоеЛицо: 'ЮридическоеЛицо' };
    const row = (await this.#ask('create', PARTIES, body)) as Row;
    this.#parties.push(String(row['Ref_Key']));
    const contract = { Owner_Key: row['Ref_Key'], Description: 'Основной договор', ВидДоговора: 'СПокупателем', Организация_Key: this.#reference['organisation'] }; // prettier-ignore
    await this.#ask('create', 'Catalog_ДоговорыКонтрагентов', contract);
  }

  async #typeInvoice(): Promise<void> {
    const amount = 100 + this.#random.int(9000);
    const { organisation, currency } = this.#reference;
    const row = (await this.#ask('create', INVOICES, {
      Date: localText(new Date(this.#now().getTime() - this.#invoices.length * 7_000)), Организация_Key: organisation, ОрганизацияПолучатель_Key: organisation,
      Контрагент_Key: this.#random.pick(this.#parties), ВалютаДокумента_Key: currency, КурсВзаиморасчетов: 1, КратностьВзаиморасчетов: '1',
      ВидОперации: 'ТоварыИУслуги', СуммаВключаетНДС: true,
      Товары: [{ LineNumber: '1', Содержание: 'Услуги', Количество: 1, Цена: amount, Сумма: amount, СтавкаНДС: 'НДС20', СуммаНДС: Math.round((amount * 100) / 6) / 100 }],
    })) as Row; // prettier-ignore
    this.#invoices.push(String(row['Ref_Key']));
  }

  async #editThere(set: string, key: string, entity: Entity): Promise<void> {
    const [property, field] = entity === 'invoice' ? ['Комментарий', 'comment'] : ['НаименованиеПолное', 'legalName'];
    const value = `там ${String(this.edits)}`;
    await this.#ask('edit', set, key, { [property]: value });
    remember(this.#there, key, { set, property, entity, field, value });
  }

  async #actHere(sidebook: Sidebook): Promise<void> {
    this.edits += 1;
    const dice = this.#random.next();
    const parties = await sidebook.store.read((t) => t.recordsOf('counterparty', null, 1000));
    if (dice < 0.15 && this.#firms < MOST.parties * 2) return this.#promote(sidebook);
    if (parties.length === 0) return;
    if (dice < 0.5 && this.#issued < MOST.invoices) return this.#issue(sidebook, this.#random.pick(parties));
    if (dice < 0.75) return this.#editHere(sidebook, this.#random.pick(parties), PARTIES);
    const issued = (await sidebook.store.read((t) => t.recordsOf('invoice', null, 1000))).filter((r) => this.#here.has(r.id));
    if (issued.length > 0) await this.#editHere(sidebook, this.#random.pick(issued), INVOICES);
  }

  async #promote(sidebook: Sidebook): Promise<void> {
    const inn = innOf(++this.#firms);
    const fields = {
      name: `Фирма ${inn}`,
      legalName: null,
      kind: 'company',
      taxId: inn,
      branchCode: '770101001',
      country: 'RU',
      comment: null,
    };
    const { id } = await addRecord(sidebook.engine, 'counterparty', fields, 'anna');
    await promote(sidebook.engine, id, 'anna');
  }

  async #issue(sidebook: Sidebook, party: SharedRecord): Promise<void> {
    const named = async (entity: Entity, field: string, value: string): Promise<RecordId | null> =>
      (await sidebook.store.read((t) => t.recordsOf(entity, null, 1000))).find((r) => r.fields[field] === value)?.id ?? null;
    const [organisation, currency] = [await named('organisation', 'name', 'Ромашка ООО'), await named('currency', 'code', 'RUB')];
    if (organisation === null || currency === null) return; // 1C has not shown them yet
    const lines = [priceLine({ text: 'Услуги', quantity: '3', price: '1.005', vatRate: '20' }, true)];
    const fields: Fields = {
      organisation, currency, counterparty: party.id, contract: null, bankAccount: null, dueDate: null, number: null, state: 'draft', posted: false,
      rate: '1', vatIncluded: true, lines, ...totalsOf(lines, true), responsible: null, comment: `счёт ${String(++this.#issued)}`,
    }; // prettier-ignore
    const draft = await addRecord(sidebook.engine, 'invoice', fields, 'anna');
    await issueInvoice(sidebook.engine, draft.id, 'anna', localText(this.#now()));
    remember(this.#here, draft.id, { set: INVOICES, property: 'Комментарий', entity: 'invoice', field: 'comment', value: `счёт ${String(this.#issued)}` }); // prettier-ignore
  }

  async #editHere(sidebook: Sidebook, record: SharedRecord, set: string): Promise<void> {
    const value = `здесь ${String(this.edits)}`;
    await editRecord(sidebook.engine, { id: record.id, changes: { comment: value }, by: 'anna' });
    remember(this.#here, record.id, { set, property: 'Комментарий', entity: record.entity, field: 'comment', value });
  }

  /** Edits that do not stand on both sides. */
  async missed(sidebook: Sidebook): Promise<string[]> {
    const found: string[] = [];
    const check = async (record: SharedRecord | null, key: string | null, typed: Typed): Promise<void> => {
      const row = key === null ? null : ((await this.#ask('get', typed.set, key)) as Row | null);
      if (record?.fields[typed.field] !== typed.value) found.push(`${typed.entity} ${typed.field} here is not ${typed.value}`);
      if (row?.[typed.property] !== typed.value) found.push(`${typed.set} ${typed.property} there is not ${typed.value}`);
    };
    const { store } = sidebook;
    for (const [key, all] of this.#there)
      for (const typed of all.values()) {
        const link = await store.read(async (t) => (await t.linksAt(HOST, typed.entity, [key])).get(key));
        await check(await store.read((t) => t.record(link?.record ?? '')), key, typed);
      }
    for (const [id, all] of this.#here)
      for (const typed of all.values()) {
        const link = (await store.read((t) => t.linksOf(id))).find((l) => l.host === HOST);
        await check(await store.read((t) => t.record(id)), link?.hostId ?? null, typed);
      }
    return found;
  }

  /** Firms and invoices that stand in 1C more than once, or not at all. */
  async twice(): Promise<string[]> {
    const inns = (await this.#list(PARTIES)).filter((r) => r['IsFolder'] !== true).map((r) => String(r['ИНН']));
    const invoices = await this.#list(INVOICES);
    const found = inns.filter((inn, i) => inns.indexOf(inn) !== i).map((inn) => `two firms ${inn}`);
    if (new Set(inns).size !== this.#firms) found.push(`${String(new Set(inns).size)} firms of ${String(this.#firms)}`);
    const wanted = this.#invoices.length + this.#issued;
    return invoices.length === wanted ? found : [...found, `${String(invoices.length)} invoices of ${String(wanted)}`];
  }
}

function remember<K>(all: Map<K, Map<string, Typed>>, id: K, typed: Typed): void {
  all.set(id, (all.get(id) ?? new Map<string, Typed>()).set(typed.field, typed));
}
