/** Languages by LCID, the number Dynamics heads a column with, and by BCP 47, the name everything else uses (translations.md, section 12). */

const TABLE: readonly (readonly [lcid: number, tag: string])[] = [
  [1025, 'ar'], [1026, 'bg'], [1027, 'ca'], [1028, 'zh-TW'], [1029, 'cs'], [1030, 'da'], [1031, 'de'], [1032, 'el'], [1033, 'en'], [1035, 'fi'],
  [1036, 'fr'], [1037, 'he'], [1038, 'hu'], [1040, 'it'], [1041, 'ja'], [1042, 'ko'], [1043, 'nl'], [1044, 'nb'], [1045, 'pl'], [1046, 'pt-BR'],
  [1048, 'ro'], [1049, 'ru'], [1050, 'hr'], [1051, 'sk'], [1053, 'sv'], [1054, 'th'], [1055, 'tr'], [1057, 'id'], [1058, 'uk'], [1060, 'sl'],
  [1061, 'et'], [1062, 'lv'], [1063, 'lt'], [1066, 'vi'], [1069, 'eu'], [1081, 'hi'], [1086, 'ms'], [1087, 'kk'], [1110, 'gl'], [2052, 'zh-CN'],
  [2070, 'pt-PT'], [2074, 'sr-Latn'], [3076, 'zh-HK'], [3082, 'es'], [3098, 'sr-Cyrl'],
]; // prettier-ignore

const BY_LCID = new Map(TABLE);
const BY_TAG = new Map(TABLE.map(([lcid, tag]) => [tag.toLowerCase(), lcid]));

export const LCIDS: readonly number[] = TABLE.map(([lcid]) => lcid);
export const isKnownLcid = (lcid: number): boolean => BY_LCID.has(lcid);
/** 1049 -> ru; an unknown number stands for itself. */
export const tagOf = (lcid: number): string => BY_LCID.get(lcid) ?? String(lcid);
/** ru, ru-RU, en-US, 1049 -> LCID; null: no language Dynamics knows. */
export function lcidOf(name: string): number | null {
  const tag = name.trim().toLowerCase();
  if (/^\d+$/.test(tag)) return isKnownLcid(Number(tag)) ? Number(tag) : null;
  return BY_TAG.get(tag) ?? BY_TAG.get(tag.split('-')[0] ?? '') ?? null;
}

/** A column head: 1033, "1033", 1033.0, 1.033E3; null: no number. */
export function headLcid(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d+(\.\d+)?(e\+?\d+)?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isInteger(value) && value > 0 ? value : null;
}

/** "Russian" in the language of the reader, as Excel's Information sheet names the base. */
export const languageName = (lcid: number, reader: string): string =>
  new Intl.DisplayNames([reader], { type: 'language', fallback: 'code' }).of(tagOf(lcid)) ?? tagOf(lcid);
