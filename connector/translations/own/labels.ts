/** Sidebook's own labels as a set: what the program brings, with what was imported over it. */
import { lcidOf, tagOf } from '../languages.ts';
import { keyText, type Information, type Key, type Label, type LabelSet } from '../model.ts';
import type { OwnTexts } from './kept.ts';
import { keyOf, type OwnName } from './names.ts';
import { ownWords } from './words.ts';

export const SOLUTION = 'Sidebook';
export const BASE = 1033;
/** Texts of the widgets by language, as the build left them. */
export type Widgets = ReadonlyMap<string, Readonly<Record<string, string>>>;

export interface OwnLabel extends OwnName {
  readonly key: Key;
  /** By BCP 47 language, as the program brings them. */
  readonly built: Readonly<Record<string, string>>;
}

/** Patterns of numbers and dates are no texts to translate. */
const isText = (name: string): boolean => !name.startsWith('runtime.format.');

export function ownLabels(widgets: Widgets): OwnLabel[] {
  const english = widgets.get('en') ?? {};
  const panels = Object.keys(english).filter(isText).map((name) => own({ kind: 'widget', name }, Object.fromEntries([...widgets].map(([lang, texts]) => [lang, texts[name] ?? ''])))); // prettier-ignore
  return [...panels, ...ownWords().map(({ words: { en, ru }, ...name }) => own(name, { en, ru }))];
}

const own = (name: OwnName, built: Readonly<Record<string, string>>): OwnLabel => ({
  ...name,
  built,
  key: keyOf(name, built['en'] ?? ''),
});

export const nameText = ({ kind, name }: OwnName): string => `${kind}/${name}`;

/** `languages`: columns wanted besides those there are texts in, as LCIDs. */
export function ownSet(labels: readonly OwnLabel[], kept: OwnTexts, information: Information, languages: readonly number[] = []): LabelSet {
  const tags = new Set(['en', ...labels.flatMap((l) => Object.keys(l.built)), ...Object.keys(kept), ...languages.map(tagOf)]);
  const columns = [...tags].flatMap((tag) => lcidOf(tag) ?? []);
  return { information, languages: columns, labels: new Map(labels.map((l) => [keyText(l.key), labelOf(l, kept, [...tags])])) };
} // prettier-ignore

/** As it stands with these imports over it; '': none. */
export const textOf = (label: OwnLabel, kept: OwnTexts, tag: string): string =>
  kept[tag]?.[nameText(label)] ?? label.built[tag] ?? '';

function labelOf(label: OwnLabel, kept: OwnTexts, tags: readonly string[]): Label {
  const texts = new Map<number, string>();
  for (const tag of tags) {
    const text = textOf(label, kept, tag);
    const lcid = lcidOf(tag);
    if (text !== '' && lcid !== null) texts.set(lcid, text);
  }
  return { key: label.key, texts, context: { where: `${label.kind} ${label.name}`, note: '' } };
}
