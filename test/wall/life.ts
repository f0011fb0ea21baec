/**
 * A random life over the real engine, a fake 1C and the wire between them: accountants and sales people work, and now and then
 * somebody pastes what stands in the private store where it does not belong, touched up so that no plain search would find it.
 */
import type { EngineEvent } from '../../connector/sync/engine.ts';
import { reportLine } from '../../connector/loop.ts';
import { message } from '../../connector/errors.ts';
import type { Fields, SharedRecord } from '../../connector/model.ts';
import { startFakeOnec, type FakeOnec } from '../hosts/onec/fake.ts';
import { seeded, type Random } from '../random.ts';
import { customer, draft, issue, live, service } from '../scenarios/making.ts';
import { parties, Setting, stoppedClock } from '../scenarios/setting.ts';
import { CANARY, privateColumns } from './columns.ts';
import { guard } from './guarded.ts';
import { Recorder } from './recorder.ts';

const NUMBERS = ['7707083893', '7728168971', '7702070139', '7736050003', '5024051807'];
const HARMLESS = ['звонили утром', 'просит счёт до пятницы', 'оплата в течение пяти дней', 'отгрузка со склада в Твери', null];

export class LeakyLife {
  readonly recorder = new Recorder();
  readonly secrets: readonly string[];
  /** What a log, an error or a question said. */
  readonly told: string[] = [];
  pasted = 0;
  readonly #random: Random;
  #s!: Setting;
  #fake!: FakeOnec;
  #parties: string[] = [];

  constructor(seed: number) {
    this.#random = seeded(seed);
    const letters = [...'бвгджзклмнпрстфхцчшщаеиоуя'];
    const word = (): string => Array.from({ length: 24 }, () => this.#random.pick(letters)).join('');
    this.secrets = privateColumns(() => `${CANARY} ${word()}`);
  }

  /** `guarded`: the wall knows the texts. */
  async begin(guarded: boolean): Promise<void> {
    const clock = stoppedClock();
    this.#fake = await startFakeOnec({ now: clock.now });
    await this.recorder.listen();
    const report = (event: EngineEvent): void => void this.told.push(JSON.stringify(event));
    this.#s = new Setting(this.#fake, clock, { url: (fake) => this.recorder.before(fake), open: { report } });
    await this.#s.sidebook.begin();
    await this.#s.switchWriting(true);
    for (const n of NUMBERS.slice(0, 3)) this.#parties.push(customer(this.#fake, { ИНН: n, Description: `Покупатель ${n}` }));
    await this.#cycle();
    if (guarded) await guard(this.#s, this.secrets);
    for (const { id } of await this.#s.records('counterparty')) await this.#s.edit(id, { comment: 'знакомый' });
    await this.#cycle();
  }

  async run(steps: number): Promise<void> {
    for (let i = 0; i < steps; i++) {
      await this.#step().catch((error: unknown) => this.#failed(error));
      if (this.#random.chance(0.5)) await this.#cycle();
    }
    await this.#cycle();
  }

  async #step(): Promise<unknown> {
    const act = this.#random.int(8);
    if (act < 3) return this.#edit();
    if (act === 3) return issue(this.#s, { counterparty: (await this.#party()).id, ...this.#invoice() });
    if (act === 4) return draft(this.#s, { counterparty: (await this.#party()).id, ...this.#invoice() });
    if (act === 5) return live(this.#s, { name: this.#text() ?? 'Новый', kind: 'company', taxId: this.#random.pick(NUMBERS), country: 'RU', comment: this.#text() });
    if (act === 6) return this.#fake.edit(parties, this.#random.pick(this.#parties), { Комментарий: this.#random.pick(HARMLESS) ?? '' });
    return this.#answer();
  } // prettier-ignore

  async #edit(): Promise<unknown> {
    const field = this.#random.pick(['comment', 'name', 'legalName', 'phone', 'email', 'legalAddress.text']);
    return this.#s.edit((await this.#party()).id, { [field]: this.#text() ?? (field === 'name' ? 'Имя' : null) });
  }

  #invoice = (): { lines: ReturnType<typeof service>[]; fields: Fields } => ({
    lines: [service('1250.5', { text: this.#text() ?? 'Услуги' }), service('10')],
    fields: { comment: this.#text() },
  });

  async #party(): Promise<SharedRecord> {
    return this.#random.pick(await this.#s.records('counterparty'));
  }

  async #answer(): Promise<void> {
    const open = await this.#s.problems();
    if (open.length > 0) await this.#s.answer(this.#random.pick(open), { choose: 'retry' });
  }

  #text(): string | null {
    if (this.#random.chance(0.5)) return this.#random.pick(HARMLESS);
    this.pasted += 1;
    return this.#disguised(this.#random.pick(this.secrets));
  }

  /** The whole, or a part of it; as it is, or in another dress. */
  #disguised(secret: string): string {
    const from = this.#random.int(6);
    const part = this.#random.chance(0.3) ? secret.slice(from, from + 29) : secret;
    const dresses: readonly ((t: string) => string)[] = [
      (t) => t, (t) => t.toUpperCase(), (t) => [...t].join(' '), (t) => [...t].join('\u200b'), (t) => `«${t}»`, (t) => `Клиент говорит: ${t}!`,
      (t) => t.replaceAll('а', 'a').replaceAll('о', 'o').replaceAll('е', 'e').replaceAll('р', 'p'), (t) => t.replaceAll('е', 'ё'),
      (t) => [...t].map((c) => `&#${String(c.charCodeAt(0))};`).join(''), (t) => encodeURIComponent(t), (t) => Buffer.from(t).toString('base64'),
    ]; // prettier-ignore
    return this.#random.pick(dresses)(part);
  }

  async #cycle(): Promise<void> {
    this.#s.tick(this.#random.int(3));
    const report = await this.#s.sync();
    this.told.push(reportLine(report), JSON.stringify('failures' in report ? report.failures : []));
    if ('error' in report && report.error) this.#failed(report.error);
    for (const p of await this.#s.problems()) {
      // A question about a record of ours may call it by its name.
      const detail = Object.fromEntries(Object.entries(p.detail).filter(([name]) => name !== 'name'));
      this.told.push(JSON.stringify(detail), JSON.stringify(message(p.detail['code'] ?? '', detail, 'ru')));
    }
  }

  /** What a log would keep of an error: its words, where it happened, what caused it. */
  #failed(error: unknown): void {
    const facts =
      error instanceof Error ? [error.message, error.stack, String(error.cause), JSON.stringify(error)] : [String(error)];
    this.told.push(...facts.map(String));
  }

  leaks = async (): Promise<number> => (await this.#s.problems('leak')).length;

  async end(): Promise<void> {
    await this.#s.close();
    await this.recorder.close();
  }
}
