/**
 * The prohibition dates of the standard library, worked out as 1C does (hosts/1c.md 4.10.4): recipient, then section and
 * object, then the section, then the common date; a description may make the date relative to today.
 */
import type { JsonObject } from './client.ts';
import type { Objects } from './objects.ts';
import { nextDay } from './settlements.ts';
import { isEmptyRef } from '../../../mappings/mapping.ts';

const REGISTER = 'InformationRegister_ДатыЗапретаИзменения';
const SWITCH = 'Constant_ИспользоватьДатыЗапретаИзменения';
const SECTIONS = 'ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения';
/** БП checks invoices in the section БухгалтерскийУчет. */
const SECTION = { id: '942d99dc-3fa8-478d-8e93-6d1c26536c6c', name: 'БухгалтерскийУчет' };
const FOR_ALL = 'ДляВсехПользователей';
const ALL_CLOSED = '3999-03-03';

export interface ClosedPeriod {
  readonly [name: string]: unknown;
  /** Zero GUID = every organisation without a date of its own. */
  readonly organisation: string;
  readonly until: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Asked every two minutes: who we are and which section counts is read once. */
export class ClosedPeriods {
  readonly #objects: Objects;
  readonly #user: string;
  #section: string | null = null;
  #recipient: unknown = undefined;

  constructor(objects: Objects, user: string) {
    this.#objects = objects;
    this.#user = user;
  }

  async read(today: string): Promise<ClosedPeriod[]> {
    const used = await this.#objects.listIfPublished(SWITCH, {});
    if (used[0] && used[0]['Value'] === false) return [];
    const rows = await this.#objects.list(REGISTER, {});
    if (rows.length === 0) return [];
    this.#section ??= await sectionKey(this.#objects);
    if (this.#recipient === undefined) this.#recipient = await userKey(this.#objects, this.#user);
    return effective(forRecipient(rows, this.#recipient), this.#section, today);
  }
}

async function sectionKey(objects: Objects): Promise<string> {
  const sections = await objects.listIfPublished(SECTIONS, { $select: 'Ref_Key,PredefinedDataName' });
  return text(sections.find((s) => s['PredefinedDataName'] === SECTION.name)?.['Ref_Key']) || SECTION.id;
}

/** Null: 1C has no user of that name in its list. */
async function userKey(objects: Objects, user: string): Promise<unknown> {
  const users = await objects.listIfPublished('Catalog_Пользователи', { $select: 'Ref_Key,Description' });
  return users.find((u) => text(u['Description']).trim().toLowerCase() === user.toLowerCase())?.['Ref_Key'] ?? null;
}

/** The first recipient that has any row hides all others: our own user, else "for all users". */
function forRecipient(rows: readonly JsonObject[], own: unknown): JsonObject[] {
  const mine = own === null ? [] : rows.filter((r) => r['Пользователь'] === own);
  return mine.length > 0 ? mine : rows.filter((r) => r['Пользователь'] === FOR_ALL);
}

function effective(rows: readonly JsonObject[], section: string, today: string): ClosedPeriod[] {
  const inSection = rows.filter((r) => r['Раздел_Key'] === section);
  const organisations = inSection.filter((r) => text(r['Объект_Type']).endsWith('Catalog_Организации'));
  const general = inSection.find((r) => r['Объект'] === section) ?? rows.find((r) => isEmptyRef(r['Раздел_Key']));
  const periods = organisations.map((r) => ({ organisation: text(r['Объект']), until: dateOf(r, today) }));
  if (general) periods.push({ organisation: '00000000-0000-0000-0000-000000000000', until: dateOf(general, today) });
  return periods.filter((p) => p.until > '0001-01-01').map((p) => ({ ...p, id: p.organisation }));
}

function dateOf(row: JsonObject, today: string): string {
  const [word = '', grace = ''] = text(row['ОписаниеДатыЗапрета']).split('\n').map((l) => l.trim()); // prettier-ignore
  if (word === '') return text(row['ДатаЗапрета']).slice(0, 10);
  return relativeDate(word, Number(grace) || 0, today) ?? ALL_CLOSED;
}

/** The day before the current period began; one period earlier while today is within the days of grace. */
export function relativeDate(word: string, grace: number, today: string): string | null {
  const start = STARTS[word];
  if (!start) return null;
  const end = nextDay(start(today), -1);
  return today <= nextDay(end, grace) ? nextDay(start(end), -1) : end;
}

const month = (day: string, n: number): string => `${day.slice(0, 4)}-${String(n).padStart(2, '0')}-01`;
const weekday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

const STARTS: Readonly<Record<string, (day: string) => string>> = {
  КонецПрошлогоГода: (d) => month(d, 1),
  КонецПрошлогоКвартала: (d) => month(d, Math.floor((Number(d.slice(5, 7)) - 1) / 3) * 3 + 1),
  КонецПрошлогоМесяца: (d) => month(d, Number(d.slice(5, 7))),
  КонецПрошлойНедели: (d) => nextDay(d, -weekday(d)),
  ПредыдущийДень: (d) => d,
};
