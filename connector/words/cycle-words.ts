/** What one run did, for the person who started it; the log of the service keeps `reportLine`, the same in every language. */
import type { CycleReport } from '../loop.ts';
import { count, seconds } from './format.ts';
import type { Reader } from './lang.ts';

type Counted = Extract<CycleReport, { counts: unknown }>['counts'];
interface Word {
  readonly en: string;
  readonly ru: string;
}

const DONE: readonly (readonly [key: keyof Counted, word: Word])[] = [
  ['adopted', { en: 'adopted', ru: 'принято' }],
  ['linked', { en: 'linked', ru: 'связано' }],
  ['pulled', { en: 'pulled', ru: 'изменено здесь' }],
  ['created', { en: 'created', ru: 'создано там' }],
  ['pushed', { en: 'pushed', ru: 'изменено там' }],
  ['acted', { en: 'posted', ru: 'проведено' }],
  ['asked', { en: 'asked', ru: 'проблем' }],
  ['held', { en: 'held', ru: 'придержано' }],
  ['waiting', { en: 'waiting', ru: 'ждёт' }],
  ['gone', { en: 'gone', ru: 'исчезло' }],
];
/** What became of a run that did not end as usual; why it failed is told under it, from the catalogue. */
const STATES: Readonly<Partial<Record<string, Word>>> = {
  failed: { en: 'failed', ru: 'не удалось' },
  paused: { en: 'paused', ru: 'приостановлен' },
  busy: { en: 'busy with another process', ru: 'занят другим процессом' },
  stopped: { en: 'stopped', ru: 'остановлен' },
  quiet: { en: 'quiet hours', ru: 'тихие часы' },
};

const SEEN = {
  en: { read: 'seen', own: (n: string) => `${n} echoes` },
  ru: { read: 'прочитано', own: (n: string) => `из них своё ${n}` },
} as const;

export function cycleText({ lang }: Reader, r: CycleReport): string {
  const state = r.state === 'ok' ? '' : (STATES[r.state]?.[lang] ?? r.state);
  if (!('counts' in r) || r.state === 'paused') return `${r.host}: ${state}`;
  const parts = DONE.filter(([key]) => r.counts[key] > 0).map(([key, word]) => `${word[lang]} ${count(lang, r.counts[key])}`);
  const [all, own] = [count(lang, r.counts.seen), count(lang, r.counts.echoes)];
  const seen = `${SEEN[lang].read} ${all} (${SEEN[lang].own(own)})`;
  return `${r.host}: ${[...(state === '' ? [] : [state]), seen, ...parts, seconds(lang, r.seconds)].join(', ')}`;
}
