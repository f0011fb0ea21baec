/** Calls of the API as the widgets make them: what goes out, how often, and what comes back of each kind of answer. */
import { expect } from 'chai';
import { createTokens } from '../../../widgets/runtime/auth.ts';
import { Failure } from '../../../widgets/runtime/failure.ts';
import { type Api, createApi, TIMEOUT_MS } from '../../../widgets/runtime/transport.ts';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly timeout: number;
}
type Answer =
  | 'lost'
  | 'silent'
  | { readonly status: number; readonly text?: string; readonly headers?: Readonly<Record<string, string>> };

/** Answers in order; what is asked beyond them is lost. */
class Wire {
  readonly sent: Sent[] = [];
  readonly waits: number[] = [];
  readonly #answers: Answer[];
  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
  }
  xhr = (): XMLHttpRequest => new FakeXhr((sent) => (this.sent.push(sent), this.#answers.shift() ?? 'lost')) as never;
}

/** As much of XMLHttpRequest as 1C's engine and ours have in common. */
class FakeXhr {
  timeout = 0;
  status = 0;
  responseText = '';
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  ontimeout: (() => void) | null = null;
  readonly #take: (sent: Sent) => Answer;
  #method = '';
  #url = '';
  #sent: Record<string, string> = {};
  #got: Readonly<Record<string, string>> = {};
  constructor(take: (sent: Sent) => Answer) {
    this.#take = take;
  }
  open(method: string, url: string): void {
    [this.#method, this.#url] = [method, url];
  }
  setRequestHeader(name: string, value: string): void {
    this.#sent[name] = value;
  }
  getResponseHeader(name: string): string | null {
    return this.#got[name] ?? null;
  }
  send(body?: string): void {
    const parsed = body === undefined ? undefined : (JSON.parse(body) as unknown);
    const answer = this.#take({
      method: this.#method,
      url: this.#url,
      headers: this.#sent,
      body: parsed,
      timeout: this.timeout,
    });
    if (answer === 'lost') return this.onerror?.();
    if (answer === 'silent') return this.ontimeout?.();
    [this.status, this.responseText, this.#got] = [answer.status, answer.text ?? '', answer.headers ?? {}];
    this.onload?.();
  }
}

const problem = (code: string, status: number): Answer => ({
  status,
  text: JSON.stringify({ type: 'about:blank', title: 'T', status, detail: 'D', code, next: 'N', who: 'you', traceId: 'abc' }),
});
const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  text: JSON.stringify(body),
  headers,
});
const HTML = '<html><body><h1>502 Bad Gateway</h1>nginx</body></html>';

function calls(...answers: Answer[]): { api: Api; wire: Wire; tokensMade: () => number } {
  const wire = new Wire(answers);
  let made = 0;
  let key = 0;
  const api = createApi({
    base: '/api/v1/',
    tokens: createTokens(() => Promise.resolve(`t${String(++made)}`)),
    newKey: () => `k${String(++key)}`,
    createXhr: wire.xhr,
    wait: async (ms) => void wire.waits.push(ms),
  });
  return { api, wire, tokensMade: () => made };
}
async function failed(call: Promise<unknown>): Promise<Failure> {
  const thrown = await call.then(
    () => null,
    (why: unknown) => why,
  );
  if (!(thrown instanceof Failure)) throw new Error(`no failure but ${JSON.stringify(thrown)}`);
  return thrown;
}

describe('a GET of the widgets', () => {
  it('goes out with the token and a limit of 15 seconds, and brings what came', async () => {
    const { api, wire } = calls(json({ a: '1.20' }));
    expect(await api.get('sync')).to.deep.equal({ a: '1.20' });
    expect(wire.sent).to.deep.equal([
      { method: 'GET', url: '/api/v1/sync', headers: { Accept: 'application/json', Authorization: 'Bearer t1' }, body: undefined, timeout: 15_000 },
    ]); // prettier-ignore
    expect(TIMEOUT_MS).to.equal(15_000);
  });

  for (const passing of ['lost', { status: 502, text: HTML }, { status: 503 }, { status: 504 }] as const) {
    const name = passing === 'lost' ? 'a lost connection' : String(passing.status);
    it(`after ${name} is tried once more, and no more than that`, async () => {
      const mended = calls(passing, json({ fine: true }));
      expect(await mended.api.get('sync')).to.deep.equal({ fine: true });
      expect([mended.wire.sent.length, mended.wire.waits]).to.deep.equal([2, [300]]);
      const broken = calls(passing, passing, json({}));
      expect((await failed(broken.api.get('sync'))).kind).to.equal(passing === 'lost' ? 'network' : 'module');
      expect(broken.wire.sent.length).to.equal(2);
    });
  }

  it('waits as long as Retry-After says; longer than five seconds is left to the person', async () => {
    const soon = calls({ status: 503, headers: { 'Retry-After': '2' } }, json({}));
    await soon.api.get('sync');
    expect(soon.wire.waits).to.deep.equal([2_000]);
    for (const after of ['60', 'Sat, 21 Nov 2026 10:00:00 GMT']) {
      const late = calls({ status: 503, headers: { 'Retry-After': after } }, json({}));
      await failed(late.api.get('sync'));
      expect([late.wire.sent.length, late.wire.waits]).to.deep.equal([1, []]);
    }
  });

  it('is not tried again after 15 seconds without an answer, nor after a refusal', async () => {
    const slow = calls('silent', json({}));
    expect((await failed(slow.api.get('sync'))).kind).to.equal('timeout');
    const refused = calls(problem('internal', 500), json({}));
    expect((await failed(refused.api.get('sync'))).kind).to.equal('refused');
    expect([slow.wire.sent.length, refused.wire.sent.length]).to.deep.equal([1, 1]);
  });

  it('says what it has, and takes it from memory when that is still so', async () => {
    const { api, wire } = calls(json({ n: 1 }, { ETag: 'W/"1"' }), { status: 304 }, json({ n: 2 }, { ETag: 'W/"2"' }), {
      status: 304,
    });
    expect([await api.get('sync'), await api.get('sync'), await api.get('sync'), await api.get('sync')]).to.deep.equal([{ n: 1 }, { n: 1 }, { n: 2 }, { n: 2 }]); // prettier-ignore
    expect(wire.sent.map(({ headers }) => headers['If-None-Match'])).to.deep.equal([undefined, 'W/"1"', 'W/"1"', 'W/"2"']);
  });

  it('of one address has nothing to do with another', async () => {
    const { api, wire } = calls(json({ n: 1 }, { ETag: 'W/"1"' }), json({ n: 2 }));
    await api.get('counterparty?entity=a');
    expect(await api.get('counterparty?entity=b')).to.deep.equal({ n: 2 });
    expect(wire.sent[1]?.headers['If-None-Match']).to.equal(undefined);
  });

  it('answered by a page instead of JSON is a failure, and nothing of the page is kept', async () => {
    const { api, wire } = calls({ status: 200, text: '<html>Log in</html>', headers: { ETag: '"x"' } }, json({ n: 1 }));
    const failure = await failed(api.get('sync'));
    expect([failure.kind, failure.problem, JSON.stringify(failure)]).to.deep.equal(['module', null, '{"kind":"module","problem":null}']); // prettier-ignore
    expect(await api.get('sync')).to.deep.equal({ n: 1 });
    expect(wire.sent[1]?.headers['If-None-Match']).to.equal(undefined);
  });
});

describe('a refusal', () => {
  it('of ours is read: its code, texts and trace', async () => {
    const failure = await failed(calls(problem('record-moved', 412)).api.get('sync'));
    expect([failure.kind, failure.problem?.code, failure.problem?.traceId]).to.deep.equal(['moved', 'record-moved', 'abc']);
    expect((await failed(calls(problem('not-allowed', 403)).api.get('sync'))).kind).to.equal('forbidden');
  });

  it('of a gateway, in HTML, is a failure of the module; nothing of the page is shown', async () => {
    for (const status of [400, 404, 500]) {
      const failure = await failed(calls({ status, text: HTML }).api.get('sync'));
      expect([failure.kind, failure.problem]).to.deep.equal(['module', null]);
      expect(failure.message).not.to.contain('nginx');
    }
  });
});

describe('a token that expired', () => {
  it('is renewed once, and the call goes out again with the new one', async () => {
    const { api, wire, tokensMade } = calls(problem('token-expired', 401), json({ n: 1 }));
    expect(await api.get('sync')).to.deep.equal({ n: 1 });
    expect(wire.sent.map(({ headers }) => headers['Authorization'])).to.deep.equal(['Bearer t1', 'Bearer t2']);
    expect(tokensMade()).to.equal(2);
  });

  it('and a new one that is refused as well is not asked for again', async () => {
    const { api, wire } = calls(problem('token-expired', 401), problem('token-expired', 401), json({}));
    expect((await failed(api.get('sync'))).kind).to.equal('expired');
    expect(wire.sent.length).to.equal(2);
  });

  it('is renewed once for all calls that saw it expire', async () => {
    const { api, tokensMade } = calls(problem('token-expired', 401), problem('token-expired', 401), json({}), json({}));
    await Promise.all([api.get('sync'), api.get('problems')]);
    expect(tokensMade()).to.equal(2);
  });

  it('that cannot be made is the same as one that expired', async () => {
    const tokens = createTokens(() => Promise.reject(new Error('the host is down')));
    const api = createApi({ base: '/', tokens, newKey: () => 'k', createXhr: new Wire([]).xhr });
    expect((await failed(api.get('sync'))).kind).to.equal('expired');
  });
});

describe('a change the widgets send', () => {
  const ISSUE = { method: 'POST', path: 'invoices/1/issue', body: { total: '12.40' }, ifMatch: 'W/"7"' } as const;

  it('has a key of its own and what was seen', async () => {
    const { api, wire } = calls(json({ ok: true }), json({}));
    expect(await api.send(ISSUE)).to.deep.equal({ ok: true });
    await api.send({ method: 'PATCH', path: 'invoices/1' });
    expect(wire.sent[0]?.headers).to.deep.equal({ 'Content-Type': 'application/json', 'Idempotency-Key': 'k1', 'If-Match': 'W/"7"', Authorization: 'Bearer t1' }); // prettier-ignore
    expect([wire.sent[0]?.body, wire.sent[1]?.body, wire.sent[1]?.headers['Idempotency-Key'], wire.sent[1]?.headers['If-Match']]).to.deep.equal([{ total: '12.40' }, {}, 'k2', undefined]); // prettier-ignore
  });

  it('is never repeated by itself', async () => {
    for (const answer of ['lost', 'silent', { status: 503 }] as const) {
      const { api, wire } = calls(answer, json({}));
      await failed(api.send(ISSUE));
      expect(wire.sent.length).to.equal(1);
    }
  });

  it('keeps its key when a person repeats it, and when the token was renewed in between', async () => {
    const { api, wire } = calls('lost', problem('token-expired', 401), json({ ok: true }));
    const request = { ...ISSUE, key: api.newKey() };
    await failed(api.send(request));
    await api.send(request);
    expect(wire.sent.map(({ headers }) => headers['Idempotency-Key'])).to.deep.equal(['k1', 'k1', 'k1']);
  });

  it('may be answered with nothing; a page is no answer, though its status is good', async () => {
    expect(await calls({ status: 204 }).api.send(ISSUE)).to.equal(null);
    expect((await failed(calls({ status: 200, text: HTML }).api.send(ISSUE))).kind).to.equal('module');
  });

  it('that came too late says so', async () => {
    expect((await failed(calls(problem('record-moved', 412)).api.send(ISSUE))).kind).to.equal('moved');
  });
});
