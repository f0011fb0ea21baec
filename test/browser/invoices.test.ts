/** The invoices widget by keyboard alone, and what must not go wrong with money: no second invoice, no lost typing, no formula in a file. */
import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import type { Page, Request } from 'playwright-core';
import { csvText } from '../../widgets/runtime/csv.ts';
import { parseDecimal } from '../../widgets/runtime/parse.ts';
import { overflows } from './checks.ts';
import { letPass, openStory, settle } from './harness.ts';
import { storySite } from './story-site.ts';

/** Calls of the API that change something, as they went out. */
function watched(page: Page): Request[] {
  const sent: Request[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && !/\/(preview|find)$/.test(request.url())) sent.push(request); // those only ask
  });
  return sent;
}
const bodyOf = (request: Request | undefined): unknown => JSON.parse(request?.postData() ?? 'null');
const events = (page: Page): Promise<{ name: string; detail: unknown }[]> => page.evaluate('window.sidebookEvents');

const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settle(page);
  }
};
const type = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.type(text);
  await letPass(page, 800);
};
/** Tab until the table has the focus; how many steps that took is part of what is promised. */
async function toGrid(page: Page): Promise<void> {
  for (let i = 0; i < 8; i++) {
    if ((await page.evaluate<string | null>('document.activeElement.getAttribute("role")')) === 'grid') return;
    await press(page, 'Tab');
  }
}
const shown = (page: Page): Promise<string> => page.locator('.sb-widget').innerText();
/** First line of a new invoice: an item, one of it, 12,40 each. */
async function typeLine(page: Page): Promise<void> {
  await page.locator('[data-field="lines.0.text"] input').waitFor();
  await letPass(page, 200); // the field takes the focus after it was drawn
  await type(page, 'Болт');
  await page.locator('[role=option]').first().waitFor();
  await press(page, 'ArrowDown', 'Enter');
  expect(await page.locator('[data-field="lines.0.price"] input').inputValue()).to.equal('12,40');
  await letPass(page, 500);
}

describe('invoices widget', function () {
  this.timeout(60_000);
  const site = storySite();

  it('paid or not, in the books or not: on the first screen without a step', async () => {
    const { page, close } = await openStory(site, 'invoices', 'ready');
    const text = await shown(page);
    for (const said of ['Счета 128', 'Просрочен 20 дн.', 'Частично', 'В очереди', 'Черновик', 'Отклонён', '252 400,00'])
      expect(text.replace(/\u00a0/g, ' ')).to.contain(said);
    const { y = 999, height = 999 } = (await page.locator('[role=grid]').boundingBox()) ?? {};
    expect(y + height).to.be.below(560);
    await close();
  });

  it('the state of one invoice takes two steps: arrow, Enter; Esc goes back to the same row', async () => {
    const { page, close } = await openStory(site, 'invoices', 'posted');
    await press(page, 'Escape');
    await toGrid(page);
    const active = (): Promise<string> => page.locator('.sb-active').innerText();
    const before = await active();
    await press(page, 'Enter');
    expect(await shown(page))
      .to.contain('Счёт СЧ-0420')
      .and.to.contain('Ждёт решения')
      .and.to.contain('проведён');
    await press(page, 'Escape');
    expect(await active()).to.equal(before);
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).to.equal('grid');
    await close();
  });

  it('an invoice is issued by keyboard, with sums of the server, and shows at once as queued', async () => {
    const { page, close } = await openStory(site, 'invoices', 'ready');
    const sent = watched(page);
    await toGrid(page);
    await press(page, 'Insert');
    await typeLine(page);
    expect(await shown(page)).to.match(/Сумма[\s\S]*12,40/);
    await press(page, 'Tab', 'Tab', 'Enter');
    expect(await page.locator('[data-line]').count()).to.equal(2);
    await press(page, 'Enter');
    expect(await page.locator('[data-line]').count()).to.equal(1);
    await type(page, '+7');
    await press(page, 'Tab', 'Enter');
    expect(bodyOf(sent[0])).to.deep.include({ dueDate: '2026-11-28', issue: true });
    expect(bodyOf(sent[0])).to.have.nested.property('lines[0].price', '12.4');
    expect(await page.locator('[role=row]').nth(1).innerText()).to.contain('В очереди');
    expect(await page.locator('.sb-active').innerText(), 'the keys stand on the new one')
      .to.contain('В очереди')
      .and.to.contain('12,40');
    const told = (await events(page)).filter(({ name }) => name === 'created');
    expect(told).to.deep.equal([
      { name: 'created', detail: { entity: 'sidebook:invoice:0b6f2f0e-54a1-4f5e-9b1c-000000000077' } },
    ]);
    expect(JSON.stringify(await events(page))).not.to.match(/12[.,]4|Болт/);
    await close();
  });

  it('a press on the button counts from an empty field too: nothing moves from under the pointer', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newLost');
    await page.locator('[data-field="lines.0.text"] input').focus();
    const { x = 0, y = 0, width = 0, height = 0 } = (await page.getByRole('button', { name: 'Выставить' }).boundingBox()) ?? {};
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await settle(page);
    await page.mouse.up();
    await settle(page);
    expect(await shown(page))
      .to.contain('Укажите товар или услугу')
      .and.to.contain('Укажите цену');
    await close();
  });

  it('a lost answer: the repeat has the same key, also after the button was pressed again', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newLost');
    const sent = watched(page);
    await typeLine(page);
    await page.getByRole('button', { name: 'Выставить' }).click();
    await letPass(page, 1_000);
    expect(await shown(page)).to.contain('Sidebook не отвечает');
    expect(await page.locator('[data-field="lines.0.text"] input').inputValue()).to.contain('Болт');
    await page.getByRole('button', { name: 'Выставить' }).click();
    await letPass(page, 1_000);
    const keys = sent.map((request) => request.headers()['idempotency-key']);
    expect(keys).to.have.length(2);
    expect(keys[0]).to.equal(keys[1]);
    expect(await shown(page)).to.contain('Счета 128');
    await close();
  });

  it('a lost answer, then another text: the server says the first got through, and no second one is made', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newReused');
    const sent = watched(page);
    await typeLine(page);
    await page.getByRole('button', { name: 'Выставить' }).click();
    await letPass(page, 1_000);
    await page.locator('[data-field="comment"] input').fill('срочно');
    await page.getByRole('button', { name: 'Выставить' }).click();
    await letPass(page, 1_000);
    expect(sent[1]?.headers()['idempotency-key']).to.equal(sent[0]?.headers()['idempotency-key']);
    expect(await shown(page)).to.contain('Похоже, прошлая попытка удалась');
    await close();
  });

  it('still being made, or broken off: the key stays, so that another press makes no second one', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newRunning');
    const sent = watched(page);
    await typeLine(page);
    for (let i = 0; i < 2; i++) {
      await page.getByRole('button', { name: 'Выставить' }).click();
      await letPass(page, 1_000);
    }
    const text = await shown(page);
    expect(text).to.contain('Посмотрите на запись');
    expect(text.split('ещё выполняется').length - 1, 'said once').to.equal(1);
    expect(sent[1]?.headers()['idempotency-key']).to.equal(sent[0]?.headers()['idempotency-key']);
    await close();
  });

  it('access runs out while typing: what was typed stays, and goes on after renewing', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newExpired');
    await typeLine(page);
    await page.getByRole('button', { name: 'Выставить' }).click();
    await letPass(page, 1_000);
    expect(await shown(page)).to.contain('Доступ истёк');
    expect(await page.locator('[data-field="lines.0.price"] input').inputValue()).to.equal('12,40');
    await page.getByRole('button', { name: 'Обновить доступ' }).click();
    await letPass(page, 1_000);
    expect(await shown(page)).to.contain('Счета 128');
    await close();
  });

  it('mistakes stand at their fields, those of the server too, and go when the field is corrected', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newRefused');
    await typeLine(page);
    await page.getByRole('button', { name: 'Выставить' }).click();
    await letPass(page, 1_000);
    expect(await page.locator('[data-field="lines.0.price"]').innerText()).to.contain('Введите число');
    await page.locator('[data-field="lines.0.price"] input').fill('1 234.50');
    await settle(page);
    expect(await page.locator('[data-field="lines.0.price"]').innerText()).not.to.contain('Введите число');
    await close();
  });

  it('the form says that it holds something unsaved, and leaving it can be undone', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newForm');
    await letPass(page, 200);
    await type(page, 'Доставка');
    expect(await events(page)).to.deep.include({ name: 'dirty', detail: { dirty: true } });
    await page.getByRole('button', { name: 'Отмена' }).click();
    await settle(page);
    expect(await events(page)).to.deep.include({ name: 'dirty', detail: { dirty: false } });
    await page.getByRole('button', { name: 'Отменить' }).click();
    await settle(page);
    expect(await page.locator('[data-field="lines.0.text"] input').inputValue()).to.equal('Доставка');
    await close();
  });

  it('rows copied from Excel fill the lines', async () => {
    const { page, close } = await openStory(site, 'invoices', 'newForm');
    await letPass(page, 200);
    const copied = 'Болт М8\tшт\t500\t12,40\t20%\r\n2\tДоставка\t1\t1 234.50\tбез НДС\r\n';
    await page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${JSON.stringify(copied)});
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }`);
    await settle(page);
    const value = (at: number, name: string): Promise<string> => page.locator(`[data-field="lines.${String(at)}.${name}"] :is(input,select)`).inputValue(); // prettier-ignore
    const line = async (at: number): Promise<string[]> => [await value(at, 'text'), await value(at, 'quantity'), await value(at, 'price'), await value(at, 'vatRate')]; // prettier-ignore
    expect(await line(0)).to.deep.equal(['Болт М8', '500', '12,40', '20']);
    expect((await line(1)).map((text) => text.replace(/\u00a0/g, ' '))).to.deep.equal(['Доставка', '1', '1 234,50', 'none']);
    await close();
  });

  it('changed meanwhile: the fresh invoice is read, what was typed stays and is sent with the new mark', async () => {
    const { page, close } = await openStory(site, 'invoices', 'moved');
    const sent = watched(page);
    const due = page.locator('form input').nth(1);
    await due.fill('+3');
    await press(page, 'Tab');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Сейчас в счёте').first().waitFor(); // the refusal, and then the fresh invoice: two answers
    expect(await shown(page))
      .to.contain('Счёт изменили, пока вы правили')
      .and.to.contain('Сейчас в счёте: 10.12.2026');
    expect(await due.inputValue()).to.equal('24.11.2026');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await letPass(page, 500);
    expect(sent.map((request) => request.headers()['if-match'])).to.deep.equal(['"3"', '"4"']);
    expect(sent.map((request) => bodyOf(request))).to.deep.equal([
      { changes: { dueDate: '2026-11-24' }, propose: false },
      { changes: { dueDate: '2026-11-24' }, propose: false },
    ]);
    await close();
  });

  it('F2 edits the invoice that is open; Esc leaves the form first, with the focus on its button, and what was typed comes back', async () => {
    const { page, close } = await openStory(site, 'invoices', 'detail');
    await page.locator('.sb-inv-back').focus();
    await press(page, 'F2');
    const comment = page.locator('form input').first();
    expect(await comment.evaluate((el) => el === document.activeElement)).to.equal(true);
    await comment.fill('Позвонить до отгрузки');
    await press(page, 'Escape');
    expect([await page.locator('form').count(), await shown(page)].join()).to.contain('Изменения не сохранены');
    await letPass(page, 50);
    expect(await page.evaluate<string>('document.activeElement.textContent')).to.equal('Изменить');
    await page.getByRole('button', { name: 'Отменить' }).click();
    await settle(page);
    expect(await comment.inputValue()).to.equal('Позвонить до отгрузки');
    await page.locator('.sb-inv-back').click();
    await settle(page);
    await page.getByRole('button', { name: 'Отменить' }).click();
    await settle(page);
    expect(await comment.inputValue()).to.equal('Позвонить до отгрузки');
    await close();
  });

  it('a day that cannot be understood is said at its field, also when it is sent by Enter', async () => {
    const { page, close } = await openStory(site, 'invoices', 'edit');
    const sent = watched(page);
    await page.locator('form input').nth(1).fill('32.13');
    await press(page, 'Enter');
    expect(await shown(page)).to.contain('Введите дату');
    expect(sent.length).to.equal(0);
    await close();
  });

  it('the keys stay on their row when a refresh brings rows before it', async () => {
    const { page, close } = await openStory(site, 'invoices', 'ready');
    await toGrid(page);
    await press(page, 'ArrowDown', 'ArrowDown', 'ArrowDown');
    const before = await page.locator('.sb-active').innerText();
    expect(before).to.contain('Черновик');
    await letPass(page, 61_000);
    expect(await page.locator('.sb-row').nth(1).innerText()).to.contain('В очереди');
    expect(await page.locator('.sb-active').innerText()).to.equal(before);
    await close();
  });

  it('what the books refuse is kept as a proposal', async () => {
    const { page, close } = await openStory(site, 'invoices', 'booksRefuse');
    const sent = watched(page);
    await page.locator('form input').nth(1).fill('15.12');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await letPass(page, 500);
    await page.getByRole('button', { name: 'Оставить предложением' }).click();
    await letPass(page, 500);
    expect(bodyOf(sent[1])).to.deep.equal({ changes: { dueDate: '2026-12-15' }, propose: true });
    expect(await shown(page)).to.contain('Ждёт решения');
    await close();
  });

  it('nothing of the filter is another thing than no invoices, and can be reset', async () => {
    const { page, close } = await openStory(site, 'invoices', 'noMatch');
    expect(await shown(page)).to.contain('По этому отбору счетов нет');
    await page.getByRole('button', { name: 'Сбросить' }).click();
    await settle(page);
    expect(await page.getByRole('combobox').inputValue()).to.equal('all');
    await close();
  });

  it('ten thousand rows: few elements, End shows the last one', async () => {
    const { page, close } = await openStory(site, 'invoices', 'many');
    await toGrid(page);
    await press(page, 'End');
    expect(await page.locator('.sb-active').innerText()).to.contain('СЧ-109999');
    expect(await page.locator('[role=row]').count()).to.be.below(40);
    await close();
  });

  it('the next page is read when one comes to the end', async () => {
    const { page, close } = await openStory(site, 'invoices', 'pages');
    await toGrid(page);
    await press(page, 'End');
    await letPass(page, 200);
    await press(page, 'End');
    expect(await page.locator('.sb-active').innerText()).to.contain('СЧ-100229');
    await close();
  });

  it('on paper: a table with its head on every page, no row cut in two', async () => {
    const { page, close } = await openStory(site, 'invoices', 'many');
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('tbody tr').count()).to.equal(2000);
    const css = (selector: string, name: string): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)}))[${JSON.stringify(name)}]`);
    expect(await css('thead', 'display')).to.equal('table-header-group');
    expect(await css('tbody tr', 'breakInside')).to.equal('avoid');
    expect(await page.locator('[role=grid]').isVisible()).to.equal(false);
    await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('tbody tr').count()).to.equal(0);
    await close();
  });

  it('on paper a dark theme is black on white', async () => {
    const { page, close } = await openStory(site, 'invoices', 'detail', { width: 720, lang: 'ru', theme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const look = (selector: string): Promise<string[]> =>
      page.evaluate<string[]>(
        `(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.querySelector('${selector}')))`,
      );
    expect(await look('.sb')).to.deep.equal(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    expect((await look('.sb-note'))[0]).to.equal('rgb(68, 68, 68)');
    await close();
  });

  it('the file opens in Excel without becoming a formula', async () => {
    const { page, close } = await openStory(site, 'invoices', 'hostile');
    const waited = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    await settle(page);
    const text = await readFile(await (await waited).path(), 'utf8');
    expect(text).to.match(/^\ufeff"№";"Дата"/);
    expect(text).to.contain(`"'=HYPERLINK(""https://evil.example"",""x"")"`).and.to.contain(`"'@SUM(1;2)"`);
    expect(text).to.contain(`"'+7 ""Рога""; и копыта"`).and.to.contain('"150000"');
    await close();
  });

  it('a file of more than may be read at a time goes on where it was stopped', async () => {
    const { page, close } = await openStory(site, 'invoices', 'pages');
    const first = site.stories['invoices']?.['pages']?.calls['GET invoices']?.body as { rows: { id: string }[] };
    const asked: string[] = [];
    await page.route('**/invoices?**after=**', (route) => {
      const after = Number(new URL(route.request().url()).searchParams.get('after'));
      asked.push(String(after));
      if (asked.length === 2) return route.fulfill({ status: 429, headers: { 'Retry-After': '50' }, contentType: 'application/problem+json', body: JSON.stringify({ type: 'x', status: 429, code: 'too-often', title: 'Слишком часто', detail: '', next: '', who: 'itself', traceId: '1' }) }); // prettier-ignore
      const rows = first.rows.map((row, i) => ({ ...row, id: `p${String(after)}-${String(i)}` }));
      return route.fulfill({ json: { ...first, rows, next: after < 90 ? String(after + 30) : null } });
    });
    const csv = page.getByRole('button', { name: 'CSV' });
    await csv.click();
    await letPass(page, 500);
    expect(await shown(page)).to.contain('Слишком часто');
    const waited = page.waitForEvent('download');
    await csv.click();
    await letPass(page, 500);
    const text = await readFile(await (await waited).path(), 'utf8');
    expect(text.trim().split('\r\n').length).to.equal(1 + 4 * 30);
    expect(asked).to.deep.equal(['30', '60', '60', '90']);
    await close();
  });

  it('every start of a formula gets its apostrophe, numbers stay numbers', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', ' =', '\u00a0+', '＝'])
      expect(csvText([[`${start}1+1|cmd`]], ',')).to.equal(`\ufeff"'${start}1+1|cmd"\r\n`);
    expect(csvText([['-1234.5', 'a;"b"']], ',')).to.equal('\ufeff"-1234,5";"a;""b"""\r\n');
    expect(csvText([['-1234.5', 'x']], '.')).to.equal('\ufeff"-1234.5","x"\r\n');
    expect(['1234,5', '1 234.50'].map((text) => parseDecimal(text))).to.deep.equal(['1234.5', '1234.5']);
  });

  for (const story of ['ready', 'long', 'posted', 'newErrors'])
    it(`320 px, long words: ${story} does not scroll sideways`, async () => {
      const opened = await openStory(site, 'invoices', story, { width: 320, lang: 'en-XA', theme: 'light' });
      expect([...(await opened.faults()), ...(await overflows(opened.page))]).to.deep.equal([]);
      await opened.close();
    });
});
