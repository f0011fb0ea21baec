/** How complete Sidebook's own labels are: counted once for each version, because every look at the panel asks. */
import { ownFile } from '../../own-files.ts';
import { Kept, keptFolder } from '../../translations/own/kept.ts';
import { BASE, ownLabels, ownSet, SOLUTION, type OwnLabel } from '../../translations/own/labels.ts';
import { readAssets } from '../embed/assets.ts';
import { countsOf, type Count } from '../../translations/portion.ts';

export class OwnCounts {
  readonly #kept: Kept;
  #labels: readonly OwnLabel[] | null = null;
  #of: { readonly version: number; readonly counts: readonly Count[] } | null = null;

  constructor(storeFile: string) {
    this.#kept = new Kept(keptFolder(storeFile));
  }

  get(): readonly Count[] {
    const { number, texts } = this.#kept.latest();
    if (this.#of?.version === number) return this.#of.counts;
    this.#labels ??= ownLabels(readAssets(ownFile('dist/widgets'))?.texts ?? new Map());
    const counts = countsOf(
      ownSet(this.#labels, texts, { organizationId: '', exportedOn: '', baseLanguage: BASE, solution: SOLUTION }),
    );
    this.#of = { version: number, counts };
    return counts;
  }
}
