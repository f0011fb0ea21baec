import { expect } from 'chai';
import { ask } from './ask.ts';
import { withFake } from './samples.ts';

describe('fake 1C: login and sessions', () => {
  const held = withFake();
  const currencies = 'Catalog_Валюты';
  const cyrillic1251 = (text: string): number[] =>
    Array.from(text, (c) => (c >= 'А' && c <= 'я' ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0)));

  it('accepts a UTF-8 login and refuses cp1251 bytes', async () => {
    expect((await ask(held.fake, 'GET', currencies)).status).to.equal(200);
    const login = `Basic ${Buffer.from(cyrillic1251(`${held.fake.user}:${held.fake.password}`)).toString('base64')}`;
    const answer = await ask(held.fake, 'GET', currencies, { login });
    expect([answer.status, answer.headers['content-type']]).to.deep.equal([401, 'text/html; charset=utf-8']);
    expect(answer.text).to.contain('401.5');
  });

  it('refuses a wrong password and a missing login', async () => {
    for (const login of [`Basic ${Buffer.from('Обмен:нет').toString('base64')}`, 'Bearer x']) {
      const answer = await ask(held.fake, 'GET', currencies, { login });
      expect(answer.status).to.equal(401);
      expect(answer.headers['www-authenticate']).to.match(/^Basic realm=/);
    }
  });

  const start = async (): Promise<string> => {
    const answer = await ask(held.fake, 'GET', currencies, { headers: { IBSession: 'start' } });
    return /ibsession=[0-9a-f-]+/.exec(answer.headers['set-cookie'] ?? '')?.[0] ?? `none, status ${answer.status}`;
  };

  it('starts, continues and finishes a kept session', async () => {
    const cookie = await start();
    const go = async (more: Record<string, string> = {}): Promise<number> =>
      (await ask(held.fake, 'GET', currencies, { headers: { cookie, ...more } })).status;
    expect([await go(), await go({ IBSession: 'finish' }), await go()]).to.deep.equal([200, 200, 400]);
  });

  it('forgets dead sessions with 400 or with 404', async () => {
    const headers = { cookie: 'ibsession=11111111-2222-3333-4444-555555555555' };
    expect((await ask(held.fake, 'GET', currencies, { headers })).status).to.equal(400);
    held.fake.quirks.deadSession = 404;
    expect((await ask(held.fake, 'GET', currencies, { headers })).status).to.equal(404);
  });

  it('refuses sessions above the limit with 406', async () => {
    held.fake.quirks.session = 1;
    const cookie = await start();
    expect((await ask(held.fake, 'GET', currencies)).status).to.equal(406);
    expect((await ask(held.fake, 'GET', currencies, { headers: { IBSession: 'start' } })).status).to.equal(406);
    expect((await ask(held.fake, 'GET', currencies, { headers: { cookie, IBSession: 'finish' } })).status).to.equal(200);
    expect((await ask(held.fake, 'GET', currencies)).status).to.equal(200);
  });

  it('can ignore the session header altogether', async () => {
    held.fake.quirks.session = 'no-effect';
    expect(await start()).to.equal('none, status 200');
  });
});
