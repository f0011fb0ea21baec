/** sidebook import: what a person types and reads, from the file to the undo. */
import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encoded } from '../import/encoded.ts';
import { workbookOf } from '../import/workbook.ts';
import { desks, type Desk } from './desk.ts';

const LIST = 'Артикул;Товар;Цена\nБ-1;Болт М8х40;1 099,00\nГ-1;Гайка М8;звоните\nК-1;=Клей;99\n';

describe('sidebook import', () => {
  const open = desks();
  let desk: Desk;
  const put = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(desk.folder, name), bytes);
    return join(desk.folder, name);
  };
  const prices = (file: string, ...more: readonly string[]) =>
    desk.say(['import', 'prices', file, '--competitor', 'Крепёж+', ...more]);
  const SAID = ['--new-competitor', '--currency', 'rub', '--vat', 'in', '--new-items'];

  beforeEach(async () => {
    desk = await open();
  });

  it('shows how the file was read, what would come, and every problem with its place', async () => {
    const said = await prices(put('price.csv', encoded(LIST, 'windows-1251')), ...SAID);
    expect([said.err, said.code]).to.deep.equal(['', 0]);
    for (const text of ['price.csv: windows-1251 (by its letters), separator ;; RUB, VAT inside', 'C  Цена', '→ price', '1 × "1 099,00"', 'Taken over: 2', 'new items 2', 'Problems: 1', 'C3: "звоните" is no price.', 'repeat with --yes'])
      expect(said.out).to.contain(text);
    expect((await desk.say('import list')).out).to.contain('Nothing was imported yet.');
  }); // prettier-ignore

  it('speaks Russian', async () => {
    const said = await desk.say(['import', 'prices', put('p.csv', LIST), '--competitor', 'Крепёж+', ...SAID], 'ru');
    expect(said.out).to.contain('Будет загружено: 2').and.contain('C3: «звоните» не цена.').and.contain('НДС в цене');
    expect(said.out.replaceAll('\u00a0', ' ')).to.contain('1 099,00 RUB');
  });

  it('takes VAT and currency of every line, where each says its own, and no row for a head', async () => {
    const file = put('p.csv', 'Товар;Цена;Ед.;НДС\nБолт;1 299,00 ₽;шт;с НДС\nГайка;7 ₽;шт;с НДС\n');
    const said = await prices(file, '--new-competitor', '--new-items');
    expect([said.code, said.err]).to.deep.equal([0, '']);
    expect(said.out).to.contain('currency by line, VAT by line').and.contain('Taken over: 2');
  });

  it('applies what was shown, notices the same file, and takes it back', async () => {
    const file = put('price.csv', LIST);
    const said = await prices(file, ...SAID, '--yes');
    const id = /import undo (\S+)/.exec(said.out)?.[1] ?? '';
    expect(said.out).to.contain('Applied: prices 2, stock 0, lines of the offer 0, new items 2, left out 1.');
    expect((await desk.say(['prices', 'list', 'Болт М8х40'])).out)
      .to.contain('Крепёж+')
      .and.contain('099');
    const again = await prices(file, '--yes');
    expect([again.code, again.out.includes('! This very file was imported on'), again.err.includes(`sidebook import undo ${id}`)]).to.deep.equal([1, true, true]); // prettier-ignore
    expect((await desk.say('import list')).out)
      .to.contain(id)
      .and.contain('price.csv')
      .and.contain('Крепёж+');
    expect((await desk.say(['import', 'undo', id])).out).to.contain('Taken back: 2 rows withdrawn, 2 new items put aside.');
    expect((await desk.say(['import', 'undo', id])).err).to.contain('was taken back before');
    expect((await desk.say('import list')).out).to.contain('undone');
    const told = (await desk.say('audit list --kind change')).out;
    expect(told).to.match(new RegExp(`cli:anna\\s+change:imports\\.apply\\s+${id}[^\\n]*"bytes":"`));
    expect(told).to.match(new RegExp(`cli:anna\\s+change:imports\\.undo\\s+${id}`));
    const kept = join(desk.folder, 'changes.csv');
    await desk.say(['audit', 'list', '--kind', 'change', '--csv', kept]);
    const rows = readFileSync(kept, 'utf8');
    expect(rows).to.include('""prices"":2').and.to.include('""withdrawn"":2');
    for (const secret of ['price.csv', 'Болт', 'Крепёж']) expect(rows).not.to.include(secret);
    expect((await desk.say('audit verify')).code).to.equal(0);
  });

  it('remembers currency, VAT and columns of the source', async () => {
    await prices(put('a.csv', LIST), ...SAID, '--map', 'Товар=name', '--yes');
    const next = await prices(put('b.csv', LIST.replace('99\n', '101\n')));
    expect(next.out).to.contain('RUB, VAT inside').and.contain('as last time').and.contain('as decided 2');
  });

  it('writes problems and open lines as tables, and reads the decisions', async () => {
    const [csv, review] = [join(desk.folder, 'problems.csv'), join(desk.folder, 'review.csv')];
    const file = put('price.csv', LIST);
    await prices(file, ...SAID.filter((s) => s !== '--new-items'), '--csv', csv, '--review', review);
    expect(readFileSync(csv, 'utf8')).to.contain('C3;3;C;line left out;звоните;').and.contain('import-not-a-price');
    const table = readFileSync(review, 'utf8');
    expect(table).to.contain(`'=Клей`);
    writeFileSync(review, table.replace(/(Болт М8х40;Б-1;1099;RUB;);/, '$1new;').replace(/(Клей;К-1;99;RUB;);/, '$1skip;'));
    const said = await prices(file, ...SAID.filter((s) => s !== '--new-items'), '--decided', review, '--yes');
    expect(said.out).to.contain('None of ours: 1').and.contain('Applied: prices 1');
  });

  it('takes an offer with its lines', async () => {
    const file = put('kp.xlsx', workbookOf([['Товар', 'Кол-во', 'Цена с НДС, руб'], ['Болт', { v: '10' }, { v: '12.5' }]]));
    const said = await desk.say(['import', 'offer', file, '--competitor', 'Крепёж+', '--new-competitor', '--number', '17', '--date', '2026-01-10', '--yes']);
    expect([said.err, said.out.includes('lines of the offer 1')]).to.deep.equal(['', true]);
  }); // prettier-ignore

  it('ends with 1 and says what is asked where nothing can be guessed', async () => {
    const said = await prices(put('price.csv', LIST), '--new-competitor', '--yes');
    expect(said.code).to.equal(1);
    expect(said.out).to.contain('--currency RUB').and.contain('--vat in');
    expect(said.err).to.contain('The import was not applied: 2 questions');
  });

  it('names what is not there: file, competitor, import', async () => {
    expect((await prices(join(desk.folder, 'none.csv'), ...SAID)).err).to.contain('cannot be read');
    expect((await prices(put('p.csv', LIST))).err).to.contain('There is no competitor "Крепёж+"');
    expect((await desk.say(['import', 'undo', 'nothing'])).err).to.contain('There is no import nothing');
    expect((await prices(put('p.csv', LIST), ...SAID, '--map', 'Вес=price')).err).to.contain('There is no column "Вес"');
  });
});
