import type { Handlers, Writing } from '../handlers/behaviour.ts';
import type { EntitySet } from '../schema/entity-sets.ts';
import { checkPeriod } from './closed-period.ts';
import { localText, yearOf } from './clock.ts';
import { instanceNotFound, OnecError, refusal } from './errors.ts';
import { registerChange } from './exchange.ts';
import { numberName } from './numbering.ts';
import { dateOf, flagOf, refOf, textOf, type Row } from './rows.ts';
import type { World } from './world.ts';

export interface WriteOptions {
  user: string;
  load?: boolean;
  /** Conduct the document (`post`), take its movements back (`unpost`), or leave its posting alone. */
  posting?: 'post' | 'unpost';
}

/** Creates an object from stored values and returns its reference (1c.md 2.8). */
export function createObject(world: World, set: EntitySet, values: Row, options: WriteOptions, wantedKey?: string): string {
  const key = wantedKey ?? world.base.ids.guid();
  if (world.base.stored(set.name, key)) {
    throw new OnecError(400, 15, 'Сущность с таким ключом уже существует', 'Entity with such key already exists');
  }
  writeObject(world, set, key, { ...initialValues(world, set), ...values, Ref_Key: key }, options);
  return key;
}

/** Changes an object, or creates it under `key`, running the configuration's handlers; a refusal leaves nothing behind. */
export function writeObject(world: World, set: EntitySet, key: string, values: Row, options: WriteOptions): void {
  const before = world.base.get(set.name, key);
  const writing: Writing = {
    world,
    set,
    key,
    before,
    row: { ...before, ...values },
    load: options.load === true,
    user: options.user,
  };
  const handlers = world.behaviour.handlersOf(set.name);
  world.base.transaction(() => {
    assignNumber(writing, values);
    if (!writing.load) checkPeriod(writing);
    handlers.beforeWrite?.(writing);
    checkUnique(writing);
    conduct(writing, handlers, postingOf(writing, options));
    handlers.onWrite?.(writing);
    registerChange(world, set.name, key);
  });
}

/** Removes an object for good, with its movements; references to it stay and dangle (1c.md 2.8). */
export function removeObject(world: World, set: EntitySet, key: string, options: WriteOptions): void {
  const before = world.base.get(set.name, key);
  if (!before) throw instanceNotFound(set.name);
  if (flagOf(before, 'Predefined')) throw refusal('Удаление предопределенных элементов запрещено!');
  world.base.transaction(() => {
    if (options.load !== true) checkPeriod({ world, set, key, before, row: before, load: false, user: options.user });
    removeMovements(world, set.name, key);
    world.base.put(set.name, key, null);
    world.behaviour.handlersOf(set.name).afterMovements?.(world, before, key);
    registerChange(world, set.name, key);
  });
}

function initialValues(world: World, set: EntitySet): Row {
  return set.definition.kind === 'Document' ? { Date: localText(world.base.now()) } : {};
}

/** Fills an empty number or code, and gives a new one when the year or the organisation changes (1c.md 4.5). */
function assignNumber({ world, set, before, row }: Writing, values: Row): void {
  const name = numberName(set.definition);
  if (!name || (name === 'Code' && !set.definition.autoCode)) return;
  const moved =
    name === 'Number' &&
    before !== undefined &&
    (values[name] === undefined || values[name] === before[name]) &&
    hasMoved(before, row);
  if (textOf(row, name).trim() === '' || moved) row[name] = world.numbering.next(set.definition, row);
}

function hasMoved(before: Row, row: Row): boolean {
  return (
    yearOf(dateOf(before, 'Date')) !== yearOf(dateOf(row, 'Date')) || refOf(before, 'Организация') !== refOf(row, 'Организация')
  );
}

function checkUnique({ world, set, key, row }: Writing): void {
  const name = numberName(set.definition);
  const isDocument = set.definition.kind === 'Document';
  if (!name || !(isDocument ? world.quirks.duplicateNumber === 'refused' : set.definition.unique)) return;
  if (world.numbering.isTaken(set.definition, row, key))
    throw refusal(`Значение поля "${isDocument ? 'Номер' : 'Код'}" не уникально`);
}

/** Marking a posted document takes its posting back (1c.md 2.8.8). */
function postingOf({ world, before, row }: Writing, options: WriteOptions): WriteOptions['posting'] {
  const marks = flagOf(row, 'DeletionMark') && !flagOf(before, 'DeletionMark');
  if (!marks || !flagOf(before, 'Posted')) return options.posting;
  if (world.quirks.markPosted === 'refused') throw refusal('Проведенный документ не может быть помечен на удаление!');
  return 'unpost';
}

function conduct(writing: Writing, handlers: Handlers, posting: WriteOptions['posting']): void {
  const { world, set, key, row } = writing;
  if (posting === 'post') {
    if (flagOf(row, 'DeletionMark')) throw refusal('Помеченный на удаление документ не может быть проведен!');
    const refused = world.quirks.postingRefusal[key];
    if (refused !== undefined) throw refusal(refused);
  }
  if (posting) row['Posted'] = posting === 'post';
  world.base.put(set.name, key, row);
  if (!posting) return;
  removeMovements(world, set.name, key);
  if (posting === 'post') storeMovements(writing, handlers);
  handlers.afterMovements?.(world, row, key);
}

export const recorderKey = (set: string, key: string): string => `${set}|${key}`;

function removeMovements(world: World, set: string, key: string): void {
  for (const definition of world.schema.definitions()) {
    if (definition.subordinate && world.base.stored(definition.name, recorderKey(set, key))) {
      world.base.put(definition.name, recorderKey(set, key), null);
    }
  }
}

function storeMovements({ world, set, key, row }: Writing, handlers: Handlers): void {
  const movements = handlers.posting?.(world, row, key) ?? {};
  for (const [register, records] of Object.entries(movements)) {
    if (records.length > 0) storeRecords(world, register, set.name, key, dateOf(row, 'Date'), records);
  }
}

/** One record set of a register written by a document. */
export function storeRecords(
  world: World,
  register: string,
  set: string,
  key: string,
  period: string,
  records: readonly Row[],
): void {
  const recorder = { Recorder: key, Recorder_Type: `StandardODATA.${set}` };
  const numbered = records.map((record, i) => ({ Period: period, Active: true, ...record, ...recorder, LineNumber: i + 1 }));
  world.base.put(register, recorderKey(set, key), { ...recorder, RecordSet: numbered });
}
