/** Whatever 1C sends that is no message for us: said in words of the catalogue, nothing of it kept, and the next good one is taken once. */
import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { message } from '../../../connector/errors.ts';
import { Exchange } from '../../../connector/hosts/enterprisedata/exchange.ts';
import { Mirror } from '../../../connector/hosts/enterprisedata/mirror.ts';
import { readMessage } from '../../../connector/hosts/enterprisedata/read.ts';
import { HostError } from '../../../connector/hosts/host.ts';
import { openDatabase } from '../../../connector/store/sqlite/driver.ts';
import { zipped } from '../../../connector/zipped.ts';
import { Base, COUNTERPARTY } from './base.ts';
import { counterparty } from './objects.ts';
import { InProcess } from './service.ts';

const party = { id: '11111111-0000-4000-8000-000000000001', name: 'Лютик', inn: '7701000010' };
const CORPUS = new URL('../../../../shared/corpus/1c/', import.meta.url);
const recorded = new URL('enterprisedata/handshake-message.xml', CORPUS);

function stage(): { base: Base; mirror: Mirror; exchange: Exchange; service: InProcess } {
  const base = new Base();
  const service = new InProcess(base);
  const mirror = new Mirror(openDatabase(':memory:'), () => 'copy-1');
  const world = { now: () => new Date(0), sleep: async () => undefined, uuid: () => 'file-1' };
  const exchange = new Exchange(service, mirror, { host: 'buh', plan: base.plan, peerCode: base.peer, prefix: 'СБ', partKb: 64, operationMinutes: 1, world, wallClock: () => '2026-02-24T10:00:00' }); // prettier-ignore
  return { base, mirror, exchange, service };
}

const archive = (xml: string | Uint8Array): Promise<Buffer> => zipped([['data.xml', [Buffer.from(xml)]]]);
const changed = (from: string | RegExp, to: string) => (xml: string): Promise<Buffer> => archive(xml.replace(from, to)); // prettier-ignore

const BAD: Readonly<Record<string, readonly [code: string, make: (xml: string) => Promise<Uint8Array>]>> = {
  'a truncated archive': ['ed-zip-broken', async (xml) => (await archive(xml)).subarray(0, -40)],
  'a page instead of an archive': ['ed-zip-broken', async () => Buffer.from('<!DOCTYPE html><title>Вход</title>')],
  'an archive that grows without end': ['ed-zip-bomb', () => archive(Buffer.alloc(8 * 1024 * 1024, 32))],
  'a document type with an external entity': ['ed-doctype', changed('<Message', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Message')],
  '20,000 nested elements': ['ed-too-deep', changed('</Body>', `${'<a>'.repeat(20_000)}</Body>`)],
  'an encoding that is none of its own': ['ed-encoding', (xml) => archive(Buffer.from(xml.replace('\uFEFF', ''), 'utf16le'))],
  'an end in the middle of an object': ['ed-xml-broken', (xml) => archive(xml.slice(0, -60))],
  'a page in the archive': ['ed-no-message', () => archive('<html><body>Вход</body></html>')],
  'a header without numbers': ['ed-header-broken', changed(/<msg:MessageNo>\d+/, '<msg:MessageNo>')],
  'another format': ['ed-format-foreign', changed(/<msg:Format>[^<]*/, '<msg:Format>http://v8.1c.ru/CommerceML/2')],
  'versions nobody shares': ['ed-no-common-version', changed(/AvailableVersion>1\.\d+/g, 'AvailableVersion>1.22')],
  'a body of a version nobody agreed on': ['ed-version-foreign', changed(/(<msg:Format>.*?EnterpriseData)\/1\.17/, '$1/1.19')],
  'a message for another node': ['ed-not-for-us', changed('<msg:To>СБ', '<msg:To>ДР')],
}; // prettier-ignore

describe('what is no message for us', () => {
  for (const [title, [code, make]] of Object.entries(BAD))
    it(`is refused in words and leaves no trace: ${title}`, async () => {
      const { base, mirror, exchange, service } = stage();
      await exchange.receive();
      base.put(counterparty(party));
      const before = [mirror.place, mirror.number('received')];
      service.habits.archive = make;
      const error: unknown = await exchange.receive().then(() => null, (e: unknown) => e); // prettier-ignore
      if (!(error instanceof HostError)) throw error instanceof Error ? error : new Error('it was taken');
      expect([error.code, error.outcome, mirror.place, mirror.number('received')]).to.deep.equal([code, 'not-sent', ...before]);
      for (const lang of ['ru', 'en'] as const) {
        const said = message(error.code, { host: 'buh', ...error.at }, lang);
        expect(`${said.what} ${said.next}`).to.not.match(/\{\w+\}|undefined/);
      }
      delete service.habits.archive;
      await exchange.receive();
      await exchange.receive();
      expect([mirror.count(COUNTERPARTY), mirror.place, exchange.takeLost()]).to.deep.equal([1, (before[0] ?? 0) + 2, null]);
    });

  it('is told from a name of its own the base gives us', async () => {
    const { base, mirror, exchange, service } = stage();
    base.put(counterparty(party));
    service.habits.archive = changed('<msg:To>СБ', '<msg:To>5b7f3a10-0000');
    await exchange.receive();
    await exchange.receive();
    service.habits.archive = changed('<msg:To>СБ', '<msg:To>ДР');
    expect(await exchange.receive().then(() => '', (e: unknown) => (e instanceof HostError ? e.at['wanted'] : e))).to.equal('5b7f3a10-0000'); // prettier-ignore
    expect(mirror.count(COUNTERPARTY)).to.equal(1);
  });

  if (existsSync(recorded))
    it('is the recorded first message of a real base too, whose versions are not ours', async () => {
      const { exchange, service, mirror } = stage();
      service.habits.archive = () => archive(readFileSync(recorded));
      const error: unknown = await exchange.receive().catch((e: unknown) => e);
      expect(error).to.be.instanceOf(HostError).and.include({ code: 'ed-no-common-version' });
      expect(mirror.number('received')).to.equal(0);
      const known = readFileSync(recorded, 'utf8')
        .replace('1.22<', '1.17<')
        .replace(/(<msg:To>)[^<]*/, '$1СБ'); // the same base, one version lower
      service.habits.archive = () => archive(known);
      await exchange.receive();
      expect([mirror.word('peer'), mirror.word('version'), exchange.takes(COUNTERPARTY)]).to.deep.equal(['НФ', '1.17', /Справочник\.Контрагенты<[\s\S]*?<msg:Receiving>\*/.test(known)]); // prettier-ignore
    });
});

describe('a message of any size', () => {
  it('is read as it comes: an object is there before the rest was asked for', async () => {
    const { base } = stage();
    const [start = '', end = ''] = base.envelope(base.header(1), '|').split('|');
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(start);
      for (; asked < 1_000_000; asked++) yield Buffer.from('<Чужое><а>1</а></Чужое>');
      yield Buffer.from(end);
    }
    let objects = 0;
    for await (const pieces of readMessage(endless())) {
      objects += pieces.filter((p) => 'object' in p).length;
      if (objects >= 10) break;
    }
    expect(asked).to.be.at.most(11);
  });
});
