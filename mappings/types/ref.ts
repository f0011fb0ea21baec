/**
 * ref: a reference to another object. Ids never cross: links translate them both ways (sync-design A1).
 * 1C spells it X_Key for one type, X + X_Type for several (hosts/1c.md 2.4).
 */
import type { Entity, Scalar } from '../../connector/model.ts';
import {
  CannotWrite,
  property,
  scalarCodec,
  outside,
  UnclearProperty,
  unresolved,
  type Codec,
  type Reading,
  type Refs,
  type Writing,
} from '../codec.ts';
import type { HostObject } from '../payload.ts';

export interface RefSpec {
  field: string;
  entity: Entity;
  host: string;
  /** The type name that goes with a composite reference: "StandardODATA.Catalog_Номенклатура". */
  typeValue?: string | undefined;
  /** The object's own id property: a reference to itself is "none" (1C's head office). */
  selfId?: string | undefined;
  optional?: boolean | undefined;
  /** A target that is not linked is kept as it is and holds nothing up: payments of invoices outside the scope. */
  loose?: boolean | undefined;
  /** The reference leads to a part of the object: the set the part lives in. */
  through?: string | undefined;
  /** Written as "name@odata.bind": "/set(id)" (hosts/dynamics.md 1.5). */
  bind?: Bind | undefined;
  /** Written with it: what the small table says of its target. */
  brings?: (Bind & { table: string }) | undefined;
  /** Flag that is true where there is no reference. */
  without?: string | undefined;
}

interface Bind {
  as: string;
  set: string;
}

export const ZERO_GUID = '00000000-0000-0000-0000-000000000000';
export const isEmptyRef = (raw: unknown): boolean => raw === null || raw === '' || raw === ZERO_GUID;

/** The value of a reference property: a record id, null, or "?entity:id" while its link is unknown. */
export function readRef(object: HostObject, spec: RefSpec, to: Reading): Scalar | undefined {
  const raw = property(object, spec.host);
  if (isEmptyRef(raw)) return null;
  if (typeof raw !== 'string') throw new UnclearProperty(spec.host);
  if (spec.selfId !== undefined && object[spec.selfId] === raw) return null;
  if (spec.typeValue !== undefined) {
    const type = property(object, `${spec.host}_Type`);
    if (type === 'StandardODATA.Undefined') return null;
    if (type !== spec.typeValue) {
      to.unmapped(spec.field, String(type));
      return undefined;
    }
  }
  const found = spec.through === undefined ? to.refs.toRecord(spec.entity, raw) : to.refs.byPart(spec.entity, spec.through, raw);
  return found ?? (spec.loose ? outside(spec.entity, raw) : unresolved(spec.entity, raw));
}

export function hostRef(value: Scalar, spec: RefSpec, refs: Refs): string {
  if (typeof value !== 'string') return ZERO_GUID;
  const hostId = refs.toHost(spec.entity, value);
  if (hostId === null) throw new CannotWrite('reference-waiting', spec.field, { entity: spec.entity, record: value });
  return hostId;
}

export function writeRef(value: Scalar, spec: RefSpec, refs: Refs): Record<string, unknown> {
  if (spec.typeValue === undefined) return { [spec.host]: hostRef(value, spec, refs) };
  const empty = typeof value !== 'string';
  return {
    [spec.host]: empty ? '' : hostRef(value, spec, refs),
    [`${spec.host}_Type`]: empty ? 'StandardODATA.Undefined' : spec.typeValue,
  };
}

const bound = ({ as, set }: Bind, id: string | null): Record<string, unknown> => ({
  [`${as}@odata.bind`]: id === null ? null : `/${set}(${id})`,
});

/** The reference by its name on writing, and what the host wants with it. */
function writeBind(value: Scalar, spec: RefSpec & { bind: Bind }, from: Writing): Record<string, unknown> {
  const id = typeof value === 'string' ? hostRef(value, spec, from.refs) : null;
  const more = spec.brings ? (from.lookups[spec.brings.table]?.get(id ?? '') ?? null) : null;
  return {
    ...bound(spec.bind, id),
    ...(spec.brings ? bound(spec.brings, more) : {}),
    ...(spec.without === undefined ? {} : { [spec.without]: id === null }),
  };
}

/** What cannot be read says so when it is read. */
function refer(object: HostObject, spec: RefSpec, refs: Refs): void {
  const raw = object[spec.host];
  if (typeof raw !== 'string' || isEmptyRef(raw) || raw === object[spec.selfId ?? '']) return;
  if (spec.typeValue !== undefined && object[`${spec.host}_Type`] !== spec.typeValue) return;
  if (spec.through === undefined) refs.toRecord(spec.entity, raw);
  else refs.byPart(spec.entity, spec.through, raw);
}

export function refCodec(spec: RefSpec): Codec {
  const { bind, host } = spec;
  const need = spec.optional ? { optional: true } : {};
  const codec = scalarCodec({
    field: spec.field,
    needs: [
      { property: spec.host, ...need },
      ...(spec.typeValue === undefined ? [] : [{ property: `${spec.host}_Type`, ...need }]),
    ],
    read: (object, to) => readRef(object, spec, to),
    write: (value, from) => (bind ? writeBind(value, { ...spec, bind }, from) : writeRef(value, spec, from.refs)),
    ...(bind
      ? {
          where: (value: Scalar, from: Writing) => ({
            [host]: typeof value === 'string' ? hostRef(value, spec, from.refs) : null,
          }),
        }
      : {}),
  });
  return { ...codec, refer: (object, refs) => refer(object, spec, refs) };
}
