import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

describe('fake 1C: as a program', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  const start = (...args: string[]): ChildProcess => {
    const env = { ...process.env, FAKE_ONEC_PASSWORD: 'секрет' };
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), ...args], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    running.push(child);
    return child;
  };
  const firstLine = async (child: ChildProcess): Promise<Record<string, unknown>> => {
    const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
    return JSON.parse(chunk.toString()) as Record<string, unknown>;
  };

  it('prints one line of JSON when it listens', async () => {
    const child = start(
      '--profile',
      'ut115',
      '--base',
      'ut',
      '--user',
      'Робот',
      '--quirk',
      'errorLanguage=en',
      '--fault',
      'delay=1',
    );
    const ready = await firstLine(child);
    expect(ready).to.deep.include({ ready: true, user: 'Робот' });
    expect(ready['url']).to.match(/^http:\/\/127\.0\.0\.1:\d+\/ut\/odata\/standard\.odata\/$/);
    const authorization = `Basic ${Buffer.from('Робот:секрет').toString('base64')}`;
    const answer = await fetch(`${String(ready['url'])}Catalog_X?$format=json`, { headers: { authorization } });
    expect(await answer.text()).to.contain('entity is not found');
  });

  it('says when its port is taken and fails', async () => {
    const first = await firstLine(start());
    const second = start('--port', new URL(String(first['url'])).port);
    const [line, exit] = await Promise.all([firstLine(second), once(second, 'exit')]);
    expect(line).to.deep.equal({ ready: false, error: 'port-taken' });
    expect(exit).to.deep.equal([1, null]);
  });

  it('ends cleanly when told to stop', async () => {
    const child = start();
    await firstLine(child);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });

  it('ends with its parent when asked to', async () => {
    const child = start('--with-parent');
    await firstLine(child);
    child.stdin!.end();
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });
});
