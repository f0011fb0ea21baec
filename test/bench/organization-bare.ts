/**
 * The yardstick of first-link-organization: post the same envelopes, parse the answers with the same library, put one raw row an entity into
 * SQLite. No mapping, no keys, no matching. URL, FILE, ASKED.
 */
import Database from 'better-sqlite3';
import { createClientAsync } from 'soap';
import { Agent, request } from 'undici';
import { tell } from './process.ts';

const [url = '', file = '', asked = ''] = process.argv.slice(2);
const agent = new Agent({ connections: 1 });
const envelopes = (await (await request(asked)).body.json()) as string[];
const client = await createClientAsync(`${url}?wsdl`, { handleNilAsNull: true, preserveWhitespace: true });
const db = new Database(file);
db.exec('pragma journal_mode = wal; pragma synchronous = normal; create table raw (id text, body text)');
const insert = db.prepare('insert into raw values (?, ?)');
const store = db.transaction((rows: readonly Row[]) => {
  for (const row of rows) insert.run(row.Id, JSON.stringify(row));
});
interface Row {
  readonly Id: string;
}
interface Envelope {
  readonly Body: {
    readonly RetrieveMultipleResponse?: {
      readonly RetrieveMultipleResult: { readonly Entities: { readonly Entity: Row | Row[] } };
    };
  };
}
const wsdl = Reflect.get(client, 'wsdl') as { xmlToObject(xml: string): Envelope };

const started = performance.now();
let count = 0;
for (const body of envelopes) {
  const headers = {
    'content-type': 'text/xml; charset=utf-8',
    soapaction: '"http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/RetrieveMultiple"',
  };
  const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body });
  const rows =
    wsdl.xmlToObject(await answer.body.text()).Body.RetrieveMultipleResponse?.RetrieveMultipleResult.Entities.Entity ?? [];
  store([rows].flat());
  count += [rows].flat().length;
}
const seconds = (performance.now() - started) / 1000;
db.close();
await agent.close();
tell({ seconds, count });
