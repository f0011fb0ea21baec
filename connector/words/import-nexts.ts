/** What a person before the import dialog does, where the catalogue names an option of the command line. */
const n = (en: string, ru: string) => ({ en, ru });
const COLUMN = n('Say above what this column is.', 'Укажите выше, что в этом столбце.');
const LEAVE = n('Correct it in the table, or say above that the column is not needed.', 'Исправьте в таблице или укажите выше, что столбец не нужен.'); // prettier-ignore

export const IMPORT_NEXTS = {
  'import-no-head': n('Say above which column is the name and which the price.', 'Укажите выше, в каком столбце наименование, в каком цена.'),
  'import-field-missing': COLUMN,
  'import-map-unclear': COLUMN,
  'import-no-column': COLUMN,
  'import-second-column': n('If that one is right, say so above.', 'Если верен тот, укажите это выше.'),
  'import-no-currency': n('Choose the currency above; it is remembered for this rival.', 'Выберите валюту выше; для этого конкурента запомнится.'),
  'import-line-no-currency': n('Write it into the table, or choose the currency above.', 'Впишите в таблицу или выберите валюту выше.'),
  'import-no-vat': n('Choose above whether VAT is in the prices; it is remembered for this rival.', 'Выберите выше, входит ли НДС в цены; для этого конкурента запомнится.'),
  'import-number-unclear': n('Choose the decimal mark above.', 'Выберите выше десятичный знак.'),
  'import-not-a-number': LEAVE,
  'import-vat-unknown': LEAVE,
  'import-no-quantity': COLUMN,
  'import-pack-unknown': COLUMN,
  'import-price-twice': n('Keep the right one in the table, or say above which column is the least quantity.', 'Оставьте верную или укажите выше столбец «от количества».'),
  'import-broken-letters': n('Save the file anew in Excel and choose it again.', 'Пересохраните файл в Excel и выберите снова.'),
  'import-encoding-unsure': n('If names look wrong below, save the file anew in Excel.', 'Если имена ниже выглядят неверно, пересохраните файл в Excel.'),
  'import-other-sheets': n('To bring in another sheet, make it the first or copy its rows here.', 'Чтобы взять другой лист, сделайте его первым или вставьте его строки сюда.'),
  'import-no-sheet': n('Copy the rows of the sheet and paste them here.', 'Скопируйте строки листа и вставьте сюда.'),
  'import-offer-mixed': n('Bring it in as two offers.', 'Загрузите двумя предложениями.'),
  'import-stopped': n('Answer what stands first under the preview.', 'Ответьте на вопросы в начале просмотра.'),
  'import-same-file': n('Nothing was applied. If it is meant so, press “Bring in again”.', 'Ничего не применено. Если так и нужно, нажмите «Загрузить ещё раз».'),
  'import-not-there': n('Refresh the panel.', 'Обновите панель.'),
  'private-moved': n('Look at it again, then repeat your change.', 'Посмотрите ещё раз и повторите правку.'),
  'private-refused': n('Refresh the panel.', 'Обновите панель.'),
} as const; // prettier-ignore
