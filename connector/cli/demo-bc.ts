/** Business Central beside the 1C of the demo: a fake in a process of its own, and its lines of the configuration. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { z } from 'zod';
import type { HostId } from '../model.ts';
import { PARTIES } from '../server/demo/books.ts';
import { FAKES } from './fake.ts';
import { t, type Io } from './io.ts';

export const CENTRAL: HostId = 'bc';

const line = z.object({ ready: z.literal(true), url: z.string(), control: z.string(), authority: z.string(), tenant: z.string(), clientId: z.string(), company: z.string() }); // prettier-ignore
type Line = z.infer<typeof line>;
const SECRET = 'bc-secret';

/** What both have of a party goes to and fro; nothing is made in bulk, so that an edit is seen crossing. */
const LEFT_OUT = ['phone', 'email', 'legalAddress.text', 'active'];
const MAPPINGS = { counterparty: { create: false, fields: Object.fromEntries(LEFT_OUT.map((f) => [f, { omit: true }])) }, invoice: { off: true } }; // prettier-ignore

const answer = z.object({ ok: z.literal(true), result: z.unknown() });
const parties = z.array(z.object({ IsFolder: z.boolean(), DeletionMark: z.boolean(), Description: z.string(), ИНН: z.string().nullable(), КПП: z.string().nullable() })); // prettier-ignore

async function call(control: string, operation: string, ...args: readonly unknown[]): Promise<unknown> {
  const asked = await request(control + operation, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) }); // prettier-ignore
  return answer.parse(await asked.body.json()).result;
}

/** At the first start: the customers there are the parties of the books. */
async function acquaint(books: string, there: string): Promise<void> {
  if (z.array(z.unknown()).parse(await call(there, 'list', 'customers')).length > 0) return;
  for (const { IsFolder, DeletionMark, Description, ИНН, КПП } of parties.parse(await call(books, 'list', PARTIES))) {
    const number = [ИНН, КПП].map((text) => (text ?? '').trim()).filter((text) => text !== '').join('/'); // prettier-ignore
    if (!IsFolder && !DeletionMark && number !== '' && number.length <= 20) await call(there, 'create', 'customers', { displayName: Description.slice(0, 100), taxRegistrationNumber: number }); // prettier-ignore
  }
}

export class DemoCentral {
  readonly #io: Io;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  constructor(io: Io, folder: string) {
    this.#io = io;
    this.#folder = folder;
  }

  /** Its lines of the configuration; null when it did not start. `books`: control of the 1C whose parties are customers there. */
  async start(books: string): Promise<string | null> {
    const file = join(this.#folder, SECRET);
    if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('base64url'), { mode: 0o600 });
    const fake = await this.#launch(readFileSync(file, 'utf8'));
    if (!fake) return null;
    await acquaint(books, fake.control);
    const { url, tenant, clientId, authority, company, control } = fake;
    this.#io.out(`${t(this.#io, `and a fake Business Central beside it, its screen is ${control}`, `и рядом имитация Business Central, её экран - ${control}`)}\n`); // prettier-ignore
    return JSON.stringify({ kind: 'business-central', url, tenant, clientId, authority, company, secret: { file: `./${SECRET}` }, books: false, mappings: MAPPINGS }); // prettier-ignore
  }

  /** A session of its own: Ctrl-C in the terminal ends the sync first, then the fakes. */
  #launch(secret: string): Promise<Line | null> {
    const { program, variable } = FAKES.bc;
    const args = [program, '--data', 'empty', '--state', join(this.#folder, 'fake-bc.state'), '--with-parent'];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...this.#io.env, [variable]: secret },
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

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
