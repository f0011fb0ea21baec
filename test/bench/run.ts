/**
 * npm run bench [-- NAME…] [-- --small] [-- --rounds=N]: measures, prints a table, writes results.json. Ratios come from one run, their sides
 * interleaved; each measured piece runs in a process of its own; the base is served as ready bytes from another.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infobase, type Size } from './base.ts';
import { dataverse } from './dataverse.ts';
import { figure, keep, median, show, type Figure } from './figures.ts';
import { importPreview } from './import.ts';
import { append, notesSearch, pricePanel, type Sizes } from './private.ts';
import { messages } from './messages.ts';
import { bigMessage } from './messages-big.ts';
import { translations } from './translations.ts';
import { organization } from './organization.ts';
import { measure, serve, serveApi, serveSoap, type Measured } from './process.ts';

const args = process.argv.slice(2);
const isSmall = args.includes('--small');
const wanted = args.filter((a) => !a.startsWith('--'));
const BIG: Size = isSmall ? { parties: 500, invoices: 1500 } : { parties: 100_000, invoices: 300_000 };
const PARTIES: Size = { parties: isSmall ? 3000 : 100_000, invoices: 0 };
/** --rounds=N: how often both sides of a ratio take turns; the median counts. */
const asked = Number(args.find((a) => a.startsWith('--rounds='))?.split('=')[1]);
const ROUNDS = asked > 0 ? asked : isSmall ? 1 : 3;
const PAGE_DELAY_MS = 100;
const PRIVATE: Sizes = isSmall
  ? { notes: 10_000, prices: 50_000, items: 1000, invoices: 60, appended: 20_000, rounds: ROUNDS }
  : { notes: 1_000_000, prices: 10_000_000, items: 20_000, invoices: 250, appended: 300_000, rounds: ROUNDS };

const folder = mkdtempSync(join(tmpdir(), 'sidebook-bench-'));
const file = join(folder, 'store.db');
const clean = (): void => {
  for (const end of ['', '-wal', '-shm', '.mark']) rmSync(file + end, { force: true });
};

/** The bare loop and Sidebook in turns. */
async function against(url: string, rounds: number): Promise<{ bare: Measured[]; link: Measured[] }> {
  const [bare, link]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    clean();
    bare.push(await measure('bare-loop.ts', [url, file]));
    clean();
    link.push(await measure('first-link.ts', [url, file]));
  }
  return { bare, link };
}

const of = (m: Measured, name: string): number => m[name] ?? NaN;
const rate = (m: Measured): number => of(m, 'count') / of(m, 'seconds');
const ratio = (r: { bare: Measured[]; link: Measured[] }): number => median(r.link.map(rate)) / median(r.bare.map(rate));

async function firstLink(): Promise<Figure[]> {
  const base = await infobase(BIG);
  const size = `${String(BIG.parties)} counterparties + ${String(BIG.invoices)} invoices of 4 lines`;
  const loop = `bare-loop.ts over the same pages, ${size}`;
  const slow = await serve(base, PAGE_DELAY_MS);
  const delayed = await against(slow.url, 1);
  const fast = await serve(base, 0);
  const quick = await against(fast.url, ROUNDS);
  const figures = [
    figure('first-link-onec-ratio', ratio(quick), 'x', '>= 0.6', `${loop}, 0 ms a page`),
    figure('first-link-onec-per-second', median(quick.link.map(rate)), 'objects/s', null, `${median(quick.bare.map(rate)).toFixed(0)}/s of the bare loop`),
    figure('first-link-onec-ratio-100ms', ratio(delayed), 'x', '>= 0.6', `${loop}, 100 ms a page`),
    figure('first-link-onec-peak-mb', Math.max(...quick.link.map((m) => m.peakMb)), 'MB', '< 300', 'peak RSS of the process'),
    figure('first-link-onec-growth', median(quick.link.map((m) => of(m, 'growth'))), 'x', '<= 1.15', 'peak of the last third to that of the middle third'),
    figure('store-bytes-per-object', statSync(file).size / (BIG.parties + BIG.invoices), 'bytes', null, size),
  ]; // prettier-ignore
  const night = await measure('night.ts', [slow.url, file]);
  const idle = await measure('idle.ts', [fast.url, file]);
  await slow.close();
  await fast.close();
  return [
    ...figures,
    figure('sweep-requests', of(night, 'requests'), 'requests', null, `the night after, no exchange plan, ${size}`),
    figure('sweep-seconds', of(night, 'seconds'), 's', null, `the same at ${String(PAGE_DELAY_MS)} ms an answer, one session`),
    figure(
      'idle-cycle-requests',
      of(idle, 'most'),
      'requests',
      '<= 5',
      'the busiest of ten cycles a minute apart, exchange plan',
    ),
  ];
}

/** The same over a web service, a base of its size. */
async function soapLink(): Promise<Figure[]> {
  const size: Size = isSmall ? { parties: 500, invoices: 1500 } : { parties: 20_000, invoices: 60_000 };
  const server = await serveSoap(size.parties, size.invoices);
  const [bare, link]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    clean();
    bare.push(await measure('soap-bare-loop.ts', [server.url, file]));
    clean();
    link.push(await measure('soap-link.ts', [server.url, file]));
  }
  await server.close();
  clean();
  const note = `soap-bare-loop.ts over the same envelopes, ${String(size.parties)} counterparties + ${String(size.invoices)} invoices of 4 lines`;
  return [
    figure('first-link-onecsoap-ratio', ratio({ bare, link }), 'x', '>= 0.6', note),
    figure('first-link-onecsoap-per-second', median(link.map(rate)), 'objects/s', null, `${median(bare.map(rate)).toFixed(0)}/s of the bare loop`),
    figure('first-link-onecsoap-peak-mb', Math.max(...link.map((m) => m.peakMb)), 'MB', '< 300', 'peak RSS of the process'),
  ];
} // prettier-ignore

/** Over a store that a first link filled; made anew where only this is asked for. */
async function api(): Promise<Figure[]> {
  if (!existsSync(file)) {
    const base = await serve(await infobase(BIG), 0);
    await measure('first-link.ts', [base.url, file]);
    await base.close();
  }
  const server = await serveApi(file);
  const times = await measure('api.ts', [server.port, isSmall ? '20' : '100']);
  await server.close();
  const kinds = ['counterparty', 'invoices', 'problems', 'sync'].map((kind) => [kind, of(times, kind)] as const);
  const each = kinds.map(([kind, ms]) => `${kind} ${ms.toFixed(0)}`).join(', ');
  return [figure('api-aggregate-p95-ms', Math.max(...kinds.map(([, ms]) => ms)), 'ms', '<= 150', `20 clients, ${String(BIG.parties)} counterparties + ${String(BIG.invoices)} invoices: ${each}`)];
} // prettier-ignore

async function matching(): Promise<Figure[]> {
  const base = await infobase(PARTIES);
  const server = await serve(base, 0);
  clean();
  await measure('fill.ts', [server.url, file, base]);
  const match = await measure('match.ts', [server.url, file]);
  clean();
  const plan = await measure('plan.ts', [server.url, file]);
  await server.close();
  const size = `${String(PARTIES.parties)} counterparties on both sides`;
  return [
    figure('match-100k-seconds', of(match, 'seconds'), 's', '<= 5', `${size}, store included`),
    figure('match-100k-peak-mb', match.peakMb, 'MB', '<= 300', 'peak RSS of the process, observing included'),
    figure('plan-records-per-second', of(plan, 'links') / of(plan, 'seconds'), 'links/s', '>= 20000', `${String(of(plan, 'links'))} links, 1 % changed`),
  ]; // prettier-ignore
}

/** What the wall adds to a write: allow-list, fingerprints, what left written down. */
async function wallCheck(): Promise<Figure[]> {
  clean();
  const values = isSmall ? 10_000 : 100_000;
  const m = await measure('wall-check.ts', [file, String(values)]);
  clean();
  rmSync(`${file}.wall-key`, { force: true });
  const size = `an invoice of 20 lines, ${of(m, 'bytes').toFixed(0)} bytes, against ${String(values)} private texts (${String(of(m, 'fingerprints'))} fingerprints)`;
  return [
    figure('wall-check-ms', of(m, 'p95'), 'ms', '<= 5', `p95, ${size}; median ${of(m, 'median').toFixed(1)}, of the processor ${of(m, 'cpu').toFixed(1)} each; first load of the fingerprints ${of(m, 'load').toFixed(0)} ms, feeding ${of(m, 'fed').toFixed(0)} s`),
    figure('wall-peak-mb', m.peakMb, 'MB', null, 'peak RSS of the process, the texts themselves included'),
  ];
} // prettier-ignore
/** Every row of a set by pages of 1,000: ours and the bare handler in turns, then a million of ours for the memory. */
async function feed(): Promise<Figure[]> {
  const [small, big] = isSmall ? [10_000, 20_000] : [100_000, 1_000_000];
  const [ours, bare]: [Measured[], Measured[]] = [[], []];
  clean();
  await measure('feed-fill.ts', [file, String(small)]);
  const server = await serveApi(file, 'feed-server.ts');
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await measure('feed.ts', [server.port, '/bare']));
    ours.push(await measure('feed.ts', [server.port, '/odata/Counterparties']));
  }
  await server.close();
  clean();
  await measure('feed-fill.ts', [file, String(big)]);
  const long = await serveApi(file, 'feed-server.ts');
  const walk = await measure('feed.ts', [long.port, '/odata/Counterparties']);
  await long.close();
  clean();
  if ([...ours, ...bare].some((m) => m['rows'] !== small) || walk['rows'] !== big) throw new Error('rows are missing');
  const perSecond = (all: readonly Measured[]): number => median(all.map((m) => of(m, 'rows') / of(m, 'seconds')));
  return [
    figure('feed-ratio', perSecond(ours) / perSecond(bare), 'x', '>= 0.5', `pages of 1,000 of ${String(small)} rows; bare express handler with the same SQL: ${perSecond(bare).toFixed(0)} rows/s`),
    figure('feed-rows-per-second', perSecond(ours), 'rows/s', null, 'key, limits, log and conditions included'),
    figure('feed-peak-mb', of(walk, 'serverPeakMb'), 'MB', '< 300', `peak RSS of the server while a client reads ${String(big)} rows`),
    figure('feed-growth', of(walk, 'growth'), 'x', '<= 1.15', 'memory in the last third of that reading to the most before'),
  ]; // prettier-ignore
}
/** Changes of ours toward Dynamics, by the batch. */
async function push(): Promise<Figure[]> {
  const count = isSmall ? 1000 : 10_000;
  const m = await measure('push.ts', [String(count)]);
  const size = `${String(count)} accounts changed here, ${(count / of(m, 'seconds')).toFixed(0)}/s; ${((of(m, 'waited') / of(m, 'seconds')) * 100).toFixed(0)} % of the time waiting for the limiter`;
  return [figure('push-requests-per-record', of(m, 'requests') / count, 'requests', '<= 0.15', size)];
} // prettier-ignore
async function audits(): Promise<Figure[]> {
  const rows = await measure('audit.ts', [join(folder, 'audit.db'), isSmall ? '4000' : '20000']);
  const others = `${of(rows, 'batch').toFixed(0)}/s in batches of 100, ${of(rows, 'joined').toFixed(0)}/s inside the transactions of another file, ${of(rows, 'reads').toFixed(0)} reads/s counted, ${of(rows, 'verified').toFixed(0)} rows/s verified`;
  return [figure('audit-append-per-second', of(rows, 'append'), 'rows/s', null, `one transaction a row; ${others}`)];
} // prettier-ignore

const GROUPS: readonly { readonly names: readonly string[]; readonly run: () => Promise<Figure[]> }[] = [
  { names: ['first-link-onec-', 'store-bytes', 'sweep', 'idle'], run: firstLink },
  { names: ['first-link-onecsoap'], run: soapLink },
  {
    names: ['first-link-enterprisedata'],
    run: () => messages(file, isSmall ? { parties: 500, invoices: 1500 } : { parties: 20_000, invoices: 60_000 }, ROUNDS),
  },
  { names: ['big-message'], run: () => bigMessage(folder, isSmall ? 4 : 200) },
  { names: ['first-link-organization'], run: () => organization(folder, isSmall ? [500, 1500] : [20_000, 60_000], ROUNDS) },
  { names: ['first-link-dataverse', 'vs-dynamics-web-api'], run: () => dataverse(file, BIG, ROUNDS) },
  { names: ['wall'], run: wallCheck },
  { names: ['api'], run: api },
  { names: ['match', 'plan'], run: matching },
  { names: ['import-preview'], run: () => importPreview(folder, isSmall ? 3000 : 50_000, ROUNDS) },
  { names: ['translations', 'vs-sheetjs'], run: () => translations(folder, isSmall ? 5000 : 100_000, ROUNDS) },
  { names: ['audit'], run: audits },
  { names: ['push'], run: push },
  { names: ['notes'], run: () => notesSearch(folder, PRIVATE) },
  { names: ['price-panel'], run: () => pricePanel(folder, PRIVATE) },
  { names: ['append'], run: () => append(folder, PRIVATE) },
  { names: ['feed'], run: feed },
  { names: ['size'], run: async () => (await import('./widget-sizes.ts')).widgetSizes() },
  {
    names: ['first-data', 'inp', 'rows-scroll', 'mount-leak'],
    run: async () =>
      (await import('./widget-times.ts')).widgetTimes(
        isSmall ? { loads: 3, cycles: 30, scrolls: 40 } : { loads: 9, cycles: 100, scrolls: 120 },
      ),
  },
];

const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((w) => name.startsWith(w) || w.startsWith(name));
const figures: Figure[] = [];
for (const group of GROUPS.filter(({ names }) => names.some(isWanted))) {
  const began = performance.now();
  const measured = (await group.run()).filter((f) => isWanted(f.name));
  figures.push(...measured);
  for (const f of measured) process.stdout.write(`${f.name} ${String(f.value)} ${f.unit}\n`);
  process.stdout.write(`  measured in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  if (!isSmall) keep(measured); // a run of hours that is stopped keeps what it found
}
rmSync(folder, { recursive: true, force: true });
show(figures);
