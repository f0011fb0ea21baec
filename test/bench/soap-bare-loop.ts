/** The yardstick of first-link-onecsoap: post the same envelopes, parse with the same library, insert one raw row an object. URL, FILE. */
import Database from 'better-sqlite3';
import { Agent, request } from 'undici';
import { soapLibrary } from '../../connector/hosts/soap/library.ts';
import { tell } from './process.ts';

const [url = '', file = ''] = process.argv.slice(2);
const agent = new Agent({ connections: 1 });
const db = new Database(file);
db.exec(
  'pragma journal_mode = wal; pragma synchronous = normal; create table raw (id text primary key, version text, body text)',
);
const insert = db.prepare('insert into raw values (?, ?, ?)');
type Row = Readonly<Record<string, unknown>>;
const store = db.transaction((rows: readonly Row[]) => {
  for (const row of rows) insert.run(row['Ид'], row['Версия'], JSON.stringify(row));
});

const { WSDL } = await soapLibrary();
const description = await (await request(`${url}?wsdl`, { dispatcher: agent })).body.text();
const wsdl = new WSDL(description, url, {});
await new Promise<void>((resolve) => wsdl.onReady(() => resolve()));

const started = performance.now();
let count = 0;
for (const operation of ['СписокКонтрагентов', 'СписокСчетов'])
  for (let after = '', end = false; !end;) {
    const body = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><${operation} xmlns="http://sidebook.example/обмен"><После>${after}</После><Сколько>500</Сколько></${operation}></soap:Body></soap:Envelope>`;
    const answer = await request(url, { method: 'POST', dispatcher: agent, headers: { 'content-type': 'text/xml' }, body });
    const parsed = wsdl.xmlToObject(await answer.body.text()) as {
      Body: Record<string, { return: { Конец: boolean; Строки: Row[] } }>;
    };
    const page = parsed.Body[`${operation}Response`]?.return;
    store(page?.Строки ?? []);
    count += page?.Строки.length ?? 0;
    after = String(page?.Строки.at(-1)?.['Ид']);
    end = page?.Конец ?? true;
  }
const seconds = (performance.now() - started) / 1000;
db.close();
await agent.close();
tell({ seconds, count });
