import { type Faults } from '../kit/faults.ts';
import { listen } from '../kit/listen.ts';
import { answerControl } from '../kit/control.ts';
import type { LoggedRequest } from '../kit/request-log.ts';
import { SERVICE } from '../onec-soap/answer.ts';
import { createBase, type Data } from './data/create.ts';
import { operationsOf, type Operated } from './operations.ts';
import type { ProfileName } from './profiles/index.ts';
import { type Quirks } from './quirks.ts';
import type { SchemaChange } from './schema/schema.ts';
import { createService } from './server/service.ts';
import type { Reply } from '../kit/reply.ts';
import { serve } from './server/serve.ts';

export type { Faults, FaultRule } from '../kit/faults.ts';
export type { LoggedRequest } from '../kit/request-log.ts';
export type { Quirks } from './quirks.ts';
export type { Reply } from '../kit/reply.ts';
export type { SchemaChange } from './schema/schema.ts';

/** One object or record as the wire shows it without metadata: Int64 as text, empty values filled in. */
export type Row = Record<string, unknown>;

export interface FakeOptions {
  /** `bp30` = БП 3.0.151, `bp30-198` = БП 3.0.198 (default), `ut115` = УТ 11.5.27. */
  profile?: ProfileName;
  /** 0 (default) takes a free one; a taken one rejects with EADDRINUSE. */
  port?: number;
  seed?: number;
  /** What the base holds; `empty` (default) has reference data only. */
  data?: Data;
  /** The base's clock; its wall clock is read from the local parts. */
  now?: () => Date;
  user?: string;
  password?: string;
  /** `soap` publishes the web service alone; without it both answer. */
  interface?: 'odata' | 'soap';
  /** Publication name, default `buh`. */
  base?: string;
  quirks?: Partial<Quirks>;
  faults?: Faults;
  /** A file to which committed writes are appended and from which they are replayed at the next start. */
  state?: string;
}

export interface FakeOnec {
  /** `http://127.0.0.1:PORT/buh/odata/standard.odata/` */
  readonly url: string;
  /** `http://127.0.0.1:PORT/buh/ws/sidebook.1cws`: the web service of docs/guides/onec-soap.md */
  readonly ws: string;
  /** `http://127.0.0.1:PORT/control/`: the operations below as JSON over POST, without login. */
  readonly control: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
  create(set: string, body: Row): Row;
  edit(set: string, key: string, changes: Row): Row;
  /** Physical, as `Удалить()` in code. */
  remove(set: string, key: string): void;
  post(set: string, key: string): Row;
  unpost(set: string, key: string): Row;
  get(set: string, key: string): Row | undefined;
  list(set: string): Row[];
  setRegister(set: string, row: Row): void;
  removeRegister(set: string, key: Row): void;
  setConstant(name: string, value: unknown): void;
  closePeriod(untilDate: string | null): void;
  /** Puts a control character into a text of an object: Atom answers with it fail as a whole. */
  poison(set: string, key: string): void;
  /** The configuration is updated under a running connector. */
  changeSchema(change: SchemaChange): void;
  /** The initial registration of the whole plan content for every node. */
  registerAll(): number;
  /** Arms a foreign edit that lands right before the next write of this object, if the object's set was read since. */
  betweenReadAndWrite(set: string, key: string, changes: Row): void;
  /** Answers matching requests with a prepared text, byte for byte. */
  reply(reply: Reply): void;
  /** Values that must never be sent to this host; requests holding one are logged with `leaks`. */
  forbid(values: readonly string[]): void;
  quirks: Quirks;
  faults: Faults;
  /** Called before every request that may change data, as the last moment in which somebody else can write. */
  beforeWrite: ((request: LoggedRequest) => void) | undefined;
  log: LoggedRequest[];
  /** The base as a backup; versions, numbers and registrations included. */
  snapshot(): string;
  restore(backup: string): void;
  /** Forgets log, sessions, faults, prepared answers and armed edits; the data stays. */
  forget(): void;
}

/** Starts an infobase that behaves like 1C:Enterprise 8.3 with the standard OData interface (shared host document, sections 2-4, 10). */
export async function startFakeOnec(options: FakeOptions = {}): Promise<FakeOnec> {
  const { world, journal } = createBase(options);
  const login = { user: options.user ?? 'Обмен', password: options.password ?? 'пароль-1' };
  const service = createService(world, {
    base: `/${options.base ?? 'buh'}/`,
    login,
    seed: options.seed ?? 1,
    faults: options.faults ?? {},
    only: options.interface ?? null,
  });
  const operated: Operated = operationsOf(world, service);
  const server = await listen(options.port ?? 0, (request, response) => {
    response.setHeader('Date', (options.now?.() ?? new Date()).toUTCString());
    if (request.url?.startsWith('/control/') === true) void answerControl(request, response, operated.remote);
    else serve(service, request, response).catch(() => response.destroy());
  });
  return Object.assign(operated.local, {
    url: `http://127.0.0.1:${server.port}${encodeURI(service.base)}odata/standard.odata/`,
    ws: `http://127.0.0.1:${server.port}${encodeURI(service.base)}${SERVICE}`,
    control: `http://127.0.0.1:${server.port}/control/`,
    ...login,
    close: async () => {
      await server.close();
      journal?.close();
    },
  });
}
