/** The demo's Dynamics on the premises: it starts, knows the parties of the books, and its lines are a configuration. */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { DemoCrm } from '../../connector/cli/demo-crm.ts';
import type { Io } from '../../connector/cli/io.ts';
import { parseConfig } from '../../connector/config.ts';
import { answerControl } from '../hosts/kit/control.ts';
import { listen } from '../hosts/kit/listen.ts';
import { stoppedClock, worldAt } from '../scenarios/setting.ts';

const party = (Description: string, ИНН: string | null, more: object = {}) => ({ IsFolder: false, DeletionMark: false, Description, ИНН, КПП: '773601001', Комментарий: null, ...more }); // prettier-ignore
const PARTIES = [party('Покупатели', null, { IsFolder: true }), party('Магистраль Импэкс ООО', '7810509222'), party('Стёртый ООО', '7707083893', { DeletionMark: true })]; // prettier-ignore

async function namesAt(control: string): Promise<unknown> {
  const asked = await request(`${control}list`, { method: 'POST', body: '["account"]' });
  return ((await asked.body.json()) as { result: { name: string }[] }).result.map((a) => a.name);
}

describe('the Dynamics CRM of the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-demo-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('starts beside the 1C and has its live parties', async () => {
    let said = '';
    const io: Io = { lang: 'en', called: 'sidebook', account: 'anna', env: { ...process.env }, cwd: folder, world: worldAt(stoppedClock()), isTty: false, isUnicode: true, width: 100, configFile: null, out: (text) => void (said += text), err: () => undefined, fail: () => undefined }; // prettier-ignore
    const books = await listen(0, (asked, answer) => void answerControl(asked, answer, { list: () => PARTIES }));
    const crm = new DemoCrm(io, folder, 'organization');
    try {
      const lines = (await crm.start(`http://127.0.0.1:${String(books.port)}/control/`)) ?? '';
      const text = lines.replace('./crm-secret', join(folder, 'crm-secret'));
      const { hosts } = parseConfig(`{"hosts":{"org":${text}}}`, 'demo.jsonc', {}, 'en');
      expect(hosts['org']).to.deep.include({ kind: 'organization', signIn: 'basic', password: { file: join(folder, 'crm-secret') } }); // prettier-ignore
      expect(said).to.include('Dynamics CRM on the premises');
      const screen = /http\S+control\//.exec(said)?.[0] ?? '';
      expect(await namesAt(screen)).to.deep.equal(['Магистраль Импэкс ООО']);
      const page = await request(screen); // as a browser opens the address that was said
      expect(page.headers['content-type']).to.contain('text/html');
      expect(await page.body.text()).to.contain('<td>Магистраль Импэкс ООО</td><td>7810509222</td>');
    } finally {
      await crm.stop();
      await books.close();
    }
  });
});
