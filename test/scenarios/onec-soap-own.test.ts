/** A service of somebody's own, attached by a mapping alone as the guide says: no versions, no paging by key, no operation for one object (sync-design A17). */
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { switchWriting } from '../../connector/cli/switches.ts';
import { parseConfig } from '../../connector/config.ts';
import { Sidebook } from '../../connector/main.ts';
import type { SharedRecord } from '../../connector/model.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import { envelope, wireServer, wsdlOf, type WireServer } from '../hosts/soap/wire.ts';
import { stoppedClock, worldAt } from './setting.ts';

const WSDL = wsdlOf({
  types: { Клиенты: ['Всего xs:int', 'Клиент t:Клиент many'], Клиент: ['Код', 'Имя', 'Реквизиты t:Реквизиты', 'Класс xs:string nil'], Реквизиты: ['ИНН', 'Заметка'] },
  operations: { ПолучитьКлиентов: [['Пропустить xs:int', 'Сколько xs:int'], ['return t:Клиенты']], ЗаписатьКлиента: [['Клиент t:Клиент'], ['return t:Клиент']] },
}); // prettier-ignore
const MAPPING = {
  entity: 'counterparty', host: 'onec-soap', collections: ['Клиенты'], id: 'Код', version: null,
  soap: {
    list: { operation: 'ПолучитьКлиентов', send: { Пропустить: '$skip', Сколько: '$count' }, rows: 'return/Клиент', total: 'return/Всего' },
    update: { operation: 'ЗаписатьКлиента', send: { Клиент: '$object' }, rows: 'return' },
  },
  fields: [
    { name: 'name', type: 'text', host: 'Имя' },
    { name: 'taxId', type: 'text', host: 'Реквизиты/ИНН' },
    { name: 'comment', type: 'text', host: 'Реквизиты/Заметка' },
  ],
}; // prettier-ignore

interface Client {
  code: string;
  name: string;
  inn: string;
  note: string;
}

describe('a service of somebody’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-own-'));
  writeFileSync(join(folder, 'counterparty.json'), JSON.stringify(MAPPING));
  after(() => rmSync(folder, { recursive: true }));
  const clock = stoppedClock();
  let [server, sidebook] = [null, null] as unknown as [WireServer, Sidebook];
  let clients: Client[] = [];
  let asked: string[] = [];
  /** What came back of a property nobody mapped. */
  let unmapped: string[] = [];
  let heard: (operation: string) => void = () => undefined;

  beforeEach(async () => {
    clients = [1, 2, 3].map((n) => ({ code: `К-${String(n)}`, name: `Клиент ${String(n)}`, inn: `770100001${String(n)}`, note: '' })); // prettier-ignore
    [asked, unmapped, heard] = [[], [], () => undefined];
    server = await wireServer(({ method, body }) => (method === 'GET' ? { body: WSDL } : { body: answer(body) }));
    const host = { kind: 'onec-soap', url: server.url, user: 'Обмен', password: { env: 'PASSWORD' }, pack: folder, pageSize: 2 };
    const text = JSON.stringify({ store: { file: ':memory:' }, hosts: { buh: host } });
    const config = parseConfig(text, 'sidebook.config.jsonc', { PASSWORD: 'тайна' }, 'en');
    sidebook = new Sidebook({ ...config, store: { ...config.store, file: ':memory:' }, private: { ...config.private, file: ':memory:' } }, { world: worldAt(clock, 1), holder: 'test' }); // prettier-ignore
    await sidebook.begin();
    for (const hosts of [[], ['buh']]) await switchWriting(sidebook, { on: true, hosts, by: 'anna' });
    await cycle();
  });
  afterEach(async () => {
    await sidebook.close();
    await server.close();
  });

  const xml = ({ code, name, inn, note }: Client): string => `<d:Код>${code}</d:Код><d:Имя>${name}</d:Имя><d:Реквизиты><d:ИНН>${inn}</d:ИНН><d:Заметка>${note}</d:Заметка></d:Реквизиты><d:Класс>А</d:Класс>`; // prettier-ignore
  const said = (body: string, name: string): string => new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(body)?.[1] ?? '';
  function answer(body: string): string {
    const operation = body.includes('<ЗаписатьКлиента') ? 'ЗаписатьКлиента' : 'ПолучитьКлиентов';
    asked.push(operation);
    const made = operation === 'ЗаписатьКлиента' ? written(body) : listed(body);
    heard(operation);
    return envelope(operation, made);
  }
  function written(body: string): string {
    clock.pass(0.01); // the service takes its time
    const client = { code: said(body, 'Код'), name: said(body, 'Имя'), inn: said(body, 'ИНН'), note: said(body, 'Заметка') };
    unmapped.push(said(body, 'Класс'));
    clients = clients.map((c) => (c.code === client.code ? client : c));
    return `<m:return>${xml(client)}</m:return>`;
  }
  function listed(body: string): string {
    const [skip, count] = [Number(said(body, 'Пропустить')), Number(said(body, 'Сколько'))];
    const page = clients.slice(skip, skip + count).map((c) => `<d:Клиент>${xml(c)}</d:Клиент>`);
    return `<m:return><d:Всего>${String(clients.length)}</d:Всего>${page.join('')}</m:return>`;
  }

  async function cycle(): Promise<void> {
    const report = await sidebook.sync('buh', { everything: true });
    clock.pass(20);
    if (report.state !== 'ok') throw new Error(JSON.stringify(report));
  }
  const recordOf = async (inn: string): Promise<SharedRecord> => {
    const all = await sidebook.store.read((t) => t.recordsOf('counterparty', null, 100));
    return all.find((r) => r.fields['taxId'] === inn) ?? Promise.reject(new Error(inn));
  };
  const edit = async (inn: string, changes: Readonly<Record<string, string>>): Promise<unknown> =>
    editRecord(sidebook.engine, { id: (await recordOf(inn)).id, changes, by: 'anna' });
  const change = (code: string, more: Partial<Client>): void => void (clients = clients.map((c) => (c.code === code ? { ...c, ...more } : c))); // prettier-ignore

  it('is attached by its mapping: pages by number, nested elements by their path, and both ways', async () => {
    expect((await recordOf('7701000013')).fields).to.include({ name: 'Клиент 3' });
    change('К-2', { note: 'от них' });
    await edit('7701000011', { name: 'Наш первый' });
    for (let i = 0; i < 3; i++) await cycle();
    expect(clients.map((c) => [c.name, c.note])).to.deep.equal([['Наш первый', ''], ['Клиент 2', 'от них'], ['Клиент 3', '']]); // prettier-ignore
    expect((await recordOf('7701000012')).fields).to.include({ comment: 'от них' });
    expect(unmapped).to.deep.equal(['А']);
    asked = [];
    await cycle();
    expect(asked).to.not.include('ЗаписатьКлиента');
  });

  it('is looked at again right before a write: what somebody wrote since is merged, not overwritten', async () => {
    await edit('7701000011', { name: 'Наш первый' });
    let looks = 0;
    heard = (operation) => {
      if (operation === 'ПолучитьКлиентов' && ++looks === 1) change('К-1', { note: 'в последний миг' });
    };
    for (let i = 0; i < 4; i++) await cycle();
    expect(clients[0]).to.deep.equal({ code: 'К-1', name: 'Наш первый', inn: '7701000011', note: 'в последний миг' });
    expect((await recordOf('7701000011')).fields).to.include({ name: 'Наш первый', comment: 'в последний миг' });
    expect(await sidebook.store.read((t) => t.problems({}))).to.deep.equal([]);
  });

  it('has a window, and doctor says how wide it was', async () => {
    const window = async (): Promise<string | undefined> => (await (await sidebook.attach('buh')).host.check?.())?.find((f) => f.code === 'write-window')?.detail['ms']; // prettier-ignore
    expect(Number(await window())).to.be.at.least(0);
    await edit('7701000011', { name: 'Наш первый' });
    await cycle();
    expect(clients[0]?.name).to.equal('Наш первый');
    expect(await window()).to.equal('600');
  });
});
