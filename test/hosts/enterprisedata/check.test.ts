/** doctor for a base that exchanges messages: what it finds, and what of an answer of the service is none. */
import { expect } from 'chai';
import { checkExchange } from '../../../connector/hosts/enterprisedata/check.ts';
import { Exchange } from '../../../connector/hosts/enterprisedata/exchange.ts';
import { SoapExchange } from '../../../connector/hosts/enterprisedata/index.ts';
import { Mirror } from '../../../connector/hosts/enterprisedata/mirror.ts';
import { HostError } from '../../../connector/hosts/host.ts';
import { openDatabase } from '../../../connector/store/sqlite/driver.ts';
import { message } from '../../../connector/errors.ts';
import { Base } from './base.ts';
import { startFakeEnterpriseData } from './fake.ts';
import { InProcess } from './service.ts';

const world = { now: () => new Date(0), sleep: async () => undefined, uuid: () => 'file-1', random: () => 0.5 };

function stage(): { base: Base; service: InProcess; mirror: Mirror; exchange: Exchange } {
  const base = new Base();
  const service = new InProcess(base);
  const mirror = new Mirror(openDatabase(':memory:'), () => 'copy-1');
  const exchange = new Exchange(service, mirror, { host: 'buh', plan: base.plan, peerCode: base.peer, prefix: 'СБ', partKb: 1024, operationMinutes: 1, world, wallClock: () => '2026-02-24T10:00:00' }); // prettier-ignore
  return { base, service, mirror, exchange };
}

/** Codes of what it found, each with words for it in both languages and nothing left open in them. */
async function found({ service, mirror }: ReturnType<typeof stage>): Promise<string[]> {
  const findings = await checkExchange('buh', service, mirror);
  for (const { code, detail } of findings)
    for (const lang of ['ru', 'en'] as const) {
      const { what, next } = message(code, { host: 'buh', ...detail }, lang);
      expect(`${what} ${next}`, code).to.match(/buh/).and.not.match(/[{}]/);
    }
  return findings.map(({ code, level }) => `${level} ${code}`);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(() => null, (e: unknown) => e); // prettier-ignore
  return error instanceof HostError ? error.code : String(error);
}

describe('the check of a base that exchanges messages', () => {
  it('tells that the exchange is open, and that nothing was told yet', async () => {
    expect(await found(stage())).to.deep.equal(['ok ed-connected', 'ok ed-service-version', 'ok ed-nothing-yet']);
  });

  it('names kinds nobody maps, a gap in the numbers, a copy of ours that is older, and the window', async () => {
    const s = stage();
    s.base.extra.push('<Документ.Неведомый><КлючевыеСвойства><Ссылка>x-1</Ссылка></КлючевыеСвойства></Документ.Неведомый>');
    s.base.receivedNo = 40;
    await s.exchange.receive();
    s.base.sentNo += 5;
    await s.exchange.receive();
    s.mirror.setWord('window', '1500');
    expect(await found(s)).to.deep.equal(['ok ed-connected', 'ok ed-service-version', 'ok ed-format', 'ok ed-window', 'warning ed-kind-unknown', 'warning ed-message-gap', 'warning ed-own-copy-old']); // prettier-ignore
  });

  it('tells a service of another version, and one whose versions nobody published', async () => {
    const s = stage();
    s.service.versions = async () => ['1.0.0.9'];
    expect(await found(s)).to.include('error ed-service-old');
    s.service.versions = () => Promise.reject(new HostError('unauthorised', 'buh', { code: 'no-such-service', at: {} }));
    expect(await found(s)).to.include('warning ed-versions-unpublished');
  });

  for (const [said, code] of [
    ['Недостаточно прав для синхронизации данных.', 'ed-no-right'],
    ['Заданный узел плана обмена не найден: СБ', 'ed-no-node'],
    ['Информационная база находится в состоянии обновления.', 'host-updating'],
  ] as const)
    it(`stops where 1C refuses the connection: ${code}`, async () => {
      const s = stage();
      s.service.test = async () => said;
      expect((await checkExchange('buh', s.service, s.mirror)).map((f) => f.code)).to.deep.equal([code]);
    });

  it('takes a part that is not there for no message', async () => {
    const s = stage();
    s.service.part = async () => null;
    expect(await codeOf(s.exchange.receive())).to.equal('ed-part-missing');
  });

  it('takes a status nobody knows for no end', async () => {
    const fake = await startFakeEnterpriseData();
    const authorization = `Basic ${Buffer.from(`${fake.user}:${fake.password}`).toString('base64')}`;
    const service = new SoapExchange({ id: 'buh', url: fake.url, plan: fake.base.plan, peerCode: fake.base.peer, world, headers: async () => ({ authorization }) }); // prettier-ignore
    const body = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><m:PutDataActionResultResponse xmlns:m="http://www.1c.ru/SSL/EnterpriseDataExchange_1_0_1_1"><m:return>Задумалось</m:return></m:PutDataActionResultResponse></soap:Body></soap:Envelope>`;
    fake.replies.push({ path: 'EnterpriseDataExchange', method: 'POST', body });
    expect(await codeOf(service.loaded('op-1'))).to.equal('ed-status-unknown');
    await service.close();
    await fake.close();
  });
});
