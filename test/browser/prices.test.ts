/** The competitor panel by keyboard: a price in three fields, rows from Excel, how a deal ended - and nothing of it told to the host. */
import { expect } from 'chai';
import type { Page, Request } from 'playwright-core';
import { allFaults } from './checks.ts';
import { letPass, openStory, settle, USUAL } from './harness.ts';
import { type StorySite } from './story-server.ts';
import { storySite } from './story-site.ts';

interface Sent {
  readonly path: string;
  readonly body: unknown;
  readonly match: string | undefined;
}
/** What was asked to be changed, as it went out. */
function watched(page: Page): Sent[] {
  const sent: Sent[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'GET') return;
    const path = new URL(request.url()).pathname.replace(/^\/story-api\/\d+\//, '');
    sent.push({ path, body: JSON.parse(request.postData() ?? 'null') as unknown, match: request.headers()['if-match'] });
  });
  return sent;
}
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settle(page);
  }
};
const type = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.type(text);
  await letPass(page, 400);
};
const focus = (page: Page, label: string): Promise<void> => page.getByLabel(label).first().focus();
const push = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await settle(page);
};
/** As a browser pastes: what the clipboard holds, by kind. */
const paste = async (page: Page, on: string, held: Readonly<Record<string, string>>): Promise<void> => {
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    for (const [kind, text] of Object.entries(${JSON.stringify(held)})) data.setData(kind, text);
    document.querySelector(${JSON.stringify(on)}).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  })()`);
  await settle(page);
};

describe('competitor panel', function () {
  this.timeout(90_000);
  const site = storySite();

  it('answers on the first screen, without a step: are we dearer, by how much, do they have it, how old is that', async () => {
    const { page, close } = await openStory(site, 'prices', 'ready');
    for (const text of [
      'Не передаётся в 1С и Dynamics',
      'наша 12,40 · мин. 11,90',
      'много · 2 дн. · сайт',
      'есть · 17 дн. · КП',
    ]) {
      const box = await page.getByText(text).first().boundingBox();
      expect(box ? box.y + box.height : 10_000, text).to.be.at.most(560);
    }
    await close();
  });

  it('a price is written in three fields and Enter; it can be taken back, and the host hears nothing of it', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    await page.getByRole('combobox', { name: 'Конкурент' }).focus();
    await type(page, 'мети');
    await press(page, 'ArrowDown', 'Enter', 'Tab');
    await type(page, '12,8');
    await press(page, 'Enter');
    expect(sent.map(({ path }) => path)).to.deep.equal(['prices']);
    expect(sent[0]?.body).to.deep.include({ price: '12.8', currency: 'RUB', vatIncluded: true, source: 'call', again: false });
    expect(sent[0]?.body).to.deep.include({ competitor: { id: 'c2', name: 'МетизТорг' } });
    expect(await page.evaluate('document.activeElement.value')).to.equal('');
    await push(page, 'Отменить');
    expect(sent[1]?.path).to.equal('prices/p9/withdraw');
    expect(await page.evaluate('JSON.stringify(sidebookEvents)')).not.to.match(/12[.,]8|Метиз/);
    await close();
  });

  it('says that a price is known already, keeps what was typed, and writes it again when told to', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    const write = async (): Promise<void> => {
      await page.getByRole('combobox', { name: 'Конкурент' }).focus();
      await type(page, 'Новый');
      await focus(page, 'Цена');
      await type(page, '12');
      await press(page, 'Enter');
    };
    await write();
    await write();
    expect(await page.getByText('Сегодня это уже записано').count()).to.equal(1);
    expect(await page.getByRole('combobox', { name: 'Конкурент' }).inputValue()).to.equal('Новый');
    await push(page, 'Записать ещё раз');
    expect(sent.map(({ body }) => (body as { again: boolean }).again)).to.deep.equal([false, false, true]);
    await close();
  });

  it('access that runs out in the middle of typing loses nothing of it, in any form: renewed, it goes as it stands by then', async () => {
    const { page, close } = await openStory(site, 'prices', 'expiredWriting', { ...USUAL, height: 2400 });
    const sent = watched(page);
    const field = (form: string, label: string) => page.locator(form).getByLabel(label).first();
    /** Written, refused, added to, renewed: what went then, and how often before. */
    const written = async (form: string, label: string, text: string, more: string): Promise<unknown> => {
      const before = sent.length;
      await field(form, label).fill(text);
      await press(page, 'Enter');
      await page.getByText('Доступ истёк').waitFor();
      expect([await field(form, label).inputValue(), await page.evaluate('sidebook.isDirty()')]).to.deep.equal([text, true]);
      await field(form, label).fill(more);
      await push(page, 'Обновить доступ');
      expect(await page.getByText('Доступ истёк').count()).to.equal(0);
      expect(sent.slice(before).length).to.be.within(2, 3);
      return sent.at(-1)?.body;
    };
    await field('.sb-rv-add', 'Конкурент').fill('Новый');
    expect(await written('.sb-rv-add', 'Цена', '12,5', '12,6')).to.deep.include({ price: '12.6', again: false });
    await push(page, 'Исправить');
    expect(await written('.sb-rv-change', 'Почему исправляете', 'Запятая', 'Запятая не там')).to.include({ reason: 'Запятая не там' });
    await push(page, 'Отозвать');
    expect(await written('.sb-rv-change', 'Другая причина', 'Не наш', 'Не наш болт')).to.include({ reason: 'Не наш болт' });
    await page.getByRole('tab', { name: 'Склад' }).click();
    await field('.sb-rv-add', 'Конкурент').fill('Новый');
    expect(await written('.sb-rv-add', 'Сколько', '10', '10-50')).to.include({ stock: '10-50' });
    await page.getByRole('tab', { name: 'Предложения' }).click();
    await settle(page);
    await field('.sb-rv-add', 'Конкурент').fill('Новый');
    expect(await written('.sb-rv-add', 'Цена', '7', '7,5')).to.have.nested.property('lines[0].price', '7.5');
    await push(page, 'Проиграли');
    expect(await written('[role=group]', 'Другая причина', 'Срок', 'Срок и цена')).to.include({ outcome: 'lost', why: 'Срок и цена' });
    await close();
  }); // prettier-ignore

  it('so it is with a battlecard and with rows to be taken over', async () => {
    const { page, close } = await openStory(site, 'prices', 'expiredWriting', { ...USUAL, height: 2400 });
    const sent = watched(page);
    await page.locator('.sb-details > button').first().click();
    await push(page, 'Изменить карточку');
    await page.getByLabel('Как ответить').fill('Протоколы');
    await page.locator('.sb-rv-change').getByRole('button', { name: 'Записать' }).click();
    await page.getByText('Доступ истёк').waitFor();
    await page.getByLabel('Как ответить').fill('Протоколы и замена');
    await push(page, 'Обновить доступ');
    expect(sent.at(-1)?.body).to.include({ answer: 'Протоколы и замена' });
    await paste(page, '.sb-rv', { 'text/plain': 'Болт\t11,90\nГайка\t5,40\n' });
    await page.getByRole('dialog').waitFor();
    await focus(page, 'Чьи это цены');
    await type(page, 'Новый');
    await push(page, 'Посмотреть');
    await page.getByLabel('НДС в ценах').selectOption('in');
    await letPass(page, 200);
    await push(page, 'Загрузить: 118');
    await page.getByText('Доступ истёк').waitFor();
    expect(await page.getByLabel('Чьи это цены').inputValue()).to.equal('Новый');
    await push(page, 'Обновить доступ');
    expect([sent.at(-1)?.path, await page.getByRole('dialog').count()]).to.deep.equal(['imports', 0]);
    await close();
  });

  it('an import closed in the middle opens again as it was', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes', { ...USUAL, height: 1600 });
    const sent = watched(page);
    await paste(page, '.sb-rv', { 'text/plain': 'Болт\t11,90\nГайка\t5,40\n' });
    await page.getByRole('dialog').waitFor();
    await focus(page, 'Чьи это цены');
    await type(page, 'Новый');
    await push(page, 'Посмотреть');
    await page.getByLabel('НДС в ценах').selectOption('in');
    await letPass(page, 200);
    await press(page, 'Escape');
    expect(await page.getByRole('dialog').count()).to.equal(0);
    await push(page, 'Отменить');
    await letPass(page, 200);
    expect([await page.getByLabel('Чьи это цены').inputValue(), await page.getByLabel('НДС в ценах').inputValue()]).to.deep.equal(['Новый', 'in']); // prettier-ignore
    expect(sent.at(-1)?.body).to.deep.include({ vat: 'in', content: { is: 'rows', text: 'Болт\t11,90\nГайка\t5,40\n' } });
    await close();
  });

  it('a withdrawn price counts again when told so within ten seconds; stock as well, and a failure is said where one looks', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    await push(page, 'Отозвать');
    await push(page, 'опечатка');
    await push(page, 'Отменить');
    expect(sent.map(({ path, body }) => [path, (body as { on: boolean }).on])).to.deep.equal([['prices/p1/withdraw', undefined], ['prices/p1/withdraw', false]]); // prettier-ignore
    await close();
    const failed = await openStory(site, 'prices', 'notTakenBack');
    expect(await failed.page.getByText('Отменить не удалось').isVisible()).to.equal(true);
    await failed.close();
  });

  it('what is typed for one line is there again after a look at another line and another tab', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    await page.getByRole('combobox', { name: 'Конкурент' }).focus();
    await type(page, 'Новый');
    await page.getByRole('grid').first().focus();
    await press(page, 'ArrowDown');
    expect(await page.getByRole('combobox', { name: 'Конкурент' }).inputValue()).to.equal('');
    await page.getByRole('tab', { name: 'Склад' }).click();
    await page.getByRole('tab', { name: 'Цены' }).click();
    await settle(page);
    expect(await page.getByRole('combobox', { name: 'Конкурент' }).inputValue()).to.equal('Новый');
    await close();
  });

  it('rows of Excel open the import: whose, what is not said, the preview, and only then taken over; and back', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes', { ...USUAL, width: 480, height: 1600 });
    const sent = watched(page);
    await paste(page, '.sb-rv', {
      'text/plain': 'Болт М8х40\t11,90\r\nГайка М8\t5,40\r\n',
      'text/html': '<table><tr><td>x</table>',
    });
    await page.getByRole('dialog').waitFor();
    await letPass(page, 200);
    await focus(page, 'Чьи это цены');
    await type(page, 'Крепёж');
    await press(page, 'ArrowDown', 'Enter');
    await letPass(page, 200);
    expect(sent[0]?.body).to.deep.include({
      kind: 'prices',
      content: { is: 'rows', text: 'Болт М8х40\t11,90\r\nГайка М8\t5,40\r\n' },
    });
    expect(await page.getByRole('button', { name: 'Загрузить: 118' }).isDisabled()).to.equal(true);
    expect(await page.getByText('нигде не сказано, входит ли НДС в цены').count()).to.equal(1);
    expect(await allFaults(page)).to.deep.equal([]);
    await page.getByLabel('НДС в ценах').selectOption('in');
    await letPass(page, 200);
    await push(page, 'Загрузить: 118');
    expect(sent.at(-1)?.path).to.equal('imports');
    expect(sent.at(-1)?.body).to.deep.include({ taken: 118, vat: 'in', again: false });
    expect(await page.getByRole('dialog').count()).to.equal(0);
    await push(page, 'Отменить');
    expect(sent.at(-1)?.path).to.equal('imports/m1/undo');
    await close();
  });

  it('ten thousand rows and HTML without a text are taken, a picture and a single word are not', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    await paste(page, '.sb-rv', { 'text/html': '<img src="file:///c:/x.png">' });
    await paste(page, '.sb-rv', { 'text/plain': 'Крепёж' });
    expect(await page.getByRole('dialog').count()).to.equal(0);
    await paste(page, '.sb-rv', { 'text/html': '<html><style>td{}</style><table><tr><td>Болт&nbsp;М8<td colspan=2>11,90</tr><tr><td><b>Гайка</b><br>М8<td>5</table><img src=x>' });
    await page.getByRole('dialog').waitFor();
    await focus(page, 'Чьи это цены');
    await type(page, 'Новый');
    await push(page, 'Посмотреть');
    expect(sent[0]?.body).to.have.nested.property('content.text', 'Болт М8\t11,90\t\nГайка М8\t5');
    await press(page, 'Escape');
    await paste(page, '.sb-rv', { 'text/plain': Array.from({ length: 10_000 }, (_, i) => `Товар ${String(i)}\t${String(i)},50`).join('\n') });
    await page.getByRole('dialog').waitFor();
    await focus(page, 'Чьи это цены');
    await type(page, 'Новый');
    await push(page, 'Посмотреть');
    expect((sent.at(-1)?.body as { content: { text: string } }).content.text.split('\n').length).to.equal(10_000);
    await close();
  }); // prettier-ignore

  /** A file as somebody chooses it. */
  const choose = (page: Page, label: string, name: string, bytes: string): Promise<void> =>
    page.getByLabel(label).first().setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) }); // prettier-ignore

  it('a wrong price is put right where it stands: what was written is in the form, the reason and the file go with it', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    await push(page, 'Исправить');
    await page.getByRole('heading', { name: 'Исправить цену: Крепёж+' }).waitFor();
    expect(await page.getByLabel('Цена, RUB/уп').inputValue()).to.equal('2\u00a0380,00');
    await push(page, 'Исправить');
    expect([sent, await page.getByText('Ничего не изменено.').count()]).to.deep.equal([[], 1]);
    await page.getByLabel('Цена, RUB/уп').fill('2 280,00');
    await choose(page, 'Другой файл', 'полка.png', 'picture');
    await page.getByText('Файл: полка.png').waitFor();
    await page.getByLabel('Почему исправляете').fill('Запятая не там');
    await press(page, 'Enter');
    const evidence = 'https://krepezh.example/bolt-m8';
    const file = { name: 'полка.png', base64: Buffer.from('picture').toString('base64') };
    expect(sent).to.deep.equal([{ path: 'prices/p1/correct', match: undefined, body: { entity: entityOf(site), price: '2280', vatIncluded: true, source: 'site', evidence, file, reason: 'Запятая не там' } }]); // prettier-ignore
    expect(await page.getByRole('heading', { name: 'Исправить цену' }).count()).to.equal(0);
    expect(await page.evaluate('sidebook.isDirty()')).to.equal(false);
    await close();
  });

  it('a price somebody else has changed meanwhile is not changed over it unseen; what was typed stays', async () => {
    const { page, close } = await openStory(site, 'prices', 'correctMoved');
    const sent = watched(page);
    expect(await page.getByText('Пока вы писали, эту цену изменил кто-то другой').count()).to.be.greaterThan(0);
    expect(await page.getByText(/Сейчас 2\s300,00/).count()).to.equal(1);
    expect(await page.getByLabel('Цена, RUB/уп').inputValue()).to.match(/^2\s?280/);
    await push(page, 'Записать моё');
    expect(sent.map(({ path, body }) => [path, (body as { price: string }).price])).to.deep.equal([
      ['prices/p8/correct', '2280'],
    ]);
    await close();
  });

  it('withdrawing takes two steps and says why, also by the key Delete', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    await page.getByRole('grid').nth(1).focus();
    await press(page, 'Delete');
    await page.getByRole('heading', { name: 'Отозвать: Крепёж+' }).waitFor();
    expect(sent).to.deep.equal([]);
    await push(page, 'не тот товар');
    expect(sent.map(({ path, body }) => [path, (body as { reason: string }).reason])).to.deep.equal([['prices/p1/withdraw', 'не тот товар']]); // prettier-ignore
    await close();
  });

  it('evidence is a link or a file: what runs, is empty or too large is refused before it is sent', async () => {
    const { page, close } = await openStory(site, 'prices', 'evidence');
    for (const [name, bytes, said] of [['x.exe', 'x', 'Можно PDF'], ['x.pdf', '', 'Файл пуст'], ['x.png', 'x'.repeat(4_194_305), 'больше 4 МБ']] as const) {
      await choose(page, 'Файл: снимок', name, bytes);
      await page.getByText(said).waitFor();
    }
    expect(await page.getByRole('link', { name: 'krepezh.example/bolt-m8' }).getAttribute('rel')).to.equal('noopener noreferrer');
    expect(await allFaults(page)).to.deep.equal([]);
    await close();
  }); // prettier-ignore

  it('two people at one battlecard: the second sees both texts and decides, nothing is lost', async () => {
    const { page, close } = await openStory(site, 'prices', 'cardMoved', { ...USUAL, height: 1200 });
    const sent = watched(page);
    expect(await page.getByText('Пока вы писали, карточку изменил кто-то другой').count()).to.be.greaterThan(0);
    expect(await page.getByText('Сейчас: Предложить отсрочку 30 дней.').count()).to.equal(1);
    expect(await page.getByLabel('Как ответить').inputValue()).to.equal('Показать протоколы');
    expect(await allFaults(page)).to.deep.equal([]);
    await push(page, 'Записать моё');
    expect(sent.map(({ match }) => match)).to.deep.equal(['"2"']);
    expect(sent[0]?.body).to.deep.include({
      answer: 'Показать протоколы',
      weaknesses: 'Нет сертификатов, брак до двух процентов.',
    });
    await close();
  });

  it('an import is taken back at any time, and says before what that does', async () => {
    const { page, close } = await openStory(site, 'prices', 'importUndo', { ...USUAL, height: 900 });
    const sent = watched(page);
    await page.getByText('Будет отозвано строк: 118.').waitFor();
    expect(await page.getByText('14 новых товаров скроются.').count()).to.equal(1);
    expect(sent).to.deep.equal([]);
    expect(await allFaults(page)).to.deep.equal([]);
    await push(page, 'Отменить загрузку');
    expect(sent.map(({ path }) => path)).to.deep.equal(['imports/m1/undo']);
    await page.locator('h3:focus').getByText('Загрузки').waitFor(); // the button that was pressed is gone
    await close();
  });

  it('how a deal ended takes two steps, and says which state of the offer it is about', async () => {
    const { page, close } = await openStory(site, 'prices', 'writes');
    const sent = watched(page);
    await page.getByRole('tab', { name: 'Предложения' }).click();
    await settle(page);
    await push(page, 'Проиграли');
    await push(page, 'цена');
    expect(sent).to.deep.equal([{ path: 'rival-offers/o1/outcome', match: '"1"', body: { entity: entityOf(site), outcome: 'lost', why: 'цена' } }]); // prettier-ignore
    expect(await page.getByText('Записано: проиграли').count()).to.be.at.least(1);
    await close();
  });

  it('prints whose secret it is, and neither forms nor buttons', async () => {
    const { page, close } = await openStory(site, 'prices', 'ready');
    await page.emulateMedia({ media: 'print' });
    for (const text of ['Коммерческая тайна', 'ООО «Ромашка»', '101000, Москва, Мясницкая ул., 1'])
      expect(await page.getByText(text).isVisible(), text).to.equal(true);
    expect(await page.getByRole('button').filter({ visible: true }).count()).to.equal(0);
    await close();
  });
});

const entityOf = (site: StorySite): string => site.stories['prices']?.['writes']?.entity ?? '';
