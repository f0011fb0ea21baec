/**
 * The service document and $metadata, made by odata-v4-server from our table of sets, once for each choice of sets. Nothing a reader sends
 * reaches the library (docs/decisions/odata-feed.md).
 */
import 'reflect-metadata';
import { Edm, odata, ODataController, ODataServer } from 'odata-v4-server';
import type { FeedSet, FeedType, Property } from '../../store/feed.ts';

/** The library's decorators are called as what they are: functions. */
const decorator =
  (of: unknown) =>
  (...params: readonly unknown[]): unknown => {
    if (typeof of !== 'function') throw new Error('odata-v4-server has changed');
    return Reflect.apply(of, undefined, params) as unknown;
  };

/** Only types Dataverse maps (shared/hosts/dynamics.md 5.1): a day is its midnight, a choice its word. */
const TYPES: Readonly<Record<FeedType, ReturnType<typeof decorator>>> = {
  guid: decorator(Edm.Guid), text: decorator(Edm.String), flag: decorator(Edm.Boolean), whole: decorator(Edm.Int32), decimal: decorator(Edm.Decimal),
  date: decorator(Edm.DateTimeOffset), dateTime: decorator(Edm.DateTimeOffset), instant: decorator(Edm.DateTimeOffset),
}; // prettier-ignore
const [key, nullable, required] = [Edm.Key, Edm.Nullable, Edm.Required].map(decorator);
/** Digits of the integers behind: 64 bits hold 18 of any. */
const PRECISION = 18;

const made = (by: unknown, ...params: unknown[]): unknown => decorator(by)(...params);

class Type {
  /** Told by the library's decorators. */
  declare readonly described: true;
}
type TypeClass = typeof Type;
/** The library goes by the names of classes. */
function named<T extends object>(type: T, name: string): T {
  return Object.defineProperty(type, 'name', { value: name });
}

function entityOf(set: FeedSet): TypeClass {
  const type = named(class extends Type {}, set.entity);
  for (const property of set.properties) addProperty(type, property, property.name === set.key);
  return type;
}

function addProperty({ prototype }: TypeClass, { name, type, scale, isNullable }: Property, isKey: boolean): void {
  TYPES[type](prototype, name);
  (isKey ? key : isNullable ? nullable : required)?.(prototype, name);
  if (type !== 'decimal') return;
  made(Edm.Precision(PRECISION), prototype, name);
  made(Edm.Scale(scale), prototype, name);
}

function addNavigations(set: FeedSet, types: ReadonlyMap<string, TypeClass>): void {
  for (const { name, set: target, isMany } of navigationsOf(set, types)) {
    const related = Edm.EntityType(types.get(target) ?? Type);
    made(isMany ? Edm.Collection(related as never) : related, types.get(set.name)?.prototype, name);
  }
}

/** Those that lead to sets the reader sees. */
const navigationsOf = (set: FeedSet, seen: { has(name: string): boolean }) => set.navigations.filter((n) => seen.has(n.set));

export interface Documents {
  readonly metadata: string;
  /** `value` of the service document. */
  readonly sets: readonly { readonly name: string }[];
}

export function documentsOf(sets: readonly FeedSet[]): Documents {
  const types = new Map(sets.map((set) => [set.name, entityOf(set)]));
  for (const set of sets) addNavigations(set, types);
  const Service = class Service extends ODataServer {};
  Service.namespace = 'Sidebook';
  for (const set of sets) addSet(Service, set, types.get(set.name) ?? Type);
  const { value } = JSON.parse(JSON.stringify(Service.document().document())) as { value: Documents['sets'] };
  return { metadata: bound(String(Service.$metadata().document()), sets), sets: value };
}

function addSet(service: typeof ODataServer, { name }: FeedSet, type: TypeClass): void {
  const controller = named(class extends ODataController {}, name);
  made(odata.type(type), controller);
  made(odata.controller(controller, name), service);
}

/** What the library leaves out: which set a navigation leads to. */
function bound(metadata: string, sets: readonly FeedSet[]): string {
  const names = new Set(sets.map((s) => s.name));
  const bindings = (set: FeedSet): string =>
    navigationsOf(set, names).map((n) => `<NavigationPropertyBinding Path="${n.name}" Target="${n.set}"/>`).join(''); // prettier-ignore
  return sets.reduce((xml, set) => {
    const open = `<EntitySet Name="${set.name}" EntityType="Sidebook.${set.entity}"`;
    return xml.replace(`${open}/>`, bindings(set) === '' ? `${open}/>` : `${open}>${bindings(set)}</EntitySet>`);
  }, metadata);
}
