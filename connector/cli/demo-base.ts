/** The demo's own folder: a fake 1C that keeps its data between starts, a configuration that points at it, writing switched on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../folder.ts';
import type { HostId } from '../model.ts';
import { CONFIG_NAME, loadConfig } from '../config.ts';
import { openStoreOf } from '../main.ts';
import { isAlive } from './alive.ts';
import { CENTRAL, DemoCentral } from './demo-bc.ts';
import { expectSalesPlace } from './demo-beside.ts';
import { CRMS, DemoCrm } from './demo-crm.ts';
import type { DemoHost } from './demo-hosts.ts';
import { DemoMessages, MESSAGES } from './demo-messages.ts';
import { DEMO_FOLDER, FAKE_FILE, HOST, RUNNING_FILE } from './demo.ts';
import { FAKES } from './fake.ts';
import { catalogue, t, type Io } from './io.ts';
import { switchWriting } from './switches.ts';

export interface Ready {
  readonly configFile: string;
  readonly url: string;
}

/** A host beside the 1C of the demo. */
interface Beside {
  /** Its lines of the configuration; null when it did not start. */
  start(books: string): Promise<string | null>;
  stop(): Promise<void>;
}

interface FakeLine {
  readonly ready: boolean;
  readonly url?: string;
  /** Of its web service. */
  readonly ws?: string;
  readonly control?: string;
  readonly user?: string;
}

const CYCLE_SECONDS = 3;

export class DemoBase {
  readonly #io: Io;
  readonly #folder: string;
  #child: ChildProcess | null = null;
  /** Its name in the configuration, and what starts it. */
  readonly #beside: readonly [HostId, Beside] | null;

  readonly #soap: boolean;

  /** `wanted`: with another host beside the 1C, or the 1C reached over its web service. */
  constructor(io: Io, wanted?: DemoHost) {
    this.#soap = wanted === 'onec-soap';
    const beside = wanted === 'onec-soap' ? undefined : wanted;
    this.#io = io;
    this.#folder = join(io.cwd, DEMO_FOLDER);
    if (beside === 'dataverse' || beside === 'organization') this.#beside = [CRMS[beside], new DemoCrm(io, this.#folder, beside)];
    else if (beside === 'bc') this.#beside = [CENTRAL, new DemoCentral(io, this.#folder)];
    else this.#beside = beside ? [MESSAGES, new DemoMessages(io, this.#folder)] : null;
  }

  /** Null when it cannot run here; the reason has been said. */
  async start(): Promise<Ready | null> {
    const io = this.#io;
    makeFolder(this.#folder);
    if (this.#isRunning()) return null;
    expectSalesPlace(this.#folder, this.#beside?.[0] ?? null);
    io.out(
      `${t(io, 'Sidebook demo: a fake 1C (Бухгалтерия 3.0) on this machine, kept equal with a store in ./data', 'Демо Sidebook: имитация 1С (Бухгалтерия 3.0) на этой машине и хранилище в ./data')}\n`,
    );
    const password = this.#password();
    const fake = (await this.#launch(this.#lastPort(), password)) ?? (await this.#launchElsewhere(password));
    if (!fake?.url) return this.#failed();
    writeFileSync(join(this.#folder, FAKE_FILE), JSON.stringify(fake));
    const configFile = join(this.#folder, CONFIG_NAME);
    const [name, other] = this.#beside ?? ['', null];
    const lines = other ? await other.start(fake.control ?? '') : '';
    if (lines === null) return this.#failed();
    writeFileSync(
      configFile,
      demoConfig(this.#soap ? soapHost(fake) : odataHost(fake), lines === '' ? '' : `,\n    "${name}": ${lines}`),
    );
    await this.#allowWriting(configFile, lines === '' ? [HOST] : [HOST, name]);
    return { configFile, url: fake.url };
  }

  /** What the fake said of it stands above. */
  async #failed(): Promise<null> {
    this.#io.err(`${t(this.#io, 'The fake 1C did not start, so there is nothing to show. Please report what stands above.', 'Имитация 1С не запустилась, показывать нечего. Сообщите, пожалуйста, то, что написано выше.')}\n`); // prettier-ignore
    this.#io.fail(1);
    await this.stop();
    return null;
  }

  /** Two demos over one folder would be two Sidebooks on one base. */
  #isRunning(): boolean {
    const file = join(this.#folder, RUNNING_FILE);
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (pid > 0 && pid !== process.pid && isAlive(pid)) {
      this.#io.err(
        `${t(this.#io, `The demo runs already in this folder (process ${String(pid)}).\n  Stop it there with Ctrl-C. If that process is something else, delete ${file} and start again.`, `Демо в этой папке уже идёт (процесс ${String(pid)}).\n  Остановите его там (Ctrl-C). Если это другой процесс, удалите ${file} и запустите снова.`)}\n`,
      );
      this.#io.fail(1);
      return true;
    }
    writeFileSync(file, String(process.pid));
    return false;
  }

  #password(): string {
    const file = join(this.#folder, 'password');
    if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('base64url'), { mode: 0o600 });
    return readFileSync(file, 'utf8');
  }

  #lastPort(): number {
    const file = join(this.#folder, FAKE_FILE);
    if (!existsSync(file)) return 0;
    try {
      return Number(new URL((JSON.parse(readFileSync(file, 'utf8')) as FakeLine).url ?? '').port);
    } catch {
      return 0; // a file of another time: any free port will do
    }
  }

  /** The port of last time may belong to somebody else by now. */
  #launchElsewhere(password: string): Promise<FakeLine | null> {
    const port = this.#lastPort();
    if (port > 0) this.#io.out(`${catalogue(this.#io, 'port-taken', { port })}\n`);
    return this.#launch(0, password);
  }

  #launch(port: number, password: string): Promise<FakeLine | null> {
    const args = [
      FAKES.onec.program,
      '--profile',
      'bp30-198',
      '--data',
      'demo',
      '--seed',
      '1',
      '--port',
      String(port),
      '--state',
      join(this.#folder, 'fake-1c.state'),
      '--with-parent',
    ];
    // A session of its own: Ctrl-C in the terminal ends the sync first, then the fake.
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...this.#io.env, FAKE_ONEC_PASSWORD: password },
    });
    this.#child = child;
    return new Promise((resolve) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (!text.includes('\n')) return;
        const line = JSON.parse(text.split('\n')[0] ?? '{}') as FakeLine;
        resolve(line.ready ? line : null);
      });
      child.on('exit', () => resolve(null));
    });
  }

  async #allowWriting(configFile: string, hosts: readonly string[]): Promise<void> {
    const { io } = { io: this.#io };
    const store = openStoreOf(loadConfig(configFile, io.env, io.lang), io.world);
    try {
      await switchWriting({ store, world: io.world }, { on: true, hosts: [], by: 'demo' });
      await switchWriting({ store, world: io.world }, { on: true, hosts: [...hosts], by: 'demo' });
    } finally {
      await store.close();
    }
  }

  async stop(): Promise<void> {
    rmSync(join(this.#folder, RUNNING_FILE), { force: true });
    await this.#beside?.[1].stop();
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

const odataHost = ({ url, user = '' }: FakeLine): object => ({
  kind: 'onec',
  profile: 'bp30',
  url,
  user,
  password: { file: './password' },
  exchangePlan: { plan: 'ExchangePlan_Sidebook', node: 'SB' },
});

const soapHost = ({ ws, user = '' }: FakeLine): object => ({
  kind: 'onec-soap',
  url: ws,
  user,
  password: { file: './password' },
});

/** `beside`: the lines of a host beside it, or nothing. */
const demoConfig = (onec: object, beside: string): string => `// The demo's own configuration; it is written anew at every start.
{
  "store": { "file": "./sidebook.db" },
  "cycleSeconds": ${String(CYCLE_SECONDS)},
  "hosts": {
    "${HOST}": ${JSON.stringify(onec)}${beside}
  },
  "issueIn": { "*": "${HOST}" }
}
`;
