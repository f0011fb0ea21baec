/** One environment of Business Central: its errors, and many writes as one transaction (hosts/dynamics.md 4.3). */
import { notJson } from '../answers.ts';
import { EntraClient, type ClientOptions } from '../entra-client.ts';
import { HostError } from '../host.ts';
import { jsonBatchAnswers } from '../json-batch.ts';
import type { BatchPart } from '../multipart.ts';
import { hostError } from './errors.ts';

export { parsed, type ClientOptions, type JsonObject } from '../entra-client.ts';

/** So many operations one batch may hold. */
const MOST = 100;

export class BcClient extends EntraClient {
  constructor(options: ClientOptions) {
    super(options, { explain: hostError, alive: 'companies' });
  }

  /** All of it or nothing. Fails 'refused' with what was said of the first that failed, and then nothing was done. */
  async together(parts: readonly BatchPart[], at: Readonly<Record<string, string>>): Promise<void> {
    if (parts.length > MOST) throw new HostError('refused', this.host, { code: 'batch-too-long', at: { ...at, count: String(parts.length), most: String(MOST) } }); // prettier-ignore
    const asked = { host: this.host, write: true, at };
    const headers = { isolation: 'snapshot' };
    const answer = await this.answer({ method: 'POST', path: '$batch', headers, batch: [parts], batchAs: 'json' }, asked);
    if (answer.status !== 200) throw hostError(answer, asked);
    const answers = jsonBatchAnswers(answer.text);
    const refused = answers?.find((a) => a.status >= 400);
    if (refused) throw hostError(refused, { ...asked, write: false });
    if (answers?.length !== parts.length) throw notJson(answer, asked);
  }
}
