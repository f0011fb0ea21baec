/** A desk with a terminal: the real command line over a fake 1C and a store of its own, what it prints and how it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { Io } from '../../connector/cli/io.ts';
import type { Lang } from '../../connector/errors.ts';
import { startFakeOnec, type FakeOnec, type FakeOptions } from '../hosts/onec/fake.ts';
import { configText, stoppedClock, worldAt, type Clock } from '../scenarios/setting.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly lines: readonly string[];
}

export class Desk {
  readonly fake: FakeOnec;
  readonly clock: Clock;
  readonly folder: string;
  readonly #world: Io['world'];

  constructor(fake: FakeOnec, clock: Clock, folder: string) {
    this.fake = fake;
    this.clock = clock;
    this.folder = folder;
    this.#world = worldAt(clock);
  }

  /** One command as a person types it, without "sidebook". */
  async say(command: string | readonly string[], lang: Lang = 'en'): Promise<Said> {
    // As the door does it: commands load their modules when called, and all of them must be the same modules.
    const { act } = await import('../../connector/cli/main.ts');
    const { sayError } = await import('../../connector/cli/say-error.ts');
    const args = typeof command === 'string' ? command.split(' ') : command;
    let [code, out, err] = [0, '', ''];
    const io: Io = {
      lang, called: 'npx sidebook', account: 'anna', env: { PASSWORD: this.fake.password }, cwd: this.folder, world: this.#world, isTty: false, isUnicode: true, width: 100, configFile: null,
      out: (text) => void (out += text), err: (text) => void (err += text), fail: (n) => void (code = Math.max(code, n)),
    }; // prettier-ignore
    try {
      await act(io, args);
    } catch (error) {
      if (error instanceof CommanderError) code = error.exitCode;
      else {
        err += sayError(io, error);
        code = 1;
      }
    }
    return { code, out, err, lines: out.trimEnd().split('\n') };
  }

  async on(): Promise<void> {
    await this.say(['write', 'on', '--by', 'Анна']);
    await this.say(['write', 'on', 'buh', '--by', 'Анна']);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** For one describe: desks that are cleared after each test. */
export function desks(): (fake?: FakeOptions) => Promise<Desk> {
  const open: Desk[] = [];
  afterEach(async () => {
    for (const desk of open.splice(0)) {
      await desk.fake.close();
      desk.close();
    }
  });
  return async (options = {}) => {
    const clock = stoppedClock();
    const fake = await startFakeOnec({ now: clock.now, ...options });
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-desk-'));
    const file = join(folder, 'data', 'sidebook.db');
    writeFileSync(join(folder, 'sidebook.config.jsonc'), configText({ url: fake.url, user: fake.user, file }));
    const desk = new Desk(fake, clock, folder);
    open.push(desk);
    return desk;
  };
}
