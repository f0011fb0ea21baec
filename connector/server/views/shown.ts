/** One answer for one person: their language and day, the names learned for it, and the hosts as they stand at this moment. */
import type { Sidebook } from '../../main.ts';
import { seenBy, type SeenStore } from '../seen-by.ts';
import type { Config } from '../../config.ts';
import type { HostId, Problem, World } from '../../model.ts';
import type { HostRow } from '../../store/store.ts';
import type { Tellers } from '../../store/queries.ts';
import type { Reading } from '../../store/view-queries.ts';
import { tellersOf } from '../../payments-told.ts';
import type { Lang, Message } from '../../errors.ts';
import { say } from '../../words/sentences.ts';
import { hostTitle } from '../../words/host-title.ts';
import { Names } from '../../words/names.ts';
import { wordsOf } from '../../words/problem-words.ts';
import { nextOf, said } from '../../words/whose.ts';
import type { Cause } from '../contract/shared.ts';
import { hasRight, type Right } from '../auth/rights.ts';
import type { Principal } from '../principal.ts';
import type { Entities } from '../api/entities.ts';

/** What views are made from. */
export interface Behind {
  readonly sidebook: Sidebook;
  readonly world: World;
  readonly config: Config;
  readonly entities: Entities;
}

export type WhyNot = 'write-off' | 'write-off-host' | 'paused' | 'restored';

interface State {
  readonly rows: ReadonlyMap<HostId, HostRow>;
  readonly write: boolean;
  readonly restored: boolean;
}

export class Shown {
  readonly behind: Behind;
  readonly who: Principal;
  readonly lang: Lang;
  readonly names: Names;
  /** As this person sees it. */
  readonly store: SeenStore;
  readonly now: Date;
  /** The reader's day: overdue begins with it. */
  readonly today: string;
  #hosts: Promise<State> | null = null;
  readonly #readings = new Map<HostId, Promise<readonly Reading[]>>();

  constructor(behind: Behind, who: Principal) {
    this.behind = behind;
    this.who = who;
    this.lang = who.lang;
    this.store = seenBy(behind.sidebook.store, who.owners);
    this.names = new Names(this, who.lang);
    this.now = behind.world.now();
    this.today = dayIn(who.timeZone, this.now);
  }

  title = (host: HostId): string => hostTitle(this, this.behind.config, host);

  may = (right: Right): boolean => hasRight(this.who.roles, right);

  /** Of the holder of what is private here, where the administrator said who that is. */
  get stamp(): string[] {
    const { stamp } = this.behind.config.private;
    return stamp ? [stamp.holder, stamp.address] : [];
  }

  /** The number of a question, for those who may read questions. */
  question = (id: number | null): number | null => (this.may('problems.read') ? id : null);

  async host(id: HostId): Promise<HostRow | null> {
    return (await this.#state()).rows.get(id) ?? null;
  }

  /** Which hosts tell of payments: null where all do. */
  tellers(): Promise<Tellers> {
    return tellersOf(this.behind.sidebook.hostIds, (host) => this.readings(host));
  }

  /** Of one host, read once for the whole answer. */
  readings(host: HostId): Promise<readonly Reading[]> {
    const known = this.#readings.get(host) ?? this.store.views.readings(host);
    this.#readings.set(host, known);
    return known;
  }

  /** Why nothing is written there now; the same rules as switchesOf, read once for the whole answer. */
  async whyNotWritten(id: HostId): Promise<WhyNot | null> {
    const { rows, write, restored } = await this.#state();
    const row = rows.get(id);
    if (restored || row?.state === 'restored') return 'restored';
    if (row?.pausedBy) return 'paused';
    if (!write) return 'write-off';
    return row?.write ? null : 'write-off-host';
  }

  #state(): Promise<State> {
    this.#hosts ??= this.store.read(async (t) => ({
      rows: new Map((await t.hosts()).map((row) => [row.id, row])),
      write: (await t.setting('write')) === 'on',
      restored: (await t.setting('restored')) === 'yes',
    }));
    return this.#hosts;
  }

  /** Who did something: whoever looks, a user by name, somebody at the command line, or Sidebook by itself. */
  async person(actor: string): Promise<string> {
    if (actor === this.who.actor) return say(this, 'value.me');
    const name = await this.store.views.personName(actor);
    if (name !== null) return name;
    const [kind = '', ...rest] = actor.split(':');
    return kind === 'cli' ? rest.join(':') : actor;
  }

  /** A problem in words, its base by its title; what it refers to has to be learned before. */
  told(p: Problem): Message {
    const words = wordsOf(this, this.names, { ...p, detail: { ...p.detail, host: this.title(p.host) } });
    return { ...words, next: nextOf(this, words.code, { problem: p.id }) ?? words.next };
  }

  /** A message of the catalogue as a cause, with the base by its title. */
  cause(code: string, detail: Readonly<Record<string, string>> & { host: HostId }, retryAt: string | null = null): Cause {
    const { what, next, who } = said(this, code, { ...detail, host: this.title(detail.host) });
    return { code, text: what, next, who, retryAt };
  }
}

/** The calendar day of a moment in a zone. */
export function dayIn(timeZone: string, at: Date): string {
  const known = DAYS.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }); // prettier-ignore
  DAYS.set(timeZone, known);
  return known.format(at);
}

/** Making a format costs more than all the rest of an answer; there are some hundred zones. */
const DAYS = new Map<string, Intl.DateTimeFormat>();

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
