/**
 * SIGKILL: Sidebook as a real process against a fake 1C in a process of its own, killed at random moments and started again, while
 * people edit on both sides. In the end nothing is there twice, no edit is lost, nothing is left to write, and reconcile is clean.
 */
import { expect } from 'chai';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { switchWriting } from '../../connector/cli/switches.ts';
import { Sidebook } from '../../connector/main.ts';
import { reconcileHost } from '../../connector/report/reconcile.ts';
import { bundled } from '../bundled.ts';
import { seeded } from '../random.ts';
import { configOf, configText, HOST, PLAN } from '../scenarios/setting.ts';
import type { Given } from './kill-child.ts';
import { Line, type Moment } from './kill-line.ts';
import { People } from './kill-people.ts';

const SEED = Number(process.env['SIDEBOOK_SEED'] ?? 1);
const MINUTE = 60_000;

interface Fake {
  readonly url: string;
  readonly control: string;
  readonly user: string;
  readonly process: ChildProcess;
}

async function startFake(): Promise<Fake> {
  const child = fork(fileURLToPath(new URL('../hosts/onec/main.ts', import.meta.url)), ['--quirk', 'clientKeys=ignored'], {
    execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  }); // prettier-ignore
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return { ...(JSON.parse(String(line)) as Omit<Fake, 'process'>), process: child };
}

export interface KillOptions {
  readonly kills: number;
  /** Address of a SQL Server that holds the store, where it is no file. */
  readonly server?: string;
}

/** Tests of a Sidebook that is killed again and again; on SQLite or on a server. */
export function killed({ kills, server }: KillOptions): void {
  describe(`killed ${String(kills)} times, seed ${String(SEED)}`, function () {
    this.timeout(900_000);
    const random = seeded(SEED);
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-kill-'));
    const file = join(folder, 'store.db');
    const endings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
    after(async () => {
      for (const end of endings.splice(0).reverse()) await end();
    });

    let clock = Date.now();
    let people: People;
    let line: Line;
    let sidebook: Sidebook;
    /** What the next process is going to meet. */
    let fate: { moment: Moment; at: number; onWrite: boolean; delay: number } | null = null;
    let victim: ChildProcess | null = null;
    let requests = 0;

    function momentOf(method: string): Moment {
      if (!fate) return 'none';
      requests += 1;
      const meant = fate.onWrite ? method === 'PATCH' || method === 'POST' : requests >= fate.at;
      return meant || requests > 100 ? fate.moment : 'none';
    }

    function kill(moment: Moment): void {
      const delay = moment === 'later' ? (fate?.delay ?? 0) : 0;
      const [dying] = [victim];
      fate = null;
      if (delay === 0) dying?.kill('SIGKILL');
      else setTimeout(() => dying?.kill('SIGKILL'), delay); // between two requests there is only time to count in
    }

    const worldOf = () => ({ now: () => new Date(clock), random: () => random.next(), uuid: () => crypto.randomUUID(), sleep: async () => undefined }); // prettier-ignore

    before(async () => {
      const fake = await startFake();
      endings.push(() => fake.process.kill());
      people = new People(fake.control, random, () => new Date(clock));
      await people.begin();
      line = new Line({ url: fake.url, moment: momentOf, kill, meanwhile: () => people.meanwhile(fate !== null) });
      const url = await line.open();
      endings.push(() => line.close());
      const host = { exchangePlan: PLAN };
      sidebook = new Sidebook(configOf({ url, user: fake.user, file, host, server }), { world: worldOf(), holder: 'people' });
      endings.push(() => sidebook.close());
      await sidebook.begin();
      await switchWriting(sidebook, { on: true, hosts: [], by: 'tester' });
      await switchWriting(sidebook, { on: true, hosts: [HOST], by: 'tester' });
      await sidebook.attach(HOST);
      const program = await bundled('test/properties/kill-child.ts');
      const ready = (): ChildProcess => spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'inherit'] });
      let spare = ready();
      endings.push(() => spare.kill('SIGKILL'));
      start = (everything) => {
        const child = spare;
        spare = ready(); // loads while the other one lives
        const given: Given = {
          config: configText({ url, user: fake.user, host, server }),
          file,
          server,
          password: 'пароль-1',
          now: clock,
          everything,
        };
        child.stdin?.write(JSON.stringify(given));
        return child;
      };
    });
    let start: (everything: boolean) => ChildProcess;

    async function liveAndDie(): Promise<void> {
      clock += (2 + random.int(20)) * MINUTE; // the lease of the dead is over
      // A run without news asks 38 times: dying at any of 48 reaches its writes. At fewer, what waits outgrows what the guard lets through.
      fate = { moment: random.pick(['before', 'after', 'later']), at: 1 + random.int(48), onWrite: random.chance(0.5), delay: random.int(12) }; // prettier-ignore
      requests = 0;
      victim = start(random.chance(0.2));
      if (victim.exitCode === null && victim.signalCode === null) await once(victim, 'exit');
      if (victim.signalCode !== 'SIGKILL') throw new Error(`it ended by itself with ${String(victim.exitCode)}`);
    }

    for (let from = 0; from < kills; from += 40)
      it(`goes on after kills ${String(from + 1)} to ${String(from + 40)}`, async () => {
        for (let i = 0; i < 40; i++) {
          await people.act(sidebook);
          await liveAndDie();
        }
      });

    it('ends with every edit on both sides and nothing twice', async () => {
      for (let i = 0; i < 8; i++) {
        clock += 70 * MINUTE;
        const report = await sidebook.sync(HOST, { everything: true });
        expect(report.state, report.error?.code).to.equal('ok');
      }
      expect(await sidebook.store.read((t) => t.problems({}))).to.deep.equal([]);
      expect(await people.missed(sidebook)).to.deep.equal([]);
      expect(await people.twice()).to.deep.equal([]);
      expect(people.edits).to.be.greaterThan(kills);
      expect(new Set(line.methods)).to.not.include('DELETE');
    });

    it('writes nothing in another run', async () => {
      const before = line.writes.length;
      clock += 70 * MINUTE;
      await sidebook.sync(HOST, { everything: true });
      expect(line.writes.slice(before)).to.deep.equal([]);
    });

    it('reconciles to the kopeck', async () => {
      const attached = await sidebook.attach(HOST);
      const today = new Date(clock).toISOString().slice(0, 10);
      const found = await reconcileHost({ attached, store: sidebook.store, month: null, today });
      expect(found.differences).to.deep.equal([]);
      expect(found.debts).to.deep.equal([]);
      expect(found.invoices).to.be.greaterThan(20);
    });
  });
}
