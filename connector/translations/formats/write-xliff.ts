/** Labels as XLIFF 2.1 for agencies and their tools: one file per target language, placeholders protected, the limit told. */
import { whereOf } from '../context.ts';
import { tagOf } from '../languages.ts';
import { compareKeys, LONGEST, type Key, type LabelSet } from '../model.ts';
import { escaped } from '../patch.ts';

/** The unit of a label carries its key in `name`: sheet, entity, id, column. */
export const unitName = (key: Key): string => [key.sheet, key.entity, key.id, key.column].map(encodeURIComponent).join('/');

export function* xliff(set: LabelSet, target: number): Generator<string> {
  const { baseLanguage, organizationId, solution, exportedOn } = set.information;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" version="2.1" srcLang="${tagOf(baseLanguage)}" trgLang="${tagOf(target)}">\n<file id="labels" original="${attribute([organizationId, exportedOn, solution].map(encodeURIComponent).join('/'))}" xml:space="preserve">\n<slr:profiles generalProfile="xliff:codepoints"/>\n`;
  let n = 0;
  for (const { key, texts, context } of [...set.labels.values()].sort((a, b) => compareKeys(a.key, b.key))) {
    const [source, text] = [texts.get(baseLanguage) ?? '', texts.get(target) ?? ''];
    const where = whereOf({ key, context });
    const note = where === '' ? '' : `<notes><note category="context">${escaped(where)}</note></notes>`;
    const state = text === '' ? 'initial' : 'translated';
    const ids = new Map<string, number>();
    yield `<unit id="u${String(++n)}" name="${attribute(unitName(key))}" slr:sizeRestriction="${String(LONGEST)}">${note}<segment state="${state}"><source>${inline(source, ids)}</source>${text === '' ? '' : `<target>${inline(text, ids)}</target>`}</segment></unit>\n`;
  }
  yield '</file>\n</xliff>\n';
} // prettier-ignore

const attribute = (text: string): string => escaped(text).replace(/"/g, '&quot;');

/**
 * Names in braces become placeholders a tool shows and does not translate; plural forms are text. One placeholder has one id in both languages,
 * wherever it stands there: by their ids tools tell which is which.
 */
function inline(text: string, ids: Map<string, number>): string {
  if (text.includes(', plural,')) return escaped(text);
  const met = new Map<string, number>();
  const code = (piece: string): string => {
    const nth = (met.get(piece) ?? 0) + 1;
    met.set(piece, nth);
    const name = `${piece} ${String(nth)}`;
    const id = ids.get(name) ?? ids.size + 1;
    ids.set(name, id);
    return `<ph id="p${String(id)}" equiv="${attribute(piece)}" disp="${attribute(piece)}"/>`;
  };
  return text.split(/(\{[^{}|]*\}|%\d+)/).map((piece, i) => (i % 2 === 0 ? escaped(piece) : code(piece))).join(''); // prettier-ignore
}
