import { expect } from 'chai';
import { ask, askJson, element } from './ask.ts';
import { invoiceBody, invoices, parties, party, withFake } from './samples.ts';

describe('fake 1C: faults on the way', () => {
  const held = withFake();
  const failure = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'answered',
      (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).message,
    );

  it('cuts the connection before doing anything', async () => {
    held.fake.faults.dropBefore = { next: 1 };
    expect(await failure(ask(held.fake, 'POST', parties, { body: {} }))).to.equal('ECONNRESET');
    expect(held.fake.list(parties)).to.deep.equal([]);
  });

  it('does the write and then loses the answer', async () => {
    held.fake.faults.dropAfter = { next: 1, method: 'POST', path: invoices };
    expect(await failure(ask(held.fake, 'POST', invoices, { body: invoiceBody(held.fake) }))).to.equal('ECONNRESET');
    expect(held.fake.list(invoices)).to.have.length(1);
    expect(held.fake.log.at(-1)).to.include({ method: 'POST', status: 0 });
  });

  it('cuts the connection in the middle of a body', async () => {
    held.fake.faults.cutBody = { next: 1 };
    expect(await failure(ask(held.fake, 'GET', 'Catalog_Валюты'))).to.match(/ECONNRESET|aborted/);
  });

  it('sends half a body that claims to be whole', async () => {
    held.fake.faults.truncatedJson = 1;
    const answer = await ask(held.fake, 'GET', 'Catalog_Валюты');
    expect(answer.status).to.equal(200);
    expect(Buffer.byteLength(answer.text)).to.equal(Number(answer.headers['content-length']));
    expect(() => JSON.parse(answer.text) as unknown).to.throw(SyntaxError);
  });

  it('closes the base for everyone in exclusive mode', async () => {
    held.fake.faults.exclusive = {};
    for (const path of ['', 'Catalog_Валюты', '$metadata']) {
      const answer = await ask(held.fake, 'GET', path);
      expect([answer.status, answer.headers['content-type']]).to.deep.equal([503, 'text/html; charset=utf-8']);
    }
    held.fake.faults.exclusive = { next: 0 };
    expect((await ask(held.fake, 'GET', 'Catalog_Валюты')).status).to.equal(200);
  });

  it('answers any status with Retry-After when told so', async () => {
    held.fake.faults.status = [
      { status: 503, retryAfter: 30, next: 1 },
      { status: 403, method: 'PATCH' },
    ];
    const first = await ask(held.fake, 'GET', 'Catalog_Валюты');
    expect([first.status, first.headers['retry-after']]).to.deep.equal([503, '30']);
    expect((await ask(held.fake, 'PATCH', element(parties, party(held.fake)), { body: {} })).status).to.equal(403);
  });

  it('makes only the first request slow', async () => {
    const finished: string[] = [];
    held.fake.faults.slowFirst = 30;
    const cold = ask(held.fake, 'GET', 'Catalog_Валюты').then(() => finished.push('cold'));
    const warm = new Promise((sent) => void setImmediate(sent))
      .then(() => ask(held.fake, 'GET', 'Catalog_Валюты'))
      .then(() => finished.push('warm'));
    await Promise.all([cold, warm]);
    expect(finished).to.deep.equal(['warm', 'cold']);
    expect(held.fake.faults.slowFirst).to.deep.equal([{ ms: 30, next: 0 }]);
  });

  it('hits by chance as the seed decides', async () => {
    held.fake.faults.status = { probability: 0.5, status: 502 };
    const statuses = [];
    for (let i = 0; i < 12; i++) statuses.push((await ask(held.fake, 'GET', 'Catalog_Валюты')).status);
    expect(new Set(statuses)).to.deep.equal(new Set([200, 502]));
  });

  it('never answers a request that hangs', async () => {
    held.fake.faults.hang = { next: 1 };
    const waiting = failure(ask(held.fake, 'GET', 'Catalog_Валюты'));
    expect((await ask(held.fake, 'GET', 'Catalog_Валюты')).status).to.equal(200);
    await held.fake.close();
    expect(await waiting).to.equal('ECONNRESET');
  });

  it('lets a foreign edit land before the patch', async () => {
    const key = party(held.fake);
    held.fake.betweenReadAndWrite(parties, key, { Комментарий: 'бухгалтер' });
    const before = await askJson(held.fake, 'GET', element(parties, key));
    const after = await askJson(held.fake, 'PATCH', element(parties, key), { body: { ИНН: '7707083893' } });
    expect(before['Комментарий']).to.equal('');
    expect(after).to.include({ Комментарий: 'бухгалтер', ИНН: '7707083893' });
    held.fake.beforeWrite = (request) =>
      request.method === 'DELETE' && void held.fake.edit(parties, key, { Комментарий: 'успел' });
    expect((await ask(held.fake, 'DELETE', element(parties, key))).status).to.equal(204);
  });
});
