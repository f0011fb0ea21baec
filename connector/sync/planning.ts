/** Collects the plan of one host from everything that is due: reads only, stores nothing. */
import { add } from '../decimal.ts';
import { ENTITY_ORDER, type Entity, type Fields, type SharedRecord } from '../model.ts';
import type { KeySet, StoredLink } from '../store/store.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { RunContext } from './context.ts';
import { mayCreate, nowOf, type Attached } from './engine.ts';
import { isHostFact } from './gone.ts';
import type { GuardCounts, Losses } from './guard.ts';
import { MatchBatch, waitingOf, type Matched } from './matching.ts';
import { needsPartner, partnerFields } from './partner.ts';
import { hasFigures, withFigures } from './figures.ts';
import { unpack } from './pictures.ts';
import {
  basisOf,
  createdFields,
  money,
  stepsOf,
  titleOf,
  type Does,
  type Hold,
  type LinkOfRecord,
  type Plan,
  type Step,
  type Total,
} from './plan.ts';
import { askedBefore, Waits } from './plan-waits.ts';
import { resolveOpen } from './resolve-refs.ts';
import { atOf } from './situation.ts';

type MutableTotals = Record<string, Record<string, Record<string, Total>>>;

const sum = (counts: ReadonlyMap<Entity, number>): number => [...counts.values()].reduce((all, n) => all + n, 0);

/** Steps of adoption beyond this are counted, not listed. */
const LISTED = 10_000;

const doesOf = ({ result }: Matched): Does =>
  result === null || result.is === 'new' ? 'adopt' : result.is === 'link' ? 'link' : 'ask';

function whyOf({ result }: Matched, does: Does): string {
  if (does === 'wait') return 'reference-asked';
  if (result === null) return 'with-its-reference';
  if (result.is !== 'new') return result.is;
  return does === 'ask' ? 'duplicate' : 'only-there';
}

export class PlanBuilder {
  readonly steps: Step[] = [];
  readonly #totals: MutableTotals = {};
  readonly #run: RunContext;
  readonly #waits: Waits;
  #writes = 0;
  readonly #deactivations = new Map<Entity, number>();

  constructor(run: RunContext) {
    this.#run = run;
    this.#waits = new Waits(run);
  }

  async build(): Promise<Plan> {
    for (const entity of ENTITY_ORDER) {
      if (!this.#run.attached.mappings.has(entity)) continue;
      await this.#unlinked(entity);
      await this.#due(entity);
    }
    if (this.#run.planOnly) for (const step of await askedBefore(this.#run, this.steps)) this.#add(step);
    return { id: this.#run.engine.world.uuid(), madeAt: nowOf(this.#run.engine), steps: this.steps, totals: this.#totals };
  }

  /** What the guard looks at, for this host alone. Links are only counted when there is something to weigh against them. */
  async counts(): Promise<GuardCounts> {
    const { engine, id, attached } = this.#run;
    const leavers = await engine.store.read((t) => t.leavers(id));
    const whole = {
      links: 0,
      writes: this.#writes,
      deactivations: sum(this.#deactivations),
      leavers: sum(leavers),
    };
    if (whole.writes + whole.deactivations + whole.leavers === 0) return whole;
    const kinds: Losses[] = [];
    for (const [entity, mapping] of attached.mappings) {
      const { linked } = await engine.store.read((t) => t.countLinks(id, entity));
      kinds.push({ links: linked, deactivations: this.#deactivations.get(entity) ?? 0, leavers: leavers.get(entity) ?? 0 });
      if (!isHostFact(mapping)) whole.links += linked; // what is only ever read makes no write look small
    }
    return { ...whole, kinds };
  }

  async #due(entity: Entity): Promise<void> {
    const { engine, id } = this.#run;
    for (let after = 0; !engine.stopping();) {
      const links = await engine.store.read((t) => t.due(id, entity, nowOf(engine), after, engine.limits.batch));
      const last = links.at(-1);
      if (!last) return;
      after = last.id;
      await this.#batch(links);
      engine.report({ type: 'phase', host: id, phase: 'plan', count: links.length });
    }
  }

  async #batch(links: readonly StoredLink[]): Promise<void> {
    const ids = links.flatMap((l) => l.record ?? []);
    const records = await this.#run.engine.store.read((t) => t.records(ids));
    const isTold = links[0] !== undefined && hasFigures(this.#run.engine, links[0].entity);
    for (const link of links) {
      const found = link.record === null ? undefined : records.get(link.record);
      const record = found && isTold ? await this.#told(found, link) : found;
      if (!record || link.aliasOf !== null || link.goneAt !== null) continue;
      if (link.hostId === null) this.#create(record, link);
      else if (link.inScope) await this.#merge(record);
    }
  }

  #told(record: SharedRecord, { hostId }: StoredLink): Promise<SharedRecord> {
    const { engine, refs } = this.#run;
    return engine.store.read((t) => withFigures(t, engine, record, undefined, () => refs.behind(t, record.entity, hostId)));
  }

  async #merge(record: SharedRecord): Promise<void> {
    const links = await this.#linksOf(record);
    const steps = stepsOf(record, links, this.#run.engine.limits.rounds, (l) => this.#hold(l.attached));
    for (const step of steps) this.#add(step);
  }

  async #linksOf(record: SharedRecord): Promise<LinkOfRecord[]> {
    const { engine, closed, refs } = this.#run;
    const stored = (await engine.store.read((t) => t.linksOf(record.id))).filter(
      (l) => l.hostId !== null && l.aliasOf === null && l.goneAt === null && l.inScope,
    );
    const out: LinkOfRecord[] = [];
    for (const link of stored) {
      const attached = engine.hosts.get(link.host);
      const mapping = attached?.mappings.get(link.entity);
      if (!attached || !mapping) continue;
      const pictures = unpack(link, record, mapping);
      const theirs = link.host === this.#run.id ? await resolveOpen(pictures.theirs, refs) : pictures.theirs;
      out.push({
        link,
        attached,
        mapping,
        pictures: { ...pictures, theirs },
        at: (ours: Fields, t: Fields) =>
          atOf(engine, attached, { record: { ...record, fields: ours }, links: stored }, t, closed),
      });
    }
    return out.sort((a, b) => Number(b.attached.settings.books) - Number(a.attached.settings.books));
  }

  #create(record: SharedRecord, link: StoredLink): void {
    const { engine, attached } = this.#run;
    const mapping = attached.mappings.get(record.entity);
    if (!mapping || !mayCreate(engine, attached, record)) return;
    const partner = needsPartner(mapping, record) ? attached.mappings.get('partner') : undefined;
    if (partner?.create) this.#toCreate('partner', partnerFields(record), partner, { link: 0, record: null, basis: '' });
    const basis = basisOf(link, record, mapping);
    this.#toCreate(record.entity, record.fields, mapping, { link: link.id, record: record.id, basis });
  }

  #toCreate(entity: Entity, fields: Fields, mapping: Mapping, rests: Pick<Step, 'link' | 'record' | 'basis'>): void {
    const { attached } = this.#run;
    this.#add({
      ...this.#common(attached, entity, fields), ...rests, hostId: null, does: 'create', changes: createdFields(mapping, fields),
      why: 'only-here', hold: this.#hold(attached), deactivates: false,
    }); // prettier-ignore
  }

  #common = (attached: Attached, entity: Entity, fields: Fields) => ({
    host: attached.settings.id,
    entity,
    title: titleOf(entity, fields),
    ...money(entity, fields),
  });

  #hold(attached: Attached): Hold {
    if (attached.settings.id !== this.#run.id) return null; // the other host's own run knows its switches
    if (this.#run.guard !== null) return 'guard';
    return this.#run.switches.why;
  }

  async #unlinked(entity: Entity): Promise<void> {
    const { engine, id, attached } = this.#run;
    const mapping = attached.mappings.get(entity);
    if (!mapping) return;
    let repeated: KeySet | null = null;
    for (let after = 0; !engine.stopping();) {
      const links = await engine.store.read((t) => t.unlinked(id, entity, nowOf(engine), after, engine.limits.batch));
      const last = links.at(-1);
      if (!last) return;
      after = last.id;
      const waiting = [];
      for (const link of links)
        if (link.inScope && link.goneAt === null && link.seen !== null) waiting.push(await waitingOf(this.#run, link));
      repeated ??= await engine.store.read((t) => t.repeatedKeys());
      const results = await new MatchBatch(this.#run, mapping, waiting, repeated).results();
      const waits = await this.#waits.of(results, mapping.required);
      for (const m of results) {
        const twin = this.#waits.isTwin(m, repeated);
        this.#matched(entity, m, waits.has(m.link.id) ? 'wait' : twin ? 'ask' : doesOf(m));
      }
    }
  }

  #matched(entity: Entity, m: Matched, does: Does): void {
    if (does === 'ask') this.#waits.hold(m.link);
    const record = m.result?.is === 'link' ? m.result.record : null;
    const common = this.#common(this.#run.attached, entity, m.fields);
    const why = whyOf(m, does);
    this.#add({
      ...common,
      link: m.link.id,
      record,
      hostId: m.link.hostId,
      does,
      changes: [],
      why,
      hold: null,
      deactivates: false,
      basis: '',
    });
    if (does === 'adopt') this.#alsoElsewhere(entity, m);
  }

  /** What is taken over here may be created on another host in the same plan. */
  #alsoElsewhere(entity: Entity, m: Matched): void {
    const { engine, id } = this.#run;
    for (const attached of engine.hosts.values()) {
      const mapping = attached.mappings.get(entity);
      if (attached.settings.id === id || !mapping || !mayCreate(engine, attached, { entity, stage: 'live', fields: m.fields }))
        continue;
      this.#add({
        ...this.#common(attached, entity, m.fields),
        link: 0,
        record: null,
        hostId: null,
        does: 'create',
        changes: createdFields(mapping, m.fields),
        why: 'from-other-host',
        hold: null,
        deactivates: false,
        basis: '',
      });
    }
  }

  #add(step: Step): void {
    const mine = step.host === this.#run.id;
    if (mine && (step.does === 'create' || step.does === 'change' || step.does === 'act')) this.#writes += 1;
    if (mine && step.deactivates) this.#deactivations.set(step.entity, (this.#deactivations.get(step.entity) ?? 0) + 1);
    this.#count(step, step.does);
    if (step.hold !== null) this.#count(step, 'hold');
    if (step.does !== 'adopt' || this.steps.length < LISTED) this.steps.push(step);
  }

  #count(step: Step, as: Does | 'hold'): void {
    const entity = ((this.#totals[step.host] ??= {})[step.entity] ??= {});
    const before = entity[as] ?? { count: 0, sums: {} };
    const key = step.currency ?? '';
    const sums = step.sum === null ? before.sums : { ...before.sums, [key]: add(before.sums[key] ?? '0', step.sum) };
    entity[as] = { count: before.count + 1, sums };
  }
}
