/** What a label of Dynamics is, as far as its key tells (translations.md, section 3): a translator sees a guid and "DisplayName" otherwise. */
import { DISPLAY, type Key, type Label } from './model.ts';

/** By Object Column Name; large and small letters are different things. `{}` is the table. */
const OF_COLUMN: Readonly<Record<string, string>> = {
  LocalizedName: 'table {}: its name',
  LocalizedCollectionName: 'table {}: its name in the plural',
  DisplayName: 'table {}: name of a column, a choice or an option',
  Description: 'table {}: description of it, of a column, a choice or an option',
  displayname: 'table {}: tab, section or field of a form',
  name: 'table {}: name of a form or a view',
  description: 'table {}: description of a form or a view',
};
const OF_ENTITY: Readonly<Record<string, string>> = {
  Solution: 'solution',
  Publisher: 'publisher',
  SiteMap: 'site map: area, group or subarea',
  AppModule: 'app',
  AppSetting: 'setting of an app',
  RibbonCustomization: 'button of the command bar',
};

function contextOf({ sheet, entity, column }: Key): string {
  if (sheet === DISPLAY) return 'message or text of the command bar';
  return OF_ENTITY[entity] ?? (OF_COLUMN[column] ?? '').replace('{}', entity);
}

/** What is known of a label, for formats that have room for it; '' where it is nothing. */
export const whereOf = ({ key, context }: Pick<Label, 'key' | 'context'>): string => context?.where ?? contextOf(key);
