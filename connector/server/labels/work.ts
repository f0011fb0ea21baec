/** One target's labels in the thread that reads them: looked at, taken, taken back, exported. What was looked at is remembered until it is taken. */
import type { Config } from '../../config.ts';
import type { Env } from '../../config/secrets.ts';
import { SidebookError } from '../../errors.ts';
import type { World } from '../../model.ts';
import { ownFile } from '../../own-files.ts';
import { checkLabels, type Choice, type Target } from '../../translations/check.ts';
import { xlsx } from '../../translations/formats/write-xlsx.ts';
import { glossaryOf } from '../../translations/glossary-file.ts';
import { targetOf } from '../../translations/load.ts';
import type { LabelSet } from '../../translations/model.ts';
import { openBytes } from '../../translations/open.ts';
import { carry, freshExport, sentChange, takingBack, type Fresh } from '../../translations/organisation/carry.ts';
import { sentPast } from '../../translations/organisation/past.ts';
import { openLabels, type OpenLabels } from '../../translations/organisation/open.ts';
import type { Telling } from '../../translations/organisation/organisation.ts';
import { ownPast } from '../../translations/own/past.ts';
import type { Past } from '../../translations/past.ts';
import { ownNow, ownTexts, type Own } from '../../translations/own/now.ts';
import type { SentChange } from '../../translations/organisation/versions.ts';
import { countsOf, portionOf } from '../../translations/portion.ts';
import { UPLOAD } from '../../translations/read/archive.ts';
import { workbook } from '../../translations/write.ts';
import { translationsZip, zipName } from '../../translations/zip.ts';
import { VERSION } from '../../version.ts';
import { readAssets } from '../embed/assets.ts';
import { chosenOf } from './chosen.ts';
import { OWN, type Begin, type Done, type Looked, type LookedChange, type Order, type Taken } from './orders.ts';
import { together } from './two-copies.ts';

interface Seen {
  readonly file: string;
  readonly changes: readonly LookedChange[];
  readonly own: Own | null;
  readonly there: { readonly fresh: Fresh; readonly onto: number } | null;
}

export class LabelsWork {
  readonly #config: Config;
  readonly #target: string;
  readonly #world: World;
  readonly #env: Env;
  readonly #tell: Telling;
  #seen: Seen | null = null;

  constructor({ config, target }: Begin, world: World, env: Env, tell: Telling) {
    [this.#config, this.#target, this.#world, this.#env, this.#tell] = [config, target, world, env, tell];
  }

  carryOut(order: Order): Promise<Done> {
    if (order.do === 'look') return this.#look(order);
    if (order.do === 'take') return this.#take(order);
    return order.do === 'undo' ? this.#undo(order) : this.#export(order);
  }

  async #look({ file, bytes, second, clear, stale }: Extract<Order, { do: 'look' }>): Promise<Done> {
    const { set, past, own, there } = await this.#now();
    const against = this.#against(set, past);
    const judge = (name: string, from: Uint8Array): Promise<Looked> => this.#judged(name, from, against, { clear, stale });
    const first = await judge(file, bytes);
    // Of two files of one name each is told from the other.
    const other = second && (second.file === file ? `${file} (2)` : second.file);
    const looked = second && other ? together({ file, looked: first }, { file: other, looked: await judge(second.file, second.bytes) }) : first;
    this.#seen = looked.hasError ? null : { file: other ? `${file}, ${other}` : file, changes: looked.changes, own, there };
    return { looked, counts: countsOf(set) };
  } // prettier-ignore

  async #judged(file: string, bytes: Uint8Array, against: Target, choice: Choice): Promise<Looked> {
    const { source, findings } = await openBytes(bytes, file, UPLOAD);
    if (!source) return { ...shown(findings), rows: 0, tally: new Map(), changes: [], copies: [] };
    const checked = await checkLabels(source, against, choice);
    for (const found of findings.list) checked.findings.take(found);
    return { ...shown(checked.findings), rows: checked.rows, tally: checked.tally, changes: checked.changes, copies: [] };
  }

  async #now(): Promise<{ set: LabelSet; past: Past; own: Own | null; there: Seen['there'] }> {
    if (this.#target === OWN) {
      const own = this.#own();
      return { set: own.set, past: ownPast(own), own, there: null };
    }
    return this.#there(async ({ organisation, versions, solution }) => {
      const onto = versions.last();
      const fresh = await freshExport(organisation, solution, this.#tell);
      return { set: fresh.set, past: sentPast(versions), own: null, there: { fresh, onto } };
    });
  }

  /** Any language may be added to labels of our own; a base takes those it has switched on. */
  #against(set: LabelSet, past: Past): Target {
    const target = targetOf(set, glossaryOf(undefined, set.information.baseLanguage), past);
    const limit = UPLOAD.unpacked;
    return this.#target === OWN ? { ...target, enabled: undefined, limit } : { ...target, limit };
  }

  async #take(order: Extract<Order, { do: 'take' }>): Promise<Done> {
    const { by } = order;
    const seen = this.#seen;
    if (!seen) throw new SidebookError('labels-moved', {});
    const changes = chosenOf(seen.changes, order);
    this.#seen = null; // taken once
    const at = this.#world.now().toISOString();
    if (seen.own) {
      seen.own.kept.apply(seen.own.now, ownTexts(seen.own, changes), seen.file, { by, at });
      return { taken: whole(changes.length), counts: countsOf(this.#own().set) };
    }
    const { there } = seen;
    if (!there) throw new SidebookError('labels-moved', {});
    return { taken: await this.#send(there.fresh, changes.map(sentChange), { by, from: seen.file, onto: there.onto }, []) };
  }

  async #send(fresh: Fresh, changes: readonly SentChange[], order: { by: string; from: string; onto: number }, left: readonly SentChange[]): Promise<Taken> {
    const [at, job] = [this.#world.now().toISOString(), this.#world.uuid()];
    return this.#there(async ({ organisation, versions }) => {
      const carried = await carry(organisation, versions, fresh, changes, { ...order, at, job, solution: fresh.set.information.solution }, this.#tell);
      return { ...carried, of: changes.length, left };
    });
  } // prettier-ignore

  async #undo({ by, last: shown }: Extract<Order, { do: 'undo' }>): Promise<Done> {
    if (this.#target === OWN) {
      const { kept } = this.#own();
      mustBe(shown, kept.latest().at);
      const { changes } = kept.undo({ by, at: this.#world.now().toISOString() });
      return { taken: whole(changes), counts: countsOf(this.#own().set) };
    }
    return this.#there(async ({ organisation, versions }) => {
      const [last, onto] = [versions.lastTaken(undefined), versions.last()];
      if (!last) throw new SidebookError('labels-nothing-to-undo', {});
      mustBe(shown, last.at);
      const fresh = await freshExport(organisation, last.solution, this.#tell);
      const { changes, left } = takingBack(last, fresh.set);
      if (changes.length === 0) return { taken: { ...whole(0), left } };
      return { taken: await this.#send(fresh, changes, { by, from: String(last.number), onto }, left) };
    });
  }

  async #export({ format, languages, missing, fill }: Extract<Order, { do: 'export' }>): Promise<Done> {
    const portion = { missing, fill: fill ?? undefined };
    if (this.#target === OWN) {
      const set = portionOf(this.#own(languages).set, portion);
      return { file: await fileOf(set, format, zipName(set.information.solution, VERSION)) };
    }
    return this.#there(async ({ organisation, solution }) => {
      const { zip, set } = await freshExport(organisation, solution, this.#tell);
      const name = `CrmTranslations_${solution}.zip`;
      // All of it leaves as Dynamics wrote it.
      const isWhole = format === 'zip' && !missing && fill === null;
      const file = isWhole ? { name, bytes: zip, labels: set.labels.size } : await fileOf(portionOf(set, portion), format, name);
      return { file, counts: countsOf(set) };
    });
  } // prettier-ignore

  #own = (languages: readonly number[] = []): Own =>
    ownNow(this.#config.store.file, readAssets(ownFile('dist/widgets'))?.texts ?? new Map(), this.#world, languages);

  async #there<T>(work: (there: OpenLabels & { solution: string }) => Promise<T>): Promise<T> {
    const there = openLabels(this.#config, this.#target, this.#env, this.#world);
    try {
      if (there.solution === undefined) throw new SidebookError('labels-there-which', { host: there.host });
      return await work({ ...there, solution: there.solution });
    } finally {
      await there.organisation.close();
    }
  }
}

async function fileOf(set: LabelSet, format: 'zip' | 'xlsx', zip: string): Promise<NonNullable<Done['file']>> {
  const labels = set.labels.size;
  if (format === 'xlsx') return { name: `${set.information.solution}.xlsx`, bytes: await xlsx(set), labels };
  return { name: zip, bytes: await translationsZip([...workbook(set)].map((text) => Buffer.from(text))), labels };
}

/** Nobody takes back what a colleague imported after they looked. */
function mustBe(shown: string | null, at: string): void {
  if (shown !== null && shown !== at) throw new SidebookError('labels-moved', {});
}

const whole = (of: number): Taken => ({ arrived: of, of, missing: [], moved: [], left: [], remarks: [] });

const shown = (findings: { list: Looked['findings']; hasError: boolean; counts: ReadonlyMap<string, number> }) => ({
  findings: findings.list,
  findingsAll: [...findings.counts.values()].reduce((sum, n) => sum + n, 0),
  hasError: findings.hasError,
});
