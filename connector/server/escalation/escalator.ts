/**
 * Looks every minute for what waits longer than it may and raises it to the lead, each cause once, by every way that is configured.
 * It runs in the server, which may read notes; the process that syncs may not.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { WEBHOOK_SECRET } from '../../config/secrets.ts';
import type { Lang } from '../../errors.ts';
import type { Sidebook } from '../../main.ts';
import type { EscalationKind, Escalations, Waiting, Way } from '../../private/escalations.ts';
import type { OwnStore } from '../../private/own-store.ts';
import { isQuiet } from '../../quiet-hours.ts';
import { lateFollowUps, lateProblems } from './causes.ts';
import { mailTold } from './mail.ts';
import { tellOf, type Told } from './message.ts';
import { NotSent, postTold } from './webhook.ts';

const EVERY_MS = 60_000;

/** By which ways the configuration says that messages go. */
export const waysOf = ({ escalation }: Pick<Config, 'escalation'>): Way[] => [
  ...(escalation.webhook ? (['webhook'] as const) : []),
  ...(escalation.mail ? (['mail'] as const) : []),
];

/** What a look did. */
export interface Looked {
  readonly raised: readonly EscalationKind[];
  readonly sent: number;
  readonly failed: readonly { readonly way: Way; readonly why: string }[];
}

const NOTHING: Looked = { raised: [], sent: 0, failed: [] };

export class Escalator {
  readonly #sidebook: Sidebook;
  readonly #own: Escalations;
  readonly #lang: Lang;

  constructor(sidebook: Sidebook, own: Pick<OwnStore, 'escalations'>, lang: Lang) {
    this.#sidebook = sidebook;
    this.#own = own.escalations();
    this.#lang = lang;
  }

  /** One look: in quiet hours none. */
  async look(): Promise<Looked> {
    const { config, world } = this.#sidebook;
    const { quietHours, timeZone } = config.escalation;
    const ways = waysOf(config);
    if (ways.length === 0 || isQuiet({ quietHours, timeZone }, world.now())) return NOTHING;
    const raised = await this.#raise(ways);
    return { raised, ...(await this.#send(ways)) };
  }

  async #raise(ways: readonly Way[]): Promise<EscalationKind[]> {
    const { config, world, store } = this.#sidebook;
    const now = world.now();
    const late: readonly (readonly [EscalationKind, readonly string[]])[] = [
      ['conflict', await lateProblems(store.views, this.#own, 'conflict', config.escalation, now)],
      ['duplicate', await lateProblems(store.views, this.#own, 'duplicate', config.escalation, now)],
      ['follow-up', await lateFollowUps(this.#own, config.escalation, now)],
    ];
    const raised: EscalationKind[] = [];
    for (const [kind, causes] of late) if (await this.#own.raise(kind, causes, ways)) raised.push(kind);
    return raised;
  }

  /** Everything whose time has come, by the ways there are now; one that is down holds up no other. */
  async #send(ways: readonly Way[]): Promise<Pick<Looked, 'sent' | 'failed'>> {
    const failed: { way: Way; why: string }[] = [];
    let sent = 0;
    for (let waiting = await this.#own.take(ways); waiting !== null; waiting = await this.#own.take(ways)) {
      const why = await this.#sendOne(waiting);
      if (why === null) sent += 1;
      else failed.push({ way: waiting.way, why });
    }
    return { sent, failed };
  }

  async #sendOne(waiting: Waiting): Promise<string | null> {
    try {
      await this.#go(waiting.way, await this.#told(waiting));
      await this.#own.sent(waiting);
      return null;
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      await this.#own.failed(waiting, error.why);
      return error.why;
    }
  }

  async #told(waiting: Waiting): Promise<Told> {
    const overdue = waiting.kind === 'follow-up' ? await this.#own.overdueIn(waiting.message) : [];
    return tellOf(this.#sidebook, waiting, await this.#own.causesOf(waiting.message), overdue, this.#lang);
  }

  async #go(way: Way, told: Told): Promise<void> {
    const { config, world } = this.#sidebook;
    const { webhook, mail } = config.escalation;
    if (way === 'webhook' && webhook) await postTold(webhook.url, config.secrets.get(WEBHOOK_SECRET) ?? '', told, world.now());
    if (way === 'mail' && mail) await mailTold(config, mail, told);
  }
}

/** Until stopped; without a way out it never begins. A look that failed is told and tried again. */
export function keepEscalating(sidebook: Sidebook, open: () => Pick<OwnStore, 'escalations'>, lang: Lang, failed: (what: object) => void): { stop(): Promise<void> } {
  const stop = new AbortController();
  const looks = async (): Promise<void> => {
    for (let escalator: Escalator | null = null; !stop.signal.aborted;) {
      try {
        escalator ??= new Escalator(sidebook, open(), lang);
        for (const one of (await escalator.look()).failed) failed(one);
      } catch (error) {
        if (!stop.signal.aborted) failed({ why: error instanceof Error ? error.name : 'unknown' });
      }
      await wait(EVERY_MS, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = waysOf(sidebook.config).length === 0 ? Promise.resolve() : looks();
  return { stop: async () => { stop.abort(); await running; } };
} // prettier-ignore
