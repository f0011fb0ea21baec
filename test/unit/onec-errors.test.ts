import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostError, notJson, readError } from '../../connector/hosts/onec/errors.ts';
import { sentenceOf } from '../../connector/hosts/onec-words.ts';
import type { HostError } from '../../connector/hosts/host.ts';
import { ROOT } from './source-files.ts';

const read = { host: 'buh', write: false, at: { set: 'Catalog_Контрагенты' } };
const write = { ...read, write: true };
const json = (code: string, value: string): string => JSON.stringify({ 'odata.error': { code, message: { lang: 'ru', value } } });
const odata = (status: number, code: string, value = 'Текст'): HostError =>
  hostError({ status, contentType: 'application/json', text: json(code, value) }, write);
const page = (status: number, asked = read): HostError =>
  hostError(
    { status, contentType: 'text/html', text: '<!DOCTYPE html><html><body>1C:Enterprise 8 application error</body></html>' },
    asked,
  );
const said = (e: HostError): string => `${e.kind} ${e.code} ${e.outcome}`;

const corpus = join(ROOT, '../shared/corpus/1c/odata/errors');
/** What each recorded body has to mean (hosts/1c.md 2.10). */
const RECORDED: Readonly<Record<string, string>> = {
  'business-refusal.json': 'refused host-refused not-sent',
  'entity-set-not-found.json': 'not-published not-published not-sent',
  'filter-parse.json': 'refused request-refused not-sent',
  'guid-parse.json': 'refused request-refused not-sent',
  'instance-not-found.json': 'refused object-gone not-sent',
  'internal-error-array-in-scalar.json': 'refused host-internal not-sent',
  'not-found.atom.xml': 'refused object-gone not-sent',
};

describe('an answer of 1C that is an error', () => {
  if (existsSync(corpus))
    for (const [name, meaning] of Object.entries(RECORDED))
      it(`recorded as ${name} is understood`, () => {
        const text = readFileSync(join(corpus, name), 'utf8');
        const { status, body } = name.endsWith('.json')
          ? (JSON.parse(text) as { status: number; body: unknown })
          : { status: 404, body: text };
        const answer = { status, contentType: '', text: typeof body === 'string' ? body : JSON.stringify(body) };
        expect(said(hostError(answer, write))).to.equal(meaning);
      });

  it('tells rights from a wrong password', () => {
    expect(said(odata(401, '20'))).to.equal('unauthorised no-right not-sent');
    expect(said(page(401))).to.equal('unauthorised wrong-password not-sent');
  });

  it('tells conditions that pass from those that stay', () => {
    expect([page(412), page(406), page(429), page(502), page(503), page(504)].map((e) => e.kind)).to.deep.equal([
      'stale', 'unavailable', 'unavailable', 'unavailable', 'unavailable', 'unavailable',
    ]); // prettier-ignore
    for (const status of [400, 404, 405, 501]) expect(page(status).kind, String(status)).to.not.equal('unavailable');
  });

  it('leaves the outcome of a write open when a page answers', () => {
    for (const status of [500, 502, 503, 504]) expect(page(status, write).outcome).to.equal('unknown');
    expect(page(500, read).outcome).to.equal('not-sent');
  });

  it('tells a lock from a closed period and a refusal', () => {
    const lock = 'Конфликт блокировок при выполнении транзакции: Превышено максимальное время ожидания предоставления блокировки';
    const closed = 'Запрещено изменять данные с датой ранее 31.12.2025 (включительно) (установлена общая дата запрета)';
    expect(said(odata(500, '-1', lock))).to.equal('unavailable lock-conflict not-sent');
    expect(said(odata(500, '-1', closed))).to.equal('refused period-closed not-sent');
    expect(said(odata(500, '-1', 'Документ невозможно изменить в запрещенном периоде'))).to.equal(
      'refused period-closed not-sent',
    );
    expect(said(odata(500, '-1', 'Не указан договор'))).to.equal('refused host-refused not-sent');
  });

  it('does not take a blocked party for a locked row', () => {
    expect(odata(500, '-1', 'Контрагент заблокирован службой безопасности').kind).to.equal('refused');
  });

  it('gives every documented code one of the known reactions', () => {
    for (let code = 0; code <= 21; code++)
      expect(odata(400, String(code)).kind).to.be.oneOf(['refused', 'bad-response', 'not-published', 'unauthorised']);
    expect([odata(404, '8').kind, odata(404, '9').code, odata(400, '6').code, odata(400, '15').code]).to.deep.equal([
      'not-published', 'object-gone', 'property-vanished', 'key-exists',
    ]); // prettier-ignore
  });

  it('says the innermost reason of an application server', () => {
    const text = JSON.stringify({
      exception: { descr: 'outer', inner: { descr: 'middle', inner: { descr: 'Нет места на диске' } } },
    });
    expect(readError({ status: 500, contentType: '', text })).to.deep.equal({ code: null, text: 'Нет места на диске' });
    expect(said(hostError({ status: 500, contentType: '', text }, write))).to.equal('unavailable host-exception unknown');
  });

  it('may begin with a byte order mark', () => {
    const text = `\uFEFF${json('9', 'нет')}`;
    expect(said(hostError({ status: 404, contentType: '', text }, read))).to.equal('refused object-gone not-sent');
  });

  it('hides module paths and never holds a body', () => {
    expect(sentenceOf('{Документ.СчетНаОплату.МодульОбъекта(120)}: Не указан\n  договор')).to.equal('Не указан договор');
    const error = odata(500, '-1', 'Секретный текст');
    expect([error.message, JSON.stringify(error.at)].join()).to.not.contain('Секретный');
    expect(error.sentence).to.equal('Секретный текст');
  });

  it('with status 200 is told by its form', () => {
    const html = { status: 200, contentType: 'text/html; charset=utf-8', text: '<html>login</html>' };
    expect(said(notJson(html, write))).to.equal('bad-response html-instead-of-json unknown');
    expect(said(notJson({ ...html, contentType: 'application/json', text: '{"value":[' }, read))).to.equal(
      'bad-response json-cut not-sent',
    );
  });
});
