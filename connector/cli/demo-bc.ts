/** Business Central beside the 1C of the demo: a fake in a process of its own, and its lines of the configuration. */
import { z } from 'zod';
import type { HostId } from '../model.ts';
import { PARTIES } from '../server/demo/books.ts';
import { BesideFake, callFake as call, keepSalesPlace } from './demo-beside.ts';
import { t, type Io } from './io.ts';

export const CENTRAL: HostId = 'bc';

const line = z.object({ ready: z.literal(true), url: z.string(), control: z.string(), authority: z.string(), tenant: z.string(), clientId: z.string(), company: z.string() }); // prettier-ignore
type Line = z.infer<typeof line>;
const SECRET = 'bc-secret';

/** What both have goes to and fro; nothing is made there in bulk, so that an edit, or an invoice issued there, is seen crossing. */
const LEFT_OUT = ['phone', 'email', 'legalAddress.text', 'active'];
const MAPPINGS = { counterparty: { create: false, fields: Object.fromEntries(LEFT_OUT.map((f) => [f, { omit: true }])) }, invoice: { create: false } }; // prettier-ignore
/** Of its reference data. */
const COMPANY = { lineAccount: '6110', taxCodes: { '20': 'VAT20', '10': 'VAT10', '0': 'VAT0' } };

const parties = z.array(z.object({ IsFolder: z.boolean(), DeletionMark: z.boolean(), Description: z.string(), ИНН: z.string().nullable(), КПП: z.string().nullable() })); // prettier-ignore

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
  readonly #fake: BesideFake<Line>;

  constructor(io: Io, folder: string) {
    [this.#io, this.#folder] = [io, folder];
    this.#fake = new BesideFake(io, folder, { fake: 'bc', state: 'fake-bc.state', secret: SECRET, line });
  }

  /** Its lines of the configuration; null when it did not start. `books`: control of the 1C whose parties are customers there. */
  async start(books: string): Promise<string | null> {
    const fake = await this.#fake.start();
    if (!fake) return null;
    await acquaint(books, fake.control);
    keepSalesPlace(this.#folder, { fake: 'bc', host: CENTRAL, control: fake.control });
    const { url, tenant, clientId, authority, company, control } = fake;
    this.#io.out(`${t(this.#io, `and a fake Business Central beside it, its screen is ${control}`, `и рядом имитация Business Central, её экран - ${control}`)}\n`); // prettier-ignore
    return JSON.stringify({ kind: 'business-central', url, tenant, clientId, authority, company, secret: { file: `./${SECRET}` }, books: false, ...COMPANY, mappings: MAPPINGS }); // prettier-ignore
  }

  stop = (): Promise<void> => this.#fake.stop();
}
