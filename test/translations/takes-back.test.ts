/** A file that is older than a colleague's import does not take that import back unseen. */
import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takenBack, type Past } from '../../connector/translations/past.ts';
import { Kept } from '../../connector/translations/own/kept.ts';
import { stoppedClock } from '../scenarios/setting.ts';
import { sayIn, type Said } from './command.ts';
import { label } from './sample.ts';

const RETRY = 'widget/runtime.retry';
/** Minutes from when the commands are typed. */
const later = (minutes: number): string => new Date(stoppedClock().now().getTime() + minutes * 60_000).toISOString();

describe('a file of labels that is older than an import', () => {
  let folder = '';
  let kept: Kept;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sidebook-older-'));
    kept = new Kept(join(folder, 'data', 'translations'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = (): string => join(folder, 'own.xml');
  const say = (args: readonly string[], lang: 'ru' | 'en' = 'en'): Promise<Said> =>
    sayIn(folder, ['translations', ...args], lang);
  const imported = (texts: Record<string, string>, minutes: number): void =>
    void kept.apply(kept.latest(), { ru: texts }, 'b.zip', { by: 'cli:boris', at: later(minutes) });
  const edited = (from: string | RegExp, to: string): void =>
    writeFileSync(file(), readFileSync(file(), 'utf8').replace(from, to));
  const exported = async (minutes: number): Promise<void> => {
    expect((await say(['export', file()])).code).to.equal(0);
    edited(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, later(minutes).slice(0, 19));
  };
  const now = (): string | undefined => kept.latest().texts['ru']?.[RETRY];

  it('leaves what it would take back out, says whose it is and where, and takes its own new texts', async () => {
    await exported(-10);
    imported({ [RETRY]: 'Снова' }, -5);
    edited('>Отменить<', '>Вернуть<');
    const applied = await say(['import', file(), '--yes']);
    expect([applied.code, now(), kept.latest().number]).to.deep.equal([0, 'Снова', 2]);
    expect(applied.out).to.match(/Localized Labels![A-Z]\d+: Takes back a change of 24\/02\/2026 by cli:boris: "Снова" stands there now\.\n.*--take-back/);
    expect(Object.values(kept.latest().texts['ru'] ?? {})).to.have.members(['Снова', 'Вернуть']);
    const again = await say(['import', file(), '--yes'], 'ru');
    expect(again.out).to.include('Отменяет изменение от 24.02.2026 (cli:boris): сейчас там «Снова».').and.include('всё новое пропущено');
    expect([again.code, kept.latest().number]).to.deep.equal([0, 2]);
    expect((await say(['import', file(), '--yes', '--take-back'])).out).to.include('Applied as version 3');
    expect(now()).to.equal('Повторить');
  }); // prettier-ignore

  it('shows the command that applies just what was shown, and refuses a choice that contradicts itself or chooses nothing', async () => {
    await exported(-10);
    imported({ [RETRY]: 'Снова' }, -5);
    const shown = await say(['import', file(), '--take-back', '--languages', 'ru', '--without', 'glossary']);
    expect([
      shown.code,
      shown.out.trimEnd().endsWith(`${file()} --languages "ru" --without "glossary" --take-back --yes`),
    ]).to.deep.equal([2, true]);
    for (const [args, said] of [
      [['--take-back', '--without', 'takes-back'], '--take-back и --without takes-back противоречат друг другу'],
      [['--sheets', 'lables'], 'Параметр --sheets не принимает «lables».\n  Он принимает: labels, strings'],
      [['--without', 'emptied'], 'Параметр --without не принимает «emptied»'],
    ] as const) {
      const { code, out } = await say(['import', file(), ...args], 'ru');
      expect([code, out.includes(said), out]).to.deep.equal([1, true, out]);
    }
    expect(now()).to.equal('Снова');
  });

  it('is no matter where the file came after the import, or was translated before it came twice', async () => {
    imported({ [RETRY]: 'Снова' }, -10);
    await exported(-5);
    edited('>Снова<', '>Повторить<');
    expect((await say(['import', file(), '--yes'])).out)
      .to.include('Applied as version 2')
      .and.not.include('Takes back');
    kept.undo({ by: 'cli:boris', at: later(20) });
    expect((await say(['import', file(), '--yes'])).out).to.include('Applied as version 4');
    expect(now()).to.equal('Повторить');
  });

  it('clears nothing a colleague wrote meanwhile, nor brings back what an undo took away', async () => {
    imported({ [RETRY]: 'Снова' }, -5);
    await say(['export', file(), '--languages', 'de,ru']);
    edited(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, later(0).slice(0, 19));
    kept.undo({ by: 'cli:boris', at: later(5) });
    kept.apply(kept.latest(), { de: { [RETRY]: 'Nochmal' } }, 'de.zip', { by: 'cli:vera', at: later(6) });
    const applied = await say(['import', file(), '--yes', '--clear']);
    expect(applied.out)
      .to.include('by cli:boris: "Повторить"')
      .and.include('by cli:vera: "Nochmal"')
      .and.include('Nothing to apply');
    expect(kept.latest().texts).to.deep.equal({ de: { [RETRY]: 'Nochmal' } });
  });

  it('is told by what stood there at its export, or at any time where that is not known', () => {
    const { key } = label(1, {});
    const steps = ['A', 'B', 'C', 'B'].map((was, n) => ({ was, at: later(n * 60), by: String(n) }));
    const past: Past = { unsureMs: 1000, of: () => steps };
    const by = (text: string, exportedOn: string): string | undefined => takenBack(past, key, 1031, text, exportedOn)?.by;
    const between = later(30).slice(0, 19);
    expect([by('B', between), by('A', between), by('C', between)]).to.deep.equal(['1', undefined, undefined]);
    expect([by('A', ''), by('C', 'yesterday'), by('D', '')]).to.deep.equal(['0', '2', undefined]);
    expect([by('C', later(0).replace(/T.*/, 'T00:00:00.000')), by('C', later(0).slice(0, 19))]).to.deep.equal(['2', undefined]);
  }); // prettier-ignore
});
