/** A second 1C beside that of the demo, which exchanges EnterpriseData messages: a fake in a process of its own, and its lines of the configuration. */
import { z } from 'zod';
import type { HostId } from '../model.ts';
import { PARTIES } from '../server/demo/books.ts';
import { BesideFake, callFake as call, keepSalesPlace } from './demo-beside.ts';
import { t, type Io } from './io.ts';

export const MESSAGES: HostId = 'ed';

const line = z.object({ ready: z.literal(true), url: z.string(), control: z.string(), user: z.string(), peerCode: z.string() });
type Line = z.infer<typeof line>;
const SECRET = 'ed-password';

/** What both have goes to and fro; nothing is made there in bulk, so that an edit, or an invoice issued there, is seen crossing. */
const LEFT_OUT = ['legalName', 'registrationNo', 'headOffice', 'phone', 'email', 'legalAddress.text', 'postalAddress.text'];
const MAPPINGS = { counterparty: { create: false, fields: Object.fromEntries(LEFT_OUT.map((f) => [f, { omit: true }])) }, invoice: { create: false, fields: Object.fromEntries(['contract', 'bankAccount'].map((f) => [f, { omit: true }])) } }; // prettier-ignore

const parties = z.array(z.object({ Ref_Key: z.string(), IsFolder: z.boolean(), DeletionMark: z.boolean(), Description: z.string(), ИНН: z.string().nullable(), КПП: z.string().nullable(), Комментарий: z.string().nullable(), ИндивидуальныйПредприниматель: z.boolean().nullable() })); // prettier-ignore

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
  readonly #fake: BesideFake<Line>;

  constructor(io: Io, folder: string) {
    [this.#io, this.#folder] = [io, folder];
    this.#fake = new BesideFake(io, folder, { fake: 'enterprisedata', state: 'fake-ed.state', secret: SECRET, line });
  }

  /** Its lines of the configuration; null when it did not start. `books`: control of the 1C whose parties it knows as well. */
  async start(books: string): Promise<string | null> {
    const fake = await this.#fake.start();
    if (!fake) return null;
    await acquaint(books, fake.control);
    keepSalesPlace(this.#folder, { fake: 'enterprisedata', host: MESSAGES, control: fake.control });
    const { url, user, peerCode } = fake;
    this.#io.out(`${t(this.#io, 'and a second 1C beside it, which exchanges EnterpriseData messages', 'и рядом вторая 1С, которая обменивается сообщениями EnterpriseData')}\n`); // prettier-ignore
    return JSON.stringify({ kind: 'enterprisedata', url, user, peerCode, password: { file: `./${SECRET}` }, books: false, mappings: MAPPINGS }); // prettier-ignore
  }

  stop = (): Promise<void> => this.#fake.stop();
}
