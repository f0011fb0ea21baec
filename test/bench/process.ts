/** Children of the bench: the server of a big base, and measured work in a fresh process that reports what it used. */
import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Server {
  readonly url: string;
  requests(): Promise<number>;
  close(): Promise<void>;
}

/** `delay`: milliseconds before each answer. */
export async function serve(folder: string, delay: number): Promise<Server> {
  const child = await run('server.ts', [folder, String(delay)], 'pipe');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${String(line).trim()}/buh/odata/standard.odata/`;
  return {
    url,
    requests: async () => Number(await (await fetch(`${url}requests`)).text()) - 1,
    close: () => stop(child),
  };
}

/** A big base over a web service. */
export async function serveSoap(parties: number, invoices: number): Promise<{ url: string; close(): Promise<void> }> {
  const child = await run('soap-server.ts', [String(parties), String(invoices)], 'pipe');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${String(line).trim()}/buh/ws/sidebook.1cws`, close: () => stop(child) };
}

/** An Organization Service over a big organisation, in a process of its own: its address, and that of the questions it was asked. */
export async function serveOrganization(
  size: readonly number[],
): Promise<{ url: string; asked: string; close(): Promise<void> }> {
  const child = await run('organization-server.ts', size.map(String), 'pipe');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const { url, asked } = JSON.parse(String(line)) as { url: string; asked: string };
  return { url, asked, close: () => stop(child) };
}

/** A big organisation of Dataverse. `delay`: milliseconds before each answer. */
export async function serveDataverse(
  parties: number,
  invoices: number,
  delay = 0,
): Promise<{ url: string; close(): Promise<void> }> {
  const child = await run('dataverse-server.ts', [parties, invoices, delay].map(String), 'pipe');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${String(line).trim()}/api/data/v9.2/`, close: () => stop(child) };
}

/** The API over a filled store, or its feed, in a process of its own. */
export async function serveApi(file: string, work = 'api-server.ts'): Promise<{ port: string; close(): Promise<void> }> {
  const child = await run(work, [file], 'pipe');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { port: String(line).trim(), close: () => stop(child) };
}

/** As users run Sidebook: without tsx. */
async function run(work: string, args: readonly string[], stdout: 'pipe' | 'inherit'): Promise<ChildProcess> {
  const stdio: StdioOptions = ['ignore', stdout, 'inherit', 'ipc'];
  return fork(join(await (programs ??= bundled()), work.replace(/ts$/, 'js')), args, { execArgv: [], stdio });
}

let programs: Promise<string> | null = null;

/** Everything here that takes arguments, at once: most of each is the same. What bundles is loaded here only, since the measured work imports this file as well. */
async function bundled(): Promise<string> {
  const { bundle } = await import('../../connector/bundle.js');
  const folder = import.meta.dirname;
  const isProgram = (file: string): boolean =>
    file !== 'run.ts' && /process\.argv[.[]/.test(readFileSync(join(folder, file), 'utf8'));
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && isProgram(file));
  return bundle(Object.fromEntries(files.map((file) => [basename(file, '.ts'), `test/bench/${file}`])), 'dist/bench');
}

async function stop(child: ChildProcess): Promise<void> {
  child.disconnect();
  if (child.exitCode === null) await once(child, 'exit');
}

/** What measured work reports: its own figures, and the peak memory of its process. */
export type Measured = Readonly<Record<string, number>> & { readonly peakMb: number };

/** Runs one measured piece of work in a process of its own; fails when the work fails. */
export async function measure(work: string, args: readonly string[]): Promise<Measured> {
  const child = await run(work, args, 'inherit');
  const answers: Measured[] = [];
  child.on('message', (message: Measured) => answers.push(message));
  const [code] = (await once(child, 'exit')) as [number];
  const [answer] = answers;
  if (code !== 0 || !answer) throw new Error(`${work} ${args.join(' ')} ended with ${String(code)}`);
  return answer;
}

/** For the measured process: hands the figures to the parent, with the peak of its own memory. */
export function tell(figures: Readonly<Record<string, number>>): void {
  process.send?.({ ...figures, peakMb: process.resourceUsage().maxRSS / 1024 }, () => process.disconnect());
}
