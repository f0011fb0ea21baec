/** The notes panel as it is used: three actions to a note, four fields with a task, nothing typed is lost, and every way back. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { letPass, settle } from './harness.ts';
import { oneStory } from './story-site.ts';

describe('the notes panel', function () {
  this.timeout(60_000);
  const { site, open } = oneStory('notes', (one, path) => ({
    method: one.method(),
    path,
    body: one.postDataJSON() as unknown,
    match: one.headers()['if-match'],
  }));
  const area = '.sb-nt-quick textarea';
  const type = async (page: Page, selector: string, text: string): Promise<void> => {
    await page.focus(selector);
    await page.keyboard.type(text);
    await settle(page);
  };

  it('takes a note in three actions: the place, the words, Enter', async () => {
    const { page, sent } = await open('write');
    await type(page, area, 'Перезвонить во вторник');
    await page.keyboard.press('Enter');
    await settle(page);
    expect(sent).to.deep.equal([{ method: 'POST', path: 'notes', match: undefined, body: { entity: site.stories['notes']?.['write']?.entity, kind: 'call', text: 'Перезвонить во вторник', isPrivate: false, participants: [], followUp: null } }]); // prettier-ignore
    expect(await page.locator(area).inputValue()).to.equal('');
    expect(await page.getByText('Записано', { exact: true }).count()).to.be.greaterThan(0);
  });

  it('says that there is more to do than it shows', async () => {
    const { page } = await open('day');
    expect(await page.locator('header').innerText())
      .to.contain('3+ дел')
      .and.contain('просрочено 1');
  });

  it('goes on page by page, and back to the start with what is to be done', async () => {
    const { page } = await open('ready');
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name }).click();
      await settle(page);
    };
    const start = page.getByRole('button', { name: 'К началу' });
    await press('Показать ещё');
    expect(await start.count()).to.equal(0);
    await press('Показать ещё');
    await press('К началу');
    expect(await start.count()).to.equal(0);
  });

  it("offers of a task about somebody else's customer to say that it is done, and nothing else", async () => {
    const { page } = await open('day');
    const item = page.locator('.sb-nt-item', { hasText: 'чужой клиент' });
    await item.locator('button').first().click();
    expect(await item.locator('.sb-actions button').allInnerTexts()).to.deep.equal(['Готово']);
    await page.keyboard.press('F2');
    await settle(page);
    expect(await page.locator('.sb-nt-form').count()).to.equal(0);
  });

  it('takes a note with a task in four fields', async () => {
    const { page, sent } = await open('write');
    await type(page, area, 'Выслать образцы');
    await page.getByLabel('Тема').first().selectOption('promise');
    await page.getByLabel('Сделать к').fill('+3');
    await page.getByLabel('Кому').selectOption({ label: 'Петров В.' });
    await page.getByRole('button', { name: 'Записать' }).click();
    await settle(page);
    expect(sent.map((one) => (one as { body: { followUp: unknown; kind: string } }).body)).to.deep.include.members([
      { entity: site.stories['notes']?.['write']?.entity, kind: 'promise', text: 'Выслать образцы', isPrivate: false, participants: [], followUp: { due: '2026-11-24', assignee: 'ut11:18' } },
    ]); // prettier-ignore
  });

  it('asks for the day of a promise, and sends nothing before', async () => {
    const { page, sent } = await open('write');
    await type(page, area, 'Скидка');
    await page.getByLabel('Тема').first().selectOption('promise');
    await page.focus(area);
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await page.getByText('К какому дню обещано?').count()).to.equal(1);
    expect(sent).to.deep.equal([]);
  });

  it('loses nothing when access runs out in the middle of typing: renewed, and sent once', async () => {
    const { page, sent } = await open('writeExpired');
    await type(page, area, 'Длинная мысль, которую жалко терять');
    await letPass(page, 61_000); // a poll is refused meanwhile
    expect(await page.locator(area).inputValue()).to.equal('Длинная мысль, которую жалко терять');
    await page.focus(area);
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await page.locator(area).inputValue()).to.equal('Длинная мысль, которую жалко терять');
    await page.locator('.sb-nt-quick').getByRole('button', { name: 'Обновить доступ' }).click();
    await settle(page);
    const texts = sent.map((one) => (one as { body: { text: string } }).body.text);
    expect(new Set(texts)).to.deep.equal(new Set(['Длинная мысль, которую жалко терять']));
    expect(await page.locator(area).inputValue()).to.equal('');
  });

  it('what is typed after a refusal goes with the next try, and a change of another note takes nothing of it', async () => {
    const { page, sent } = await open('writeExpired');
    await type(page, area, 'Начало');
    await page.keyboard.press('Enter');
    await page.getByText('Доступ истёк').first().waitFor();
    await type(page, area, ' и конец');
    await page.locator('.sb-nt-quick').getByRole('button', { name: 'Обновить доступ' }).click();
    await settle(page);
    expect((sent.at(-1) as { body: { text: string } }).body.text).to.equal('Начало и конец');
    const marked = await open('markExpired');
    await type(marked.page, area, 'Пока только мысль');
    await marked.page.locator('.sb-nt-item').getByRole('button', { name: 'Обновить доступ' }).click();
    await settle(marked.page);
    expect((marked.sent.at(-1) as { body: object }).body).to.have.nested.property('followUp.done', true);
    expect(await marked.page.locator(area).inputValue()).to.equal('Пока только мысль');
  });

  it('an answer that was lost, then more words: the first is asked for once more and becomes what stands there, one note', async () => {
    const { page, sent } = await open('writeUnsure');
    await type(page, area, 'Начало');
    await page.keyboard.press('Enter');
    await settle(page);
    await type(page, area, ' и конец');
    await page.keyboard.press('Enter');
    await settle(page);
    const told = sent.map((one) => one as { method: string; body: { text: string } });
    expect(told.map(({ method, body }) => [method, body.text])).to.deep.equal([['POST', 'Начало'], ['POST', 'Начало'], ['PATCH', 'Начало и конец']]); // prettier-ignore
    expect(await page.locator(area).inputValue()).to.equal('');
  });

  it('a note being changed keeps what is typed while access is renewed, and more of it', async () => {
    const { page, sent } = await open('editExpired');
    const text = page.locator('.sb-nt-form textarea');
    await text.fill('Просят −3 %');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Доступ истёк').first().waitFor();
    await text.fill('Просят −3 %, ответ в пятницу');
    await page.getByRole('button', { name: 'Обновить доступ' }).click();
    await settle(page);
    expect((sent.at(-1) as { body: { text: string } }).body.text).to.equal('Просят −3 %, ответ в пятницу');
    expect(await page.locator('.sb-nt-form').count()).to.equal(0);
  });

  it('shows both texts of two people who edit one note, and joins them when asked', async () => {
    const { page, sent } = await open('moved');
    const text = page.locator('.sb-nt-form textarea');
    expect(await page.locator('.sb-nt-theirs').innerText()).to.contain('сошлись на −2 %');
    expect(await text.inputValue()).to.contain('ответ до пятницы');
    await page.getByRole('button', { name: 'Соединить' }).click();
    await settle(page);
    expect(await text.inputValue()).to.equal(
      'Просят −3 % при 500 шт, сошлись на −2 %\n\nПросят −3 % при 500 шт, ответ до пятницы',
    );
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await settle(page);
    expect(sent.map((one) => (one as { match: string }).match)).to.deep.equal(['"2"']);
  });

  it('marks what is done, and takes that back', async () => {
    const { page, sent } = await open('saved');
    expect(await page.getByText('Отмечено: сделано').count()).to.be.greaterThan(0);
    await page.getByRole('button', { name: 'Отменить', exact: true }).click();
    await settle(page);
    expect(sent).to.have.length(1);
    expect(sent[0]).to.deep.include({
      method: 'PATCH',
      body: { followUp: { due: '2026-11-19', assignee: 'ut11:17', done: false } },
    });
  });

  it('is walked with the keyboard: arrows between notes, Enter opens, F2 edits, Esc leaves with a way back', async () => {
    const { page } = await open('edit');
    await page.keyboard.press('Escape');
    await settle(page);
    const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.textContent');
    expect(await focused()).to.contain('Петров В.'); // the focus is back where it came from
    await page.locator('.sb-nt-part').last().locator('.sb-entry-head').first().focus();
    await page.keyboard.press('F2');
    await settle(page);
    expect(await page.locator('.sb-nt-form textarea').count()).to.equal(1);
    await page.keyboard.type('!');
    await page.keyboard.press('Escape');
    await settle(page);
    await page.getByRole('button', { name: 'Отменить', exact: true }).click();
    await settle(page);
    expect(await page.locator('.sb-nt-form textarea').inputValue()).to.contain('!');
  });

  it('finds by words without naming them in an address, and says when nothing is found', async () => {
    const { page, sent } = await open('find');
    const addresses: string[] = [];
    page.on('request', (one) => addresses.push(decodeURIComponent(one.url())));
    const words = page.getByLabel('Слова из заметки');
    await words.fill('скидка');
    await letPass(page, 400);
    expect(await page.locator('.sb-entry-head').count()).to.equal(1);
    await words.fill('нету такого');
    await letPass(page, 400);
    expect(await page.getByText('Ничего не нашлось').count()).to.equal(1);
    await page.keyboard.press('Escape');
    await settle(page);
    expect(await page.locator('.sb-entry-head').count()).to.be.greaterThan(1);
    expect(sent).to.have.length(2);
    expect(addresses.join('\n')).not.to.match(/скидка|нету/);
  });

  it('prints whose secret it is, the notes, and neither forms nor buttons', async () => {
    const { page } = await open('write');
    await page.emulateMedia({ media: 'print' });
    for (const text of ['Коммерческая тайна', 'ООО «Ромашка»', '101000, Москва, Мясницкая ул., 1', 'Выслать прайс'])
      expect(await page.getByText(text).first().isVisible(), text).to.equal(true);
    expect(await page.locator('textarea, .sb-button').filter({ visible: true }).count()).to.equal(0);
  });

  it('tells the host nothing of what is written', async () => {
    const { page } = await open('write');
    await type(page, area, 'тайна');
    await page.keyboard.press('Enter');
    await settle(page);
    const told = await page.evaluate<{ name: string }[]>('sidebookEvents');
    expect([...new Set(told.map(({ name }) => name))].sort()).to.deep.equal(['dirty', 'ready']);
    expect(JSON.stringify(told)).not.to.contain('тайна');
  });
});
