/** Which field a column is, by its head: the words price lists use, Russian and English. */
export const FIELDS = [
  'name', 'sku', 'price', 'currency', 'unit', 'pack', 'vat', 'minQuantity', 'stock', 'leadDays', 'date', 'quantity', 'terms', 'region',
] as const; // prettier-ignore
export type Field = (typeof FIELDS)[number];
export const isField = (text: string): text is Field => FIELDS.some((f) => f === text);

/** Read from the top, since "мин. кол-во" is also a "кол-во"; "-" is a column we know and do not need. */
const WORDS: readonly (readonly [Field | '-', RegExp])[] = [
  ['-', /^(№|n|no|п п|№ п п|#|pos|id)$/],
  ['-', /сумма|^amount|^total|^итого|рисунок|фото|image|photo|ссылка|^url|штрих|barcode|^ean|вес|weight|объем|бренд|brand|произв|manufact|примеч|коммент|comment|скидк|discount/],
  ['minQuantity', /^мин|миним|минпартия|^min|^moq|(^| )от шт/],
  ['pack', /(в|на) (уп|кор|ящ|пач)|упаков|кратност|^pack|per (pack|box|carton)|(box|pack|carton) (qty|quantity|size)|^vpe/],
  ['currency', /^валют|^currency|^curr$|валюта/],
  ['vat', /^(ндс|vat)( %| ставка| rate| percent)?$|ставка ндс|vat rate|^ндс/],
  ['leadDays', /срок (пост|дост|изгот|отгр)|^срок$|lead|delivery|доставк|поставк|ожидан/],
  ['stock', /остат|налич|^склад|свободн|stock|availab|on hand|^qty avail/],
  ['date', /^дата|^date|as of|valid from|действ\S* с/],
  ['unit', /^ед$|^ед |единиц|^unit$|^units$|^uom|^u o m|measure|^ei$|ед изм/],
  ['terms', /услови|^terms|оплат|payment/],
  ['region', /регион|^город|^region|^city/],
  ['price', /цена|цены|прайс|стоимость|тариф|розниц|^опт|price|^cost|preis|^rrp|^руб\S*$|^usd$|^eur$/],
  ['sku', /артикул|^арт$|^арт |(^| )код|sku|part (no|number|n)|^part$|article (no|number|code)|item (no|code|number)|^article$|каталож|^code|^p n$|vendor code|mpn|номенклатурный номер/],
  ['quantity', /кол во|количеств|^кол$|quantity|^qty|menge/],
  ['name', /наимен|номенклатур|товар|продук|описан|названи|позици|материал|^услуг|^name|product|descript|^item|goods|^title|bezeichnung|artikel/],
]; // prettier-ignore

const LONGEST = 80;

/** Letters and digits alone, so that "Цена, руб.\nс НДС" and "ЦЕНА руб с НДС" are one head. */
export const plainHead = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/[^\p{L}\p{N}%№#]+/gu, ' ').trim(); // prettier-ignore

/** null = a head nobody knows. */
export function fieldOf(head: string): Field | '-' | null {
  const plain = plainHead(head);
  if (plain === '' || head.length > LONGEST) return null;
  return WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}
