import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, basic, element, rowsOf } from './ask.ts';
import { startFakeOnec } from './fake.ts';
import { invoice, invoices, parties, party, today, withFake } from './samples.ts';

describe('fake 1C: running it', () => {
  const held = withFake();
  const control = async (operation: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${held.fake.control}${operation}`, { method: 'POST', body: JSON.stringify(body) });
    return answer.json();
  };

  it('offers the same operations over its control address', async () => {
    const created = (await control('create', [parties, { Description: 'Пульт' }])) as { result: Record<string, unknown> };
    const key = String(created.result['Ref_Key']);
    expect(await control('edit', [parties, key, { Комментарий: 'да' }])).to.have.nested.property('result.Комментарий', 'да');
    expect(await control('quirks', { count: false })).to.have.nested.property('result.count', false);
    expect(await control('faults', { status: { status: 502, next: 1 } })).to.have.nested.property('ok', true);
    expect((await ask(held.fake, 'GET', parties)).status).to.equal(502);
    expect(await control('log', [])).to.have.nested.property('result[0].status', 502);
    expect(await control('remove', [parties, key])).to.deep.equal({ ok: true, result: null });
  });

  it('says what is wrong with a control call', async () => {
    expect(await control('explode', [])).to.have.property('ok', false);
    expect(await control('quirks', { опечатка: 1 })).to.deep.equal({ ok: false, error: 'unknown quirk "опечатка"' });
    expect(await control('get', ['Catalog_Нету', 'x'])).to.deep.equal({
      ok: false,
      error: 'no set Catalog_Нету in this profile',
    });
  });

  it('reports a taken port as a rejected promise', async () => {
    const port = Number(new URL(held.fake.url).port);
    const error = await startFakeOnec({ port }).then(
      () => undefined,
      (e: unknown) => e as NodeJS.ErrnoException,
    );
    expect(error?.code).to.equal('EADDRINUSE');
  });

  it('logs every request of the 1C surface in full', async () => {
    await ask(held.fake, 'POST', parties, { body: { Description: 'Журнал' }, headers: { 'x-request': '7' } });
    const [entry] = held.fake.log;
    expect(entry).to.include({
      method: 'POST',
      path: `/buh/odata/standard.odata/${parties}`,
      status: 201,
      body: '{"Description":"Журнал"}',
      at: '2026-02-24T12:00:00',
    });
    expect(entry?.headers['x-request']).to.equal('7');
    expect(entry?.url).to.contain('%D0%9A');
  });

  it('finds private values in any part of requests', async () => {
    held.fake.forbid(['Цена конкурента 4711', '88005553535']);
    await ask(held.fake, 'GET', parties, { query: { $filter: "Description eq 'Цена конкурента 4711'" } });
    await ask(held.fake, 'POST', parties, { body: '{"Комментарий":"\\u0426\\u0435\\u043d\\u0430 конкурента 4711"}' });
    await ask(held.fake, 'GET', parties, { headers: { 'x-note': '88005553535' } });
    await ask(held.fake, 'GET', parties);
    expect(held.fake.log.map((entry) => entry.leaks.length)).to.deep.equal([1, 1, 1, 0]);
  });

  it('replays a prepared answer byte for byte', async () => {
    const body = '\ufeff{ "odata.metadata": "http://1c.example/base",\r\n  "value": [ ] }\n';
    held.fake.reply({ path: `${parties}?$format=json`, body, status: 203, contentType: 'application/json;odata=x', next: 1 });
    const answer = await ask(held.fake, 'GET', parties);
    expect([answer.status, answer.text, answer.headers['content-type']]).to.deep.equal([203, body, 'application/json;odata=x']);
    expect((await ask(held.fake, 'GET', parties)).status).to.equal(200);
  });

  it('is the same base again after a sudden death', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fake-onec-'));
    const options = { state: join(folder, 'base.jsonl'), now: () => today, data: { counterparties: 12, invoices: 20 } };
    const first = await startFakeOnec(options);
    const key = party(first);
    invoice(first, { Контрагент_Key: key, Posted: true });
    first.remove(parties, String(first.list(parties)[0]?.['Ref_Key']));
    const before = first.snapshot();
    await first.close();
    const second = await startFakeOnec({ ...options, now: () => new Date(2027, 0, 1) });
    expect(JSON.parse(second.snapshot())).to.deep.equal(JSON.parse(before));
    expect(party(second)).to.not.equal(key);
    await second.close();
    rmSync(folder, { recursive: true });
  });

  it('goes back in versions when a backup is restored', async () => {
    const key = party(held.fake);
    const yesterday = held.fake.snapshot();
    const old = held.fake.get(parties, key)?.['DataVersion'];
    held.fake.edit(parties, key, { Комментарий: 'сегодня' });
    const lost = String(invoice(held.fake)['Ref_Key']);
    held.fake.restore(yesterday);
    expect(held.fake.get(parties, key)).to.include({ DataVersion: old, Комментарий: '' });
    expect(held.fake.get(invoices, lost)).to.equal(undefined);
    const again = invoice(held.fake);
    expect(again['Number']).to.equal('РМ00-000001');
    expect(again['Ref_Key']).to.not.equal(lost);
  });

  it('writes long answers in chunks as they are made', async () => {
    for (let i = 0; i < 400; i++) party(held.fake, { Комментарий: 'x'.repeat(500) });
    const sizes = await new Promise<number[]>((resolve) => {
      const seen: number[] = [];
      const { hostname, port, pathname } = new URL(held.fake.url);
      const sent = request(
        { hostname, port, path: `${pathname}${encodeURI(parties)}?$format=json`, headers: { authorization: basic(held.fake) } },
        (response) => {
          expect(response.headers['transfer-encoding']).to.equal('chunked');
          response.on('data', (chunk: Buffer) => seen.push(chunk.length)).on('end', () => resolve(seen));
        },
      );
      sent.end();
    });
    expect(sizes.length).to.be.greaterThan(5);
  });

  it('lists keys and versions without anything else', async () => {
    const key = party(held.fake);
    const rows = await rowsOf(held.fake, parties, { $select: 'Ref_Key,DataVersion,DeletionMark' });
    expect(rows).to.deep.equal([{ Ref_Key: key, DataVersion: 'AAAAAQAAAAA=', DeletionMark: false }]);
    expect((await ask(held.fake, 'GET', element(parties, key), { query: { $select: 'DataVersion' } })).text).to.contain(
      '"DataVersion":"AAAAAQAAAAA="',
    );
  });
});
