/**
 * What a host says in an error may hold anything, what we sent it for one. People get one sentence of it where 1C itself speaks;
 * nothing else of it is kept, and no log, report or error has even that.
 */
import { expect } from 'chai';
import { reportLine } from '../../connector/loop.ts';
import type { EngineEvent } from '../../connector/sync/engine.ts';
import { plain } from '../../connector/cli/sync.ts';
import { customer } from '../scenarios/making.ts';
import { parties, stage } from '../scenarios/setting.ts';

const ECHO = 'канарейка-в-ответе-базы';
const json = 'application/json; charset=utf-8';
const html = 'text/html';
const odata = (code: string, text: string): string =>
  JSON.stringify({ 'odata.error': { code, message: { lang: 'ru', value: text } } });
const xml = `<?xml version="1.0"?><m:error xmlns:m="m"><m:code>-1</m:code><m:message>${ECHO}</m:message><m:body>${ECHO}</m:body></m:error>`;
const page = `<html><title>${ECHO}</title><body>${ECHO}</body></html>`;
const exception = JSON.stringify({ exception: { clsid: ECHO, descr: ECHO, inner: { descr: ECHO, data: ECHO } } });

/** Whose words 1C itself speaks to people: these may stand in a question, and nowhere else. */
const FORMS = [
  { name: 'a page with 200', status: 200, contentType: html, body: page, speaks: false },
  { name: 'a page with 500', status: 500, contentType: html, body: page, speaks: false },
  { name: 'JSON that breaks off', status: 200, contentType: json, body: `{"value":[{"Комментарий":"${ECHO}`, speaks: false },
  { name: 'a list where an object belongs', status: 200, contentType: json, body: `{"${ECHO}":"${ECHO}"}`, speaks: false },
  { name: 'plain text', status: 400, contentType: 'text/plain', body: ECHO, speaks: false },
  { name: 'an exception of the application server', status: 500, contentType: json, body: exception, speaks: false },
  { name: 'a lock', status: 500, contentType: json, body: odata('-1', `Конфликт блокировок: ${ECHO}`), speaks: false },
  { name: 'a right that lacks', status: 403, contentType: json, body: odata('20', ECHO), speaks: false },
  { name: 'a missing login', status: 401, contentType: html, body: page, speaks: false },
  { name: 'a property it does not know', status: 400, contentType: json, body: odata('10', ECHO), speaks: false },
  { name: 'too many requests', status: 429, contentType: json, body: odata('-1', ECHO), speaks: false },
  { name: 'a refusal of the configuration', status: 500, contentType: json, body: odata('-1', `{Модуль(1)}: ${ECHO}`), speaks: true },
  { name: 'a refusal as XML', status: 500, contentType: 'application/xml', body: xml, speaks: true },
  { name: 'a bad request', status: 400, contentType: json, body: odata('-2', ECHO), speaks: true },
] as const; // prettier-ignore

describe('words a base echoes in its errors', () => {
  const { start } = stage();

  for (const form of FORMS)
    it(`stay out of logs and reports: ${form.name}`, async () => {
      const told: string[] = [];
      const report = (event: EngineEvent): void => void told.push(JSON.stringify(event));
      const onRequest = (host: string, seen: object): void => void told.push(host, JSON.stringify(seen));
      const s = await start({ open: { report, onRequest } });
      const key = customer(s.fake);
      await s.cycle();
      await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
      for (const on of [{ method: 'PATCH', path: parties }, { path: parties }]) {
        s.fake.reply({ ...on, next: 9, status: form.status, contentType: form.contentType, body: form.body });
        s.tick(120);
        const synced = await s.sync({ everything: true });
        told.push(reportLine(synced), JSON.stringify(plain(synced)));
        const errors = 'error' in synced && synced.error ? [synced.error] : [];
        for (const e of [...errors, ...('failures' in synced ? synced.failures : [])])
          told.push(e.message, e.stack ?? '', String(e.cause), JSON.stringify(e.at));
        s.fake.forget();
      }
      expect(told.filter((t) => t.includes(ECHO))).to.deep.equal([]);
      const details = (await s.problems()).flatMap((p) => Object.entries(p.detail));
      expect(details.filter(([name, value]) => value.includes(ECHO) && !(form.speaks && name === 'sentence'))).to.deep.equal([]);
    });
});
