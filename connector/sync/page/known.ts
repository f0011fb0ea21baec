/** Objects that have a link: what they show now is compared with what was seen; who left the scope stops there (A3, A20). */
import { objectKeys } from '../../identity.ts';
import { PROBLEM_KINDS, type Link, type LinkId, type ProblemKind, type SharedRecord } from '../../model.ts';
import type { Seen } from '../../hosts/host.ts';
import type { Mapping, Shown } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { seenAlone } from '../adopt.ts';
import type { RunContext } from '../context.ts';
import { nowOf } from '../engine.ts';
import { returned } from '../gone.ts';
import { redirectOf } from '../merged.ts';
import { equalFields, isInStep, pack, unpack } from '../pictures.ts';
import { rebased } from '../rebase.ts';
import { agreedOf, meaningOurs, overlay } from '../shown.ts';
import { unmappedProblems } from './unmapped.ts';

type Change = (t: Writer) => void;

export class KnownObjects {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #out: Change[] = [];
  readonly #left: LinkId[] = [];
  /** Objects that stood for others too, which are taken apart from them again. */
  readonly apart = new Set<string>();

  constructor(run: RunContext, mapping: Mapping) {
    this.#run = run;
    this.#mapping = mapping;
  }

  async changes(
    objects: readonly Seen[],
    shown: readonly (Shown | null)[],
    links: ReadonlyMap<string, StoredLink>,
  ): Promise<readonly Change[]> {
    const ids = objects.flatMap((o) => links.get(o.hostId)?.record ?? []);
    if (ids.length === 0 && links.size === 0) return this.#out;
    const records = await this.#run.engine.store.read((t) => t.records(ids));
    for (const [i, object] of objects.entries()) {
      const link = links.get(object.hostId);
      const view = shown[i];
      if (!link || !view) continue;
      if (link.version === null) this.#readAgain(link);
      const record = link.record === null ? null : (records.get(link.record) ?? null);
      const meant = record ? await this.#meant(view, record, link) : view;
      this.#compare(object, meant, link, record);
    }
    if (this.#left.length > 0) this.#out.push((t) => t.leave(this.#run.id, this.#left));
    return this.#out;
  }

  /** Only documents hold what may be said in other words there. */
  async #meant(view: Shown, record: SharedRecord, link: StoredLink): Promise<Shown> {
    if (this.#mapping.required.length === 0) return view;
    const agreed = agreedOf({ record, pictures: unpack(link, record, this.#mapping) });
    return meaningOurs(view, agreed, this.#mapping, this.#run.refs);
  }

  /** What could not be read as a whole can be read. */
  #readAgain({ id }: StoredLink): void {
    this.#out.push((t) => t.closeProblems(id, ['unmapped-value'], [''], 'engine', nowOf(this.#run.engine)));
  }

  /** The feed says which object may have changed; only its content says whether. */
  #compare(object: Seen, shown: Shown, link: StoredLink, known: SharedRecord | null): void {
    if (link.aliasOf !== null) return this.#alias(object, link);
    const inScope = this.#mapping.inScope(shown.fields, 'in', { hostId: object.hostId, object: object.object ?? null });
    if (!inScope) return this.#outOfScope(object, link);
    this.#out.push(...unmappedProblems(this.#run, this.#mapping, link, shown));
    const record = known && link.goneAt !== null ? returned(this.#run, known) : known;
    const stored = unpack(link, record, this.#mapping);
    const theirs = overlay(stored.theirs, shown, this.#mapping);
    const changed = this.#run.rebase.get(link.entity);
    const clean = isInStep(link) && !link.dirty && link.version === object.version;
    const before = changed && record ? rebased(stored, theirs, this.#mapping, changed, clean) : stored;
    const moved = before !== stored || !equalFields(before.theirs, theirs) || !link.inScope || link.goneAt !== null;
    if (!moved) this.#run.counts.echoes += 1;
    if (!moved && link.version === object.version) return;
    const packed = record ? pack({ ...before, theirs }, record.rev, this.#mapping) : { seen: seenAlone(theirs, this.#mapping) };
    const behind = redirectOf(link);
    if (behind !== null) this.apart.add(behind);
    const next: Link = {
      ...link,
      ...packed,
      ...(behind === null ? {} : { token: null }), // taken apart again
      version: object.version,
      inScope: true,
      goneAt: null,
      dirty: link.dirty || moved,
      retryAt: moved ? null : link.retryAt,
    };
    const closes: ProblemKind[] = [
      ...(link.goneAt === null ? [] : ['vanished' as const]),
      ...(record === null && shown.unmapped.length === 0 ? ['unmapped-value' as const] : []), // of a record: settling says
    ];
    this.#out.push((t) => {
      t.setLink(next, link.tick);
      if (record !== known && record) t.setRecord(record, known?.rev ?? null, link.id);
      if (object.parts) t.setParts(link.host, link.id, object.parts);
      if (record === null) t.setLinkKeys(link.id, link.entity, objectKeys(link.entity, theirs));
      if (closes.length > 0) t.closeProblems(link.id, closes, null, 'engine', nowOf(this.#run.engine));
    });
  }

  /** A duplicate a person tied to a record: read, never written, never merged (A1). */
  #alias(object: Seen, link: StoredLink): void {
    if (link.version !== object.version) this.#out.push((t) => t.setLink({ ...link, version: object.version }, link.tick));
  }

  /** Kept with the page, for the guard; counted once, though what was not stored is looked at again. */
  #leaves({ id }: StoredLink): void {
    const { counts, leavers } = this.#run;
    if (!leavers.has(id)) counts.left += 1;
    leavers.add(id);
    this.#left.push(id);
  }

  /** Outside the scope only key and version are kept; the flow stops and its questions end, base stays, nothing is deactivated (A20). */
  #outOfScope(object: Seen, link: StoredLink): void {
    if (!link.inScope && link.goneAt === null && link.version === object.version) return;
    if (link.inScope && link.record !== null) this.#leaves(link);
    const next: Link = {
      ...link,
      inScope: false,
      version: object.version,
      goneAt: null,
      dirty: false,
      ...(link.record === null ? { seen: null } : {}),
    };
    this.#out.push((t) => {
      t.setLink(next, link.tick);
      t.closeProblems(link.id, PROBLEM_KINDS, null, 'engine', nowOf(this.#run.engine));
    });
  }
}
