/** What waits too long reaches the lead: each cause once, by every way, signed, again until it got out, and not a word too much. */
import { expect } from 'chai';
import { createServer as createHttp, type IncomingHttpHeaders } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createHmac } from 'node:crypto';
import { Escalator } from '../../connector/server/escalation/escalator.ts';
import { openSqlitePrivate, type SqlitePrivateStore } from '../../connector/private/sqlite/store.ts';
import { party } from '../scenarios/making.ts';
import { stage, type Setting } from '../scenarios/setting.ts';
import { note, viewer } from '../suites/private/bench.ts';

interface Hook {
  readonly url: string;
  readonly got: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  status: number;
}

describe('escalation', () => {
  const { start } = stage();
  const servers: { close(): unknown }[] = [];
  const stores: SqlitePrivateStore[] = [];
  afterEach(async () => {
    for (const one of servers.splice(0)) one.close();
    for (const one of stores.splice(0)) await one.close();
  });
  const portOf = async (server: Server): Promise<string> => {
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return String((server.address() as AddressInfo).port);
  };

  async function hook(): Promise<Hook> {
    const made: Hook = { url: '', got: [], status: 204 };
    const server = createHttp((req, res) => {
      let body = '';
      req.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
        made.got.push({ headers: req.headers, body });
        res.writeHead(made.status, { location: 'http://127.0.0.1:1/' }).end();
      }); // prettier-ignore
    });
    return Object.assign(made, { url: `http://127.0.0.1:${await portOf(server)}/hook` });
  }

  /** As much of SMTP as it takes. */
  async function post(): Promise<{ port: number; said: string[]; letters: string[] }> {
    const made = { port: 0, said: [] as string[], letters: [] as string[] };
    const server = createServer((socket) => {
      let letter: string | null = null;
      socket.write('220 fake\r\n');
      socket.setEncoding('utf8').on('data', (text: unknown) => {
        for (const line of String(text).split('\r\n').slice(0, -1)) {
          if (letter !== null && line !== '.') letter += `${line}\n`;
          else if (letter !== null) {
            made.letters.push(letter);
            letter = null;
            socket.write('250 taken\r\n');
          } else {
            made.said.push(line);
            if (line === 'DATA') letter = '';
            socket.write(line === 'DATA' ? '354 go\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
          }
        }
      });
      socket.on('error', () => undefined);
    });
    made.port = Number(await portOf(server));
    return made;
  }

  const openOwn = (s: Setting): SqlitePrivateStore => {
    const own = openSqlitePrivate({ file: ':memory:', world: s.world, fresh: { price: 30, stock: 14, offer: 90 } });
    stores.push(own);
    return own;
  };
  /** Two cards of one company: one question. */
  async function twins(escalation: Record<string, unknown>): Promise<{ s: Setting; own: SqlitePrivateStore }> {
    const s = await start({ escalation });
    party(s.fake, { Description: 'Лютик ООО' });
    await s.everything();
    party(s.fake, { Description: 'Лютик второй' });
    await s.everything();
    return { s, own: openOwn(s) };
  }
  const look = ({ s, own }: { s: Setting; own: SqlitePrivateStore }) => new Escalator(s.sidebook, own, 'ru').look();
  const webhook = (h: Hook) => ({ url: h.url, secret: { env: 'HOOK' } });
  const DAY = 24 * 60;

  it('says it once when the limit is over, signed, with nothing but a count; not before, and not after a restart', async () => {
    const h = await hook();
    const at = await twins({ webhook: webhook(h) });
    expect(await look(at)).to.deep.equal({ raised: [], sent: 0, failed: [] });
    at.s.tick(3 * DAY + 1);
    expect(await look(at)).to.deep.equal({ raised: ['duplicate'], sent: 1, failed: [] });
    for (let i = 0; i < 3; i++) {
      at.s.tick(DAY);
      expect(await look(at)).to.deep.equal({ raised: [], sent: 0, failed: [] }); // a new Escalator over the same file
    }
    const [{ headers, body } = { headers: {}, body: '' }] = h.got;
    expect(JSON.parse(body)).to.deep.include({ kind: 'duplicate', count: 1, what: '1 пара похожих карточек ждёт решения дольше срока.', items: [] });
    expect(body).not.to.match(/Лютик|7736050003/);
    const [, seconds = '', mac = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['sidebook-signature'])) ?? [];
    expect(mac).to.equal(createHmac('sha256', 'секрет вебхука').update(`${seconds}.${body}`).digest('hex'));
    expect(headers['sidebook-delivery']).to.equal((JSON.parse(body) as { id: string }).id);
  }); // prettier-ignore

  it('tries again, later each time, with the same number, until it is taken; a redirect is no place to go', async () => {
    const h = await hook();
    h.status = 302;
    const at = await twins({ webhook: webhook(h) });
    at.s.tick(3 * DAY + 1);
    expect((await look(at)).failed).to.deep.equal([{ way: 'webhook', why: 'http-302' }]);
    expect((await look(at)).failed).to.deep.equal([]); // not at once
    h.status = 500;
    at.s.tick(2);
    expect((await look(at)).failed).to.deep.equal([{ way: 'webhook', why: 'http-500' }]);
    expect(await at.own.escalations().stuck()).to.deep.include.members([{ kind: 'duplicate', way: 'webhook', at: h.got[0] && (JSON.parse(h.got[0].body) as { at: string }).at, tries: 2, failure: 'http-500' }]); // prettier-ignore
    h.status = 200;
    at.s.tick(1);
    expect((await look(at)).sent).to.equal(0);
    at.s.tick(2);
    expect((await look(at)).sent).to.equal(1);
    expect(new Set(h.got.map((one) => one.headers['sidebook-delivery'])).size).to.equal(1);
    expect(await at.own.escalations().stuck()).to.deep.equal([]);
  });

  it('goes by mail as well, one way down holds up no other, and names cards only where that was said', async () => {
    const h = await hook();
    h.status = 503;
    const p = await post();
    const mail = { server: '127.0.0.1', port: p.port, tls: 'off', from: 'sidebook@firma.example', to: ['lead@firma.example', 'boss@firma.example'] }; // prettier-ignore
    const at = await twins({ webhook: webhook(h), mail, say: 'names' });
    at.s.tick(3 * DAY + 1);
    expect(await look(at)).to.deep.equal({ raised: ['duplicate'], sent: 1, failed: [{ way: 'webhook', why: 'http-503' }] });
    expect(p.said.filter((line) => /^(MAIL|RCPT)/.test(line))).to.deep.equal(['MAIL FROM:<sidebook@firma.example>', 'RCPT TO:<lead@firma.example>', 'RCPT TO:<boss@firma.example>']); // prettier-ignore
    const letter = p.letters[0] ?? '';
    expect(letter).to.include('Auto-Submitted: auto-generated');
    expect(h.got[0]?.body).to.include('Лютик второй');
  });

  it('of overdue follow-ups says how many and whose, never a word of them, and nothing at all of private ones', async () => {
    const h = await hook();
    const s = await start({ escalation: { webhook: webhook(h), say: 'names', timeZone: 'Europe/Moscow' } });
    const own = openOwn(s);
    const anna = own.as(viewer('ut11:anna', 'sales', 'north'));
    const add = (text: string, due: string, isPrivate: boolean) =>
      anna.saveNote(note(text, { isPrivate, followUp: { due, assignee: 'ut11:anna', doneAt: null } }), null);
    await add('Скидка 7 % МЕТКА', '2026-02-20', false);
    await add('Тайна МЕТКА', '2026-02-21', true);
    await add('Ещё не срок МЕТКА', '2026-02-24', false);
    await s.cycle();
    expect((await look({ s, own })).raised).to.deep.equal(['follow-up']);
    expect(h.got[0]?.body).not.to.include('МЕТКА');
    expect(JSON.parse(h.got[0]?.body ?? '{}')).to.deep.include({ kind: 'follow-up', count: 2, items: [{ title: 'ut11:anna', since: '2026-02-20' }] });
    s.tick(2 * DAY);
    expect((await look({ s, own })).raised).to.deep.equal(['follow-up']); // the third, by now; the first two are not said again
    expect(JSON.parse(h.got[1]?.body ?? '{}')).to.deep.include({ count: 1 });
  }); // prettier-ignore

  it('however many were said before, the next is looked at; what waits for a way that is gone is not tried again and again', async () => {
    const s = await start({});
    const own = openOwn(s);
    const anna = own.as(viewer('ut11:anna', 'sales', 'north'));
    for (const due of ['2026-02-20', '2026-02-21'])
      await anna.saveNote(note('Позвонить', { followUp: { due, assignee: 'ut11:anna', doneAt: null } }), null);
    const raised = own.escalations();
    const [first] = await raised.overdue('2026-02-24', 1);
    await raised.raise('follow-up', [`follow-up:${first!.id}:${first!.due}`], ['webhook']);
    expect((await raised.overdue('2026-02-24', 1)).map(({ due }) => due)).to.deep.equal(['2026-02-21']);
    expect(await raised.take(['mail'])).to.equal(null);
    const taken = await raised.take(['webhook']);
    expect((await raised.overdueIn(taken!.message)).map(({ due }) => due)).to.deep.equal(['2026-02-20']);
  });

  it('keeps quiet in quiet hours and says it after them; what was answered or put off is not said', async () => {
    const h = await hook();
    const at = await twins({ webhook: webhook(h), quietHours: ['11:00-13:30'] });
    at.s.tick(3 * DAY + 1);
    expect(await look(at)).to.deep.equal({ raised: [], sent: 0, failed: [] });
    const [problem] = await at.s.problems('duplicate');
    const due = new Date(at.s.clock.now().getTime() + DAY * 60_000).toISOString();
    await at.s.sidebook.store.write({ actor: 'test' }, (t) => t.putOffProblem(problem?.id ?? 0, due, 'lead'));
    at.s.tick(120);
    expect(await look(at)).to.deep.equal({ raised: [], sent: 0, failed: [] });
    at.s.tick(DAY);
    expect((await look(at)).raised).to.deep.equal(['duplicate']);
  });
});
