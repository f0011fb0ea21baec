/** sidebook mappings: does the pack fit this base, and what does one real record look like both ways (M2, M3). */
import { createReadStream } from 'node:fs';
import { openHost } from '../open-host.ts';
import { packOf, PACKS, setsOf, soapOf } from '../pack-of.ts';
import { SchemaIndex } from '../hosts/schema.ts';
import { entityProperties } from '../hosts/entity-metadata.ts';
import { metaProperties } from '../hosts/metadata.ts';
import { isGone, type MetaProperty } from '../hosts/host.ts';
import { savedWsdl } from '../hosts/onec-soap/metadata.ts';
import type { Entity } from '../model.ts';
import { readPack, type RawMapping } from '../packs.ts';
import { compileMapping, type MappingFinding } from '../../mappings/compile.ts';
import { CannotWrite } from '../../mappings/mapping.ts';
import { label } from '../fields.ts';
import { SidebookError } from '../errors.ts';
import { LinkRefs, withRefs } from '../sync/refs.ts';
import { fieldValue } from '../words/format.ts';
import { counted, type Noun } from '../words/plural.ts';
import { table } from './table.ts';
import { catalogue, grouped, hostNamed, readConfig, t, withSidebook, type Io } from './io.ts';
import { Names } from '../words/names.ts';

export async function check(
  io: Io,
  host: string | undefined,
  options: { metadata?: string; profile?: keyof typeof PACKS },
): Promise<void> {
  if (options.metadata !== undefined) {
    const pack = options.profile === undefined ? configuredPack(io, host) : readPack(PACKS[options.profile]);
    return report(io, options.metadata, pack, await savedSchema(options.metadata, pack));
  }
  const config = readConfig(io);
  for (const id of hostNamed(io, config, host)) {
    const live = openHost(config, id, io.world);
    try {
      const pack = configuredPack(io, id);
      report(io, id, pack, await SchemaIndex.read(live.metadata(), setsOf(pack)));
    } finally {
      await live.close();
    }
  }
}

/** A saved WSDL is read with what it imports, which lies beside it. */
function savedProperties(file: string, pack: readonly RawMapping[]): AsyncIterable<MetaProperty> {
  if (pack[0]?.['host'] === 'onec-soap') return savedWsdl(file, soapOf(pack));
  return (pack[0]?.['host'] === 'onec' ? metaProperties : entityProperties)(createReadStream(file));
}

/** A file that is none, or something else than $metadata, is said so. */
async function savedSchema(file: string, pack: readonly RawMapping[]): Promise<SchemaIndex> {
  try {
    const schema = await SchemaIndex.read(savedProperties(file, pack), setsOf(pack));
    if (schema.sets.size > 0) return schema;
  } catch (error) {
    throw new SidebookError('metadata-unreadable', { file }, error);
  }
  throw new SidebookError('metadata-unreadable', { file });
}

function configuredPack(io: Io, host: string | undefined): RawMapping[] {
  const config = readConfig(io);
  const [id = ''] = hostNamed(io, config, host);
  const settings = config.hosts[id];
  return settings ? packOf(settings) : [];
}

const KINDS: Noun = { en: ['kind', 'kinds'], ru: ['вид', 'вида', 'видов'] };
const MISSING: Noun = {
  en: ['thing is missing', 'things are missing'],
  ru: ['объект или реквизит', 'объекта или реквизита', 'объектов или реквизитов'],
};

function report(io: Io, where: string, pack: readonly RawMapping[], schema: SchemaIndex): void {
  const findings = pack.flatMap((file) => compileMapping(file, schema).findings);
  const errors = findings.filter((f) => f.level === 'error');
  const unproven = new Set(pack.flatMap((file) => (file['unproven'] ?? []) as string[]));
  if (unproven.size > 0)
    io.out(`  · ${catalogue(io, 'unproven', { names: [...unproven].join(', ') }).replaceAll('\n', '\n  ')}\n`);
  for (const { level, text } of findingTexts(io, findings))
    io.out(`  ${level === 'error' ? '!' : '·'} ${text.replaceAll('\n', '\n    ')}\n`);
  io.out(
    `${errors.length === 0 ? t(io, `${where}: the pack fits, ${counted(io, pack.length, KINDS)}.`, `${where}: набор подходит, видов: ${String(pack.length)}.`) : t(io, `${where}: ${counted(io, errors.length, MISSING)}; these kinds would not be synchronised.`, `${where}: не хватает: ${counted(io, errors.length, MISSING)}; эти виды не синхронизировались бы.`)}\n`,
  );
  if (errors.length > 0) io.fail(1);
}

/** What was found, under each other where one cure does for all of it. */
export function findingTexts(io: Io, findings: readonly MappingFinding[]): { level: MappingFinding['level']; text: string }[] {
  return (['error', 'info'] as const).flatMap((level) => {
    const told = findings
      .filter((f) => f.level === level)
      .map((f) => ({ before: placeOf(f), code: f.code, detail: detailOf(f) }));
    return grouped(io, told).map((text) => ({ level, text }));
  });
}

const placeOf = (f: MappingFinding): string => `${[f.entity, f.field].filter(Boolean).join('.')}: `;

/** A column of a table stands in the table: of a property that is missing, `detail` names its table. */
function detailOf(f: MappingFinding): Readonly<Record<string, string>> {
  const isProperty = f.code === 'property-missing' || f.code === 'property-left-out';
  const there = [f.set, isProperty ? f.detail : '', f.property].filter(Boolean).join('.');
  return { there, detail: isProperty ? '' : f.detail, field: f.field ?? '' };
}

/** One real record both ways: what we take over, and what we would send back. */
export async function preview(io: Io, entity: string, id: string | undefined, options: { host?: string }): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const [host = ''] = hostNamed(io, sidebook.config, options.host);
    const attached = await sidebook.attach(host);
    const mapping = attached.mappings.get(entity as Entity);
    if (!mapping) throw new SidebookError('argument-choice', { argument: 'entity', came: entity, known: [...attached.mappings.keys()].join(', ') }); // prettier-ignore
    const hostId = id ?? (await sidebook.store.queries.hostIdsOf(host, mapping.entity, 0, 1))[0]?.hostId;
    const seen = hostId === undefined ? null : await attached.host.read(mapping.entity, hostId);
    if (!seen || isGone(seen)) throw new SidebookError('object-gone', { host });
    const refs = new LinkRefs(sidebook.store, host);
    const shown = await withRefs(refs, () => mapping.fromHost(seen.object ?? {}, refs));
    const names = new Names(sidebook, io.lang);
    await names.learn(
      Object.values(shown.fields).map((v) => (typeof v === 'string' ? v : null)),
      host,
    );
    const rows = Object.entries(shown.fields).map(([f, v]) => [
      mapping.hostLabel(f, io.lang),
      mapping.hostName(f),
      '→',
      label(mapping.entity, f, io.lang),
      fieldValue(io.lang, mapping.entity, f, v, names.of),
    ]);
    io.out(`${table(rows, { indent: '  ' })}\n`);
    for (const u of shown.unmapped) io.out(`  ! ${u.field}: ${u.value}\n`);
    const units = mapping.units.filter((u) => u.direction !== 'from-host' && u.action === null).map((u) => u.unit);
    const back = await withRefs(refs, () => tryBack(() => mapping.toHost(shown.fields, units, refs, seen.object ?? null).body));
    io.out(
      `\n${t(io, 'Sent back unchanged it would write:', 'Отправка без изменений записала бы:')} ${Object.keys(back).length === 0 ? t(io, 'nothing', 'ничего') : JSON.stringify(back)}\n`,
    );
  });
}

function tryBack(make: () => Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    return make();
  } catch (error) {
    if (error instanceof CannotWrite) return { [error.field]: error.code };
    throw error;
  }
}
