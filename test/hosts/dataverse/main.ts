/** The fake Dataverse as a program of its own: prints one line of JSON when it listens, ends with its parent. */
import { parseFault } from '../kit/faults.ts';
import { isData } from './demo.ts';
import { startFakeDataverse, type FakeOptions } from './fake.ts';

interface CommandLine {
  readonly options: FakeOptions;
  readonly withParent: boolean;
}

function parseCommandLine(args: readonly string[]): CommandLine {
  const options: FakeOptions = { faults: {} };
  let withParent = false;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--with-parent') withParent = true;
    else readOption(options, args[i] ?? '', args[++i] ?? '');
  }
  const secret = process.env['FAKE_DATAVERSE_SECRET'];
  return { options: { ...options, ...(secret === undefined ? {} : { secret }) }, withParent };
}

function readOption(options: FakeOptions, name: string, value: string): void {
  if (name === '--port') options.port = Number(value);
  else if (name === '--seed') options.seed = Number(value);
  else if (name === '--state') options.state = value;
  else if (name === '--data' && isData(value)) options.data = value;
  else if (name === '--fault') options.faults = { ...options.faults, ...parseFault(value) };
  else {
    process.stderr.write(`unknown option ${name} ${value}\n`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const { options, withParent } = parseCommandLine(process.argv.slice(2));
  try {
    const fake = await startFakeDataverse(options);
    endOnSignals(withParent, () => void fake.close().then(() => process.exit(0)));
    const { url, control, authority, tenant, clientId } = fake;
    process.stdout.write(`${JSON.stringify({ ready: true, url, control, authority, tenant, clientId })}\n`);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    process.stdout.write(`${JSON.stringify({ ready: false, error: isTaken ? 'port-taken' : String(error) })}\n`);
    process.exit(1);
  }
}

/** A parent that dies must not leave a server behind. */
function endOnSignals(withParent: boolean, end: () => void): void {
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, end);
  if (!withParent) return;
  process.stdin.once('end', end);
  process.stdin.once('close', end);
  process.stdin.resume();
}

await main();
