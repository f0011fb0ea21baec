/** A second 1C beside that of the demo, which exchanges EnterpriseData messages: a fake in a process of its own, and its lines of the configuration. */
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

export const MESSAGES: HostId = 'ed';

const line = z.object({ ready: z.literal(true), url: z.string(), control: z.string(), user: z.string(), peerCode: z.string() });
type Line = z.infer<typeof line>;
const SECRET = 'ed-password';

/** What both have of a party goes to and fro; nothing is made in bulk, so that an edit is seen crossing. */
const LEFT_OUT = ['legalName', 'registrationNo', 'headOffice', 'phone', 'email', 'legalAddress.text', 'postalAddress.text'];
const MAPPINGS = { counterparty: { create: false, fields: Object.fromEntries(LEFT_OUT.map((f) => [f, { omit: true }])) }, invoice: { off: true } }; // prettier-ignore

const answer = z.object({ ok: z.literal(true), result: z.unknown() });
const parties = z.array(z.object({ Ref_Key: z.string(), IsFolder: z.boolean(), DeletionMark: z.boolean(), Description: z.string(), ИНН: z.string().nullable(), КПП: z.string().nullable(), Комментарий: z.string().nullable(), ИндивидуальныйПредприниматель: z.boolean().nullable() })); // prettier-ignore

async function call(control: string, operation: string, ...args: readonly unknown[]): Promise<unknown> {
  const asked = await request(control + operation, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) }); // prettier-ignore
  return answer.parse(await asked.body.json()).result;
}

/** At the first start: the counterparties there are the parties of the books. */
async function acquaint(books: string, there: string): Promise<void> {
  if (z.array(z.unknown()).parse(await call(there, 'counterparties')).length > 0) return;
  for (const p of parties.parse(await call(books, 'list', PARTIES)))
    if (!p.IsFolder && !p.DeletionMark && /^\d{10}(\d\d)?$/.test((p.ИНН ?? '').trim()))
      await call(there, 'party', p.Ref_Key, p.Description, p.ИНН?.trim() ?? '', p.КПП?.trim() ?? '', p.Комментарий ?? '', p.ИндивидуальныйПредприниматель === true); // prettier-ignore
}

export class DemoMessages {
  readonly #io: Io;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  constructor(io: Io, folder: string) {
    this.#io = io;
    this.#folder = folder;
  }

  /** Its lines of the configuration; null when it did not start. `books`: control of the 1C whose parties it knows as well. */
  async start(books: string): Promise<string | null> {
    const file = join(this.#folder, SECRET);
    if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('base64url'), { mode: 0o600 });
    const fake = await this.#launch(readFileSync(file, 'utf8'));
    if (!fake) return null;
    await acquaint(books, fake.control);
    const { url, user, peerCode } = fake;
    this.#io.out(`${t(this.#io, 'and a second 1C beside it, which exchanges EnterpriseData messages', 'и рядом вторая 1С, которая обменивается сообщениями EnterpriseData')}\n`); // prettier-ignore
    return JSON.stringify({ kind: 'enterprisedata', url, user, peerCode, password: { file: `./${SECRET}` }, books: false, mappings: MAPPINGS }); // prettier-ignore
  }

  /** A session of its own: Ctrl-C in the terminal ends the sync first, then the fakes. */
  #launch(password: string): Promise<Line | null> {
    const { program, variable } = FAKES.enterprisedata;
    const args = [program, '--data', 'empty', '--state', join(this.#folder, 'fake-ed.state'), '--with-parent'];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: process.platform !== 'win32',
      env: { ...this.#io.env, [variable]: password },
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
