/** A private store for the bench: its clock stands at one moment, its people are named, words come as often as in a language. */
import { openSqlitePrivate, type SqlitePrivateStore } from '../../connector/private/sqlite/store.ts';
import type { Viewer } from '../../connector/private/private-store.ts';
import { tellerOf } from '../../connector/server/private.ts';
import { realWorld } from '../../connector/world.ts';
import type { Random } from '../random.ts';

export const NOW = Date.UTC(2026, 6, 22, 10);
export const TEAMS = 5;
export const OWNERS = 50;
export const ownerOf = (i: number): string => `user${String(i % OWNERS)}`;
export const teamOf = (i: number): string => `team${String((i % OWNERS) % TEAMS)}`;

const world = { ...realWorld(), now: () => new Date(NOW) };

/** As Sidebook opens it: the audit is part of every change. */
export function openPrivate(file: string): SqlitePrivateStore {
  return openSqlitePrivate({
    file,
    fresh: { price: 30, stock: 14, offer: 90 },
    world,
    audit: tellerOf(`${file}.audit`, world),
  });
}

export const SALES: Viewer = { user: ownerOf(7), roles: new Set(['sales']), team: teamOf(7), granted: false };
export const LEAD: Viewer = { user: 'lead', roles: new Set(['lead']), team: teamOf(7), granted: false };

const VOWELS = 'аеиоуыяю';
const CONSONANTS = 'бвгдзклмнпрст';
const ENDINGS = ['', 'а', 'у', 'ом', 'ы', 'е', 'ами', 'ов'];
export const VOCABULARY = 60_000;

/** The stem number n has; common ones are short. */
export function stemNamed(n: number): string {
  let [text, rest] = ['', n + 1];
  while (rest > 0) {
    text += (CONSONANTS[rest % CONSONANTS.length] ?? '') + (VOWELS[Math.floor(rest / CONSONANTS.length) % VOWELS.length] ?? '');
    rest = Math.floor(rest / (CONSONANTS.length * VOWELS.length));
  }
  return `${text}щк`;
}

/** As often as words of a language are: the n-th about 1/n of the time. */
export const zipf = (random: Random): number => Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** random.next()) - 1);

export const said = (random: Random, words: number): string =>
  Array.from({ length: words }, () => stemNamed(zipf(random)) + random.pick(ENDINGS)).join(' ');

/** What 95 of 100 stay below. */
export const p95 = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
