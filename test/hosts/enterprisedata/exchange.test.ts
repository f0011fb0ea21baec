import { expect } from 'chai';
import { Exchange } from '../../../connector/hosts/enterprisedata/exchange.ts';
import { Mirror } from '../../../connector/hosts/enterprisedata/mirror.ts';
import { textAt } from '../../../connector/hosts/enterprisedata/tree.ts';
import { ordered } from '../../../connector/hosts/enterprisedata/write.ts';
import { HostError } from '../../../connector/hosts/host.ts';
import { openDatabase } from '../../../connector/store/sqlite/driver.ts';
import { zipped } from '../../../connector/zipped.ts';
import { Base, COUNTERPARTY, INVOICE, type BaseOptions } from './base.ts';
import { counterparty, invoice, ORGANISATION, PRODUCT } from './objects.ts';
import { InProcess, type Habits } from './service.ts';

const party = (n: number) => ({ id: `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`, name: `Лютик ${String(n)}`, inn: String(7701000000 + n) }); // prettier-ignore
const bill = (n: number) => ({ id: `22222222-0000-4000-8000-${String(n).padStart(12, '0')}`, number: `0000-${String(n)}`, date: '2026-02-24T09:00:00', party: party(n) }); // prettier-ignore

interface Stage {
  readonly base: Base;
  readonly mirror: Mirror;
  readonly exchange: Exchange;
  readonly service: InProcess;
  readonly heard: string[];
  readonly pass: (ms: number) => void;
  /** Milliseconds slept. */
  readonly slept: number[];
}

function stage(options: BaseOptions = {}, habits: Habits = {}, mirror?: Mirror, base = new Base(options), partKb = 1024): Stage {
  const [heard, slept]: [string[], number[]] = [[], []];
  const service = new InProcess(base, { ...habits, heard: (o) => (heard.push(o), habits.heard?.(o)) });
  const kept = mirror ?? new Mirror(openDatabase(':memory:'), () => 'copy-1');
  let now = 0;
  let next = 0;
  const world = {
    now: () => new Date(now),
    sleep: async (ms: number) => void ((now += ms), slept.push(ms)),
    uuid: () => `file-${String(++next)}`,
  };
  const exchange = new Exchange(service, kept, { host: 'buh', plan: base.plan, peerCode: base.peer, prefix: 'СБ', partKb, operationMinutes: 1, world, wallClock: () => '2026-02-24T10:00:00' }); // prettier-ignore
  return { base, mirror: kept, exchange, service, heard, slept, pass: (ms) => void (now += ms) };
}

async function refused(work: Promise<unknown>): Promise<HostError> {
  const error: unknown = await work.then(() => null, (e: unknown) => e); // prettier-ignore
  if (error instanceof HostError) return error;
  throw error instanceof Error ? error : new Error('it was done');
}

const name = (s: Stage, n: number): string =>
  textAt(s.mirror.get(COUNTERPARTY, party(n).id)?.tree, 'КлючевыеСвойства/Наименование');
const sendable = (n: number, more = {}) => ordered(new Base().format, counterparty({ ...party(n), ...more }));

describe('the exchange of messages', () => {
  it('takes what 1C tells, with what it refers to, and confirms it in the next message', async () => {
    const s = stage();
    s.base.put(counterparty(party(1)));
    s.base.put(invoice(bill(1)));
    await s.exchange.receive();
    expect(name(s, 1)).to.equal('Лютик 1');
    expect(s.mirror.get('Справочник.Организации', ORGANISATION)).to.not.equal(null);
    expect(s.mirror.get('Справочник.Номенклатура', PRODUCT)).to.not.equal(null);
    expect(s.base.registered.size).to.equal(2);
    await s.exchange.receive();
    expect(s.base.registered.size).to.equal(0);
    expect(s.base.message().includes('Лютик')).to.equal(false);
  });

  it('takes a message in parts, waiting while it is prepared', async () => {
    const s = stage({}, { actives: 3 }, undefined, undefined, 1);
    for (let n = 1; n <= 20; n++) s.base.put(invoice(bill(n)));
    await s.exchange.receive();
    expect(s.mirror.count(INVOICE)).to.equal(20);
    expect(s.heard.filter((o) => o === 'GetDataPart').length).to.be.greaterThan(1);
    expect(s.slept).to.deep.equal([500, 1000, 2000]);
  });

  it('gives up an operation that never ends, and says how long it waited', async () => {
    const error = await refused(stage({}, { actives: 1e6 }).exchange.receive());
    expect([error.code, error.kind, error.at['minutes']]).to.deep.equal(['ed-operation-slow', 'unavailable', '1']);
  });

  it("tells 1C's own words when a message cannot be prepared", async () => {
    const error = await refused(
      stage({}, { failures: { prepare: '{ОбщийМодуль.Обмен.Модуль(25)}: Нет связи с хранилищем' } }).exchange.receive(),
    );
    expect([error.code, error.sentence]).to.deep.equal(['ed-failed', 'Нет связи с хранилищем']);
  });

  it('sends an object, and holds it as what 1C has only when it was loaded', async () => {
    const s = stage();
    await s.exchange.receive();
    await s.exchange.send(COUNTERPARTY, party(1).id, sendable(1));
    expect(s.base.applied).to.deep.equal([`${COUNTERPARTY}|${party(1).id}`]);
    expect(name(s, 1)).to.equal('Лютик 1');
    const error = await refused(
      stage({ refuses: [] }, { failures: { load: 'Период закрыт' } }, s.mirror, s.base).exchange.send(
        COUNTERPARTY,
        party(2).id,
        sendable(2),
      ),
    );
    expect([error.code, error.kind, error.sentence]).to.deep.equal(['ed-load-refused', 'refused', 'Период закрыт']);
    expect(s.mirror.get(COUNTERPARTY, party(2).id)).to.equal(null);
  });

  for (const [lost, arrived] of [
    ['PutDataActionResult', true],
    ['PutData', false],
  ] as const)
    it(`learns from the next message what became of a write whose answer to ${lost} was lost`, async () => {
      const s = stage();
      await s.exchange.receive();
      s.service.habits.heard = (o) => {
        if (o === lost) throw new HostError('unavailable', 'buh', { code: 'connection-cut' });
      };
      const error = await refused(s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)));
      expect([error.outcome, s.mirror.get(COUNTERPARTY, party(1).id)]).to.deep.equal(['unknown', null]);
      delete s.service.habits.heard;
      await s.exchange.receive();
      expect([name(s, 1), s.mirror.pending().length]).to.deep.equal(arrived ? ['Лютик 1', 0] : ['', 1]);
      if (!arrived) {
        expect((await refused(s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)))).code).to.equal('ed-still-loading');
        s.pass(60_000);
        await s.exchange.receive();
        await s.exchange.send(COUNTERPARTY, party(1).id, sendable(1));
      }
      expect([name(s, 1), s.base.applied.length, s.mirror.pending().length]).to.deep.equal(['Лютик 1', 1, 0]);
    });

  it('asks 1C how far a load is whose sender died, instead of waiting: until it ended nothing else is sent', async () => {
    const s = stage({}, { actives: 2, failures: { load: 'Период закрыт' } });
    await s.exchange.receive();
    s.service.habits.heard = (o) => {
      if (o === 'PutDataActionResult') throw new Error('killed');
    };
    await s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)).catch(() => undefined);
    delete s.service.habits.heard;
    for (let n = 0; n < 2; n++) {
      await s.exchange.receive();
      const error = await refused(s.exchange.send(COUNTERPARTY, party(2).id, sendable(2)));
      expect([error.code, error.at['minutes'], error.alone]).to.deep.equal(['ed-still-loading', '1', true]);
    }
    await s.exchange.receive();
    await s.exchange.send(COUNTERPARTY, party(2).id, sendable(2));
    expect([name(s, 1), name(s, 2), s.base.applied.length]).to.deep.equal(['', 'Лютик 2', 1]);
  });

  it('waits for nothing when its sender died before 1C was told to load', async () => {
    const s = stage();
    await s.exchange.receive();
    s.service.habits.heard = (o) => {
      if (o === 'PutFilePart') throw new Error('killed');
    };
    await s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)).catch(() => undefined);
    delete s.service.habits.heard;
    expect(s.mirror.pending()).to.have.length(1);
    await s.exchange.receive();
    await s.exchange.send(COUNTERPARTY, party(2).id, sendable(2));
    expect([name(s, 1), name(s, 2), s.base.applied.length]).to.deep.equal(['', 'Лютик 2', 1]);
  });

  it('does not take a load for undone because 1C has an error for whoever asks how far it is', async () => {
    const s = stage();
    await s.exchange.receive();
    s.service.habits.heard = (o) => {
      if (o === 'PutDataActionResult')
        throw new HostError('unavailable', 'buh', { code: 'ed-failed', sentence: 'Сеанс завершен' });
    };
    expect((await refused(s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)))).outcome).to.equal('unknown');
    delete s.service.habits.heard;
    await s.exchange.receive();
    expect([name(s, 1), s.mirror.pending().length]).to.deep.equal(['Лютик 1', 0]);
  });

  it('does not know the end of a load when no message could be taken after it, and learns it from the next', async () => {
    const s = stage();
    await s.exchange.receive();
    s.service.habits.failures = { prepare: 'Нет связи с хранилищем' };
    const error = await refused(s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)));
    expect([error.outcome, error.sentence, name(s, 1)]).to.deep.equal(['unknown', 'Нет связи с хранилищем', '']);
    await s.exchange.receive();
    expect([name(s, 1), s.base.applied.length]).to.deep.equal(['Лютик 1', 1]);
  });

  it('says so when 1C calls a load completed and confirms no number of it', async () => {
    const s = stage();
    await s.exchange.receive();
    s.base.load = async () => undefined;
    const error = await refused(s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)));
    expect([error.code, name(s, 1), s.mirror.pending().length]).to.deep.equal(['ed-load-refused', '', 0]);
  });

  it('calls nothing fresh after a message that could not be taken', async () => {
    const s = stage({}, { failures: { prepare: 'Нет связи с хранилищем' } });
    s.pass(60_000);
    await refused(s.exchange.receive());
    expect(s.exchange.receivedAt).to.equal(0);
    await s.exchange.receive();
    expect(s.exchange.receivedAt).to.equal(60_000);
  });

  it('takes an operation 1C has forgotten for one whose end nobody knows', async () => {
    const s = stage();
    await s.exchange.receive();
    s.service.load = async () => 'nobody';
    const error = await refused(s.exchange.send(COUNTERPARTY, party(1).id, sendable(1)));
    expect([error.outcome, s.mirror.pending().length]).to.deep.equal(['unknown', 1]);
  });

  it('does one message after the other when two ask at once', async () => {
    const s = stage();
    s.base.put(counterparty(party(1)));
    await Promise.all([s.exchange.receive(), s.exchange.receive(), s.exchange.send(COUNTERPARTY, party(2).id, sendable(2))]);
    expect([name(s, 1), name(s, 2), s.exchange.takeLost()]).to.deep.equal(['Лютик 1', 'Лютик 2', null]);
  });

  it('sends no confirmation of a message that held nothing', async () => {
    const s = stage();
    for (let n = 0; n < 3; n++) await s.exchange.receive();
    expect([s.base.receivedNo, s.heard.includes('PutData')]).to.deep.equal([0, false]);
  });

  it('applies a message that comes twice once, and asks no person', async () => {
    const s = stage();
    s.base.put(counterparty(party(1)));
    const xml = s.base.message();
    s.service.habits.archive = async () => zipped([['data.xml', [Buffer.from(xml)]]]);
    await s.exchange.receive();
    const place = s.mirror.place;
    await s.exchange.receive();
    expect([s.mirror.place, s.exchange.takeLost()]).to.deep.equal([place, null]);
  });

  it('takes everything after messages it asked for and never got', async () => {
    const s = stage();
    s.base.put(counterparty(party(1)));
    await s.exchange.receive();
    s.service.habits.failures = {};
    s.service.habits.archive = async () => Buffer.from('PK, cut off');
    s.base.edit(COUNTERPARTY, party(1).id, 'КлючевыеСвойства/Наименование', 'Клевер');
    expect((await refused(s.exchange.receive())).code).to.equal('ed-zip-broken');
    expect((await refused(s.exchange.receive())).code).to.equal('ed-zip-broken');
    delete s.service.habits.archive;
    await s.exchange.receive();
    expect([name(s, 1), s.exchange.takeLost()]).to.deep.equal(['Клевер', null]);
  });

  it('says so when somebody else takes messages with our code', async () => {
    const s = stage();
    await s.exchange.receive();
    s.base.sentNo += 5;
    await s.exchange.receive();
    expect([s.exchange.takeLost(), s.mirror.word('gap')]).to.deep.equal(['host-restored', '2-6']);
  });

  it('stops and takes everything anew when the base is an older one', async () => {
    const s = stage();
    for (let n = 1; n <= 3; n++) (s.base.put(counterparty(party(n))), await s.exchange.receive());
    s.base.sentNo = 0;
    s.base.put(counterparty({ ...party(1), name: 'Из копии' }));
    await s.exchange.receive();
    expect(s.exchange.takeLost()).to.equal('host-restored');
    await s.exchange.receive();
    expect(name(s, 1)).to.equal('Из копии');
  });

  it('knows when its own copy is the older one', async () => {
    const s = stage();
    s.base.receivedNo = 40;
    await s.exchange.receive();
    expect([s.exchange.takeLost(), s.mirror.word('old')]).to.deep.equal(['host-restored', '0-40']);
    await s.exchange.send(COUNTERPARTY, party(1).id, sendable(1));
    expect(s.base.receivedNo).to.equal(41);
  });

  it('leaves everything as it was when a message breaks off in the middle', async () => {
    const s = stage({}, { archive: async (xml) => zipped([['data.xml', [Buffer.from(xml.slice(0, -200))]]]) });
    for (let n = 1; n <= 5; n++) s.base.put(counterparty(party(n)));
    expect((await refused(s.exchange.receive())).code).to.equal('ed-xml-broken');
    expect([s.mirror.count(COUNTERPARTY), s.mirror.number('received'), s.mirror.place]).to.deep.equal([0, 0, 0]);
  });

  it('keeps a kind nobody knows, counts it and goes on', async () => {
    const s = stage();
    s.base.extra.push(
      '<Документ.Неведомый><КлючевыеСвойства><Ссылка>x-1</Ссылка></КлючевыеСвойства><Тайна>42</Тайна></Документ.Неведомый>',
    );
    s.base.put(counterparty(party(1)));
    await s.exchange.receive();
    expect(name(s, 1)).to.equal('Лютик 1');
    expect([...s.mirror.unknowns()]).to.deep.equal([['Документ.Неведомый', 1]]);
    expect(textAt(s.mirror.get('Документ.Неведомый', 'x-1')?.tree, 'Тайна')).to.equal('42');
  });

  it('marks what 1C says it deleted, and forgets nothing of it', async () => {
    const s = stage();
    s.base.put(counterparty(party(1)));
    await s.exchange.receive();
    s.base.extra.push(
      `<УдалениеОбъекта><СсылкаНаОбъект><КонтрагентСсылка>${party(1).id}</КонтрагентСсылка></СсылкаНаОбъект></УдалениеОбъекта>`,
    );
    await s.exchange.receive();
    expect(s.mirror.get(COUNTERPARTY, party(1).id)).to.include({ deleted: true });
    expect(name(s, 1)).to.equal('Лютик 1');
  });

  it('speaks the highest version both know, and names both lists when there is none', async () => {
    const old = stage({ versions: ['1.5', '1.8'] });
    await old.exchange.receive();
    expect(old.exchange.format.version).to.equal('1.8');
    const error = await refused(stage({ versions: ['1.17'] }, { archive: async (xml) => zipped([['data.xml', [Buffer.from(xml.replace(/AvailableVersion>1\.17/g, 'AvailableVersion>1.22'))]]]) }).exchange.receive()); // prettier-ignore
    expect([error.code, error.at['theirs'], error.at['known']]).to.deep.equal(['ed-no-common-version', '1.22', '1.17, 1.8']);
  });

  it('knows which kinds 1C takes from us', async () => {
    const s = stage({ refuses: [INVOICE] });
    await s.exchange.receive();
    expect([s.exchange.takes(COUNTERPARTY), s.exchange.takes(INVOICE)]).to.deep.equal([true, false]);
  });
});
