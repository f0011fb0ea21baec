/** Sidebook's own labels as they are at this moment: what the program brings, the version in force, and whose they are. */
import type { World } from '../../model.ts';
import { tagOf } from '../languages.ts';
import { keyText, type Information, type Key, type LabelSet } from '../model.ts';
import { Kept, keptFolder, type Version } from './kept.ts';
import { BASE, nameText, ownLabels, ownSet, SOLUTION, type OwnLabel, type Widgets } from './labels.ts';

export interface Own {
  readonly kept: Kept;
  readonly now: Version;
  readonly labels: readonly OwnLabel[];
  readonly set: LabelSet;
}

/** @param languages columns wanted besides those there are texts in, as LCIDs */
export function ownNow(storeFile: string, widgets: Widgets, world: Pick<World, 'now' | 'uuid'>, languages: readonly number[] = []): Own {
  const kept = new Kept(keptFolder(storeFile));
  const labels = ownLabels(widgets);
  const information: Information = {
    organizationId: kept.organizationId(() => world.uuid()), exportedOn: world.now().toISOString().slice(0, 19), baseLanguage: BASE, solution: SOLUTION,
  };
  const now = kept.latest();
  return { kept, now, labels, set: ownSet(labels, now.texts, information, languages) };
} // prettier-ignore

interface Taken {
  readonly key: Key;
  readonly lcid: number;
  readonly after: string | null;
}

/** Changes by language and name, as they are kept. */
export function ownTexts({ labels }: Own, changes: readonly Taken[]): Record<string, Record<string, string | null>> {
  const names = new Map(labels.map((label) => [keyText(label.key), nameText(label)]));
  const texts: Record<string, Record<string, string | null>> = {};
  for (const { key, lcid, after } of changes) {
    const name = names.get(keyText(key));
    if (name !== undefined) (texts[tagOf(lcid)] ??= {})[name] = after;
  }
  return texts;
}
