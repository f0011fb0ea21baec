/** A fake beside the 1C of the demo: a process of its own, whose secret stays in the demo's folder from one start to the next. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { z } from 'zod';
import { SidebookError } from '../errors.ts';
import { noAnswer } from '../hosts/http.ts';
import { FAKES } from './fake.ts';
import type { Io } from './io.ts';

export interface BesideOptions<L> {
  readonly fake: keyof typeof FAKES;
  /** Files of the folder: its data, and what signs in there. */
  readonly state: string;
  readonly secret: string;
  /** What it holds at its very first start. */
  readonly data?: string;
  /** What it says once it is ready. */
  readonly line: z.ZodType<L>;
}

/** Starts it, and ends it with the demo. */
export class BesideFake<L> {
  readonly #io: Io;
  readonly #folder: string;
  readonly #options: BesideOptions<L>;
  #child: ChildProcess | null = null;

  constructor(io: Io, folder: string, options: BesideOptions<L>) {
    [this.#io, this.#folder, this.#options] = [io, folder, options];
  }

  /** What it said when it was ready; null when it did not start. A session of its own: Ctrl-C ends the sync first, then the fakes. */
  start(): Promise<L | null> {
    const { fake, state, line, data = 'empty' } = this.#options;
    const { program, variable } = FAKES[fake];
    const args = [program, '--data', data, '--state', join(this.#folder, state), '--with-parent'];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...this.#io.env, [variable]: this.#secret() },
    });
    this.#child = child;
    return new Promise((resolve) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        if (text.includes('\n')) resolve(line.safeParse(JSON.parse(text.split('\n')[0] ?? '{}')).data ?? null);
      });
      child.on('exit', () => resolve(null));
    });
  }

  #secret(): string {
    const file = join(this.#folder, this.#options.secret);
    if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('base64url'), { mode: 0o600 });
    return readFileSync(file, 'utf8');
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

/** Where sales may issue an invoice beside the books of this folder's demo (demo-sale.ts): which fake, and its name in the configuration. */
const SALES_FILE = 'fake-beside.json';
const place = z.object({
  fake: z.enum(['dataverse', 'organization', 'bc', 'enterprisedata']),
  host: z.string(),
  control: z.string(),
});
export type SalesPlace = z.infer<typeof place>;
const coming = z.object({ coming: z.string() });

export const keepSalesPlace = (folder: string, kept: SalesPlace): void =>
  writeFileSync(join(folder, SALES_FILE), JSON.stringify(kept));

/** What stood there at an earlier start is gone; `coming`: a host that is being started. */
export function expectSalesPlace(folder: string, coming: string | null): void {
  if (coming === null) rmSync(join(folder, SALES_FILE), { force: true });
  else writeFileSync(join(folder, SALES_FILE), JSON.stringify({ coming }));
}

/** Null: this demo has none. @throws SidebookError never-read where it is only being started */
export function salesPlace(folder: string): SalesPlace | null {
  const file = join(folder, SALES_FILE);
  if (!existsSync(file)) return null;
  const kept = z.union([place, coming]).parse(JSON.parse(readFileSync(file, 'utf8')));
  if ('coming' in kept) throw new SidebookError('never-read', { host: kept.coming });
  return kept;
}

const answer = z.object({ ok: z.literal(true), result: z.unknown() });

/** An operation of a fake over its control address: what a person does there. @throws NoAnswer where the demo was stopped */
export async function callFake(control: string, operation: string, ...args: readonly unknown[]): Promise<unknown> {
  const asked = await request(control + operation, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) }).catch((error: unknown) => { throw noAnswer(error); }); // prettier-ignore
  return answer.parse(await asked.body.json()).result;
}
