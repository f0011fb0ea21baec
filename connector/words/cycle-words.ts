/** What one run did, for the person who started it; the log of the service keeps `reportLine`, the same in every language. */
import { reportLine, type CycleReport } from '../loop.ts';
import { count, seconds } from './format.ts';
import type { Reader } from './lang.ts';

type Counted = Extract<CycleReport, { counts: unknown }>['counts'];

const DONE: readonly (readonly [key: keyof Counted, ru: string])[] = [
  ['adopted', 'принято'],
  ['linked', 'связано'],
  ['pulled', 'изменено здесь'],
  ['created', 'создано там'],
  ['pushed', 'изменено там'],
  ['acted', 'проведено'],
  ['asked', 'проблем'],
  ['held', 'придержано'],
  ['waiting', 'ждёт'],
  ['gone', 'исчезло'],
];
const STATES: Readonly<Partial<Record<string, string>>> = {
  failed: 'не удалось',
  paused: 'приостановлен',
  busy: 'занят другим процессом',
  stopped: 'остановлен',
  quiet: 'тихие часы',
};

export function cycleText({ lang }: Reader, r: CycleReport): string {
  if (lang === 'en') return reportLine(r);
  const state = r.state === 'ok' ? '' : (STATES[r.state] ?? r.state);
  if (!('counts' in r) || state === STATES['paused']) return `${r.host}: ${state}`;
  const parts = DONE.filter(([key]) => r.counts[key] > 0).map(([key, word]) => `${word} ${count(lang, r.counts[key])}`);
  const seen = `прочитано ${count(lang, r.counts.seen)} (из них своё ${count(lang, r.counts.echoes)})`;
  return `${r.host}: ${[...(state === '' ? [] : [state]), seen, ...parts, seconds(lang, r.seconds)].join(', ')}`;
}
