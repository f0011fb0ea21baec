/**
 * Answers recorded at real bases, served byte for byte and read by the connector as it reads any base. Beside the project
 * (../shared/corpus); where the recordings are not there, there is nothing to replay and nothing is registered.
 */
import { expect } from 'chai';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { setsOf } from '../../connector/pack-of.ts';
import { atomItems } from '../../connector/hosts/onec/atom.ts';
import { OnecClient } from '../../connector/hosts/onec/client.ts';
import { metaProperties } from '../../connector/hosts/metadata.ts';
import { jsonRows } from '../../connector/hosts/onec/stream.ts';
import { SchemaIndex } from '../../connector/hosts/schema.ts';
import { readPack } from '../../connector/packs.ts';
import { compileMapping } from '../../mappings/compile.ts';
import { listen } from '../hosts/kit/listen.ts';
import { stoppedClock, worldAt } from '../scenarios/setting.ts';

const odata = fileURLToPath(new URL('../../../shared/corpus/1c/odata/', import.meta.url));
const files = (folder: string): string[] => (existsSync(`${odata}${folder}`) ? readdirSync(`${odata}${folder}`) : []);

/** One file as the answer to every question. */
async function served<T>(file: string, contentType: string, read: (client: OnecClient) => Promise<T>): Promise<T> {
  const server = await listen(0, (_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    createReadStream(file).pipe(response);
  });
  const client = new OnecClient({ host: 'buh', url: `http://127.0.0.1:${String(server.port)}/`, user: 'u', password: 'p', world: worldAt(stoppedClock()) }); // prettier-ignore
  try {
    return await read(client);
  } finally {
    await client.close();
    await server.close();
  }
}

for (const name of files('recorded').filter((f) => f.endsWith('.collection.json')))
  describe(`the recorded list ${name}`, () => {
    const file = `${odata}recorded/${name}`;
    const whole = (JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as { value: unknown[] }).value;

    it('is read as a stream object by object, nothing lost', async () => {
      const rows = await served(file, 'application/json;charset=utf-8', async (client) => {
        const { body, asked, contentType } = await client.stream({ method: 'GET', path: 'set' });
        const read: unknown[] = [];
        for await (const batch of jsonRows(body, asked, contentType)) read.push(...batch);
        return read;
      });
      expect(rows.length).to.be.above(0);
      expect(isDeepStrictEqual(rows, whole)).to.equal(true);
    });

    it('is the same read as one answer', async () => {
      const answer = await served(file, 'application/json;charset=utf-8', (client) =>
        client.json({ method: 'GET', path: 'set' }),
      );
      expect(isDeepStrictEqual(answer['value'], whole)).to.equal(true);
    });
  });

for (const name of files('recorded').filter((f) => f.endsWith('.atom.xml')))
  describe(`the recorded feed ${name}`, () => {
    it('is read to its end', async () => {
      const items = await served(`${odata}recorded/${name}`, 'application/atom+xml', async (client) => {
        const { body, asked } = await client.stream({ method: 'GET', path: 'set' });
        const read: unknown[] = [];
        for await (const batch of atomItems(body, asked, null)) read.push(...batch);
        return read;
      });
      const entries = readFileSync(`${odata}recorded/${name}`, 'utf8').match(/<(?:\w+:)?entry[\s>]/g) ?? [];
      expect(items).to.have.length(entries.length);
    });
  });

const PACKS: readonly (readonly [RegExp, string])[] = [[/^bp/, 'onec-bp30'], [/^(ut|erp)/, 'onec-ut11']]; // prettier-ignore
for (const name of files('metadata'))
  describe(`the recorded metadata ${name}`, () => {
    const pack = readPack(PACKS.find(([pattern]) => pattern.test(name))?.[1] ?? '');

    it('is read as a stream, and what it lacks is said by name', async () => {
      const index = await SchemaIndex.read(metaProperties(createReadStream(`${odata}metadata/${name}`)), setsOf(pack));
      const findings = pack.flatMap((file) => compileMapping(file, index, { books: true }).findings);
      const missing = findings.filter((f) => f.level === 'error');
      expect(missing.filter((f) => !f.set && !f.property)).to.deep.equal([]);
      for (const f of missing) if (f.code === 'set-missing') expect(index.hasSet(f.set ?? '')).to.equal(false);
    });
  });
