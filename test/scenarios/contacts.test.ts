/** Contact rows: only the mapped row changes; what other people typed beside it survives byte for byte. */
import { expect } from 'chai';
import type { Row } from '../hosts/onec/fake.ts';
import { contactRow, party } from './making.ts';
import { parties, stage, type Setting } from './setting.ts';

const PART = 'КонтактнаяИнформация';

const rowsOf = (s: Setting, key: string): Row[] => (s.fake.get(parties, key)?.[PART] ?? []) as Row[];
const unnumbered = ({ LineNumber, ...row }: Row): Row => (LineNumber === undefined ? {} : row);
const texts = (rows: readonly Row[]): unknown[] => rows.map((r) => r['Представление']);

describe('contacts of a counterparty', () => {
  const { start } = stage();

  /** A phone, a fax, an actual address and an e-mail, in the order people typed them. */
  async function withContacts(): Promise<{ s: Setting; key: string; id: string; before: Row[] }> {
    const s = await start();
    const key = party(s.fake, {
      [PART]: [
        contactRow(s.fake, 'Факс', 'ФаксКонтрагента', '+7 495 000-00-01', { НомерТелефона: '74950000001' }),
        contactRow(s.fake, 'Телефон', 'ТелефонКонтрагента', '+7 495 111-11-11', { НомерТелефона: '74951111111' }),
        contactRow(s.fake, 'Адрес', 'ФактАдресКонтрагента', '101000, Москва', { Город: 'Москва', Страна: 'РОССИЯ' }),
        contactRow(s.fake, 'АдресЭлектроннойПочты', 'EmailКонтрагента', 'a@firma.example', { АдресЭП: 'a@firma.example' }),
      ],
    });
    await s.cycle();
    return { s, key, id: (await s.recordAt('counterparty', key)).id, before: rowsOf(s, key) };
  }

  it('arrive from their main rows only', async () => {
    const { s, id } = await withContacts();
    const { fields } = await s.record(id);
    expect(fields).to.include({ phone: '+7 495 111-11-11', email: 'a@firma.example', 'legalAddress.text': null });
  });

  it('change in their own row and nowhere else', async () => {
    const { s, key, id, before } = await withContacts();
    await s.edit(id, { phone: '+7 495 222-22-22' });
    await s.cycle();
    const after = rowsOf(s, key);
    expect(texts(after)).to.deep.equal(['+7 495 000-00-01', '+7 495 222-22-22', '101000, Москва', 'a@firma.example']);
    for (const i of [0, 2, 3]) expect(unnumbered(after[i] ?? {})).to.deep.equal(unnumbered(before[i] ?? {}));
  });

  it('leave no structured columns that contradict the text', async () => {
    const { s, key, id } = await withContacts();
    await s.edit(id, { phone: '+7 495 222-22-22', email: 'b@other.example' });
    await s.cycle();
    const [, phone, , email] = rowsOf(s, key);
    expect(phone).to.include({ НомерТелефона: '', Значение: '' });
    expect(email).to.include({ АдресЭП: 'b@other.example', Значение: '' });
  });

  it('get a new row of the right kind when there was none', async () => {
    const { s, key, id, before } = await withContacts();
    await s.edit(id, { 'legalAddress.text': '190000, Санкт-Петербург' });
    await s.cycle();
    const after = rowsOf(s, key);
    expect(after.slice(0, 4).map(unnumbered)).to.deep.equal(before.map(unnumbered));
    expect(after[4]).to.include({ Тип: 'Адрес', Представление: '190000, Санкт-Петербург', LineNumber: '5' });
  });

  it('lose only their own row when they are emptied here', async () => {
    const { s, key, id, before } = await withContacts();
    await s.edit(id, { phone: null });
    await s.cycle();
    const after = rowsOf(s, key);
    expect(after.map(unnumbered)).to.deep.equal([before[0], before[2], before[3]].map((r) => unnumbered(r ?? {})));
    expect(after.map((r) => r['LineNumber'])).to.deep.equal(['1', '2', '3']);
  });

  it('merge when each side changes another row', async () => {
    const { s, key, id } = await withContacts();
    const theirs = rowsOf(s, key).map((r, i) => (i === 3 ? { ...r, Представление: 'c@firma.example' } : r));
    s.fake.edit(parties, key, { [PART]: theirs });
    await s.edit(id, { phone: '+7 495 333-33-33' });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields).to.include({ phone: '+7 495 333-33-33', email: 'c@firma.example' });
    expect(texts(rowsOf(s, key))).to.include.members(['+7 495 333-33-33', 'c@firma.example', '+7 495 000-00-01']);
  });

  it('ask when both sides change the same row', async () => {
    const { s, key, id } = await withContacts();
    const theirs = rowsOf(s, key).map((r, i) => (i === 1 ? { ...r, Представление: '+7 495 444-44-44' } : r));
    s.fake.edit(parties, key, { [PART]: theirs });
    await s.edit(id, { phone: '+7 495 333-33-33' });
    s.tick(20);
    await s.cycle();
    const [problem] = await s.problems('conflict');
    expect(problem).to.include({ unit: 'phone', record: id });
    expect(texts(rowsOf(s, key))).to.include('+7 495 444-44-44');
  });
});
