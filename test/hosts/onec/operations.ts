import { setFault } from '../kit/set-fault.ts';
import type { Operations } from '../kit/control.ts';
import type { Faults } from '../kit/faults.ts';
import { coerceBody } from './base/coerce.ts';
import { registerAll } from './base/exchange.ts';
import { updateConfiguration } from './base/migrate.ts';
import { closePeriod } from './base/prohibition.ts';
import { keyOfRecord, removeRecord, writeRecord } from './base/registers.ts';
import { textOf } from './base/rows.ts';
import type { World } from './base/world.ts';
import { createObject, removeObject, writeObject, type WriteOptions } from './base/write.ts';
import { dumpBase, restoreBase } from './data/backup.ts';
import type { FakeOnec, Row } from './fake.ts';
import { entriesOf } from './odata/entries.ts';
import type { Entry } from './odata/entry.ts';
import { jsonObject } from './odata/json.ts';
import { project } from './odata/project.ts';
import { setQuirks, type Quirks } from './quirks.ts';
import type { EntitySet } from './schema/entity-sets.ts';
import type { HookedService } from './server/service.ts';

/** Everything a fake offers beside its address, for code in this process and for the control endpoint. */
export interface Operated {
  local: Omit<FakeOnec, 'url' | 'ws' | 'control' | 'user' | 'password' | 'close'>;
  remote: Operations;
}

/** "An accountant does this now": through the configuration's own handlers, as a person would (contract of the fake). */
export function operationsOf(world: World, service: HookedService): Operated {
  const local: Operated['local'] = {
    ...objectOperations(world),
    ...registerOperations(world),
    ...serviceOperations(world, service),
  };
  service.hooks.beforeWrite.push((request) => local.beforeWrite?.(request));
  return { local, remote: remoteOperations(local) };
}

export function setOf(world: World, name: string): EntitySet {
  const set = world.schema.find(name);
  if (!set) throw new Error(`no set ${name} in this profile`);
  return set;
}

/** A row as the wire shows it without metadata. */
function shown(world: World, set: EntitySet, entry: Entry): Row {
  const unlimited: World = { ...world, quirks: { ...world.quirks, composition: null, rls: [] } };
  return JSON.parse(jsonObject(unlimited, project(unlimited, set, undefined, undefined), entry, 'none')) as Row;
}

type Objects = Pick<FakeOnec, 'create' | 'edit' | 'remove' | 'post' | 'unpost' | 'get' | 'list' | 'poison'>;

function objectOperations(world: World): Objects {
  const asAccountant = (more: Partial<WriteOptions> = {}): WriteOptions => ({ user: world.users.accountant, ...more });
  const show = (set: EntitySet, key: string): Row | undefined => {
    const stored = world.base.stored(set.name, key);
    return stored && shown(world, set, { row: stored.row, stored });
  };
  const change = (name: string, key: string, changes: Row, more?: Partial<WriteOptions>): Row => {
    const set = setOf(world, name);
    const before = world.base.get(name, key);
    if (!before) throw new Error(`no ${name} ${key}`);
    const values = coerceBody(set, numbered(set, changes), world.schema.enums, before);
    delete values['Posted']; // posting is an action of its own
    writeObject(world, set, key, values, asAccountant(more));
    return show(set, key) ?? {};
  };
  return {
    create: (name, body) => createAs(world, name, body, asAccountant(), show),
    edit: (name, key, changes) => change(name, key, changes),
    remove: (name, key) => removeObject(world, setOf(world, name), key, asAccountant()),
    post: (name, key) => change(name, key, {}, { posting: 'post' }),
    unpost: (name, key) => change(name, key, {}, { posting: 'unpost' }),
    get: (name, key) => show(setOf(world, name), key),
    list: (name) => entriesOf(world, setOf(world, name)).map((entry) => shown(world, setOf(world, name), entry)),
    poison: (name, key) =>
      void change(name, key, {
        Комментарий: 'текст\u0002',
        Description: `${textOf(world.base.get(name, key), 'Description')}\u0002`,
      }),
  };
}

/** A form numbers the rows of a tabular part itself. */
function numbered(set: EntitySet, body: Row): Row {
  const parts = set.parts.map((part) => part.name).filter((name) => Array.isArray(body[name]));
  const lines = (name: string): Row[] => (body[name] as Row[]).map((row, i) => ({ ...row, LineNumber: i + 1 }));
  return { ...body, ...Object.fromEntries(parts.map((name) => [name, lines(name)])) };
}

/** `Posted: true` in the body of a person's new document means "Провести и закрыть". A `Ref_Key` is taken over. */
function createAs(
  world: World,
  name: string,
  body: Row,
  options: WriteOptions,
  show: (set: EntitySet, key: string) => Row | undefined,
): Row {
  const set = setOf(world, name);
  const { Posted, Ref_Key, ...values } = coerceBody(set, numbered(set, body), world.schema.enums);
  const posting = Posted === true ? { posting: 'post' as const } : {};
  const key = createObject(world, set, values, { ...options, ...posting }, typeof Ref_Key === 'string' ? Ref_Key : undefined);
  return show(set, key) ?? {};
}

type Registers = Pick<
  FakeOnec,
  'setRegister' | 'removeRegister' | 'setConstant' | 'closePeriod' | 'registerAll' | 'changeSchema'
>;

function registerOperations(world: World): Registers {
  return {
    setRegister: (name, row) =>
      void writeRecord(world, setOf(world, name), coerceBody(setOf(world, name), row, world.schema.enums), true),
    removeRegister: (name, key) => {
      const set = setOf(world, name);
      removeRecord(world, set, keyOfRecord(set, coerceBody(set, key, world.schema.enums)));
    },
    setConstant: (name, value) => {
      const set = setOf(world, name);
      const row = coerceBody(set, { Value: value, Value_Key: value }, world.schema.enums);
      world.base.transaction(() => world.base.put(name, '0', { ...row, SurrogateKey: 0 }));
    },
    closePeriod: (until) => closePeriod(world, until),
    registerAll: () => registerAll(world),
    changeSchema: (change) => updateConfiguration(world, change),
  };
}

type Services = Omit<Operated['local'], keyof Objects | keyof Registers>;

function serviceOperations(world: World, service: HookedService): Services {
  return {
    quirks: world.quirks,
    faults: service.faults,
    log: service.log,
    beforeWrite: undefined,
    betweenReadAndWrite: (set, key, changes) => armEdit(service, set, key, () => objectOperations(world).edit(set, key, changes)),
    reply: (reply) => void service.replies.push(reply),
    forbid: (values) => void service.forbidden.push(...values),
    snapshot: () => dumpBase(world),
    restore: (backup) => restoreBase(world, backup),
    forget: () => {
      service.log.length = 0;
      service.replies.length = 0;
      service.sessions.clear();
      service.hooks.beforeWrite.length = 1; // the caller's own hook stays
      service.hooks.afterAnswer.length = 0;
      for (const name of Object.keys(service.faults)) setFault(service.faults, name, undefined);
    },
  };
}

/** The foreign edit waits for a read of the set, then for a write of the object, and lands in between. */
function armEdit(service: HookedService, set: string, key: string, edit: () => void): void {
  const armed = { read: false, done: false };
  service.hooks.afterAnswer.push((request) => {
    if (request.method === 'GET' && request.path.includes(set)) armed.read = true;
  });
  service.hooks.beforeWrite.push((request) => {
    if (armed.done || !armed.read || !request.path.includes(`${set}(guid'${key}')`)) return;
    armed.done = true;
    edit();
  });
}

function remoteOperations(local: Operated['local']): Operations {
  const { create, edit, remove, post, unpost, get, list, setRegister, removeRegister, setConstant, closePeriod } = local;
  const { poison, changeSchema, registerAll: register, betweenReadAndWrite, reply, forbid, snapshot, restore, forget } = local;
  return {
    ...{ create, edit, remove, post, unpost, get, list, setRegister, removeRegister, setConstant, closePeriod },
    ...{ poison, changeSchema, registerAll: register, betweenReadAndWrite, reply, forbid, snapshot, restore, forget },
    quirks: (changes?: Partial<Quirks>): Quirks => {
      if (changes) setQuirks(local.quirks, changes);
      return local.quirks;
    },
    faults: (changes?: Faults): Faults => {
      for (const [name, rule] of Object.entries(changes ?? {})) setFault(local.faults, name, rule);
      return local.faults;
    },
    log: () => local.log,
  };
}
