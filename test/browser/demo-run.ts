/** The demo as `npm start` runs it, in a folder of its own: built from the sources of now, on whatever port is free. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProduct } from '../../connector/bundle.js';
import { buildWidgets } from '../../widgets/build.js';
import { buildDemoPage } from '../../widgets/demo/build.js';
import { ROOT } from '../unit/source-files.ts';

export interface RunningDemo {
  /** As the terminal says it. */
  readonly page: string;
  /** Everything the terminal shows. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

export async function startDemo(lang = 'en'): Promise<RunningDemo> {
  await Promise.all([bundleProduct(), buildWidgets(join(ROOT, 'dist/widgets')), buildDemoPage(join(ROOT, 'dist/demo'))]);
  const cwd = mkdtempSync(join(tmpdir(), 'sidebook-demo-'));
  const child = spawn(process.execPath, [join(ROOT, 'connector/cli/sidebook.js'), 'start', '--lang', lang], { cwd });
  let said = '';
  const page = new Promise<string>((found, fail) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const address = /http:\/\/\S+\/demo\//.exec(said)?.[0];
        if (address) found(address);
      });
    child.once('exit', () => fail(new Error(`the demo ended: ${said}`)));
  });
  return { page: await page, said: () => said, stop: () => stop(child, cwd) };
}

async function stop(child: ChildProcess, cwd: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  }
  rmSync(cwd, { recursive: true, force: true });
}
