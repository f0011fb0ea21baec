/** The first load of a whole base: everybody is told apart and taken over, nothing is written, and a second run finds nothing (A11). */
import { expect } from 'chai';
import { textOf } from '../../connector/fields.ts';
import { nameScore } from '../../connector/sync/match.ts';
import { startFakeOnec, type Row } from '../hosts/onec/fake.ts';
import { differences, keyOf } from './making.ts';
import { bodyOf, invoices, parties, Setting, stoppedClock } from './setting.ts';

function text(row: Row | undefined, name: string): string | null {
  const value = row?.[name];
  return typeof value === 'string' ? value.trim() || null : null;
}

describe('the first load of a base', function () {
  let s: Setting;
  let all: Row[];
  before(async () => {
    const clock = stoppedClock();
    s = new Setting(await startFakeOnec({ data: 'demo', now: clock.now }), clock, {});
    await s.sidebook.begin();
    await s.switchWriting(true);
    await s.cycle();
    all = s.fake.list(parties).filter((r) => r['IsFolder'] !== true);
  });
  after(() => s.close());

  const duplicates = async (): Promise<Set<number>> => new Set((await s.problems('duplicate')).flatMap((p) => p.link ?? []));

  it('links everybody but exact duplicates', async () => {
    const asked = await duplicates();
    for (const row of all) {
      const link = await s.linkAt('counterparty', keyOf(row));
      expect(link?.record === null, text(row, 'Description') ?? '').to.equal(asked.has(link?.id ?? 0));
    }
    expect(asked.size).to.be.at.least(2);
  });

  it('takes kind, country and numbers over as they are', async () => {
    const countries = new Map(s.fake.list('Catalog_СтраныМира').map((r) => [keyOf(r), r['КодАльфа2']]));
    const asked = await duplicates();
    for (const row of all) {
      if (asked.has((await s.linkAt('counterparty', keyOf(row)))?.id ?? 0)) continue;
      const isPerson = row['ЮридическоеФизическоеЛицо'] === 'ФизическоеЛицо';
      const country = countries.get(String(row['СтранаРегистрации_Key']));
      const kind = isPerson ? (row['ИндивидуальныйПредприниматель'] === true ? 'soleTrader' : 'person') : country === 'RU' ? 'company' : 'foreign'; // prettier-ignore
      expect((await s.recordAt('counterparty', keyOf(row))).fields).to.include({
        name: text(row, 'Description'), legalName: text(row, 'НаименованиеПолное'), kind, country, taxId: text(row, 'ИНН'), branchCode: text(row, 'КПП'),
        registrationNo: text(row, 'РегистрационныйНомер'), foreignTaxNo: text(row, 'НалоговыйНомер'), comment: text(row, 'Комментарий'), deletionMark: row['DeletionMark'],
      }); // prettier-ignore
    }
    expect(new Set((await s.records('counterparty')).map((r) => r.fields['kind']))).to.have.property('size', 4);
  });

  it('keeps branches of one tax number apart, under their head', async () => {
    const asked = await Promise.all(
      (await s.problems('duplicate')).map((p) => s.sidebook.store.read((t) => t.link(p.link ?? 0))),
    );
    const waiting = new Set(asked.map((l) => l?.hostId));
    const branches = all.filter(
      (r) => r['ОбособленноеПодразделение'] === true && !waiting.has(String(r['ГоловнойКонтрагент_Key'])),
    );
    for (const row of branches) {
      const [branch, head] = [await s.recordAt('counterparty', keyOf(row)), await s.recordAt('counterparty', row['ГоловнойКонтрагент_Key'])]; // prettier-ignore
      expect([branch.fields['taxId'], branch.fields['headOffice']]).to.deep.equal([head.fields['taxId'], head.id]);
      expect(branch.fields['branchCode']).to.not.equal(head.fields['branchCode']);
    }
    expect(branches.length).to.be.at.least(2);
  });

  it('makes no records of folders', async () => {
    const folders = s.fake.list(parties).filter((r) => r['IsFolder'] === true);
    for (const row of folders) expect(await s.linkAt('counterparty', keyOf(row))).to.equal(undefined);
    expect(folders).to.have.length(4);
  });

  it('takes marked ones over with their mark and no question', async () => {
    const marked = all.filter((r) => r['DeletionMark'] === true);
    for (const row of marked) expect((await s.recordAt('counterparty', keyOf(row))).fields['deletionMark']).to.equal(true);
    expect(marked.length).to.be.at.least(1);
    expect(await s.problems('marked')).to.deep.equal([]);
  });

  it('merges nobody whose name only looks alike', async () => {
    const bare = all.filter((r) => text(r, 'ИНН') === null && text(r, 'НалоговыйНомер') === null);
    const like = bare.filter((r) =>
      all.some((o) => o !== r && nameScore(String(o['Description']), String(r['Description'])) > 0.93),
    );
    for (const row of like)
      expect((await s.recordAt('counterparty', keyOf(row))).fields['name']).to.equal(text(row, 'Description'));
    expect(like.length).to.be.at.least(1);
  });

  it('has one record for each invoice it could take over', async () => {
    const waiting = (await s.problems('waiting')).filter((p) => p.entity === 'invoice').length;
    expect(await s.records('invoice')).to.have.length(s.fake.list(invoices).length - waiting);
    const states = new Set(
      (await s.records('invoice')).map((r) => `${textOf(r.fields, 'state')} ${r.fields['posted'] === true ? 'posted' : 'open'}`),
    );
    expect([...states]).to.include.members(['issued posted', 'issued open', 'cancelled open']);
  });

  it('writes nothing, finds nothing and asks nothing again', async () => {
    const before = (await s.problems()).map((p) => [p.id, p.since]);
    s.tick(1);
    const { counts } = await s.everything();
    expect([counts.adopted, counts.linked, counts.pulled, counts.created, counts.pushed]).to.deep.equal([0, 0, 0, 0, 0]);
    expect(s.fake.log.filter((r) => r.method !== 'GET').map(bodyOf)).to.deep.equal([]);
    expect((await s.problems()).map((p) => [p.id, p.since])).to.deep.equal(before);
  });

  it('reconciles to the kopeck once duplicates are answered', async () => {
    for (const p of await s.problems('duplicate')) await s.answer(p, { choose: 'same', as: p.detail['record'] ?? '' });
    await s.settle();
    expect(await s.problems()).to.deep.equal([]);
    expect(await s.records('invoice')).to.have.length(s.fake.list(invoices).length);
    expect(await differences(s)).to.deep.equal([]);
    expect(s.writes).to.deep.equal([]);
  });
});
