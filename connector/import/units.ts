/** Units of measure made one: "шт.", "штука", "pcs" are "шт"; "тыс. шт" holds 1000, a box holds what is written beside it. */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['шт', /^(шт|штук\p{L}*|ед|pcs?|pieces?|ea|each|stk|stück|unit)$/u],
  ['кг', /^(кг|килограмм\p{L}*|kg|kgs)$/u],
  ['г', /^(г|гр|грамм\p{L}*|g)$/u],
  ['т', /^(т|тн|тонн\p{L}*|t|ton|tons)$/u],
  ['м', /^(м|метр\p{L}*|мп|м п|пог м|п м|m|mtr|meters?)$/u],
  ['м2', /^(м2|м кв|кв м|m2|sqm)$/u],
  ['м3', /^(м3|м куб|куб м|m3)$/u],
  ['л', /^(л|литр\p{L}*|l|ltr)$/u],
  ['компл', /^(компл\p{L}*|к т|набор\p{L}*|sets?|kit)$/u],
  ['пар', /^(пар\p{L}*|pairs?)$/u],
];
const PACKS: readonly (readonly [string, RegExp])[] = [
  ['уп', /^(уп|упак\p{L}*|пач\p{L}*|pack|pkg|packs|pck|пакет\p{L}*)$/u],
  ['кор', /^(кор|короб\p{L}*|ящ\p{L}*|box|boxes|carton|ctn|case)$/u],
  ['рул', /^(рул\p{L}*|бухт\p{L}*|roll|rolls)$/u],
  ['палл', /^(пал\p{L}*|поддон\p{L}*|pallet|plt)$/u],
];

export interface UnitRead {
  /** As it goes into the fact. */
  readonly unit: string;
  /** What is counted inside, "шт"; null = the text does not say. */
  readonly base: string | null;
  /** How many of base one unit holds; null = a pack of unknown size. */
  readonly factor: string | null;
}

/** A list has a dozen of them, on every line. */
const KNOWN = new Map<string, UnitRead>();
const KNOWN_AT_MOST = 1000;

/** Unknown words stay what they are: a unit of their own. */
export function readUnit(text: string): UnitRead {
  const known = KNOWN.get(text);
  if (known) return known;
  const made = unitOf(text);
  if (KNOWN.size >= KNOWN_AT_MOST) KNOWN.clear();
  KNOWN.set(text, made);
  return made;
}

function unitOf(text: string): UnitRead {
  const plain = text.normalize('NFKC').toLowerCase().replace('²', '2').replace('³', '3').replace(/[^\p{L}\p{N}]+/gu, ' ').trim(); // prettier-ignore
  const single = named(UNITS, plain);
  if (single) return { unit: single, base: single, factor: '1' };
  return many(plain) ?? packed(plain) ?? { unit: plain, base: plain, factor: '1' };
}

/** "тыс шт", "1000 шт", "100 м". */
function many(plain: string): UnitRead | null {
  const parts = /^(тыс|\d{1,7}) ?(.+)$/u.exec(plain);
  const base = parts && named(UNITS, parts[2] ?? '');
  if (!base) return null;
  const factor = parts[1] === 'тыс' ? '1000' : String(Number(parts[1]));
  return factor === '0' ? null : { unit: `${factor} ${base}`, base, factor };
}

/** "уп", "упак 200 шт", "кор 12". */
function packed(plain: string): UnitRead | null {
  const parts = /^(\p{L}+)(?: (?:по )?(\d{1,7}) ?(\p{L}+)?)?$/u.exec(plain);
  const unit = parts && named(PACKS, parts[1] ?? '');
  if (!unit) return null;
  const base = parts[3] === undefined ? null : named(UNITS, parts[3]);
  return { unit, base, factor: parts[2] === undefined || Number(parts[2]) === 0 ? null : String(Number(parts[2])) };
}

const named = (from: readonly (readonly [string, RegExp])[], word: string): string | null => from.find(([, pattern]) => pattern.test(word))?.[0] ?? null; // prettier-ignore

export const isPack = (unit: UnitRead): boolean => PACKS.some(([name]) => name === unit.unit);
