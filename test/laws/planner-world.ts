/**
 * The planner level of sync-design D.3: one record, several hosts that spell things their own way, decisions applied in random
 * order as if every request succeeded. No store, no clock, no network.
 */
import { pick, unitFields } from '../../connector/fields.ts';
import type { Base, Fields } from '../../connector/model.ts';
import { reconcile, type Decision } from '../../connector/sync/reconcile.ts';
import { compileMapping } from '../../mappings/compile.ts';
import type { HostObject, Mapping } from '../../mappings/mapping.ts';
import type { Random } from '../random.ts';
import { refs } from './sample.ts';

export interface HostModel {
  readonly name: string;
  readonly mapping: Mapping;
  readonly books: boolean;
  /** What the host does to whatever it stores. */
  readonly habit: (object: HostObject) => HostObject;
  object: HostObject;
  base: Base;
}

export function mapping(file: unknown, books: boolean): Mapping {
  const compiled = compileMapping(file, null, { books });
  if (!compiled.mapping) throw new Error(JSON.stringify(compiled.findings));
  return compiled.mapping;
}

/** In step with the record: everything was agreed once. */
export function attach(
  model: Pick<HostModel, 'name' | 'mapping' | 'books' | 'habit'>,
  record: Fields,
  empty: HostObject,
): HostModel {
  const units = model.mapping.units.map((u) => u.unit);
  const object = model.habit({ ...empty, ...model.mapping.toHost(record, units, refs, null).body });
  return { ...model, object, base: { ours: record, theirs: shown(model.mapping, object) } };
}

export const shown = (m: Mapping, object: HostObject): Fields => m.fromHost(object, refs).fields;

/** A host folds only what it shows: half a unit says nothing about the other half. */
const showsWhole = (m: Mapping, unit: string, a: Fields, b: Fields): boolean => {
  const fields = m.units.find((u) => u.unit === unit)?.fields ?? [];
  return fields.length > 0 && Object.keys({ ...a, ...b }).every((f) => fields.includes(f));
};

export class PlannerWorld {
  record: Fields;
  readonly hosts: readonly HostModel[];
  /** Everything a person can still find: questions, proposals, and values a pull replaced. */
  readonly found: unknown[] = [];
  /** Units of a host that wait for a person. */
  readonly open = new Set<string>();
  writes = 0;
  #rev = 0;

  constructor(record: Fields, hosts: readonly HostModel[]) {
    this.record = record;
    this.hosts = hosts;
  }

  decide(h: HostModel): Decision {
    const frozen = this.hosts.some((b) => b.books && shown(b.mapping, b.object)['posted'] === true);
    const foldsEqual = (unit: string, a: Fields, b: Fields): boolean =>
      this.hosts.some((x) => showsWhole(x.mapping, unit, a, b) && x.mapping.same(unit, a, b));
    const at = { books: h.books, frozen, follower: false, foldsEqual };
    return reconcile({ ours: this.record, theirs: shown(h.mapping, h.object), base: h.base, sent: {} }, h.mapping, at);
  }

  /** Plans for every host, then does the steps in random order; a step whose basis moved is left for the next round. */
  round(random: Random): boolean {
    const rev = this.#rev;
    const plan = this.hosts.map((h) => ({ h, d: this.decide(h) }));
    const busy = plan.some(({ d }) => d.pull.length + d.push.length > 0);
    for (; plan.length > 0;) {
      const [step] = plan.splice(random.int(plan.length), 1);
      if (step && this.#rev === rev) this.#apply(step.h, step.d);
    }
    return busy;
  }

  #apply(h: HostModel, d: Decision): void {
    if (d.pull.length > 0) this.#rev += 1;
    this.record = d.ours;
    h.base = d.base;
    this.found.push(d.ask, d.propose, ...d.pull.map((p) => p.before));
    for (const unit of h.mapping.units.map((u) => `${h.name}.${u.unit}`)) this.open.delete(unit);
    for (const unit of Object.keys(d.ask)) this.open.add(`${h.name}.${unit}`);
    if (d.push.length > 0) this.#write(h, d.push);
  }

  /** The answer is judged as sync-design A4 says: the base becomes what we hold and what came back. */
  #write(h: HostModel, units: readonly string[]): void {
    this.writes += 1;
    h.object = h.habit({ ...h.object, ...h.mapping.toHost(this.record, units, refs, h.object).body });
    const answer = shown(h.mapping, h.object);
    const names = units.flatMap((u) => unitFields(h.mapping.entity, u));
    h.base = { ours: { ...h.base.ours, ...pick(this.record, names) }, theirs: { ...h.base.theirs, ...pick(answer, names) } };
  }
}
