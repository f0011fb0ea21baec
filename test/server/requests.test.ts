/** Requests as an attacker, a proxy or a broken script sends them. */
import { expect } from 'chai';
import { connect } from 'node:net';
import { once } from 'node:events';
import { rewordBy } from '../../connector/words/reworded.ts';
import { offices, ORIGIN, SECRET, type Office } from './office.ts';

const KEY = { 'idempotency-key': '0190-aaaa-bbbb' };

/** Raw bytes in, raw bytes out, until the server closes. */
async function raw(office: Office, text: string): Promise<string> {
  const socket = connect(office.server.port, '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => (said += bytes.toString('latin1')));
  socket.write(text);
  await once(socket, 'close');
  return said;
}

/** Sends a change and goes away as soon as the server works at it. */
async function leave(office: Office, path: string, key: string, begun: Promise<unknown>): Promise<'begun' | 'refused'> {
  const socket = connect(office.server.port, '127.0.0.1');
  const refused = once(socket, 'data').then(() => 'refused' as const);
  const head = [`POST ${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${office.token()}`, `Idempotency-Key: ${key}`, 'Content-Type: application/json', 'Content-Length: 2']; // prettier-ignore
  socket.write(`${head.join('\r\n')}\r\n\r\n{}`);
  const what = await Promise.race([begun.then(() => 'begun' as const), refused]);
  socket.destroy();
  await once(socket, 'close');
  await office.ask('/health/live'); // the server has seen it by now
  return what;
}

describe('a request', () => {
  const open = offices();

  it('to nowhere is told so, in problem+json', async () => {
    const office = await open();
    for (const path of ['/', '/admin', '/api', '/embed/v1', '/embed/v2/loader.js', '/%', '/api/v1/%E0%A4%A'])
      expect([path, (await office.ask(path)).status >= 400, (await office.ask(path)).headers['content-type']]).to.deep.equal([path, true, 'application/problem+json; charset=utf-8']); // prettier-ignore
    const said = await office.call(office.token());
    expect([said.headers['x-powered-by'], said.headers['server'], said.headers['set-cookie']]).to.deep.equal([undefined, undefined, undefined]); // prettier-ignore
  });

  it('without a token learns nothing of the addresses behind it', async () => {
    const office = await open();
    for (const path of ['/api/v1/whoami', '/api/v1/nothing']) expect((await office.ask(path)).code).to.equal('token-missing');
  });

  it('with a method the address does not take is told which it takes', async () => {
    const office = await open();
    const said = await office.ask('/api/v1/whoami', { authorization: `Bearer ${office.token()}`, ...KEY }, 'DELETE');
    expect([said.status, said.code, said.headers['allow']]).to.deep.equal([405, 'method-wrong', 'GET, HEAD']);
    expect((await office.ask('/api/v1/nothing', { authorization: `Bearer ${office.token()}` })).status).to.equal(404);
    expect((await office.ask('/embed/v1/tokens')).headers['allow']).to.equal('POST');
  });

  it('for the head gets the headers and no body', async () => {
    const office = await open();
    const said = await office.ask('/api/v1/whoami', { authorization: `Bearer ${office.token()}` }, 'HEAD');
    expect([said.status, said.text, Number(said.headers['content-length']) > 0]).to.deep.equal([200, '', true]);
  });

  it('is answered in the language of the reader, where its texts were imported', async () => {
    const office = await open();
    const texts: Readonly<Record<string, string>> = { 'message/key-needed.what': 'Der Schlüssel fehlt.', 'message/feed-key-missing.what': 'Falscher Schlüssel.' }; // prettier-ignore
    rewordBy((name, lang) => (lang === 'de-AT' ? texts[name] : undefined));
    try {
      const headers = { authorization: `Bearer ${office.token({ loc: 'de-AT' })}`, 'content-type': 'application/json' };
      const said = await office.ask('/api/v1/echo', headers, 'POST', '{}');
      expect([said.code, said.text.includes('Der Schlüssel fehlt.')]).to.deep.equal(['key-needed', true]);
      expect((await office.ask('/odata/', { 'accept-language': 'de-AT,en;q=0.5' })).text).to.include('Falscher Schlüssel.');
      expect((await office.ask('/odata/')).text).not.to.include('Falscher');
    } finally {
      rewordBy(() => undefined);
    }
  });

  it('that asks again for what it has gets 304', async () => {
    const office = await open();
    const etag = String((await office.call(office.token())).headers['etag']);
    expect(etag).to.match(/^W\//);
    const said = await office.call(office.token(), { 'if-none-match': etag });
    expect([said.status, said.text]).to.deep.equal([304, '']);
  });

  it('larger than 256 kB is refused, also where it does not say its length', async () => {
    const office = await open();
    const big = JSON.stringify({ text: 'x'.repeat(256 * 1024) });
    const said = await office.post('/api/v1/echo', big, KEY);
    expect([said.status, said.code]).to.deep.equal([413, 'body-too-large']);
    const tokens = await office.ask('/embed/v1/tokens', { authorization: `Basic ${btoa(`ut11:${SECRET}`)}`, 'content-type': 'application/json' }, 'POST', big); // prettier-ignore
    expect(tokens.status).to.equal(413);
    expect(office.handled).to.equal(0);
  });

  it('with a file from one who may not send it is refused before it is read', async () => {
    const office = await open();
    const broken = `{"file": "${'x'.repeat(1024 * 1024)}`;
    const said = async (path: string, claims: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const headers = { authorization: `Bearer ${office.token(claims)}`, 'content-type': 'application/json', ...KEY };
      const { status, code } = await office.ask(`/api/v1${path}`, headers, 'POST', broken);
      return [status, code];
    };
    office.client({ allowAll: true, hostRoles: { Админ: 'admin', Менеджер: 'sales' } });
    const admin = { rol: ['Админ'], wdg: ['translations'], scp: '*' };
    expect(await said('/translations/preview', admin)).to.deep.equal([400, 'body-malformed']);
    expect(await said('/translations/preview', { ...admin, rol: ['Менеджер'] })).to.deep.equal([403, 'not-allowed']);
    expect(await said('/imports/preview', { ...admin, rol: ['Менеджер'] })).to.deep.equal([403, 'not-allowed']);
  });

  it('that is no JSON is refused and not repeated', async () => {
    const office = await open();
    for (const body of ['{"a":', 'Иванова', '{"a":1}}', '"text"']) {
      const said = await office.post('/api/v1/echo', body, { 'idempotency-key': `0190-aaaa-${String(body.length)}` });
      expect([body, said.status, said.code]).to.deep.equal([body, 400, 'body-malformed']);
      expect(said.text).not.to.include('Иванова');
    }
    const said = await office.post('/api/v1/echo', '{}', { ...KEY, 'content-type': 'application/json; charset=koi8-r' });
    expect(said.status).to.equal(415);
  });

  it('with __proto__ and constructor in it changes nothing', async () => {
    const office = await open();
    const body = '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"user":{"__proto__":{"admin":true}}}';
    expect((await office.post('/api/v1/echo', body, KEY)).status).to.equal(201);
    expect((await office.ask('/api/v1/whoami?__proto__[admin]=1&constructor.prototype.admin=1', { authorization: `Bearer ${office.token()}` })).status).to.equal(200); // prettier-ignore
    expect(({} as { admin?: unknown }).admin).to.equal(undefined);
  });

  it('that does not arrive is not waited for', async () => {
    const office = await open({ patience: { headers: 40, request: 80, check: 20 } });
    expect(await raw(office, 'GET /health/live HTTP/1.1\r\nHost: x\r\n')).to.match(/^HTTP\/1\.1 408/);
    const head = `POST /embed/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"user"`;
    await raw(office, head); // ends because the server ends it
    expect((await office.ask('/health/live')).status).to.equal(200);
  });

  it('with headers without end is refused', async () => {
    const office = await open();
    expect(await raw(office, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).to.match(/^HTTP\/1\.1 431/);
  });

  it('that smuggles a second one is refused', async () => {
    const office = await open();
    const both = 'POST /embed/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n'; // prettier-ignore
    expect(await raw(office, both)).to.match(/^HTTP\/1\.1 400/);
  });

  it('comes only so often from one user, and each user has a measure of their own', async () => {
    const office = await open({ limits: { api: 2, tokens: 9, failures: 9 } });
    const statuses = [await office.call(office.token()), await office.call(office.token()), await office.call(office.token())];
    expect(statuses.map((s) => s.status)).to.deep.equal([200, 200, 429]);
    const last = statuses[2]!;
    const { retryAfter } = JSON.parse(last.text) as { retryAfter: number };
    expect([last.code, String(retryAfter), 'ratelimit' in last.headers]).to.deep.equal(['too-often', last.headers['retry-after'], true]); // prettier-ignore
    expect((await office.call(office.token({ sub: 'ut11:other' }))).status).to.equal(200);
  });

  it('with a forged token is soon not looked at any more; an expired one does not count', async () => {
    const office = await open({ limits: { api: 99, tokens: 99, failures: 3 } });
    const expired = office.token();
    office.clock.pass(11);
    for (let i = 0; i < 5; i++) expect((await office.call(expired)).code).to.equal('token-expired');
    for (let i = 0; i < 3; i++) expect((await office.call('a.b.c')).code).to.equal('token-bad');
    expect((await office.call('a.b.c')).code).to.equal('too-often');
  });

  it('is no failure because many come at once from one address, or because its page breaks it off', async () => {
    const office = await open({ limits: { api: 99, tokens: 99, failures: 2 } });
    for (let i = 0; i < 4; i++) {
      const begun = once(office.events, 'slow');
      const left = await leave(office, '/api/v1/slow', `0190-aaaa-${String(i)}`, begun);
      expect(left).to.equal('begun');
    }
    expect((await office.call(office.token())).status).to.equal(200);
    office.events.emit('go');
  });

  it('with a forged token counts for its address, whatever port a proxy names with it', async () => {
    const office = await open({ server: { trustProxy: ['127.0.0.1'] }, limits: { api: 99, tokens: 99, failures: 2 } });
    const from = (address: string) => office.call('a.b.c', { 'x-forwarded-for': address });
    for (const address of ['203.0.113.9:5001', '203.0.113.9:5002']) expect((await from(address)).code).to.equal('token-bad');
    expect((await from('203.0.113.9:5003')).code).to.equal('too-often');
    expect((await from('203.0.113.10:5003')).code).to.equal('token-bad');
  });

  it('cannot choose its address where no proxy is trusted', async () => {
    const office = await open({ limits: { api: 99, tokens: 99, failures: 2 } });
    const from = (address: string) => office.call('a.b.c', { 'x-forwarded-for': address, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example', forwarded: `for=${address}` }); // prettier-ignore
    const codes = [await from('203.0.113.1'), await from('203.0.113.2'), await from('203.0.113.3')].map((a) => a.code);
    expect(codes).to.deep.equal(['token-bad', 'token-bad', 'too-often']);
  });

  it('that fails inside is told nothing but what to quote', async () => {
    const office = await open();
    const said = await office.ask('/api/v1/broken', { authorization: `Bearer ${office.token()}`, 'accept-language': 'en' });
    expect([said.status, said.code]).to.deep.equal([500, 'internal']);
    expect(said.text).not.to.match(/Иванова|1 234|at .*\.ts/);
    const { traceId } = JSON.parse(said.text) as { traceId: string };
    expect(office.log).to.include(traceId).and.to.include('office.ts').and.not.to.include('Иванова');
  });

  it('that is refused names the inputs in the language of the token', async () => {
    const office = await open();
    const said = await office.post('/api/v1/refused', '{}', KEY);
    const { fields, title } = JSON.parse(said.text) as { fields: Record<string, string>; title: string };
    expect([said.status, said.code, /[а-яё]/i.test(title), Object.keys(fields)]).to.deep.equal([409, 'record-moved', true, ['lines.0.price']]); // prettier-ignore
  });
});

describe('a change', () => {
  const open = offices();

  it('needs a key', async () => {
    const office = await open();
    for (const key of [{}, { 'idempotency-key': 'short' }, { 'idempotency-key': 'x'.repeat(201) }])
      expect((await office.post('/api/v1/echo', '{}', key)).code).to.equal('key-needed');
    expect(office.handled).to.equal(0);
  });

  it('asked twice is made once, and answered the same', async () => {
    const office = await open();
    const [first, again] = [await office.post('/api/v1/echo', '{"a":1}', KEY), await office.post('/api/v1/echo', '{"a":1}', KEY)];
    expect([again.status, again.text, office.handled]).to.deep.equal([201, first.text, 1]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).to.deep.equal([undefined, 'true']);
  });

  it('with the key of another one is refused', async () => {
    const office = await open();
    await office.post('/api/v1/echo', '{"a":1}', KEY);
    const said = await office.post('/api/v1/echo', '{"a":2}', KEY);
    expect([said.status, said.code, office.handled]).to.deep.equal([422, 'key-reused', 1]);
  });

  it('of another user may have the same key', async () => {
    const office = await open();
    await office.post('/api/v1/echo', '{"a":1}', KEY);
    const other = { authorization: `Bearer ${office.token({ sub: 'ut11:other' })}` };
    expect((await office.post('/api/v1/echo', '{"a":2}', { ...KEY, ...other })).status).to.equal(201);
  });

  it('that was refused may be tried again under its key', async () => {
    const office = await open();
    for (let i = 0; i < 2; i++) expect((await office.post('/api/v1/refused', '{}', KEY)).status).to.equal(409);
    expect(office.handled).to.equal(2);
  });

  it('that was refused after its caller had left may be tried again under its key', async () => {
    const office = await open();
    await leave(office, '/api/v1/late', '0190-aaaa-bbbb', once(office.events, 'slow'));
    office.events.emit('go');
    const begun = once(office.events, 'slow');
    const again = office.post('/api/v1/late', '{}', KEY);
    await Promise.race([begun, again]);
    office.events.emit('go');
    expect([(await again).code, office.handled]).to.deep.equal(['store-busy', 2]);
  });

  it('that was made after its caller had left is answered to the repeat, and not made again', async () => {
    const office = await open();
    await leave(office, '/api/v1/slow', '0190-aaaa-bbbb', once(office.events, 'slow'));
    office.events.emit('go');
    await office.ask('/health/live');
    const again = await office.post('/api/v1/slow', '{}', KEY);
    expect([again.status, again.headers['idempotency-replayed'], office.handled]).to.deep.equal([201, 'true', 1]);
  });

  it('that is still at work, or broke off, is not made a second time', async () => {
    const office = await open();
    const [first, again] = [
      office.post('/api/v1/slow', '{}', KEY),
      await once(office.events, 'slow').then(() => office.post('/api/v1/slow', '{}', KEY)),
    ];
    expect([again.status, again.code, office.handled]).to.deep.equal([409, 'key-running', 1]);
    office.events.emit('go');
    expect((await first).status).to.equal(201);
    expect((await office.post('/api/v1/slow', '{}', KEY)).headers['idempotency-replayed']).to.equal('true');
  });

  it('is new again after a day', async () => {
    const office = await open();
    await office.post('/api/v1/echo', '{"a":1}', KEY);
    office.clock.pass(24 * 60 + 1);
    expect([(await office.post('/api/v1/echo', '{"a":2}', KEY)).status, office.handled]).to.deep.equal([201, 2]);
  });
});

describe('the log', () => {
  const open = offices();

  it('holds no token, no query, no body and no cookie, and no answer sets one', async () => {
    const office = await open();
    const token = office.token();
    const all = [
      await office.call(token, { cookie: 'session=marker-cookie', origin: ORIGIN }),
      await office.ask('/api/v1/whoami?entity=marker-entity&token=marker-query', { authorization: `Bearer ${token}` }),
      await office.post('/api/v1/echo', '{"comment":"marker-body"}', KEY),
      await office.ask('/embed/v1/tokens', { authorization: `Basic ${btoa(`ut11:${SECRET}`)}`, 'content-type': 'application/json' }, 'POST', '{"marker-request":1}'), // prettier-ignore
      await office.ask('/api/v1/broken', { authorization: `Bearer ${token}` }),
      await office.call(`${token}x`),
    ];
    expect(office.log.split('\n').length).to.be.greaterThan(6);
    const [head = '', claims = '', signature = ''] = token.split('.');
    for (const secret of [head, claims, signature, SECRET, btoa(`ut11:${SECRET}`), 'marker', 'Bearer', 'Иванова'])
      expect(office.log).not.to.include(secret);
    expect(office.log).to.include('"path":"/api/v1/whoami"').and.to.include('"why"');
    expect(all.map((a) => a.headers['set-cookie'])).to.deep.equal(all.map(() => undefined));
  });
});
