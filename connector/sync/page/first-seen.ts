/** Objects nobody knew: taken over at once where nothing stands in the way, kept for matching where something does (A8, A11). */
import { objectKeys, type Key } from '../../identity.ts';
import type { Instant, LinkId } from '../../model.ts';
import type { Seen } from '../../hosts/host.ts';
import type { Mapping, Shown } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { adoption, isOpen, newLink, seenAlone } from '../adopt.ts';
import type { Bitmap } from '../bitmap.ts';
import type { RunContext } from '../context.ts';
import { isFollower, nowOf } from '../engine.ts';
import { unanswered } from '../unanswered.ts';
import { unmappedProblems } from './unmapped.ts';

type Change = (t: Writer) => void;

export class FirstSeen {
  readonly #run: RunContext;
  readonly #mapping: Mapping;
  readonly #bitmap: Bitmap | null;
  readonly #out: Change[] = [];
  readonly #at: Instant;

  constructor(run: RunContext, mapping: Mapping, bitmap: Bitmap | null) {
    this.#run = run;
    this.#mapping = mapping;
    this.#bitmap = bitmap;
    this.#at = nowOf(run.engine);
  }

  async changes(
    objects: readonly Seen[],
    shown: readonly (Shown | null)[],
    links: ReadonlyMap<string, StoredLink>,
  ): Promise<readonly Change[]> {
    const fresh = objects.flatMap((object, i) => {
      const view = shown[i];
      return view && !links.has(object.hostId) ? [{ object, shown: view }] : [];
    });
    if (fresh.length === 0) return this.#out;
    await this.#run.base.sure();
    const ids = await this.#run.engine.store.linkIds(fresh.length);
    const { entity } = this.#mapping;
    const keys = fresh.map((f) => objectKeys(entity, f.shown.fields));
    const known = await this.#meetings(keys.flat());
    fresh.forEach(({ object, shown: view }, i) => this.#first(object, view, ids[i] ?? 0, keys[i] ?? [], known));
    return this.#out;
  }

  /** Keys any record or any other unlinked object already carries: such an object waits for matching. */
  async #meetings(keys: readonly Key[]): Promise<Set<string>> {
    const { entity } = this.#mapping;
    if (keys.length === 0) return new Set();
    return this.#run.engine.store.read(async (t) => {
      const records = await t.candidates(this.#run.id, entity, keys);
      const rivals = await t.unlinkedWith(
        this.#run.id,
        entity,
        keys.filter((k) => k.strong),
      );
      const met = new Set<string>([...rivals.keys(), ...(await unanswered(this.#run, t, entity)).keys()]);
      const shared = new Set(keys.filter((k) => !k.exclusive).map((k) => k.text));
      for (const [text, found] of records) if (!shared.has(text) || found.some((c) => c.linked === null)) met.add(text);
      return met;
    });
  }

  #first(object: Seen, shown: Shown, linkId: LinkId, keys: readonly Key[], met: Set<string>): void {
    const { engine, id } = this.#run;
    const { fields } = shown;
    const isOne = object.into === undefined; // else it is only what a merge left behind
    const inScope = isOne && this.#mapping.inScope(fields, 'in', { hostId: object.hostId, object: object.object ?? null });
    this.#bitmap?.add(linkId);
    if (!inScope) {
      const link = {
        ...newLink({ linkId, host: id, hostId: object.hostId, version: object.version, mapping: this.#mapping }),
        inScope: false,
        dirty: false,
      };
      this.#out.push((t) => t.setLink(link, null));
      return;
    }
    if (!keys.some((k) => met.has(k.text)) && this.#isWhole(shown)) {
      const made = adoption({
        id: engine.world.uuid(),
        linkId,
        host: id,
        hostId: object.hostId,
        version: object.version,
        shown: fields,
        mapping: this.#mapping,
        at: this.#at,
      });
      for (const key of keys) if (key.exclusive) met.add(key.text);
      this.#run.counts.adopted += 1;
      this.#out.push((t) => {
        t.setRecord(made.record, null);
        t.setLink(made.link, null);
        if (object.parts) t.setParts(id, linkId, object.parts);
      });
      return;
    }
    this.#wait(object, shown, linkId, keys);
  }

  #isWhole({ fields, unmapped }: Shown): boolean {
    // With several hosts every newcomer goes through matching, which also knows where else it belongs.
    if (this.#run.planOnly || this.#run.engine.hosts.size > 1 || unmapped.length > 0) return false;
    if (this.#mapping.required.some((f) => isOpen(fields[f]))) return false;
    return !isFollower(this.#run.engine, this.#run.attached, this.#mapping.entity, fields);
  }

  /** Seen, not matched: kept as it is until matching, a reference or a person decides. */
  #wait(object: Seen, shown: Shown, linkId: LinkId, keys: readonly Key[]): void {
    const base = newLink({ linkId, host: this.#run.id, hostId: object.hostId, version: object.version, mapping: this.#mapping });
    const link = { ...base, seen: seenAlone(shown.fields, this.#mapping) };
    this.#out.push((t) => {
      t.setLink(link, null);
      t.setLinkKeys(linkId, link.entity, keys);
      if (object.parts) t.setParts(link.host, linkId, object.parts);
    });
    this.#out.push(...unmappedProblems(this.#run, this.#mapping, link, shown));
  }
}
