/** How the server starts, says how it is, and stops. */
import { expect } from 'chai';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { TLS_PASSPHRASE } from '../../connector/config/secrets.ts';
import { message, SidebookError } from '../../connector/errors.ts';
import { CERTIFICATE, PFX, PRIVATE_KEY } from './certificate.ts';
import { offices, type Wishes } from './office.ts';

describe('a running server', () => {
  const open = offices();

  it('says that it lives and can work', async () => {
    const office = await open();
    for (const path of ['live', 'ready']) expect((await office.ask(`/health/${path}`)).status).to.equal(200);
  });

  it('counts requests by route for Prometheus, with no id in them', async () => {
    const office = await open();
    await office.call(office.token());
    await office.ask('/api/v1/marker-1');
    await office.ask('/EMBED/v1/loader.js');
    const { text, headers } = await office.ask('/metrics');
    expect(headers['content-type']).to.match(/^text\/plain/);
    expect(text).to.include('sidebook_http_requests_total{method="GET",route="/api/v1/whoami",status="200"} 1');
    expect(text).to.include('route="/embed/v1/loader.js"').and.not.to.include('EMBED');
    expect(text).to.include('sidebook_problems_open').and.to.include('sidebook_host_lag_seconds').and.not.to.include('marker');
  });

  it('counts what widgets report, unless that is switched off', async () => {
    const report = JSON.stringify({
      widget: 'sync',
      shell: '1c',
      version: 'b1',
      engine: '1c',
      firstDataMs: 240,
      errors: ['token-expired', 'made-up'],
    });
    const figures = async (telemetry: boolean): Promise<string> => {
      const office = await open({ server: { telemetry } });
      expect((await office.post('/api/v1/telemetry', report)).status).to.equal(204);
      return (await office.ask('/metrics')).text;
    };
    const on = await figures(true);
    expect(on).to.include('sidebook_widget_first_data_seconds_sum{widget="sync",shell="1c"} 0.24');
    expect(on).to.include('{widget="sync",code="token-expired"} 1').and.to.include('{widget="sync",code="other"} 1');
    expect(await figures(false)).not.to.include('widget="sync"');
  });

  it('keeps its figures from those behind a proxy, unless told otherwise', async () => {
    const far = { 'x-forwarded-for': '203.0.113.9' };
    expect((await (await open()).ask('/metrics', far)).status).to.equal(404);
    expect((await (await open({ server: { metrics: 'open' } })).ask('/metrics', far)).status).to.equal(200);
    expect((await (await open({ server: { metrics: 'off' } })).ask('/metrics')).status).to.equal(404);
  });

  it('finishes what runs, takes nothing new, and is gone', async () => {
    const office = await open();
    const begun = once(office.events, 'slow');
    const running = office.post('/api/v1/slow', '{}', { 'idempotency-key': '0190-aaaa' });
    await begun;
    const closing = office.server.close();
    const refused = await request(`${office.server.url}/health/live`, { dispatcher: new Agent() }).then(() => '', (e: unknown) => (e as { code?: string }).code ?? ''); // prettier-ignore
    expect(refused).to.equal('ECONNREFUSED');
    office.events.emit('go');
    const { status, headers } = await running;
    expect([status, headers['connection']]).to.deep.equal([201, 'close']);
    await closing;
  });

  it('does not wait for ever for what does not end', async () => {
    const office = await open({ patience: { stop: 20 } });
    const begun = once(office.events, 'slow');
    const running = office.post('/api/v1/slow', '{}', { 'idempotency-key': '0190-aaaa' }).then(() => 'answered', () => 'cut'); // prettier-ignore
    await begun;
    await office.server.close();
    expect(await running).to.equal('cut');
  });
});

describe('where the server listens', () => {
  const open = offices();
  const taken = createServer();
  let port = 0;
  before(async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    port = (taken.address() as AddressInfo).port;
  });
  after(() => void taken.close());

  it('is told with its cure when the port is taken: one that is free', async () => {
    const error = await open({ server: { listen: { host: '127.0.0.1', port } } }).then(() => null, (e: unknown) => e); // prettier-ignore
    if (!(error instanceof SidebookError)) return expect.fail(String(error));
    const free = Number(error.detail['free']);
    expect([error.code, free === port]).to.deep.equal(['cannot-listen', false]);
    expect(message(error.code, error.detail, 'ru').next).to.include(`"listen": {"port": ${String(free)}}`);
    const office = await open({ server: { listen: { host: '127.0.0.1', port: free } } });
    expect(office.server.port).to.equal(free);
  });

  it('may be the next port, for the demo', async () => {
    const office = await open({ server: { listen: { host: '127.0.0.1', port } }, nextPorts: 20 });
    expect(office.server.port).to.be.within(port + 1, port + 20);
  });
});

describe('https', () => {
  const open = offices();
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-tls-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  before(() => {
    writeFileSync(at('cert.pem'), CERTIFICATE);
    writeFileSync(at('key.pem'), PRIVATE_KEY);
    writeFileSync(at('both.pfx'), PFX);
  });

  const serves: readonly [string, Partial<Wishes>][] = [
    ['a certificate and its key', { server: { tls: { cert: at('cert.pem'), key: at('key.pem') } } }],
    ['both in one file', { server: { tls: { pfx: at('both.pfx') } }, secrets: new Map([[TLS_PASSPHRASE, 'test']]) }],
  ];
  for (const [what, wishes] of serves)
    it(`is served from ${what}`, async () => {
      const office = await open(wishes);
      expect(office.server.url).to.match(/^https:/);
      const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
      const said = await request(`${office.server.url}/health/live`, { dispatcher });
      expect([said.statusCode, said.headers['strict-transport-security']]).to.deep.equal([200, 'max-age=15552000']);
      await said.body.dump();
      await dispatcher.close();
    });

  it('that cannot be set up is told by its file', async () => {
    for (const tls of [{ cert: at('none.pem'), key: at('key.pem') }, { cert: at('key.pem'), key: at('key.pem') }, { pfx: at('cert.pem') }, { pfx: at('both.pfx') }]) {
      const code = await open({ server: { tls } }).then(() => 'started', (e: unknown) => (e as SidebookError).code); // prettier-ignore
      expect(code).to.equal('tls-unusable');
    }
  }); // prettier-ignore
});
