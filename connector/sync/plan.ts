/**
 * Pure: a record with all its links -> ordered steps, cascaded over every attached host (A13).
 * What is shown is what apply would do; what a host will decide itself is not invented.
 */
import { createHash } from 'node:crypto';
import { pick, unitFields } from '../fields.ts';
import type { Entity, Fields, HostId, Link, LinkId, PlanId, Pictures, RecordId, SharedRecord, Unit, Value } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { Attached } from './engine.ts';
import { reconcile, type At, type Decision } from './reconcile.ts';

/** wait: it refers to what a person is asked about. */
export type Does = 'adopt' | 'link' | 'pull' | 'create' | 'change' | 'act' | 'ask' | 'wait';

export interface FieldChange {
  readonly field: string;
  /** As the host's form names it, in both languages. */
  readonly label: { readonly ru: string; readonly en: string };
  readonly before: Value | null;
  readonly after: Value | null;
}

/** Why a write does not happen now although it is planned. */
export type Hold = 'write-off' | 'write-off-host' | 'paused' | 'restored' | 'guard' | 'waiting' | 'parked' | null;

export interface Step {
  readonly host: HostId;
  readonly entity: Entity;
  readonly link: LinkId;
  readonly record: RecordId | null;
  readonly hostId: string | null;
  /** Name of the counterparty, number of the invoice: what a person recognises it by. */
  readonly title: string;
  readonly does: Does;
  readonly changes: readonly FieldChange[];
  /** Total of the invoice, decimal text with the currency record. */
  readonly sum: string | null;
  readonly currency: RecordId | null;
  readonly why: string;
  readonly hold: Hold;
  readonly deactivates: boolean;
  readonly basis: string;
}

export interface Total {
  readonly count: number;
  /** Currency record (or "" where unknown) -> decimal text. */
  readonly sums: Readonly<Record<string, string>>;
}
export type Totals = Readonly<Record<HostId, Readonly<Partial<Record<Entity, Readonly<Partial<Record<Does | 'hold', Total>>>>>>>>;

export interface Plan {
  readonly id: PlanId;
  readonly madeAt: string;
  readonly steps: readonly Step[];
  readonly totals: Totals;
}

/** What a step rests on: if any of it moved, the step is planned anew instead of done (A13). */
export function basisOf(link: Link, record: SharedRecord | null, mapping: Mapping): string {
  const state = [record?.rev ?? null, link.version, link.hostId, link.baseOurs, link.baseTheirs, link.sent, mapping.hash];
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 16);
}

export interface LinkOfRecord {
  readonly link: Link;
  readonly attached: Attached;
  readonly mapping: Mapping;
  readonly pictures: Pictures;
  at(ours: Fields, theirs: Fields): At;
}

export interface Cascade {
  readonly ours: Fields;
  readonly decisions: ReadonlyMap<LinkId, Decision>;
  /** Pulls by link, over all rounds. */
  readonly pulled: ReadonlyMap<LinkId, readonly { unit: Unit; before: Fields; after: Fields }[]>;
}

/** Pulls of one host become pushes of another, in memory, until nothing changes. */
export function cascade(record: SharedRecord, links: readonly LinkOfRecord[], rounds: number): Cascade {
  let ours = record.fields;
  const base = new Map(links.map((l) => [l.link.id, l.pictures.base]));
  const decisions = new Map<LinkId, Decision>();
  const pulled = new Map<LinkId, { unit: Unit; before: Fields; after: Fields }[]>();
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (const l of links) {
      const d = reconcile(
        { ...l.pictures, ours, base: base.get(l.link.id) ?? l.pictures.base },
        l.mapping,
        l.at(ours, l.pictures.theirs),
      );
      decisions.set(l.link.id, d);
      base.set(l.link.id, d.base);
      if (d.pull.length === 0) continue;
      moved = true;
      ours = d.ours;
      pulled.set(l.link.id, [...(pulled.get(l.link.id) ?? []), ...d.pull]);
    }
    if (!moved) break;
  }
  return { ours, decisions, pulled };
}

export function fieldChanges(mapping: Mapping, before: Fields, after: Fields, units: readonly Unit[]): FieldChange[] {
  const names = mapping.units.filter((u) => units.includes(u.unit)).flatMap((u) => u.fields);
  return names
    .filter((f) => JSON.stringify(before[f] ?? null) !== JSON.stringify(after[f] ?? null))
    .map((field) => ({
      field,
      label: { ru: mapping.hostLabel(field, 'ru'), en: mapping.hostLabel(field, 'en') },
      before: before[field] ?? null,
      after: after[field] ?? null,
    }));
}

export function titleOf(entity: Entity, fields: Fields): string {
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  if (entity === 'invoice') return [text('number') || '—', text('date').slice(0, 10)].join(' ');
  return text('name') || text('number') || text('code');
}

/** Steps of one record on every host it concerns. */
export function stepsOf(
  record: SharedRecord,
  links: readonly LinkOfRecord[],
  rounds: number,
  hold: (l: LinkOfRecord) => Hold,
): Step[] {
  const { ours, decisions, pulled } = cascade(record, links, rounds);
  return links.flatMap((l) => {
    const d = decisions.get(l.link.id);
    if (!d) return [];
    const common = {
      host: l.link.host,
      entity: record.entity,
      link: l.link.id,
      record: record.id,
      hostId: l.link.hostId,
      title: titleOf(record.entity, ours),
      ...money(record.entity, ours),
      basis: basisOf(l.link, record, l.mapping),
      deactivates: false,
    };
    const steps: Step[] = [];
    const pulls = pulled.get(l.link.id) ?? [];
    if (pulls.length > 0)
      steps.push({
        ...common,
        does: 'pull',
        changes: pullChanges(l.mapping, pulls),
        why: 'changed-there',
        hold: null,
        deactivates: deactivates(pulls),
      });
    if (d.push.length > 0)
      steps.push({
        ...common,
        does: 'change',
        changes: fieldChanges(l.mapping, l.pictures.theirs, l.mapping.view(ours), d.push),
        why: 'changed-here',
        hold: hold(l),
        deactivates: ours['active'] === false && l.pictures.theirs['active'] === true,
      });
    for (const unit of d.act)
      steps.push({
        ...common,
        does: 'act',
        changes: fieldChanges(l.mapping, l.pictures.theirs, ours, [unit]),
        why: 'wanted-here',
        hold: hold(l),
      });
    for (const [unit, three] of Object.entries(d.ask))
      steps.push({
        ...common,
        does: 'ask',
        changes: fieldChanges(l.mapping, three.theirs, three.ours, [unit]),
        why: three.kind,
        hold: null,
      });
    return steps;
  });
}

const pullChanges = (mapping: Mapping, pulls: readonly { unit: Unit; before: Fields; after: Fields }[]): FieldChange[] =>
  pulls.flatMap((p) => fieldChanges(mapping, p.before, p.after, [p.unit]));

const deactivates = (pulls: readonly { before: Fields; after: Fields }[]): boolean =>
  pulls.some(
    (p) =>
      (p.after['active'] === false && p.before['active'] === true) ||
      (p.after['deletionMark'] === true && p.before['deletionMark'] !== true),
  );

export function money(entity: Entity, fields: Fields): { sum: string | null; currency: RecordId | null } {
  if (entity !== 'invoice') return { sum: null, currency: null };
  const { total, currency } = fields;
  return { sum: typeof total === 'string' ? total : null, currency: typeof currency === 'string' ? currency : null };
}

export const createdFields = (mapping: Mapping, fields: Fields): FieldChange[] =>
  fieldChanges(mapping, {}, mapping.view(fields), mapping.units.map((u) => u.unit)).filter((c) => c.after !== null); // prettier-ignore

export { pick, unitFields };
