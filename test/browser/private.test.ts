/**
 * What people entered is in the frame and nowhere else: not in the page of the host, its events, messages, title, storage, not in
 * addresses, telemetry or the log. Tokens and secrets are nowhere at all.
 */
import { expect } from 'chai';
import type { Download, Frame, FrameLocator } from 'playwright-core';
import { closeBrowser } from './chromium.ts';
import { until } from './harness.ts';
import { type Real, SECRET, startReal, visit, type Visit } from './real.ts';
import { party } from '../scenarios/making.ts';
import { seed } from './seeded.ts';

const TEXTS = { name: 'МЕТКА-ИМЯ', theirs: 'МЕТКА-ИХ', ours: 'МЕТКА-НАШЕ', line: 'МЕТКА-СТРОКА', comment: 'МЕТКА-ЗАМЕТКА', sum: 7773331.17 }; // prettier-ignore
const TYPED = 'МЕТКА-ВВОД';
/** Written here and never to be anywhere else, not even in the books. */
const NOTE = 'МЕТКА-НОТА о скидке';
const USER = 'МЕТКА-ИВАНОВА';
/** As it is stored, and as people read it. */
const MARKERS = /МЕТКА|7773331|7\s?773\s?331/u;

/** In every window: what it hears, what 1C would be handed. */
const SPY = `
  window.heard = [];
  addEventListener('message', (event) => heard.push(event.data));
  for (const name of ['ready', 'resize', 'dirty', 'navigate', 'error', 'created', 'changed', 'deleted'])
    addEventListener('sidebook:' + name, (event) => {
      event.stopPropagation(); // the page of the guide would go elsewhere
      heard.push({ name, detail: event.detail });
    }, true);
  document.addEventListener('click', (event) => { if (event.eventData1C) heard.push(event.eventData1C); }, true);`;
/** Reading them throws where the origin is opaque, which is as good. */
const STORED = `(() => { const of = (read) => { try { return JSON.stringify(read()); } catch (error) { return error.name; } };
  return [of(() => localStorage), of(() => sessionStorage), of(() => document.cookie), document.title].join(); })()`;

describe('what leaves the frame', function () {
  this.timeout(60_000);
  let real: Real;
  let at: Visit;
  before(async () => {
    real = await startReal();
    real.user = { id: 'u-17', name: USER };
    real.whole = true;
    await real.open(await seed(real, TEXTS));
  });
  afterEach(() => at.close());
  after(async () => {
    await real.close();
    await closeBrowser();
  });

  const frame = (): FrameLocator => at.page.frameLocator('sidebook-frame iframe');
  const press = (name: string, where = frame()): Promise<void> =>
    where.getByRole('button', { name, exact: true }).first().click();
  const widget = async (name: string): Promise<void> => {
    await at.page.evaluate(`document.querySelector('sidebook-frame').setAttribute('widget', '${name}')`);
    await until(at.page, `document.querySelector('iframe').src.includes('/${name}')`);
  };
  const shown = (text: string | RegExp): Promise<void> => frame().getByText(text).first().waitFor();

  async function useEverything(): Promise<void> {
    await shown('МЕТКА-НАШЕ');
    await press('Выставить счёт');
    await widget('problems');
    await shown('МЕТКА-ИХ');
    await frame().getByText('МЕТКА-НАШЕ').last().click();
    await press('Применить');
    party(real.s.fake, { Description: 'МЕТКА-ДВОЙНИК' });
    await real.s.everything();
    await widget('matching');
    await shown('МЕТКА-ДВОЙНИК');
    await press('Разные');
    await shown('Разные: МЕТКА-ДВОЙНИК');
    await widget('sync');
    await shown(/Журнал/);
    await usePrices();
    await widget('invoices');
    await shown(/^Черновик$/);
    await frame()
      .getByText(/^(Без номера|без номера)$/)
      .first()
      .click();
    await shown('МЕТКА-СТРОКА');
    await at.page.keyboard.press('Escape');
    await press('Новый');
    await frame().locator('form select').first().selectOption({ label: 'Ромашка ООО' });
    await frame().locator('[data-field="lines.0.text"] input').fill(TYPED);
    await frame().locator('[data-field="lines.0.price"] input').fill('7773331,17');
    await press('Выставить');
    await shown('В очереди');
    await widget('notes');
    await takeNote();
  }

  /** Written, opened, changed, found, marked as done. */
  async function takeNote(): Promise<void> {
    const area = frame().locator('.sb-nt-quick textarea');
    await area.fill(NOTE);
    await frame().getByLabel('Сделать к').fill('+1');
    await area.press('Enter');
    await shown('Записано');
    await frame().locator('.sb-entry-head').first().click();
    await press('Изменить');
    await frame().locator('.sb-nt-form textarea').fill(`${NOTE} и рассрочке`);
    await press('Сохранить');
    await shown(/и рассрочке/);
    await press('Поиск');
    await frame().getByLabel('Слова из заметки').fill('МЕТКА-НОТА');
    await frame().getByText('К выполнению').waitFor({ state: 'detached' }); // what is found stands alone
    await frame().locator('.sb-entry-head').first().click();
    await press('Готово');
    await shown('Отмечено: сделано');
  }

  /** What is seen of rivals is theirs alone who may see it: no word of it goes where the page of the host could read. */
  async function usePrices(): Promise<void> {
    await widget('prices');
    await shown('Не передаётся в 1С и Dynamics');
    await press('Найти товар');
    await frame().getByLabel('Найти товар').last().fill('МЕТКА-ТОВАР');
    await shown('Цен конкурентов пока нет. Запишите первую.');
    await frame().getByRole('combobox', { name: 'Конкурент' }).fill('МЕТКА-СОПЕРНИК');
    await frame().getByLabel('Цена').fill('7773331,17');
    await press('Записать');
    await frame().getByRole('grid').getByText('МЕТКА-СОПЕРНИК').first().waitFor();
    await changePrice();
    await press('История');
    await frame().getByRole('img').first().waitFor();
    await frame().getByRole('tab', { name: 'Предложения' }).click();
    await frame().getByLabel('Товар').waitFor(); // offers come when they are asked for
    await frame().getByLabel('Конкурент').last().fill('МЕТКА-СОПЕРНИК');
    await frame().getByLabel('Товар').fill('МЕТКА-СТРОКА');
    await frame().getByLabel('Цена').fill('7773331,17');
    await press('Записать');
    await press('Проиграли');
    await frame().getByLabel('Другая причина').fill('МЕТКА-ПРИЧИНА');
    await press('Записать');
    await shown('Почему: МЕТКА-ПРИЧИНА');
  }

  /** Put right with a reason and a file, the file saved, the card written, an import brought and taken back. */
  async function changePrice(): Promise<void> {
    await press('Исправить');
    await frame().getByLabel('Цена, RUB/шт').fill('7773331,18');
    await frame().getByLabel('Файл: снимок').setInputFiles({ name: 'МЕТКА-ФАЙЛ.png', mimeType: 'image/png', buffer: Buffer.from('МЕТКА-СНИМОК') }); // prettier-ignore
    await frame().getByLabel('Ссылка или слова').fill('МЕТКА-ОСНОВАНИЕ');
    await frame().getByLabel('Почему исправляете').fill('МЕТКА-ПРИЧИНА-ПРАВКИ');
    await frame().locator('.sb-rv-change').getByRole('button', { name: 'Исправить', exact: true }).click();
    const saved = at.page.waitForEvent('download');
    await press('МЕТКА-ФАЙЛ.png');
    expect(await textOf(await saved)).to.equal('МЕТКА-СНИМОК');
    await frame().getByText('МЕТКА-СОПЕРНИК: выиграли 0, проиграли 0').click();
    await press('Изменить карточку');
    await frame().getByLabel('Как ответить').fill('МЕТКА-ОТВЕТ');
    await frame().locator('.sb-rv-change').getByRole('button', { name: 'Записать' }).click();
    await shown('Карточка записана');
    await press('Загрузки');
    await shown('Загрузок ещё не было');
    await press('Закрыть');
  }

  async function textOf(file: Download): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of await file.createReadStream()) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  }

  async function everywhere(): Promise<Record<string, string>> {
    const [host, ...frames] = at.page.frames();
    const ask = (of: Frame | undefined, what: string): Promise<string> => of?.evaluate<string>(what) ?? Promise.resolve('');
    return {
      'the page of the host': await at.page.content(),
      'events and messages of the host': await ask(host, 'JSON.stringify(heard.filter((one) => one.kind !== "complete"))'),
      'storage and titles': (await Promise.all(at.page.frames().map((one) => ask(one, STORED)))).join(),
      addresses: [...at.seen.map(({ url }) => decodeURIComponent(url)), ...frames.map((one) => one.url())].join('\n'),
      telemetry: at.seen.filter(({ url }) => url.includes('/telemetry')).map(({ body }) => body).join('\n'),
      log: real.log,
    }; // prettier-ignore
  }
  const found = async (secret: RegExp): Promise<string[]> =>
    Object.entries(await everywhere()).flatMap(([place, text]) => {
      const hit = secret.exec(text);
      return hit ? [`${place}: ${text.slice(Math.max(0, hit.index - 80), hit.index + 40)}`] : [];
    });
  const secrets = (): RegExp => new RegExp([SECRET, real.s.fake.password, ...real.tokens.map((one) => one.split('.')[2] ?? one)].join('|'), 'u'); // prettier-ignore

  it('nothing of what was entered, no token, no secret, no cookie', async () => {
    at = await visit(real, SPY);
    await at.page.goto(`${real.host.origin}/anywhere.html`);
    await useEverything();
    expect(await found(MARKERS)).to.deep.equal([]);
    expect(real.tokens.length).to.be.greaterThan(0);
    expect(await found(secrets())).to.deep.equal([]);
    expect(at.seen.filter(({ headers }) => 'cookie' in headers)).to.deep.equal([]);
    expect(await at.context.cookies()).to.deep.equal([]);
    await real.s.everything(); // whatever leaves for the books, leaves now
    expect(JSON.stringify(real.s.fake.log))
      .not.to.contain('НОТА')
      .and.not.to.contain('рассрочке')
      .and.not.to.match(/СОПЕРНИК|ФАЙЛ|ОСНОВАНИЕ|ОТВЕТ|ПРАВКИ/);
    expect(at.seen.length).to.be.greaterThan(10);
    expect(at.errors).to.deep.equal([]);
  });

  it('1C is handed events without a text, and no token', async () => {
    at = await visit(real, SPY);
    await at.page.goto(`${real.host.origin}/onec.html`);
    const field = at.page.frameLocator('#field');
    await field.getByText('МЕТКА').first().waitFor();
    await press('Открыть', field);
    await until(at.page, 'navigated.length > 0');
    const clicked = await at.page.frames()[1]?.evaluate<string>('JSON.stringify(heard.filter((one) => one.event))');
    const pulled = await at.page.evaluate<string>('JSON.stringify(heard.filter((one) => one.kind === "pulled"))');
    const handed = `${clicked ?? ''}${pulled}`; // whichever comes first: once it has pulled, 1C is not clicked for
    expect(handed).to.contain('event').and.not.to.match(MARKERS).and.not.to.match(secrets());
    expect(await at.page.evaluate('JSON.stringify(heard)')).to.contain('navigate');
    expect([...(await found(MARKERS)), ...(await found(secrets()))]).to.deep.equal([]);
  });
});
