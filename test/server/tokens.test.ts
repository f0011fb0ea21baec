/** Tokens a host signed itself: what is let in, and every way of not being let in. */
import { expect } from 'chai';
import { MOST_KEYS } from '../../connector/server/auth/registry.ts';
import { KID, offices, ORIGIN, SECRET, signed, type Office } from './office.ts';
import { sqliteOf } from '../sqlite-of.ts';

describe('a token of the host', () => {
  const open = offices();

  it('lets its user in, with our roles and the name the host says', async () => {
    const office = await open();
    const said = await office.call(office.token());
    expect([said.status, JSON.parse(said.text)]).to.deep.equal([200, { actor: 'ut11:5f0c', name: 'Иванова А.', roles: ['accountant'], lang: 'ru' }]); // prettier-ignore
    expect(said.headers['cache-control']).to.equal('no-store');
  });

  it('may be used again within its life', async () => {
    const office = await open();
    const token = office.token();
    expect([(await office.call(token)).status, (await office.call(token)).status]).to.deep.equal([200, 200]);
  });

  /** The same words for whatever is not genuine. */
  async function isBad(office: Office, token: string): Promise<void> {
    const said = await office.call(token, { 'accept-language': 'en' });
    expect([said.status, said.code]).to.deep.equal([401, 'token-bad']);
    const reference = await office.call('a.b.c', { 'accept-language': 'en' });
    const withoutTrace = (text: string): unknown => ({ ...(JSON.parse(text) as object), traceId: '' });
    expect(withoutTrace(said.text)).to.deep.equal(withoutTrace(reference.text));
  }

  const FORGED: readonly [string, (office: Office) => string][] = [
    ['signed with another secret', (o) => signed(o.claims(), `${SECRET}x`)],
    ['with alg none', (o) => signed(o.claims(), null, { alg: 'none', kid: KID })],
    ['with alg none and a signature', (o) => signed(o.claims(), SECRET, { alg: 'none', kid: KID })],
    ['with alg HS512 in its header', (o) => signed(o.claims(), SECRET, { alg: 'HS512', kid: KID })],
    ['with alg RS256 and our secret as its key', (o) => signed(o.claims(), SECRET, { alg: 'RS256', kid: KID })],
    ['for another audience', (o) => o.token({ aud: 'embed/v2' })],
    ['for several audiences', (o) => o.token({ aud: ['embed/v1', 'other'] })],
    ['without an audience', (o) => o.token({ aud: undefined })],
    ['of an unknown key', (o) => signed(o.claims(), SECRET, { alg: 'HS256', kid: 'k9' })],
    ['without a key', (o) => signed(o.claims(), SECRET, { alg: 'HS256' })],
    ['whose key is a path', (o) => signed(o.claims(), SECRET, { alg: 'HS256', kid: '../ut11/k1' })],
    ['of an unknown client', (o) => o.token({ cid: 'dyn' })],
    ['whose client is a word of JavaScript', (o) => o.token({ cid: '__proto__' })],
    ['that lives longer than ten minutes', (o) => o.token({ exp: (o.claims()['iat'] as number) + 601 })],
    ['that ends before it begins', (o) => o.token({ iat: (o.claims()['exp'] as number) + 1 - 600 + 30, exp: (o.claims()['iat'] as number) + 10 })],
    ['without an id', (o) => o.token({ jti: undefined })],
    ['without an end', (o) => o.token({ exp: undefined })],
    ['whose user is of another client', (o) => o.token({ sub: 'dyn:5f0c' })],
    ['whose claims were changed after signing', (o) => { const [h, , s] = o.token().split('.'); return [h, signed(o.claims({ rol: ['admin'] }), SECRET).split('.')[1], s].join('.'); }], // prettier-ignore
    ['that is no token', () => 'nonsense'],
  ]; // prettier-ignore

  for (const [what, make] of FORGED)
    it(`is refused ${what}`, async () => {
      const office = await open();
      await isBad(office, make(office));
    });

  it('is refused after its life, by a code of its own', async () => {
    const office = await open();
    const token = office.token();
    office.clock.pass(10);
    const said = await office.call(token);
    expect([said.status, said.code, said.headers['www-authenticate']]).to.deep.equal([401, 'token-expired', 'Bearer error="invalid_token"']); // prettier-ignore
  });

  it('is refused once its id was revoked', async () => {
    const office = await open();
    const token = office.token();
    expect((await office.call(token)).status).to.equal(200);
    office.registry.revokeToken('jti-0000-0001', 'ut11', office.clock.now().toISOString());
    await isBad(office, token);
  });

  it('whose id was revoked is remembered only as long as it could be used', async () => {
    const office = await open();
    const revoke = (jti: string): void => office.registry.revokeToken(jti, 'ut11', office.clock.now().toISOString());
    const known = (): number => sqliteOf(office.sidebook).database.prepare('select jti from revoked_tokens').all().length;
    revoke('jti-0000-0001');
    office.clock.pass(11);
    revoke('jti-0000-0002');
    expect(known()).to.equal(2);
    office.clock.pass(25 * 60);
    revoke('jti-0000-0003');
    expect([known(), office.registry.isTokenRevoked('jti-0000-0003')]).to.deep.equal([1, true]);
  });

  it('is refused once its client was revoked', async () => {
    const office = await open();
    office.registry.revokeClient('ut11', office.clock.now().toISOString());
    await isBad(office, office.token());
  });

  it('is refused once its key was revoked, while the other key goes on', async () => {
    const office = await open();
    office.registry.addKey({ kid: 'k2', client: 'ut11', addedAt: office.clock.now().toISOString(), revokedAt: null });
    office.keys.write('ut11', 'k2', 'another');
    office.registry.revokeKey(KID, office.clock.now().toISOString());
    await isBad(office, office.token());
    expect((await office.call(signed(office.claims(), 'another', { alg: 'HS256', kid: 'k2' }))).status).to.equal(200);
    expect(MOST_KEYS).to.equal(2);
  });

  it('from a clock a little ahead is taken, from one far ahead it is refused and the clock named', async () => {
    const office = await open();
    const iat = office.claims()['iat'] as number;
    expect((await office.call(office.token({ iat: iat + 60, exp: iat + 660 }))).status).to.equal(200);
    const said = await office.call(office.token({ iat: iat + 180, exp: iat + 780 }));
    expect([said.status, said.code]).to.deep.equal([401, 'token-clock']);
    expect(said.text).to.include('180');
  });

  it('with a wrong clock tells nothing to one who has no key', async () => {
    const office = await open();
    const iat = office.claims()['iat'] as number;
    await isBad(office, signed(office.claims({ iat: iat + 180, exp: iat + 780 }), 'guessed'));
  });

  it('without a role of ours lets nobody in; words of JavaScript are no roles', async () => {
    const office = await open();
    for (const rol of [[], ['Кладовщик'], ['__proto__', 'constructor', 'toString']]) {
      const said = await office.call(office.token({ rol }));
      expect([said.status, said.code]).to.deep.equal([403, 'role_or_widget_not_allowed']);
    }
  });

  it('of an unknown or locked user is refused where users are not added by themselves', async () => {
    const office = await open();
    office.client({ autoCreateUsers: false });
    expect((await office.call(office.token())).code).to.equal('unknown_user');
    const user = {
      client: 'ut11',
      hostUser: '5f0c',
      name: 'Иванова',
      roles: ['auditor'] as const,
      team: null,
      person: null,
      granted: false,
      addedAt: '',
      revokedAt: null,
    };
    office.registry.saveUser(user);
    expect((JSON.parse((await office.call(office.token())).text) as { roles: string[] }).roles).to.deep.equal(['auditor']);
    office.registry.saveUser({ ...user, revokedAt: office.clock.now().toISOString() });
    expect((await office.call(office.token())).code).to.equal('unknown_user');
  });

  it('may cover everything only where the client may', async () => {
    const office = await open();
    expect((await office.call(office.token({ scp: '*' }))).code).to.equal('invalid_scope');
    office.client({ allowAll: true });
    expect((await office.call(office.token({ scp: '*' }))).status).to.equal(200);
  });

  it('counts in the header alone', async () => {
    const office = await open();
    const token = office.token();
    for (const path of [`/api/v1/whoami?token=${token}`, `/api/v1/whoami?access_token=${token}`])
      expect((await office.ask(path)).code).to.equal('token-missing');
    expect((await office.ask('/api/v1/whoami', { cookie: `token=${token}` })).code).to.equal('token-missing');
  });
});

describe('the page a token is used from', () => {
  const open = offices();

  it('is one of the client, or our own, or none', async () => {
    const office = await open();
    for (const origin of [ORIGIN, office.server.url, `http://localhost:${office.server.port}`]) {
      const said = await office.call(office.token(), { origin });
      expect([origin, said.status, said.headers['access-control-allow-origin']]).to.deep.equal([origin, 200, origin]);
    }
    expect((await office.call(office.token())).status).to.equal(200);
  });

  it('is refused when foreign, and must not even read that', async () => {
    const office = await open();
    for (const origin of [
      'https://evil.example',
      'https://crm.example.evil.example',
      'http://crm.example',
      `${ORIGIN}:8443`,
      'null',
    ]) {
      const said = await office.call(office.token(), { origin });
      expect([origin, said.status, said.code]).to.deep.equal([origin, 403, 'origin-refused']);
      expect(said.headers['access-control-allow-origin']).to.equal(undefined);
    }
    expect(office.log).to.include('origin-refused');
  });

  it('of another client is refused as well', async () => {
    const office = await open();
    office.registry.saveClient({ ...office.registry.client('ut11')!, id: 'dyn', origins: ['https://dyn.example'] });
    expect((await office.call(office.token(), { origin: 'https://dyn.example' })).code).to.equal('origin-refused');
  });

  it('has no origin in a text document of 1C: only where the client allows it', async () => {
    const office = await open();
    office.client({ allowNullOrigin: true });
    const said = await office.call(office.token(), { origin: 'null' });
    expect([said.status, said.headers['access-control-allow-origin']]).to.deep.equal([200, 'null']);
  });

  const preflight = (office: Office, origin: string) =>
    office.ask('/api/v1/whoami', { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }, 'OPTIONS'); // prettier-ignore

  it('gets its preflight answered by name, never with a star', async () => {
    const office = await open();
    const known = await preflight(office, ORIGIN);
    expect([known.status, known.headers['access-control-allow-origin'], known.headers['vary']]).to.deep.equal([204, ORIGIN, 'Origin']); // prettier-ignore
    expect(known.headers['access-control-allow-headers']).to.match(/Authorization.*Idempotency-Key.*If-Match/);
    expect(known.headers['access-control-allow-credentials']).to.equal(undefined);
    for (const origin of ['https://evil.example', 'null'])
      expect((await preflight(office, origin)).headers['access-control-allow-origin']).to.equal(undefined);
    office.client({ allowNullOrigin: true });
    expect((await preflight(office, 'null')).headers['access-control-allow-origin']).to.equal('null');
  });
});
