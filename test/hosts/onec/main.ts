/** The fake 1C as a program of its own: prints one line of JSON when it listens, ends with its parent. */
import { parseFault } from '../kit/faults.ts';
import type { Data } from './data/create.ts';
import { startFakeOnec, type FakeOptions } from './fake.ts';
import { profileNames } from './profiles/index.ts';
import { parseQuirk } from './quirks.ts';

interface CommandLine {
  options: FakeOptions;
  withParent: boolean;
}

function parseCommandLine(args: readonly string[]): CommandLine {
  const options: FakeOptions = { quirks: {}, faults: {} };
  let withParent = false;
  for (let i = 0; i < args.length; i++) {
    const name = args[i];
    if (name === '--with-parent') withParent = true;
    else readOption(options, name ?? '', args[++i] ?? '');
  }
  const password = process.env['FAKE_ONEC_PASSWORD'];
  return { options: { ...options, ...(password === undefined ? {} : { password }) }, withParent };
}

function readOption(options: FakeOptions, name: string, value: string): void {
  switch (name) {
    case '--profile':
      options.profile =
        profileNames.find((p) => p === value) ?? stop(`unknown profile ${value}; known: ${profileNames.join(', ')}`);
      return;
    case '--port':
      options.port = Number(value);
      return;
    case '--seed':
      options.seed = Number(value);
      return;
    case '--data':
      options.data = parseData(value);
      return;
    case '--base':
      options.base = value;
      return;
    case '--interface':
      options.interface = value === 'odata' || value === 'soap' ? value : stop(`unknown interface ${value}; known: odata, soap`);
      return;
    case '--user':
      options.user = value;
      return;
    case '--state':
      options.state = value;
      return;
    case '--quirk':
      options.quirks = { ...options.quirks, ...parseQuirk(value) };
      return;
    case '--fault':
      options.faults = { ...options.faults, ...parseFault(value) };
      return;
    default:
      stop(`unknown option ${name}`);
  }
}

function parseData(value: string): Data {
  if (value === 'demo' || value === 'empty') return value;
  const [counterparties, invoices] = value.split(',').map(Number);
  return { counterparties: counterparties ?? 0, invoices: invoices ?? 0 };
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

async function main(): Promise<void> {
  const { options, withParent } = parseCommandLine(process.argv.slice(2));
  try {
    const fake = await startFakeOnec(options);
    endOnSignals(withParent, () => void fake.close().then(() => process.exit(0)));
    process.stdout.write(
      `${JSON.stringify({ ready: true, url: options.interface === 'soap' ? fake.ws : fake.url, ws: fake.ws, control: fake.control, user: fake.user })}\n`,
    );
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    process.stdout.write(`${JSON.stringify({ ready: false, error: isTaken ? 'port-taken' : (error as Error).message })}\n`);
    process.exit(1);
  }
}

/** A parent that dies must not leave a server behind: its IPC channel or our stdin closes. */
function endOnSignals(withParent: boolean, end: () => void): void {
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.once('disconnect', end);
  if (!withParent) return;
  process.stdin.once('end', end);
  process.stdin.once('close', end);
  process.stdin.resume();
}

await main();
