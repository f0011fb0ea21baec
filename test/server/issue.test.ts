/** POST /embed/v1/tokens: a host's back end asks for a token, by its client secret. */
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { ENTITY, KID, offices, SECRET, type Answer, type Office } from './office.ts';

const basic = (client: string, secret: string): string => `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`;

const BODY = {
  user: { id: '5f0c', name: 'Иванова А.', roles: ['Бухгалтер'] },
  scope: { entities: [ENTITY] },
  widgets: ['counterparty'],
  lang: 'ru',
  tz: 'Europe/Moscow',
  ttl: 600,
};

describe('a back end that asks for a token', () => {
  const open = offices();

  const ask = (office: Office, body: unknown = BODY, who = basic('ut11', SECRET)): Promise<Answer> =>
    office.ask('/embed/v1/tokens', { authorization: who, 'content-type': 'application/json' }, 'POST', JSON.stringify(body));

  it('gets one that works, with its end', async () => {
    const office = await open();
    const said = await ask(office);
    expect([said.status, said.headers['cache-control']]).to.deep.equal([201, 'no-store']);
    const { token, expiresAt } = JSON.parse(said.text) as { token: string; expiresAt: string };
    expect(Date.parse(expiresAt) - office.clock.now().getTime()).to.equal(600_000);
    expect((await office.call(token)).status).to.equal(200);
    expect(decodeProtectedHeader(token)).to.deep.equal({ alg: 'HS256', typ: 'JWT', kid: KID });
    expect(decodeJwt(token)).to.include({ aud: 'embed/v1', cid: 'ut11', sub: 'ut11:5f0c', loc: 'ru', tz: 'Europe/Moscow' });
  });

  it('gets another id each time', async () => {
    const office = await open();
    const ids = [await ask(office), await ask(office)].map((a) => decodeJwt((JSON.parse(a.text) as { token: string }).token).jti);
    expect(new Set(ids).size).to.equal(2);
  });

  it('is refused with a wrong client or secret, all the same way', async () => {
    const office = await open();
    for (const who of [basic('ut11', 'guess'), basic('ut11', ''), basic('none', SECRET), basic('__proto__', SECRET), 'Basic !', 'Bearer x', basic(':', ':')]) {
      const said = await ask(office, BODY, who);
      expect([who, said.status, said.code]).to.deep.equal([who, 401, 'bad_client']);
    }
  }); // prettier-ignore

  const WRONG: readonly [string, object, number, string][] = [
    ['an entity that is none', { scope: { entities: ['Северстрой'] } }, 400, 'invalid_scope'],
    ['no entity at all', { scope: { entities: [] } }, 400, 'invalid_scope'],
    ['everything, which this client may not', { scope: { entities: '*' } }, 400, 'invalid_scope'],
    ['no scope', { scope: undefined }, 400, 'invalid_scope'],
    ['a widget there is none of', { widgets: ['weather'] }, 400, 'input-wrong'],
    ['a life of an hour', { ttl: 3600 }, 400, 'input-wrong'],
    ['an unknown role', { user: { ...BODY.user, roles: ['Кладовщик'] } }, 403, 'role_or_widget_not_allowed'],
    ['a widget the role may not see', { user: { ...BODY.user, roles: ['Менеджер'] }, widgets: ['counterparty', 'sync'] }, 403, 'role_or_widget_not_allowed'],
  ]; // prettier-ignore

  for (const [what, more, status, code] of WRONG)
    it(`is refused for ${what}`, async () => {
      const said = await ask(await open(), { ...BODY, ...more });
      expect([said.status, said.code]).to.deep.equal([status, code]);
    });

  it('is refused for an unknown user where users are not added by themselves', async () => {
    const office = await open();
    office.client({ autoCreateUsers: false });
    const said = await ask(office);
    expect([said.status, said.code]).to.deep.equal([422, 'unknown_user']);
  });

  it('is told in words, whose turn it is, and what to quote', async () => {
    const office = await open();
    const said = await ask(office, { ...BODY, ttl: 5, lang: 7 });
    expect(said.headers['content-type']).to.match(/^application\/problem\+json/);
    const { traceId, title, next, who, fields, status } = JSON.parse(said.text) as Record<string, unknown>;
    expect([traceId, title, next].every((t) => typeof t === 'string' && t !== '')).to.equal(true);
    expect([who, status, Object.keys(fields as object).sort()]).to.deep.equal(['you', 400, ['lang', 'ttl']]);
    expect(office.log).to.include(String(traceId));
  });

  it('is slowed down after a few wrong secrets, however right the next one is', async () => {
    const office = await open({ limits: { api: 100, tokens: 100, failures: 3 } });
    for (let i = 0; i < 3; i++) expect((await ask(office, BODY, basic('ut11', 'guess'))).status).to.equal(401);
    const said = await ask(office);
    expect([said.status, said.code, Number(said.headers['retry-after']) > 0]).to.deep.equal([429, 'too-often', true]);
  });

  it('may ask only so often', async () => {
    const office = await open({ limits: { api: 100, tokens: 2, failures: 100 } });
    expect([(await ask(office)).status, (await ask(office)).status, (await ask(office)).status]).to.deep.equal([201, 201, 429]);
  });
});
