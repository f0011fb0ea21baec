/** How complete a language is, and as much of a set of labels as somebody wants: some languages, only what is missing, empty texts filled. */
import { filled, type Fill } from './fill.ts';
import type { Label, LabelSet } from './model.ts';

export interface Portion {
  /** Besides the base; undefined: all. */
  readonly languages?: readonly number[] | undefined;
  /** Only labels one of these languages lacks. */
  readonly missing?: boolean | undefined;
  readonly fill?: Fill | undefined;
}

/** What is known is looked up among all labels, also where only those that lack a text are wanted. */
export function portionOf(set: LabelSet, { languages: wanted, missing, fill }: Portion): LabelSet {
  const { baseLanguage } = set.information;
  const languages = wanted ? set.languages.filter((lcid) => wanted.includes(lcid) || lcid === baseLanguage) : set.languages;
  const all = fill === undefined ? set.labels : filled(set.labels, languages, baseLanguage, fill);
  const isWanted = (key: string): boolean => languages.some((lcid) => lacks(set.labels.get(key), lcid, baseLanguage));
  return { ...set, languages, labels: missing ? new Map([...all].filter(([key]) => isWanted(key))) : all };
}

/** A label without a base text has nothing to translate: Dynamics exports thousands of them. */
const lacks = (label: Label | undefined, lcid: number, base: number): boolean =>
  label !== undefined && label.texts.has(base) && !label.texts.has(lcid);

export interface Count {
  readonly lcid: number;
  readonly done: number;
  readonly missing: number;
}

export function countsOf({ languages, labels, information: { baseLanguage } }: LabelSet): Count[] {
  const all = [...labels.values()];
  return languages.map((lcid) => {
    const done = all.filter(({ texts }) => texts.has(lcid)).length;
    return { lcid, done, missing: all.filter((label) => lacks(label, lcid, baseLanguage)).length };
  });
}
