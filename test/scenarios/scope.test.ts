/** Outside the scope only key and version are kept: no record, no content, no write; leaving is no deactivation (A20, I13). */
import { expect } from 'chai';
import type { Row } from '../hosts/onec/fake.ts';
import { customer, differences, invoice, issue, keyOf, live, organisationOf, party, contract } from './making.ts';
import { bodyOf, invoices, parties, stage, type Setting } from './setting.ts';

describe('the scope of a mapping', () => {
  const { start } = stage();

  const scoped = (entity: string, scope: object): Promise<Setting> => start({ host: { mappings: { [entity]: { scope } } } });
  const countryOf = (s: Setting, code: string): Row => ({
    СтранаРегистрации_Key: keyOf(s.fake.list('Catalog_СтраныМира').find((r) => r['КодАльфа2'] === code) ?? {}),
  });
  const names = async (s: Setting): Promise<unknown[]> => (await s.records('counterparty')).map((r) => r.fields['name']).sort(); // prettier-ignore

  it('lets in invoices from a date on only', async () => {
    const s = await scoped('invoice', { in: { from: '2026-02-01' } });
    const key = customer(s.fake);
    const [old, fresh] = ['2026-01-31T23:59:59', '2026-02-01T00:00:00'].map((Date) => keyOf(invoice(s.fake, { Контрагент_Key: key, Date }))); // prettier-ignore
    await s.cycle();
    const outside = await s.linkAt('invoice', old ?? '');
    expect(outside).to.include({ record: null, inScope: false, seen: null });
    expect((await s.recordAt('invoice', fresh)).fields['date']).to.equal('2026-02-01T00:00:00');
  });

  it('leaves invoices that left it out of what is compared with the base', async () => {
    const s = await start();
    const key = customer(s.fake);
    for (const Date of ['2026-01-31T23:59:59', '2026-02-01T00:00:00']) invoice(s.fake, { Контрагент_Key: key, Date });
    await s.cycle();
    await s.reconfigure({ mappings: { invoice: { scope: { in: { from: '2026-02-01' } } } } });
    await s.cycle();
    expect(await differences(s)).to.deep.equal([]);
  });

  it('lets in the folders named and those below', async () => {
    const s = await scoped('counterparty', { in: { folder: ['Покупатели'] } });
    const folder = (name: string, above?: string): string =>
      keyOf(s.fake.create(parties, { Description: name, IsFolder: true, ...(above ? { Parent_Key: above } : {}) }));
    const ours = folder('Покупатели');
    party(s.fake, { Description: 'В папке', Parent_Key: ours });
    party(s.fake, { Description: 'Ниже', Parent_Key: folder('Москва', ours), ИНН: '', КПП: '' });
    party(s.fake, { Description: 'В чужой', Parent_Key: folder('Поставщики'), ИНН: '', КПП: '' });
    party(s.fake, { Description: 'Без папки', ИНН: '', КПП: '' });
    await s.cycle();
    expect(await names(s)).to.deep.equal(['В папке', 'Ниже']);
  });

  it('lets in countries and kinds by their fields', async () => {
    const s = await scoped('counterparty', { in: { fields: { country: ['RU', 'BY'] } } });
    party(s.fake, { Description: 'Наш' });
    party(s.fake, { Description: 'Белорус', ИНН: '', КПП: '', ...countryOf(s, 'BY') });
    party(s.fake, { Description: 'Немец', ИНН: '', КПП: '', ...countryOf(s, 'DE') });
    await s.cycle();
    expect(await names(s)).to.deep.equal(['Белорус', 'Наш']);
  });

  it('lets in one organisation by a property of 1C', async () => {
    const probe = await start();
    const key = organisationOf(probe.fake, 'Петров П.П. ИП');
    const s = await scoped('invoice', { in: { host: { Организация_Key: [key] } } });
    expect(organisationOf(s.fake, 'Петров П.П. ИП')).to.equal(key); // the same seed gives the same base
    const buyer = customer(s.fake);
    contract(s.fake, buyer, { Организация_Key: key });
    invoice(s.fake, { Контрагент_Key: buyer });
    const ours = keyOf(invoice(s.fake, { Контрагент_Key: buyer, Организация_Key: key, ОрганизацияПолучатель_Key: key }));
    await s.cycle();
    expect((await s.records('invoice')).map((r) => r.id)).to.deep.equal([(await s.recordAt('invoice', ours)).id]);
  });

  it('never lets a record of ours out beyond it', async () => {
    const s = await scoped('counterparty', { out: { fields: { country: ['RU'] } } });
    await s.cycle();
    await live(s, { name: 'GmbH', kind: 'foreign', country: 'DE', foreignTaxNo: 'DE1' });
    await live(s, { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7707083893', branchCode: '770701001' });
    await s.everything();
    expect(s.writes.map((r) => bodyOf(r)['Description'])).to.deep.equal(['Лютик ООО']);
  });

  /** In the folder at first; then an accountant moves it out. */
  async function left(): Promise<{ s: Setting; key: string; id: string; folder: string }> {
    const s = await scoped('counterparty', { in: { folder: ['Покупатели'] }, out: { folder: ['Покупатели'] } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    const key = party(s.fake, { Parent_Key: folder });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    s.fake.edit(parties, key, { Parent_Key: '00000000-0000-0000-0000-000000000000' });
    s.tick(20);
    await s.cycle();
    return { s, key, id, folder };
  }

  it('counts who leaves it once, though somebody edits one of them meanwhile', async () => {
    const s = await scoped('counterparty', { in: { folder: ['Покупатели'] } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    const keys = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => party(s.fake, { Description: `Покупатель ${String(n)}`, Parent_Key: folder, ИНН: '', КПП: '' })); // prettier-ignore
    await s.cycle();
    const link = (await s.linkAt('counterparty', keys[0] ?? ''))?.id ?? 0;
    for (const key of keys) s.fake.edit(parties, key, { Parent_Key: '00000000-0000-0000-0000-000000000000' });
    s.tick(20);
    const { store } = s.sidebook;
    const write = store.write.bind(store);
    let moved = 0;
    store.write = async (by, work) => {
      if (moved === 0) await write({ actor: 'anna' }, (t) => t.touchLink(link));
      const done = await write(by, work);
      moved += done === 'moved' ? 1 : 0;
      return done;
    };
    const { counts, guard } = await s.cycle();
    store.write = write;
    expect([moved, counts.left, guard]).to.deep.equal([1, 8, null]);
  });

  it('is left without any deactivation or question', async () => {
    const { s, key, id } = await left();
    expect(await s.linkAt('counterparty', key)).to.include({ inScope: false, record: id, goneAt: null });
    expect((await s.record(id)).fields).to.include({ name: 'Василёк ООО', deletionMark: false });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('stops the flow both ways once it was left', async () => {
    const { s, key, id } = await left();
    await s.edit(id, { comment: 'наше' });
    s.fake.edit(parties, key, { НаименованиеПолное: 'ООО "Их"' });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields).to.not.include({ legalName: 'ООО "Их"' });
    expect(s.writes).to.deep.equal([]);
  });

  it('merges what both did meanwhile when it is met again', async () => {
    const { s, key, id, folder } = await left();
    await s.edit(id, { comment: 'наше' });
    s.fake.edit(parties, key, { НаименованиеПолное: 'ООО "Их"' });
    s.tick(20);
    await s.cycle();
    s.fake.edit(parties, key, { Parent_Key: folder });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields).to.include({ comment: 'наше', legalName: 'ООО "Их"' });
    expect(s.fake.get(parties, key)).to.include({ Комментарий: 'наше', НаименованиеПолное: 'ООО "Их"' });
  });

  it('is asked about when an invoice needs one outside of it', async () => {
    const { s, key } = await left();
    const outside = customer(s.fake, { Description: 'Чужой', ИНН: '7707083893', КПП: '770701001' });
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: outside }));
    s.tick(20);
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.detail['code']])).to.deep.equal([['out-of-scope', 'reference-outside']]);
    expect((await s.linkAt('invoice', bill))?.record).to.equal(null);
    expect(key).to.not.equal(outside);
  });

  it('holds an invoice issued here for one outside of it', async () => {
    const { s, id } = await left();
    await issue(s, { counterparty: id });
    await s.cycle();
    expect(s.fake.list(invoices)).to.deep.equal([]);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['out-of-scope']);
  });

  it('narrowed in the configuration counts from the next cycle on', async () => {
    const s = await start();
    party(s.fake, { Description: 'Наш' });
    const german = party(s.fake, { Description: 'Немец', ИНН: '', КПП: '', ...countryOf(s, 'DE') });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', german);
    await s.reconfigure({ mappings: { counterparty: { scope: { in: { fields: { country: ['RU'] } } } } } });
    await s.cycle();
    expect((await s.linkAt('counterparty', german))?.inScope).to.equal(false);
    s.fake.edit(parties, german, { Комментарий: 'не наше дело' });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields['comment']).to.equal(null);
  });

  it('is left in bulk only after a person agreed', async () => {
    const s = await scoped('counterparty', { in: { folder: ['Покупатели'] } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    for (let i = 0; i < 15; i++) party(s.fake, { Description: `Покупатель ${i}`, ИНН: '', КПП: '', Parent_Key: folder });
    await s.cycle();
    for (const row of s.fake.list(parties).filter((r) => r['IsFolder'] !== true))
      s.fake.edit(parties, keyOf(row), { Parent_Key: '00000000-0000-0000-0000-000000000000' });
    s.tick(20);
    expect((await s.cycle()).guard?.rule).to.equal('too-many-leave-scope');
  });

  /** Fifteen of a folder, moved out of it one page after another. */
  async function movedOut(): Promise<{ s: Setting; into: (folder: string) => void; folder: string }> {
    const s = await start({ host: { pageSize: 5, mappings: { counterparty: { scope: { in: { folder: ['Покупатели'] } } } } } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    const keys = Array.from({ length: 15 }, (_, i) => party(s.fake, { Description: `Покупатель ${String(i)}`, ИНН: '', КПП: '', Parent_Key: folder })); // prettier-ignore
    await s.cycle();
    const into = (to: string): void => {
      for (const key of keys) s.fake.edit(parties, key, { Parent_Key: to });
      s.tick(20);
    };
    into('00000000-0000-0000-0000-000000000000');
    return { s, into, folder };
  }

  const leftSoFar = async (s: Setting): Promise<number> => (await s.links('counterparty')).filter((l) => !l.inScope).length;

  /** The process dies at its first write of this kind. */
  async function dies(s: Setting, at: () => Promise<boolean>): Promise<void> {
    const { store } = s.sidebook;
    const write = store.write.bind(store);
    store.write = async (by, work) => {
      if (await at()) throw new Error('the power went');
      return write(by, work);
    };
    await s.sync().then(() => expect.fail('it lived on'), () => undefined); // prettier-ignore
    store.write = write;
    s.tick(2);
  }

  it('is asked about whole though the process died between two pages of who left', async () => {
    const { s } = await movedOut();
    await dies(s, async () => (await leftSoFar(s)) > 0);
    expect(await leftSoFar(s)).to.equal(5);
    expect((await s.cycle()).guard).to.equal(null); // five are no question yet
    s.tick(15);
    expect((await s.cycle()).guard).to.include({ rule: 'too-many-leave-scope', count: 15 });
  });

  it('is asked about though the process died once all had left', async () => {
    const { s } = await movedOut();
    await dies(s, async () => (await leftSoFar(s)) === 15);
    expect((await s.cycle()).guard).to.include({ rule: 'too-many-leave-scope', count: 15 });
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['too-many-leave-scope']);
  });

  it('is no question when all were back before anybody could be asked', async () => {
    const { s, into, folder } = await movedOut();
    await dies(s, async () => (await leftSoFar(s)) === 15);
    into(folder);
    expect([(await s.cycle()).guard, await s.problems()]).to.deep.equal([null, []]);
  });

  describe('narrowed by mistake', () => {
    const within = (...countries: string[]): Record<string, unknown> => ({
      mappings: { counterparty: { scope: { in: { fields: { country: countries } } } } },
    });
    const asked = async (s: Setting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);
    const question = ['too-many-leave-scope'];

    /** One was outside for long; then the countries of fifteen more are left out, and a person here edits a record that stays. */
    async function narrowed(): Promise<{ s: Setting; key: string }> {
      const s = await start({ host: within('RU', 'BY', 'KZ') });
      const old = party(s.fake, { Description: 'Давно ушёл', ИНН: '', КПП: '', ...countryOf(s, 'KZ') });
      const key = party(s.fake, { Description: 'Наш' });
      for (let i = 0; i < 15; i++) party(s.fake, { Description: `Белорус ${i}`, ИНН: '', КПП: '', ...countryOf(s, 'BY') });
      await s.cycle();
      s.fake.edit(parties, old, countryOf(s, 'DE'));
      s.tick(20);
      await s.cycle();
      await s.reconfigure(within('RU'));
      expect((await s.cycle()).guard).to.include({ rule: 'too-many-leave-scope', count: 15 });
      await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
      return { s, key };
    }
    const comment = (s: Setting, key: string): unknown => s.fake.get(parties, key)?.['Комментарий'];

    it('and put back, is no question any more, and writing goes on without a person', async () => {
      const { s, key } = await narrowed();
      await s.reconfigure(within('RU', 'BY', 'KZ'));
      expect((await s.cycle()).guard).to.equal(null);
      expect([await asked(s), comment(s, key)]).to.deep.equal([[], 'наше']);
      s.tick(20);
      expect([(await s.cycle()).guard, await asked(s)]).to.deep.equal([null, []]);
    });

    it('stays a question while one of them is outside, though another came in who was not before', async () => {
      const { s, key } = await narrowed();
      const [one] = s.fake.list(parties).filter((r) => r['Description'] === 'Белорус 3');
      const [old] = s.fake.list(parties).filter((r) => r['Description'] === 'Давно ушёл');
      s.fake.edit(parties, keyOf(one ?? {}), countryOf(s, 'DE'));
      s.fake.edit(parties, keyOf(old ?? {}), countryOf(s, 'RU'));
      await s.reconfigure(within('RU', 'BY', 'KZ'));
      expect((await s.cycle()).guard?.rule).to.equal('too-many-leave-scope');
      expect([await asked(s), comment(s, key) === 'наше']).to.deep.equal([question, false]);
    });

    it('and accepted, lets nothing else through with them: neither a bulk of writes nor many more who left since', async () => {
      const s = await start({ host: within('RU', 'BY', 'KZ') });
      const of = (count: number, code: string): string[] =>
        Array.from({ length: count }, (_, i) => party(s.fake, { Description: `${code} ${String(i)}`, ИНН: '', КПП: '', ...countryOf(s, code) })); // prettier-ignore
      of(15, 'BY');
      of(15, 'KZ');
      const ours = of(51, 'RU');
      await s.cycle();
      await s.reconfigure(within('RU', 'KZ'));
      const first = (await s.cycle()).guard;
      await s.reconfigure(within('RU'));
      const more = (await s.cycle({ accept: first?.plan ?? '' })).guard;
      expect(more).to.include({ rule: 'too-many-leave-scope', count: 30 });
      for (const key of ours) await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
      const { guard, counts } = await s.cycle({ accept: more?.plan ?? '' });
      expect([guard?.rule, guard?.count, counts.pushed, await asked(s)]).to.deep.equal([
        'too-many-writes',
        51,
        0,
        ['too-many-writes'],
      ]); // about those who left nobody is asked any more
    });

    it('stays a question in runs that read nothing, or find nothing new', async () => {
      const { s, key } = await narrowed();
      for (const minutes of [0, 0, 20, 24 * 60]) {
        s.tick(minutes);
        expect((await s.cycle()).guard?.rule).to.equal('too-many-leave-scope');
      }
      expect([await asked(s), comment(s, key) === 'наше']).to.deep.equal([question, false]);
    });
  });
});
