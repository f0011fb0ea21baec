/** Dynamics beside the 1C of the demo: a fake Dataverse in a process of its own, and its lines of the configuration. */
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

export const CRM: HostId = 'crm';

const line = z.object({ ready: z.literal(true), url: z.string(), control: z.string(), authority: z.string(), tenant: z.string(), clientId: z.string() }); // prettier-ignore
type Line = z.infer<typeof line>;
const SECRET = 'crm-secret';

/** What both have of a party goes to and fro; nothing is made in bulk, so that an edit is seen crossing. */
const MAPPINGS = {
  counterparty: {
    create: false,
    fields: Object.fromEntries(['legalName', 'registrationNo', 'headOffice', 'phone', 'email', 'legalAddress.text', 'active'].map((f) => [f, { omit: true }])), // prettier-ignore
  },
  invoice: { off: true },
};

const answer = z.object({ ok: z.literal(true), result: z.unknown() });
const parties = z.array(z.object({ IsFolder: z.boolean(), DeletionMark: z.boolean(), Description: z.string(), ИНН: z.string().nullable(), КПП: z.string().nullable(), Комментарий: z.string().nullable() })); // prettier-ignore

async function call(control: string, operation: string, ...args: readonly unknown[]): Promise<unknown> {
  const asked = await request(control + operation, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(args) }); // prettier-ignore
  return answer.parse(await asked.body.json()).result;
}

/** At the first start: the accounts there are the parties of the books. */
async function acquaint(books: string, crm: string): Promise<void> {
  const known = z.array(z.unknown()).parse(await call(crm, 'list', 'account'));
  if (known.length > 0) return;
  for (const p of parties.parse(await call(books, 'list', PARTIES)))
    if (!p.IsFolder && !p.DeletionMark && (p.ИНН ?? '') !== '')
      await call(crm, 'create', 'account', { name: p.Description, new_inn: p.ИНН, new_kpp: p.КПП, description: p.Комментарий, customertypecode: 3 }); // prettier-ignore
}

export class DemoCrm {
  readonly #io: Io;
  readonly #folder: string;
  #child: ChildProcess | null = null;

  constructor(io: Io, folder: string) {
    this.#io = io;
    this.#folder = folder;
  }

  /** Its lines of the configuration; null when it did not start. `books`: control of the 1C whose parties its sales people know. */
  async start(books: string): Promise<string | null> {
    const file = join(this.#folder, SECRET);
    if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('base64url'), { mode: 0o600 });
    const fake = await this.#launch(readFileSync(file, 'utf8'));
    if (!fake) return null;
    await acquaint(books, fake.control);
    const { url, tenant, clientId, authority, control } = fake;
    this.#io.out(
      `${t(this.#io, `and a fake Dynamics 365 beside it, its screen is ${control}`, `и рядом имитация Dynamics 365, её экран - ${control}`)}\n`,
    );
    return JSON.stringify({
      kind: 'dataverse',
      url,
      tenant,
      clientId,
      authority,
      secret: { file: `./${SECRET}` },
      mappings: MAPPINGS,
    });
  }

  /** A session of its own: Ctrl-C in the terminal ends the sync first, then the fakes. */
  #launch(secret: string): Promise<Line | null> {
    const { program, variable } = FAKES.dataverse;
    const args = [program, '--data', 'empty', '--state', join(this.#folder, 'fake-crm.state'), '--with-parent'];
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
