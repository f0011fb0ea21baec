import { localText } from '../base/clock.ts';
import { flagOf, hasRef, refOf, textOf } from '../base/rows.ts';
import { writeObject } from '../base/write.ts';
import type { Handlers, Writing } from './behaviour.ts';

/** ПередЗаписью of `Catalog_Контрагенты` in БП (1c.md 4.1). `ИННВведенКорректно` is the form's business and stays as sent. */
export const bpCounterparty: Handlers = {
  beforeWrite(writing) {
    const { row, load, world, before, key } = writing;
    if (load || flagOf(row, 'IsFolder')) return;
    row['ИНН'] = textOf(row, 'ИНН').trimEnd();
    fillCountry(writing);
    fillHead(writing);
    if (!before) row['ДатаСоздания'] = `${localText(world.base.now()).slice(0, 10)}T00:00:00`;
    if (before && flagOf(before, 'DeletionMark') !== flagOf(row, 'DeletionMark')) markContacts(writing, key);
  },
};

/** УТ keeps two words for one fact and fills the general one itself. */
export const utCounterparty: Handlers = {
  beforeWrite(writing) {
    const { row, load } = writing;
    if (load) return;
    row['ИНН'] = textOf(row, 'ИНН').trimEnd();
    fillCountry(writing);
    fillHead(writing);
    const isPerson = ['ФизЛицо', 'ИндивидуальныйПредприниматель'].includes(textOf(row, 'ЮрФизЛицо'));
    row['ЮридическоеФизическоеЛицо'] = isPerson ? 'ФизическоеЛицо' : 'ЮридическоеЛицо';
  },
};

function fillCountry({ row, world }: Writing): void {
  if (hasRef(row, 'СтранаРегистрации')) return;
  const russia = world.base.all('Catalog_СтраныМира').find((stored) => stored.row['Code'] === '643');
  if (russia) row['СтранаРегистрации_Key'] = textOf(russia.row, 'Ref_Key');
}

/** A record that is no branch heads itself; a branch takes the tax number of its head. */
function fillHead({ row, key, world }: Writing): void {
  const isBranch = flagOf(row, 'ОбособленноеПодразделение');
  if (!isBranch && !hasRef(row, 'ГоловнойКонтрагент')) row['ГоловнойКонтрагент_Key'] = key;
  const head = world.base.get('Catalog_Контрагенты', refOf(row, 'ГоловнойКонтрагент'));
  if (isBranch && head && head['Ref_Key'] !== key) row['ИНН'] = textOf(head, 'ИНН');
}

function markContacts({ world, row, user }: Writing, key: string): void {
  const set = world.schema.find('Catalog_КонтактныеЛица');
  if (!set) return;
  for (const contact of world.indexes.contactsOf.find(key)) {
    writeObject(world, set, contact, { DeletionMark: flagOf(row, 'DeletionMark') }, { user });
  }
}
