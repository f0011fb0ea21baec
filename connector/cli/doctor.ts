/** sidebook doctor: looks at everything, writes nothing anywhere; every finding with its cure (P1). */
import { existsSync } from 'node:fs';
import { openHost } from '../open-host.ts';
import { packOf, setsOf } from '../pack-of.ts';
import { HostError, type LiveHost } from '../hosts/host.ts';
import { SchemaIndex } from '../hosts/schema.ts';
import { compileMapping, type MappingFinding } from '../../mappings/compile.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { Config } from '../config.ts';
import { ourPrices, typesOf } from '../our-prices.ts';
import { PRIVATE_URL, STORE_URL } from '../config/secrets.ts';
import { SidebookError, type Lang } from '../errors.ts';
import { storeError } from '../store-errors.ts';
import { parseAddress, parsePrivateAddress } from '../store/mssql/address.ts';
import { openServer } from '../store/mssql/driver.ts';
import { lookAt } from '../store/mssql/look.ts';
import type { TsqlServer } from '../store/mssql/tsql.ts';
import { openDatabase } from '../store/sqlite/driver.ts';
import { lookAtFile } from '../store/sqlite/migrate.ts';
import { isInUse } from '../store/sqlite/moved-to.ts';
import { PRIVATE_TABLES } from '../private/mssql/base.ts';
import { waysOf } from '../server/escalation/escalator.ts';
import { hasPrivate, openPrivateOf } from '../server/private.ts';
import { freshness } from './freshness.ts';
import { catalogue, configPath, hostNamed, readConfig, t, type Io } from './io.ts';
import { findingTexts } from './mappings.ts';

export async function doctor(io: Io, host: string | undefined): Promise<void> {
  const config = readConfig(io);
  ok(io, t(io, `Configuration: ${configPath(io)}`, `Настройки: ${configPath(io)}`));
  await store(io, config);
  if (await own(io, config)) await escalation(io, config);
  for (const id of hostNamed(io, config, host)) await checkHost(io, config, id);
}

const ok = (io: Io, text: string): void => io.out(`  ${io.isUnicode ? '✓' : '+'} ${text.replaceAll('\n', '\n  ')}\n`);
/** To be looked at; it works all the same. */
const wary = (io: Io, text: string): void => io.out(`  ${io.isUnicode ? '!' : '?'} ${text.replaceAll('\n', '\n  ')}\n`);
const bad = (io: Io, text: string): void => {
  io.out(`  ${io.isUnicode ? '✗' : '!'} ${text.replaceAll('\n', '\n  ')}\n`);
  io.fail(1);
};

const SIGNS = { ok, warning: wary, error: bad } as const;

async function store(io: Io, config: Config): Promise<void> {
  const url = config.secrets.get(STORE_URL);
  return url === undefined ? file(io, config) : server(io, openServer(parseAddress(url)));
}

/** Where what never leaves is, when that is a server; whether its login is the sync's. False: it cannot be asked. */
async function own(io: Io, config: Config): Promise<boolean> {
  const [url, shared] = [config.secrets.get(PRIVATE_URL), config.secrets.get(STORE_URL)];
  if (url === undefined) return true;
  const at = parsePrivateAddress(url);
  const isThere = await seen(io, openServer(at), { en: 'Private data and audit', ru: 'Закрытые данные и аудит' }, PRIVATE_TABLES);
  const isTwice = isInUse(config.private.file);
  if (isTwice) bad(io, catalogue(io, 'private-file-there', { file: config.private.file }));
  if (shared !== undefined && parseAddress(shared).user === at.user) bad(io, catalogue(io, 'private-login', { user: at.user }));
  return isThere && !isTwice;
} // prettier-ignore

/** Asked, not changed: what is missing is made at the first start. */
async function server(io: Io, at: TsqlServer): Promise<void> {
  await seen(io, at, { en: 'Store', ru: 'Хранилище' });
} // prettier-ignore

/** False: it was told what is wrong. */
async function seen(io: Io, at: TsqlServer, what: Readonly<Record<Lang, string>>, folder?: string): Promise<boolean> {
  try {
    const { version, schema } = await lookAt(at, folder);
    const made = schema === null ? t(io, 'not made yet', 'ещё не создано') : t(io, `schema ${String(schema)}`, `схема ${String(schema)}`);
    ok(io, `${what[io.lang]}: ${at.name}, ${at.schema} (${version}, ${made})`);
    return true;
  } catch (error) {
    const known = storeError(error, at.name);
    if (!(known instanceof SidebookError)) throw error;
    bad(io, catalogue(io, known.code, known.detail));
    return false;
  } finally {
    await at.close();
  }
} // prettier-ignore

function file(io: Io, config: Config): void {
  try {
    const memory = openDatabase(':memory:');
    ok(
      io,
      t(
        io,
        `Store: ${config.store.file} (${memory.driver}${existsSync(config.store.file) ? '' : ', not made yet'})`,
        `Хранилище: ${config.store.file} (${memory.driver}${existsSync(config.store.file) ? '' : ', ещё не создано'})`,
      ),
    );
    memory.close();
    if (existsSync(config.store.file)) lookAtFile(config.store.file);
  } catch (error) {
    const known = storeError(error, config.store.file);
    bad(io, known instanceof SidebookError ? catalogue(io, known.code, known.detail) : catalogue(io, 'sqlite-missing', { reasons: String(error) })); // prettier-ignore
  }
}

/** By which ways the lead is told, and what did not get out. */
async function escalation(io: Io, config: Config): Promise<void> {
  const ways = waysOf(config);
  const off = t(
    io,
    'nobody is told (section escalation of the configuration)',
    'никому не сообщается (раздел escalation в настройках)',
  );
  ok(io, t(io, `What waits too long: ${ways.join(', ') || off}`, `Что ждёт дольше срока: ${ways.join(', ') || off}`));
  if (ways.length === 0 || !hasPrivate(config)) return;
  const own = openPrivateOf(config, io.world);
  try {
    for (const { failure, ...one } of await own.escalations().stuck()) bad(io, catalogue(io, 'escalation-stuck', { kind: one.kind, way: one.way, reason: failure, count: one.tries })); // prettier-ignore
  } finally {
    await own.close();
  }
}

/** Is the type of price that is ours one this base has? */
async function priceFindings(
  host: LiveHost,
  mappings: readonly Mapping[],
  wanted: string | undefined,
): Promise<readonly MappingFinding[]> {
  const mapping = mappings.find((m) => m.entity === 'price');
  const table = mapping && typesOf(mapping);
  return wanted === undefined || !table ? [] : ourPrices(mapping, await host.lookup(table), wanted).findings;
}

/** What the host says of its own objects; null = it says nothing: the format of messages is known beforehand. */
function describedText(io: Io, kind: string, count: string): string | null {
  if (kind === 'enterprisedata') return null;
  if (kind === 'onec-soap') return t(io, `WSDL: ${count} operations and kinds of objects described`, `WSDL: описано операций и видов объектов: ${count}`); // prettier-ignore
  if (kind === 'organization') return t(io, `${count} tables described`, `Описано таблиц: ${count}`);
  return t(io, `$metadata: ${count} sets published`, `$metadata: опубликовано наборов: ${count}`);
}

async function checkHost(io: Io, config: Config, id: string): Promise<void> {
  io.out(`${id}: ${config.hosts[id]?.url ?? ''}\n`);
  const host = openHost(config, id, io.world);
  try {
    const settings = config.hosts[id];
    const pack = settings ? packOf(settings) : [];
    const schema = await SchemaIndex.read(host.metadata(), setsOf(pack));
    const described = describedText(io, host.kind, String(schema.sets.size));
    if (described !== null) ok(io, described);
    const compiled = pack.map((file) => compileMapping(file, schema, { books: settings?.books ?? false }));
    const prices = await priceFindings(host, compiled.flatMap((c) => c.mapping ?? []), config.compare.priceType); // prettier-ignore
    const sources = compiled.flatMap((c) => c.mapping?.source ?? []); // prettier-ignore
    const unfit = (await host.unfit?.(sources, schema)) ?? [];
    const found = [...compiled.flatMap((c) => c.findings), ...prices, ...unfit];
    for (const { level, text } of findingTexts(io, found)) (level === 'error' ? bad : ok)(io, text);
    host.use(sources, schema);
    for (const f of await host.check()) SIGNS[f.level](io, catalogue(io, f.code, { host: id, ...f.detail }));
    for (const line of freshness(io, host.feeds)) ok(io, line);
    await clocks(io, id, host);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    bad(io, catalogue(io, error.code, { host: id, ...error.at }));
  } finally {
    await host.close();
  }
}

/** Nothing rests on equal clocks, but what is dated here is dated by ours. Beyond that it is a finding. */
const APART_SECONDS = 300;

/** Why it does not answer stands above. */
function unsaid(error: unknown): null {
  if (error instanceof HostError) return null;
  throw error;
}

async function clocks(io: Io, id: string, host: ReturnType<typeof openHost>): Promise<void> {
  const date = await host.serverDate().catch(unsaid);
  if (date === null) return;
  const seconds = Math.abs(Math.round((Date.parse(date) - io.world.now().getTime()) / 1000));
  if (seconds > APART_SECONDS) bad(io, catalogue(io, 'clock-apart', { host: id, minutes: String(Math.round(seconds / 60)) }));
  else ok(io, t(io, `Clock of its web server: ${String(seconds)} s apart`, `Часы её веб-сервера: разница ${String(seconds)} с`));
}
