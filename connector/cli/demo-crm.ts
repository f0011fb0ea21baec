/** Dynamics beside the 1C of the demo, in the cloud or on the premises: a fake in a process of its own, and its lines of the configuration. */
import { z } from 'zod';
import type { HostId } from '../model.ts';
import { PARTIES } from '../server/demo/books.ts';
import { BesideFake, callFake as call, keepSalesPlace } from './demo-beside.ts';
import { t, type Io } from './io.ts';

/** Dataverse over its Web API, or an organisation over its Organization Service. */
export type CrmKind = 'dataverse' | 'organization';

/** Two names: they are two systems, and a folder may have seen the one before the other. */
export const CRMS: Readonly<Record<CrmKind, HostId>> = { dataverse: 'crm', organization: 'org' };

const common = { ready: z.literal(true), url: z.string(), control: z.string() };
const cloud = z.object({ ...common, authority: z.string(), tenant: z.string(), clientId: z.string() });
const premises = z.object({ ...common, user: z.string() });
type Line = z.infer<typeof cloud> | z.infer<typeof premises>;
const SECRET = 'crm-secret';

/** A file of data a kind: what one fake keeps the other does not read. */
const STATES: Readonly<Record<CrmKind, string>> = { dataverse: 'fake-crm.state', organization: 'fake-organization.state' };

/** What both have goes to and fro; nothing is made there in bulk, so that an edit, or an invoice issued there, is seen crossing. */
const MAPPINGS = {
  counterparty: {
    create: false,
    fields: Object.fromEntries(['legalName', 'registrationNo', 'headOffice', 'phone', 'email', 'legalAddress.text', 'active'].map((f) => [f, { omit: true }])), // prettier-ignore
  },
  invoice: { create: false },
};

const parties = z.array(z.object({ IsFolder: z.boolean(), DeletionMark: z.boolean(), Description: z.string(), ИНН: z.string().nullable(), КПП: z.string().nullable(), Комментарий: z.string().nullable() })); // prettier-ignore

/** At the first start: the accounts there are the parties of the books. */
async function acquaint(books: string, crm: string): Promise<void> {
  const known = z.array(z.unknown()).parse(await call(crm, 'list', 'account'));
  if (known.length > 0) return;
  for (const p of parties.parse(await call(books, 'list', PARTIES)))
    if (!p.IsFolder && !p.DeletionMark && (p.ИНН ?? '') !== '')
      await call(crm, 'create', 'account', { name: p.Description, new_inn: p.ИНН, new_kpp: p.КПП, description: p.Комментарий, customertypecode: 3 }); // prettier-ignore
}

/** Where it is and who signs in there, as the configuration says it. */
const addressOf = (fake: Line): object =>
  'user' in fake
    ? { url: fake.url, signIn: 'basic', user: fake.user, password: { file: `./${SECRET}` } }
    : { url: fake.url, tenant: fake.tenant, clientId: fake.clientId, authority: fake.authority, secret: { file: `./${SECRET}` } };

export class DemoCrm {
  readonly #io: Io;
  readonly #fake: BesideFake<Line>;
  readonly #kind: CrmKind;
  readonly #folder: string;

  constructor(io: Io, folder: string, kind: CrmKind) {
    [this.#io, this.#kind, this.#folder] = [io, kind, folder];
    const line: z.ZodType<Line> = kind === 'dataverse' ? cloud : premises;
    this.#fake = new BesideFake(io, folder, { fake: kind, state: STATES[kind], secret: SECRET, data: 'sales', line });
  }

  /** Its lines of the configuration; null when it did not start. `books`: control of the 1C whose parties its sales people know. */
  async start(books: string): Promise<string | null> {
    const fake = await this.#fake.start();
    if (!fake) return null;
    await acquaint(books, fake.control);
    keepSalesPlace(this.#folder, { fake: this.#kind, host: CRMS[this.#kind], control: fake.control });
    this.#io.out(`${this.#said(fake.control)}\n`);
    return JSON.stringify({ kind: this.#kind, ...addressOf(fake), mappings: MAPPINGS });
  }

  #said(control: string): string {
    return this.#kind === 'dataverse'
      ? t(this.#io, `and a fake Dynamics 365 beside it, its screen is ${control}`, `и рядом имитация Dynamics 365, её экран - ${control}`)
      : t(this.#io, `and a fake Dynamics CRM on the premises beside it, its screen is ${control}`, `и рядом имитация Dynamics CRM на своём сервере, её экран - ${control}`);
  } // prettier-ignore

  stop = (): Promise<void> => this.#fake.stop();
}
