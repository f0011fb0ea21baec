/** Problems by the keyboard alone: few keys, nothing lost, everything that can be taken back is. */
import { expect } from 'chai';
import type { Page, Request } from 'playwright-core';
import { letPass, openStory, settle } from './harness.ts';
import { storySite } from './story-site.ts';

const FIRST = '.sb-pr-open [data-first]';
interface Sent {
  readonly path: string;
  readonly body: unknown;
  readonly match: string | undefined;
}
const sentOf = (request: Request): Sent => ({
  path: new URL(request.url()).pathname.replace(/^\/story-api\/\d+\//, ''),
  body: request.postDataJSON() as unknown,
  match: request.headers()['if-match'],
});

describe('problems in a browser', function () {
  this.timeout(60_000);
  const site = storySite();

  async function open(story: string): Promise<{ page: Page; sent: Sent[]; close: () => Promise<void> }> {
    const { page, close } = await openStory(site, 'problems', story);
    const sent: Sent[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(sentOf(request));
    });
    return { page, sent, close };
  }
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
    await settle(page);
  };
  const subjectOfFocus = (page: Page): Promise<string> =>
    page.evaluate<string>(
      '(document.activeElement.closest(".sb-entry")?.querySelector("b") ?? document.activeElement).textContent',
    );

  it('one conflict takes two keys, and the focus goes to what is left', async () => {
    const { page, sent, close } = await open('one');
    await page.focus(FIRST);
    await press(page, '1', 'Enter');
    expect(sent).to.deep.equal([{ path: 'problems/11/answer', body: { choose: 'theirs' }, match: '"etag-11"' }]);
    expect(await page.getByText('Ничто не ждёт человека').count()).to.equal(1);
    expect(await subjectOfFocus(page)).to.equal('Ждёт решения: 0');
    await close();
  });

  it('the item a line means is looked for while one types, and chosen by the arrows', async () => {
    const { page, sent, close } = await open('goods');
    await page.getByLabel('Позиция в «1С:УТ»').fill('розы');
    await page.getByText('Розы красные 80 см').waitFor();
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    expect(sent.map(({ path, body }) => [path.replace(/\d+/, 'N'), body])).to.deep.equal([
      ['problems/N/items', { search: 'розы' }],
      ['problems/N/answer', { choose: 'same', as: 'p-2' }],
    ]);
    expect(await page.getByText('Ничто не ждёт человека').count()).to.equal(1);
    await close();
  });

  it('an item that is not there, or cannot be asked for, is told at the field', async () => {
    const { page, close } = await open('goodsNone');
    const field = page.getByLabel('Позиция в «1С:УТ»');
    const told = (): Promise<string> => page.evaluate<string>(`(() => { const field = document.activeElement; return String(field.getAttribute('aria-invalid')) + ': ' + (document.getElementById(field.getAttribute('aria-describedby'))?.textContent ?? ''); })()`);
    expect([await field.inputValue(), await told()]).to.deep.equal(['розы', 'true: Не найдено. Проверьте название, артикул или код.']);
    await page.keyboard.type(' к');
    expect(await told()).to.equal('null: ');
    await letPass(page, 400);
    expect(await told()).to.match(/^true: .*(сеть|связ|сервер)/i);
    await close();
  }); // prettier-ignore

  it('two fields of a record take three keys; then the next entry is open and has the focus', async () => {
    const { page, sent, close } = await open('ready');
    await page.focus(FIRST);
    await press(page, '1', '2', 'Enter');
    expect(sent.map(({ path, body }) => [path, body])).to.deep.equal([
      ['problems/11/answer', { choose: 'theirs' }],
      ['problems/12/answer', { choose: 'ours' }],
    ]);
    expect(await subjectOfFocus(page)).to.equal('ООО «Вега»');
    await press(page, '2', 'Enter');
    expect(sent.at(-1)).to.deep.include({ path: 'problems/13/answer', body: { choose: 'ours' } });
    await close();
  });

  it('an own value is typed and applied with Enter; without one it says so', async () => {
    const { page, sent, close } = await open('one');
    await page.focus(FIRST);
    await press(page, '3', 'Enter');
    expect(sent).to.deep.equal([]);
    expect(await page.getByText('Введите своё значение').count()).to.be.greaterThan(0);
    await page.keyboard.type('770301001');
    await press(page, 'Enter');
    expect(sent.map(({ body }) => body)).to.deep.equal([{ choose: 'value', values: { branchCode: '770301001' } }]);
    await close();
  });

  it('a day, a number and a choice of one’s own are typed as people write them and sent as the server takes them', async () => {
    const { page, sent, close } = await open('typed');
    const own = page.locator('.sb-pr-own label');
    const field = page.locator('.sb-pr-typed :is(input,select)');
    for (const i of [0, 1, 2]) await own.nth(i).click();
    await settle(page);
    await field.nth(0).fill('32.13');
    await field.nth(1).fill('много');
    await press(page, 'Enter');
    expect(sent).to.deep.equal([]);
    const text = await page.locator('.sb-pr-open').innerText();
    expect(text).to.contain('Введите дату').and.to.contain('Введите число');
    await field.nth(0).fill('22.11.2026');
    await field.nth(1).fill('1 099,00');
    await field.nth(2).selectOption({ label: 'нет' });
    await page.getByRole('button', { name: 'Применить' }).click();
    await settle(page);
    expect(sent.map(({ body }) => body)).to.deep.equal([
      { choose: 'value', values: { dueDate: '2026-11-22' } },
      { choose: 'value', values: { rate: '1099' } },
      { choose: 'value', values: { posted: 'false' } },
    ]);
    await close();
  });

  it('what the server cannot take of an own value is said at its field', async () => {
    const { page, close } = await open('one');
    const refused = {
      ...MOVED,
      status: 422,
      code: 'input-wrong',
      title: 'Часть введённого неверна.',
      fields: { 'values.branchCode': 'слишком длинно' },
    };
    await page.route('**/problems/11/answer', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(refused) })); // prettier-ignore
    await page.route('**/problems?**', (route) => route.fulfill({ json: site.stories['problems']?.['one']?.calls['GET problems']?.body })); // prettier-ignore
    await page.focus(FIRST);
    await press(page, '3');
    await page.keyboard.type('77');
    await press(page, 'Enter');
    expect(await page.locator('.sb-pr-typed .sb-error-text').innerText()).to.equal('слишком длинно');
    await close();
  });

  it('the side the settings name is chosen already, and for all says how many there really are', async () => {
    const { page, sent, close } = await open('owned');
    expect(await page.locator('input[data-problem="11"]:checked').count()).to.equal(1);
    const text = (await page.locator('.sb-pr-open').innerText()).replace(/\u00a0/g, ' ');
    expect(text).to.contain('Отмечено по настройкам обмена: КПП → Модуль').and.to.contain('КПП → Модуль (1 234)');
    await page.focus('input[data-problem="12"]');
    await press(page, '1', 'Enter');
    expect(sent.map(({ path, body }) => [path, body])).to.deep.equal([
      ['problems/11/answer', { choose: 'ours' }],
      ['problems/12/answer', { choose: 'theirs' }],
    ]);
    await close();
  });

  for (const width of [320, 360, 720])
    it(`a phone is not divided at its hyphens at ${String(width)} px`, async () => {
      const { page, close } = await openStory(site, 'problems', 'ready', { width, lang: 'ru', theme: 'light' });
      const heights = await page
        .locator('.sb-pr-whole')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(heights.length).to.be.greaterThan(2);
      for (const height of heights) expect(height).to.be.below(25);
      await close();
    });

  it('changed meanwhile: it says so, shows the new value, and keeps the choice for one more Enter', async () => {
    const { page, sent, close } = await open('ready');
    await page.route('**/problems/11/answer', (route) =>
      sent.length > 1 ? route.fallback() : route.fulfill({ status: 412, contentType: 'application/problem+json', body: JSON.stringify(MOVED) }),
    ); // prettier-ignore
    await page.route('**/problems?**', (route) =>
      route.fulfill({ json: site.stories['problems']?.['moved']?.calls['GET problems']?.then?.body }),
    );
    await page.focus(FIRST);
    await press(page, '1', 'Enter');
    expect(await page.getByText('Ваш выбор сохранён', { exact: false }).count()).to.be.greaterThan(0);
    expect(await page.locator('.sb-pr-open').innerText()).to.match(/772801001\s+новое/);
    expect(await page.locator('.sb-pr-open input:checked').getAttribute('data-problem')).to.equal('11');
    await page.focus('.sb-pr-open input:checked');
    await press(page, 'Enter');
    expect(sent.map(({ match }) => match)).to.deep.equal(['"etag-11"', '"etag-11b"']);
    await close();
  });

  it('an answer is taken back within ten seconds', async () => {
    const { page, sent, close } = await open('one');
    await page.route('**/problems/undo', (route) => route.fulfill({ json: { undone: [11], failed: [] } }));
    await page.focus(FIRST);
    await press(page, '1', 'Enter');
    const undo = page.getByRole('button', { name: 'Отменить' });
    await undo.focus();
    await press(page, 'Enter');
    expect(sent.at(-1)).to.deep.include({ path: 'problems/undo', body: { ids: [11] } });
    expect(await undo.count()).to.equal(0);
    expect(await page.getByText('Отменено: 1').count()).to.be.greaterThan(0);
    await close();
  });

  it('the offer to take it back is over after ten seconds', async () => {
    const { page, close } = await open('one');
    await page.focus(FIRST);
    await press(page, '1', 'Enter');
    await letPass(page, 10_100);
    expect(await page.getByRole('button', { name: 'Отменить' }).count()).to.equal(0);
    await close();
  });

  it('for all: looked at, applied to exactly those, and taken back', async () => {
    const { page, sent, close } = await open('ready');
    await page.getByRole('button', { name: 'Для всех: КПП → 1С:УТ (5)…' }).focus();
    await press(page, 'Enter');
    expect(await page.getByRole('dialog').locator('li').count()).to.equal(5);
    await page.getByRole('dialog').getByRole('button', { name: 'Применить: 5' }).focus();
    await press(page, 'Enter');
    const asked = { host: 'ut11', unit: 'identity', choose: 'theirs' };
    expect(sent.map(({ body }) => body)).to.deep.equal([
      { ...asked, preview: true },
      { ...asked, preview: false, ids: [11, 13, 14, 15, 16] },
    ]);
    expect(await page.getByRole('dialog').count()).to.equal(0);
    expect(await page.getByText('остались в списке: 1', { exact: false }).count()).to.be.greaterThan(0);
    await page.getByRole('button', { name: 'Отменить' }).focus();
    await press(page, 'Enter');
    expect(sent.at(-1)?.body).to.deep.equal({ ids: [11, 13, 14, 15] });
    await close();
  });

  it('Tab reaches one heading of the list, arrows the others, Enter opens', async () => {
    const { page, close } = await open('ready');
    expect(await page.locator('.sb-entry-head[tabindex="0"]').count()).to.equal(1);
    await page.focus('.sb-entry-head[tabindex="0"]');
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    expect(await page.locator('.sb-pr-open b').first().innerText()).to.equal('ИП Орлов');
    await press(page, 'Home');
    expect(await subjectOfFocus(page)).to.equal('ООО «Северстрой» (2)');
    await close();
  });

  it('an answer with a candidate names it and sends it', async () => {
    const { page, sent, close } = await open('kind-ambiguous');
    await page.getByRole('button', { name: 'Это он: ООО «Северстрой», КПП 770101001' }).focus();
    await press(page, 'Enter');
    expect(sent.map(({ body }) => body)).to.deep.equal([{ choose: 'same', as: 'c-1' }]);
    await close();
  });

  it('a question that waits leads to the one it waits for', async () => {
    const { page, close } = await open('waits');
    await page.getByRole('button', { name: 'Ждёт ответа', exact: false }).click();
    await settle(page);
    expect(await page.locator('.sb-pr-open b').first().innerText()).to.equal('ООО «Вега»');
    expect(await subjectOfFocus(page)).to.equal('ООО «Вега»');
    await close();
  });

  it('a proposal is declined after one more question', async () => {
    const { page, sent, close } = await open('proposals');
    await page.getByRole('button', { name: 'Отклонить' }).click();
    expect(sent).to.deep.equal([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Отклонить' }).click();
    await settle(page);
    expect(sent.map(({ path, body }) => [path, body])).to.deep.equal([['proposals/5', { state: 'declined' }]]);
    await close();
  });

  it('who may not answer sees both sides and nothing to press', async () => {
    const { page, close } = await open('readOnly');
    expect(await page.getByText('771501001').count()).to.equal(1);
    expect(await page.getByRole('radio').count()).to.equal(0);
    expect(await page.getByRole('button', { name: 'Применить' }).count()).to.equal(0);
    await close();
  });
});

const MOVED = { type: 'about:blank', title: 'Значения успели измениться', status: 412, detail: '', code: 'problem-moved', next: '', who: 'you', traceId: '1' }; // prettier-ignore
