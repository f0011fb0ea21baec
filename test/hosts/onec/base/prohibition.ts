import { addDays, dayOf, localText } from './clock.ts';
import { registerKey } from './registers.ts';
import { flagOf, textOf, zeroGuid, type Row } from './rows.ts';
import type { World } from './world.ts';

const register = 'InformationRegister_ДатыЗапретаИзменения';
const everyone = 'UnavailableEnums.ВидыНазначенияДатЗапрета';
export const sectionsSet = 'ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения';

/** The last closed day for a section and an object, or undefined when nothing is closed (1c.md 4.10.4). */
export function prohibitionDate(world: World, section: string, object: string, user: string): string | undefined {
  if (!flagOf(world.base.get('Constant_ИспользоватьДатыЗапретаИзменения', '0'), 'Value')) return undefined;
  const rows = rowsOfFirstRecipient(world, user);
  const row =
    rows.find((r) => textOf(r, 'Раздел_Key') === section && textOf(r, 'Объект') === object && object !== zeroGuid) ??
    rows.find((r) => textOf(r, 'Раздел_Key') === section && textOf(r, 'Объект') === section) ??
    rows.find((r) => (textOf(r, 'Раздел_Key') || zeroGuid) === zeroGuid);
  return row && effectiveDate(row, dayOf(localText(world.base.now())));
}

/** The first recipient that has any row hides all others: the user, the last of the groups, everyone. */
function rowsOfFirstRecipient(world: World, user: string): Row[] {
  const rows = world.base.rows(register);
  const group = world.quirks.userGroups.at(-1) ?? '';
  const recipients = [
    (row: Row): boolean => textOf(row, 'Пользователь') === user,
    (row: Row): boolean => group !== '' && textOf(row, 'Пользователь') === group,
    (row: Row): boolean =>
      textOf(row, 'Пользователь_Type') === everyone && textOf(row, 'Пользователь') === 'ДляВсехПользователей',
  ];
  for (const belongs of recipients) {
    const found = rows.filter(belongs);
    if (found.length > 0) return found;
  }
  return [];
}

function effectiveDate(row: Row, today: string): string | undefined {
  const described = textOf(row, 'ОписаниеДатыЗапрета');
  const date = described === '' ? dayOf(textOf(row, 'ДатаЗапрета')) : relativeDate(described, today);
  return date === '' || date === '0001-01-01' ? undefined : date;
}

/** Line 1 names a period, line 2 days of grace; an unknown word closes everything. */
export function relativeDate(described: string, today: string): string {
  const [word = '', grace = '0'] = described.split('\n');
  const start = periodStart(word, today);
  if (start === undefined) return '3999-03-03';
  const closed = addDays(start, -1).slice(0, 10);
  if (today > addDays(closed, Number(grace) || 0).slice(0, 10)) return closed;
  return addDays(periodStart(word, closed) ?? closed, -1).slice(0, 10);
}

function periodStart(word: string, today: string): string | undefined {
  const month = Number(today.slice(5, 7));
  switch (word) {
    case 'КонецПрошлогоГода':
      return `${today.slice(0, 4)}-01-01`;
    case 'КонецПрошлогоКвартала':
      return `${today.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'КонецПрошлогоМесяца':
      return `${today.slice(0, 7)}-01`;
    case 'КонецПрошлойНедели':
      return addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7)).slice(0, 10);
    case 'ПредыдущийДень':
      return today;
    default:
      return undefined;
  }
}

/** "An accountant closes the period": one common date for everyone, and the constant that switches the check on. */
export function closePeriod(world: World, until: string | null): void {
  const row = { ...commonRow, ДатаЗапрета: `${(until ?? '').slice(0, 10)}T00:00:00` };
  world.base.transaction(() => {
    world.base.put(register, registerKey(world, register, row), until === null ? null : row);
    world.base.put('Constant_ИспользоватьДатыЗапретаИзменения', '0', { Value: until !== null, SurrogateKey: 0 });
  });
}

const commonRow: Row = {
  Раздел_Key: zeroGuid,
  Объект: zeroGuid,
  Объект_Type: `StandardODATA.${sectionsSet}`,
  Пользователь: 'ДляВсехПользователей',
  Пользователь_Type: everyone,
};
