/**
 * sidebook start: the parent process. Without a configuration it is the demo - a fake 1C in a process of its own, a store in
 * ./data, the real engine between them. The sync is a child, started again if it dies.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_NAME } from '../config.ts';
import { SidebookError } from '../errors.ts';
import { Sidebook } from '../main.ts';
import { ownFile } from '../own-files.ts';
import { OwnPrivate } from '../server/api/own.ts';
import { createDemo, DEMO_PATH } from '../server/demo/demo.ts';
import type { RunningServer } from '../server/server.ts';
import { DemoBase, type Ready } from './demo-base.ts';
import type { DemoHost } from './demo-hosts.ts';
import { demoBooks, HOST, playIn, type Play } from './demo.ts';
import { actorOf, catalogue, readConfig, t, type Io } from './io.ts';
import { Progress } from './progress.ts';
import { sayError } from './say-error.ts';
import { startServing } from './serve.ts';
import { summary } from './summary.ts';
import type { PlainReport, SyncMessage } from './sync.ts';
import { stopSignal } from './sync.ts';
import { Watcher } from './watcher.ts';

const DOOR = ownFile('connector/cli/sidebook.js');

/** `host`: what the demo shows beside its 1C. */
export async function start(io: Io, { host }: { readonly host?: DemoHost } = {}): Promise<void> {
  const own = io.configFile ?? join(io.cwd, CONFIG_NAME);
  const isOwn = io.configFile !== null || existsSync(own);
  if (isOwn && host !== undefined) throw new SidebookError('demo-only', { file: own });
  if (isOwn) return new Supervisor({ ...io, configFile: own }, null).run();
  const base = new DemoBase(io, host);
  const ready = await base.start();
  if (!ready) return;
  try {
    await new Supervisor({ ...io, configFile: ready.configFile }, ready).run();
  } finally {
    await base.stop();
  }
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

class Supervisor {
  readonly #io: Io;
  readonly #demo: Ready | null;
  readonly #progress: Progress;
  readonly #sidebook: Sidebook;
  readonly #watcher: Watcher;
  readonly #stop = stopSignal();
  #pause = FIRST_PAUSE_MS;
  #loaded = false;
  #lastError = '';
  /** Of the page of the demo. */
  #page: string | null = null;

  constructor(io: Io, demo: Ready | null) {
    this.#io = io;
    this.#demo = demo;
    this.#progress = new Progress(io);
    this.#sidebook = new Sidebook(readConfig(io), { world: io.world, holder: actorOf(io) });
    this.#watcher = new Watcher(io, this.#sidebook);
  }

  async run(): Promise<void> {
    await this.#sidebook.begin();
    await this.#watcher.skip();
    const keys = this.#demo && this.#io.isTty ? this.#listen() : () => undefined;
    const server = await this.#serve();
    try {
      while (!this.#stop.aborted) await this.#keep();
    } finally {
      keys();
      await server?.close();
      await this.#sidebook.close();
      this.#io.out(
        `\n${t(this.#io, 'Stopped. Everything so far is stored; the next start goes on from here.', 'Остановлено. Всё сохранено, следующий запуск продолжит отсюда.')}\n`,
      );
    }
  }

  /** A port that is taken is told; the sync goes on without the server. */
  async #serve(): Promise<RunningServer | null> {
    try {
      if (this.#demo) return await this.#serveDemo();
      const server = await startServing(this.#io, this.#sidebook);
      this.#io.out(`${t(this.#io, `Widgets and API: ${server.url}`, `Виджеты и API: ${server.url}`)}\n`);
      return server;
    } catch (error) {
      if (!(error instanceof SidebookError)) throw error;
      this.#io.err(`${catalogue(this.#io, error.code, error.detail)}\n`);
      return null;
    }
  }

  /** With the page of the demo; a port that is taken is told, and the next free one does. */
  async #serveDemo(): Promise<RunningServer> {
    const [sidebook, books, ready] = [this.#sidebook, demoBooks(this.#io), () => this.#sidebook.attach(HOST)];
    const own = new OwnPrivate(sidebook.config, sidebook.world);
    const demo = createDemo({ sidebook, books, own, nonce: randomBytes(18).toString('base64url'), ready });
    const server = await startServing(this.#io, sidebook, {
      own,
      ...(demo ? { pages: demo.pages } : {}),
      nextPorts: 20,
      quiet: true,
    });
    demo?.open(server.port);
    if (demo) this.#page = server.url + DEMO_PATH;
    const { port } = sidebook.config.server.listen;
    if (port !== 0 && port !== server.port) this.#io.out(`${t(this.#io, `Port ${String(port)} is taken; ${String(server.port)} is free and used instead.`, `Порт ${String(port)} занят; взят свободный ${String(server.port)}.`)}\n`); // prettier-ignore
    return server;
  }

  /** One life of the sync process. */
  async #keep(): Promise<void> {
    const code = await this.#child1();
    if (this.#stop.aborted) return;
    this.#io.err(
      `${t(this.#io, `The sync process ended (${String(code)}); it is started again.`, `Процесс синхронизации завершился (${String(code)}); запускаем снова.`)}\n`,
    );
    await Promise.race([this.#io.world.sleep(this.#pause), new Promise((r) => this.#stop.addEventListener('abort', r))]);
    this.#pause = Math.min(LONGEST_PAUSE_MS, this.#pause * 2);
  }

  #child1(): Promise<number | null> {
    const child = fork(DOOR, ['sync', '--config', this.#io.configFile ?? '', '--lang', this.#io.lang], {
      execArgv: [],
      env: this.#io.env,
      detached: false,
    });
    child.on('message', (m: SyncMessage) => this.#hear(m));
    const end = (): void => void child.kill('SIGTERM');
    this.#stop.addEventListener('abort', end, { once: true });
    return new Promise((resolve) => {
      child.on('exit', (code) => {
        this.#stop.removeEventListener('abort', end);
        resolve(code);
      });
    });
  }

  #hear(m: SyncMessage): void {
    if (m.type === 'event') {
      if (m.event.type === 'feed' && !this.#loaded) this.#progress.at(m.event.entity, m.event.seen, m.event.total);
      return;
    }
    void this.#report(m.report).catch((error: unknown) => this.#io.err(`${sayError(this.#io, error)}\n`));
  }

  async #report(r: PlainReport): Promise<void> {
    if (r.error) return this.#sayError(r);
    this.#lastError = '';
    this.#pause = FIRST_PAUSE_MS;
    if (!this.#loaded && r.state === 'ok') {
      this.#loaded = true;
      const took = this.#progress.done();
      this.#io.out(`${await summary(this.#io, this.#sidebook, took)}\n`);
      if (this.#demo) this.#io.out(`\n${tryNext(this.#io, this.#page, this.#sidebook.config.hosts)}\n`);
      await this.#watcher.skip();
    } else await this.#watcher.tell();
    if (r.guard)
      this.#io.out(`${catalogue(this.#io, r.guard.rule, { host: r.host, plan: r.guard.plan, count: r.guard.count })}\n`);
  }

  /** The same cause is said once, not every cycle. */
  #sayError(r: PlainReport): void {
    const text = catalogue(this.#io, r.error?.code ?? 'internal', { host: r.host, ...r.error?.at });
    if (text !== this.#lastError) this.#io.err(`${text}\n`);
    this.#lastError = text;
  }

  /** Keys of the demo. Returns how to stop listening. */
  #listen(): () => void {
    const { stdin } = process;
    stdin.setRawMode(true);
    stdin.resume();
    const hear = (key: Buffer): void => void this.#key(key.toString('utf8'));
    stdin.on('data', hear);
    return () => {
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
    };
  }

  async #key(key: string): Promise<void> {
    if (key === 'q' || key === '\u0003') return void process.kill(process.pid, 'SIGINT');
    const what = KEYS[key];
    if (!what || !this.#loaded) return;
    try {
      await this.#sidebook.attach('buh');
      this.#io.out(`${await playIn(this.#io, this.#sidebook, what)}\n`);
    } catch (error) {
      this.#io.err(`${sayError(this.#io, error)}\n`);
    }
  }
}

const KEYS: Readonly<Record<string, Play>> = { '1': 'change', '2': 'invoice', '3': 'conflict', '4': 'payment' };

function tryNext(io: Io, page: string | null, hosts: object): string {
  const how = (key: string, command: string): string => (io.isTty ? `[${key}]` : `${io.called} demo ${command}`.padEnd(28));
  return [
    ...(page === null
      ? []
      : [
          t(io, `Open ${page}`, `Откройте ${page}`),
          t(
            io,
            '  a form as in 1C with the panels of Sidebook beside it, live',
            '  форма как в 1С, рядом панели Sidebook, всё вживую',
          ),
          '',
        ]),
    t(io, 'Try next:', 'Попробуйте:'),
    `  ${how('1', 'change')} ${t(io, 'an accountant changes a counterparty in 1C', 'бухгалтер меняет контрагента в 1С')}`,
    `  ${how('2', 'invoice')} ${t(io, 'issue an invoice here', 'выставить счёт здесь')}`,
    `  ${how('3', 'conflict')} ${t(io, 'change the same field on both sides', 'изменить одно поле с обеих сторон')}`,
    `  ${how('4', 'payment')} ${t(io, 'an invoice is paid in 1C', 'счёт оплачивают в 1С')}`,
    ...(Object.keys(hosts).length > 1
      ? [
          `  ${t(io, `in another terminal: ${io.called} demo sale - sales issue an invoice in the host beside it`, `в другом окне: ${io.called} demo sale - продавцы выставляют счёт в базе рядом`)}`,
        ]
      : []),
    `  ${t(io, `in another terminal: ${io.called} status | problems | plan | reconcile`, `в другом окне: ${io.called} status | problems | plan | reconcile`)}`,
    io.isTty ? `  [q] ${t(io, 'stop', 'остановить')}` : `  ${t(io, 'Ctrl-C stops', 'Ctrl-C - остановить')}`,
  ].join('\n');
}
