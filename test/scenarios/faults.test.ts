/** Whatever 1C answers: one problem with its cure in both languages, nothing lost, and on it goes when the fault is over. */
import { expect } from 'chai';
import { message, type Lang } from '../../connector/errors.ts';
import type { Problem } from '../../connector/model.ts';
import type { Faults } from '../hosts/onec/fake.ts';
import { inStep, party } from './making.ts';
import { configOf, HOST, overSoap, parties, stage, writesIn, type Setting } from './setting.ts';

/** What a person reads: both lines, nothing left to fill in. */
function expectWords(p: Problem | undefined): void {
  for (const lang of ['ru', 'en'] as Lang[]) {
    const said = message(p?.detail['code'] ?? '', { host: p?.host ?? '', ...p?.detail }, lang);
    for (const text of [said.what, said.next]) {
      expect(text, lang).to.have.length.above(10);
      expect(text, lang).to.not.match(/[{}]/);
      expect(/[а-яё]/i.test(text.replace(/[A-Z][a-z]+_\S+/g, '')), text).to.equal(lang === 'ru');
    }
  }
}

describe('a fault of 1C', () => {
  const { start } = stage();

  /** One edit waits on either side when the fault begins. */
  async function withEdits(): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.edit(parties, key, { НаименованиеПолное: 'ООО "Их"' });
    s.tick(20);
    return { s, key, id };
  }

  for (const [door, more] of [
    ['OData', {}],
    ['its web service', overSoap],
  ] as const)
    it(`that asks over ${door} for an hour is not asked a second earlier, and then all goes on`, async () => {
      const s = await start(more);
      const key = party(s.fake);
      await s.cycle();
      await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
      s.tick(20);
      s.fake.faults.status = { status: 503, retryAfter: 3600, next: 1 };
      expect((await s.sync()).state).to.equal('failed');
      s.quiet();
      for (const minutes of [1, 30, 26]) {
        s.tick(minutes);
        expect((await s.sync()).state).to.equal('failed');
      }
      expect([s.fake.log.length, (await s.problems()).map((p) => p.detail['code'])]).to.deep.equal([0, ['too-many-requests']]);
      s.tick(3);
      await s.cycle();
      expect([s.fake.get(parties, key)?.['Комментарий'], await s.problems()]).to.deep.equal(['наше', []]);
    });

  it('that put a record off holds it no longer than it was to, though the clock is put back a day', async () => {
    const { s, key } = await withEdits();
    s.fake.faults.lockConflict = { method: 'PATCH', next: 1 };
    await s.cycle();
    expect(s.fake.get(parties, key)?.['Комментарий']).to.not.equal('наше');
    s.tick(-24 * 60);
    await s.cycle();
    expect([s.fake.get(parties, key)?.['Комментарий'], await s.problems()]).to.deep.equal(['наше', []]);
  });

  const faults: readonly (readonly [string, () => Faults, string])[] = [
    ['cut connections', () => ({ dropBefore: {} }), 'connection-cut'],
    ['lost answers', () => ({ dropAfter: {} }), 'connection-cut'],
    ['bodies cut in the middle', () => ({ cutBody: {} }), 'connection-cut'],
    ['half a JSON as if it were whole', () => ({ truncatedJson: {} }), 'json-cut'],
    ['pages with status 200', () => ({ html200: {} }), 'html-instead-of-json'],
    ['pages with status 500', () => ({ html500: {} }), 'host-updating'],
    ['exclusive mode', () => ({ exclusive: {} }), 'host-updating'],
    ['an application exception', () => ({ appException: {} }), 'host-exception'],
    ['a bad gateway', () => ({ status: { status: 502 } }), 'host-updating'],
    ['too many requests', () => ({ status: { status: 429 } }), 'too-many-requests'],
    ['no free session', () => ({ status: { status: 406 } }), 'no-session'],
    ['a login that is refused', () => ({ status: { status: 401 } }), 'wrong-password'],
  ];
  for (const [what, fault, code] of faults) {
    it(`is one problem in words: ${what}`, async () => {
      const { s } = await withEdits();
      Object.assign(s.fake.faults, fault());
      await s.sync();
      const open = await s.problems();
      expect([...new Set(open.map((p) => `${p.kind} ${p.detail['code'] ?? ''}`))]).to.deep.equal([`unreachable ${code}`]);
      open.forEach(expectWords);
    });

    it(`loses nothing and ends with its cause: ${what}`, async () => {
      const { s, key, id } = await withEdits();
      Object.assign(s.fake.faults, fault());
      for (let i = 0; i < 3; i++) {
        await s.sync();
        s.tick(20);
      }
      s.fake.forget();
      for (let i = 0; i < 2; i++) {
        await s.cycle();
        s.tick(20);
      }
      expect((await s.record(id)).fields).to.include({ comment: 'наше', legalName: 'ООО "Их"' });
      expect(s.fake.get(parties, key)).to.include({ Комментарий: 'наше', НаименованиеПолное: 'ООО "Их"' });
      expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
    });
  }

  it('is a slow first answer, and the second one counts', async () => {
    const s = await start({ host: { timeoutSeconds: 1 }, fake: { faults: { slowFirst: 1200 } } });
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
  });

  it('is a base that nobody serves, from the first cycle on', async () => {
    const s = await start({ url: () => 'http://127.0.0.1:9/buh/odata/standard.odata/' });
    const report = await s.sync();
    expect([report.state, report.error?.code]).to.deep.equal(['failed', 'host-unreachable']);
    (await s.problems()).forEach(expectWords);
    expect(await s.problems()).to.have.length(1);
  });

  it('is a publication without the interface', async () => {
    const s = await start({ url: (fake) => fake.url.replace('/buh/', '/other/') });
    expect((await s.sync()).error?.code).to.equal('no-such-base');
    (await s.problems()).forEach(expectWords);
  });

  it('is a wrong password, told before anything else', async () => {
    const s = await start();
    const config = configOf({ url: s.fake.url, user: s.fake.user, password: 'не тот' });
    Object.assign(s.sidebook, { config });
    expect((await s.sync()).error?.code).to.equal('wrong-password');
    expect(writesIn(s.fake.log)).to.deep.equal([]);
  });

  it('never is a Cyrillic login, which goes out in UTF-8', async () => {
    const s = await start();
    await s.cycle();
    const [sent] = s.fake.log.map((r) => r.headers['authorization']);
    expect(sent).to.equal(`Basic ${Buffer.from('Обмен:пароль-1', 'utf8').toString('base64')}`);
  });

  it('keeps the first moment it was noticed', async () => {
    const { s } = await withEdits();
    Object.assign(s.fake.faults, { html500: {} });
    await s.sync();
    const [first] = await s.problems();
    s.tick(30);
    await s.sync();
    expect((await s.problems()).map((p) => [p.id, p.since])).to.deep.equal([[first?.id, first?.since]]);
  });

  it('of one host says when it last worked', async () => {
    const { s } = await withEdits();
    s.fake.faults.html500 = {};
    await s.sync();
    const [host] = await s.sidebook.store.read((t) => t.hosts());
    expect(host).to.include({ id: HOST, lastFailure: 'host-updating', lastSuccessAt: new Date(2026, 1, 24, 12).toISOString() });
  });
});
