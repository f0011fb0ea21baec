/** The fake exchange of EnterpriseData as a program of its own: prints one line of JSON when it listens, ends with its parent. */
import { parseFault } from '../kit/faults.ts';
import { startFakeEnterpriseData, type FakeOptions } from './fake.ts';

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
  const password = process.env['FAKE_ENTERPRISEDATA_PASSWORD'];
  return { options: { ...options, ...(password === undefined ? {} : { password }) }, withParent };
}

function readOption(options: FakeOptions, name: string, value: string): void {
  if (name === '--port') options.port = Number(value);
  else if (name === '--seed') options.seed = Number(value);
  else if (name === '--state') options.state = value;
  else if (name === '--data' && (value === 'demo' || value === 'empty')) options.data = value;
  else if (name === '--format' && (value === '1.8' || value === '1.17')) options.versions = [value];
  else if (name === '--actives') options.habits = { actives: Number(value) };
  else if (name === '--fault') options.faults = { ...options.faults, ...parseFault(value) };
  else {
    process.stderr.write(`unknown option ${name} ${value}\n`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const { options, withParent } = parseCommandLine(process.argv.slice(2));
  try {
    const fake = await startFakeEnterpriseData(options);
    endOnSignals(withParent, () => void fake.close().then(() => process.exit(0)));
    const { url, control, user, base } = fake;
    process.stdout.write(
      `${JSON.stringify({ ready: true, url, control, user, peerCode: base.peer, exchangePlan: base.plan })}\n`,
    );
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
