/** One organisation of Dataverse: its errors and its batches (hosts/dynamics.md 1.1, 1.10). */
import { notJson } from '../answers.ts';
import { EntraClient, header, type ClientOptions } from '../entra-client.ts';
import { batchGroups, type BatchPart, type PartAnswer } from '../multipart.ts';
import { hostError } from './errors.ts';

export { parsed, type ClientOptions, type JsonObject } from '../entra-client.ts';

export class DataverseClient extends EntraClient {
  constructor(options: ClientOptions) {
    super(options, { explain: hostError, alive: 'WhoAmI' });
  }

  /** Groups of requests as one; answers group by group, in their order. What is refused in one leaves the others as they are. */
  async batch(groups: readonly (readonly BatchPart[])[], at: Readonly<Record<string, string>>): Promise<PartAnswer[][]> {
    const asked = { host: this.host, write: true, at };
    const headers = { prefer: 'odata.continue-on-error' };
    const answer = await this.answer({ method: 'POST', path: '$batch', headers, batch: groups }, asked);
    const answers = answer.status === 200 ? batchGroups(header(answer.headers, 'content-type'), answer.text) : null;
    if (answers?.length === groups.length) return answers;
    throw answer.status === 200 ? notJson(answer, asked) : hostError(answer, asked);
  }
}
