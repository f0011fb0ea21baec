/**
 * Names made comparable: legal form, quotes, ё/е, Latin look-alikes and transliteration folded to one skeleton.
 * Only ever used to ask a person or to hold a create back, never to link by itself (model.md 7).
 */
const LEGAL_FORMS: readonly string[] = (
  'ооо оао зао пао ао нко ано тоо оод гуп муп фгуп фгбу мбоу ип пк тсж снт кфх ' +
  'ooo oao zao pao ao llc ltd inc gmbh ag kg bv nv sa srl spa oy ab as plc corp co company limited'
).split(' ');
const LONG_FORMS: readonly [RegExp, string][] = [
  [/общество с ограниченной ответственностью/g, ' '],
  [/(публичное |закрытое |открытое )?акционерное общество/g, ' '],
  [/индивидуальный предприниматель/g, ' '],
];

const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'u', я: 'a',
  і: 'i', ї: 'i', є: 'e', ґ: 'g', ў: 'u',
}; // prettier-ignore
/** Latin letters typed for the Cyrillic ones they look like: "Pомашка", "Cевер". */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у',
}; // prettier-ignore
/** Spellings one sound has in Latin letters; applied after transliteration, so both scripts land on one form. */
const SOUNDS: readonly [RegExp, string][] = [
  [/shch|sch/g, 'sh'], [/kh/g, 'h'], [/ts/g, 'c'], [/y[oe]/g, 'e'], [/y[u]/g, 'u'], [/ya|ia/g, 'a'], [/[yj]/g, 'i'], [/iu/g, 'u'], [/(\D)\1+/g, '$1'],
]; // prettier-ignore
const SPELT = /shch|sch|kh|ts|[yj]|ia|iu|(\D)\1/;

/** Names of one base are made of the same few thousand words. */
const KNOWN = new Map<string, string>();
const KNOWN_AT_MOST = 5000;

const FORMS = new Set(LEGAL_FORMS);
/** As a skeleton a form is dropped as well; a single letter is somebody's initial. */
const FORM_SKELETONS = new Set(LEGAL_FORMS.map(skeleton).filter((s) => s.length > 1));

/** "ООО «Ромашка»" and "Romashka LLC" -> ["romashka"]; tokens sorted. Folding tokens again changes nothing. */
export function nameTokens(name: string): string[] {
  const known = TOKENS.get(name);
  if (known) return [...known];
  const made = tokensOf(name);
  if (TOKENS.size >= KNOWN_AT_MOST) TOKENS.clear();
  TOKENS.set(name, made);
  return [...made];
}

/** A new object is asked for its name's tokens three times. */
const TOKENS = new Map<string, readonly string[]>();

function tokensOf(name: string): string[] {
  let text = oneScript(name.toLowerCase().normalize('NFKC'));
  for (const [pattern, by] of LONG_FORMS) text = text.replace(pattern, by);
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((w) => w && !FORMS.has(w));
  return words.map(skeleton).filter((w) => w && !FORM_SKELETONS.has(w)).sort(); // prettier-ignore
}

/** What is left of a name, small letters and words parted by one blank, without its legal form. */
export function withoutForm(name: string): string {
  const text = LONG_FORMS.reduce((all, [pattern, by]) => all.replace(pattern, by), name);
  return text.split(' ').filter((w) => w && !FORMS.has(w)).sort().join(' '); // prettier-ignore
}

/** A word of both scripts is a Russian one with a slip of the keyboard. */
export function oneScript(text: string): string {
  if (!/[а-яё]/.test(text) || !/[a-z]/.test(text)) return text;
  const cyrillic = (word: string): string => (/[а-яё]/.test(word) ? word.replace(/[a-z]/g, (c) => LOOK_ALIKES[c] ?? c) : word);
  return text.replace(/\p{L}+/gu, cyrillic);
}

function skeleton(word: string): string {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  const made = spelt(word);
  if (KNOWN.size >= KNOWN_AT_MOST) KNOWN.clear();
  KNOWN.set(word, made);
  return made;
}

function spelt(word: string): string {
  let text = '';
  for (const c of word) text += LATIN[c] ?? c;
  // One spelling gives way to another: "тсх" -> tsh -> ch. Each step shortens or uses up a y, so it ends.
  while (SPELT.test(text)) for (const [pattern, by] of SOUNDS) text = text.replace(pattern, by);
  return text;
}

export const nameKey = (name: string): string => nameTokens(name).join(' ');

/** Where near names meet: the two longest words, shortened. Names of one short word meet only their equals. */
export function nameBlock(name: string): string {
  const words = nameTokens(name).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return words.slice(0, 2).map((w) => w.slice(0, 5)).sort().join(' '); // prettier-ignore
}
