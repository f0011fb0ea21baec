/**
 * An object that nobody can read holds up itself alone: it is a question, its version is forgotten so that every list shows it
 * again, and what was known of it stays. When most of a page is like that, it is the list that does not fit.
 */
import { HostError, type Seen } from '../hosts/host.ts';
import type { Link, LinkId } from '../model.ts';
import type { Mapping, Shown } from '../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import { newLink } from './adopt.ts';
import type { Bitmap } from './bitmap.ts';
import type { RunContext } from './context.ts';
import { openProblem } from './problems.ts';
import { fromHost } from './shown.ts';

/** So many are never called most of a page. */
const FEW = 3;

type Change = (t: Writer) => void;

export class Readings {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #failed = new Map<Seen, HostError>();

  constructor(run: RunContext, mapping: Mapping) {
    this.#run = run;
    this.#mapping = mapping;
  }

  /** Reads where the references of all of them lead, before anything is converted. */
  async meet(objects: readonly Seen[]): Promise<void> {
    const { refs } = this.#run;
    for (const { object } of objects) this.#mapping.refer(object ?? {}, refs);
    if (refs.missed) await refs.load();
  }

  /** Null where the object cannot be read. */
  all(objects: readonly Seen[]): (Shown | null)[] {
    this.#failed.clear();
    const shown = objects.map((o) => this.#one(o));
    const [first] = this.#failed.values();
    if (first && this.#failed.size > FEW && this.#failed.size * 2 > objects.length) throw first;
    return shown;
  }

  #one(object: Seen): Shown | null {
    try {
      return fromHost(this.#run.id, this.#mapping, this.#run.refs, object);
    } catch (error) {
      if (!(error instanceof HostError) || error.kind !== 'bad-response') throw error;
      this.#failed.set(object, error);
      return null;
    }
  }

  /** The questions about those that could not be read; a new object gets a row to hang its question on. */
  async questions(links: ReadonlyMap<string, StoredLink>, bitmap: Bitmap | null): Promise<Change[]> {
    if (this.#failed.size === 0) return [];
    const ids = await this.#run.engine.store.linkIds(this.#failed.size);
    return [...this.#failed].flatMap(([object, error], i) => {
      const id = ids[i] ?? 0;
      this.#run.failures.push(error);
      bitmap?.add(id); // unreadable, and yet there
      return this.#question(object, error, links.get(object.hostId), id);
    });
  }

  #question(object: Seen, error: HostError, known: StoredLink | undefined, id: LinkId): Change[] {
    const link: Link = known ?? this.#row(object, id);
    const problem = openProblem(this.#run, link, { kind: 'unmapped-value', detail: { code: error.code, ...error.at } });
    const forget: Change = (t) => t.setLink({ ...link, version: null }, known?.tick ?? null);
    return known?.version === null ? [problem] : [forget, problem];
  }

  #row(object: Seen, linkId: LinkId): Link {
    const link = newLink({ linkId, host: this.#run.id, hostId: object.hostId, version: null, mapping: this.#mapping });
    return { ...link, inScope: false, dirty: false };
  }
}
