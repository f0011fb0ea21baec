/**
 * Before the first cycle: was our own store put back from a backup, does another organisation answer than before? Then everything is
 * looked at again and nothing is written (A21).
 */
import { HostError, isGone, type Host, type LiveHost } from '../hosts/host.ts';
import type { HostId, Instant, Problem } from '../model.ts';
import type { Engine } from './engine.ts';
import { nowOf } from './engine.ts';

/** `hosts`: all that are configured, attached yet or not. */
export async function noticeRestore(engine: Engine, hosts: Iterable<HostId>): Promise<boolean> {
  if (!(await engine.store.wasRestored())) return false;
  const at = nowOf(engine);
  await engine.store.write({ actor: engine.holder }, (t) => {
    t.setSetting('restored', 'yes');
    for (const id of hosts) {
      t.forgetCursors(id);
      t.problem(restored(id, { code: 'store-restored' }, at));
    }
  });
  await engine.store.checkpoint();
  return true;
}

/** A copy holds the same objects under the same ids, and what is written there is written into the wrong books. */
export async function noticeOther(
  engine: Pick<Engine, 'store' | 'world' | 'holder'>,
  host: HostId,
  identity: string,
): Promise<void> {
  const name = `identity:${host}`;
  const known = (await engine.store.read((t) => t.setting(name))) ?? '';
  if (known === identity) return;
  const problem = restored(host, { code: 'host-copied', was: known, now: identity }, nowOf(engine));
  await engine.store.write({ actor: engine.holder }, (t) => {
    t.setSetting(name, identity);
    if (known === '') return;
    t.setHost(host, { state: 'restored' });
    t.forgetCursors(host);
    t.problem(problem);
  });
}

/** So many of our organisations are looked for. */
const KNOWN = 10;

/**
 * A base that has others, and none of the organisations known from it, is another one: addresses were mixed up, or the publication leads
 * elsewhere. What is written there lands in the wrong books, what is read mixes two; so it is neither. An organisation is never really
 * deleted. One that shows none at all hides them, or its copy is lost: its own feeds tell.
 */
export async function refuseOther({ store }: Pick<Engine, 'store'>, host: Pick<Host, 'id' | 'feeds' | 'readMany' | 'changes'>): Promise<void> {
  const links = await store.read((t) => t.liveLinks(host.id, 'organisation', '', KNOWN));
  if (links.length === 0) return;
  const seen = await host.readMany('organisation', links.map((l) => l.hostId)).catch(unsaid);
  if (seen === null || !seen.every(isGone) || !(await showsAny(host))) return;
  throw new HostError('bad-response', host.id, { code: 'other-base', alone: false, at: { count: String(links.length) } });
} // prettier-ignore

/**
 * The same question in the middle of the work: the address may lead elsewhere at any time. Asked once a run, before anything new is taken
 * over, anything is made there or called gone, so a run that has nothing of that kind asks nothing.
 */
export class SameBase {
  readonly #ask: () => Promise<void>;
  #asked: Promise<void> | null = null;

  constructor(engine: Pick<Engine, 'store'>, host: Host & Pick<LiveHost, 'identity'>) {
    const isTold = host.identity !== undefined; // by what answers, whenever it is attached
    this.#ask = isTold ? () => Promise.resolve() : () => refuseOther(engine, host);
  }

  /** Throws where another base answers. */
  sure(): Promise<void> {
    return (this.#asked ??= this.#ask());
  }
}

async function showsAny(host: Pick<Host, 'feeds' | 'changes'>): Promise<boolean> {
  const feed = host.feeds.find((f) => f.kind !== 'changes' && f.entities.includes('organisation'));
  if (!feed) return false;
  for await (const { items } of host.changes(feed.id, null))
    if (items.some((i) => 'version' in i && i.entity === 'organisation')) return true;
  return false;
}

/** A list that cannot be read says nothing of the base, and is told by its own feed. One that is merely down is asked again. */
function unsaid(error: unknown): null {
  if (!(error instanceof HostError) || error.kind === 'unavailable' || error.kind === 'unauthorised') throw error;
  return null;
}

const restored = (host: HostId, detail: Problem['detail'], since: Instant) =>
  ({ host, link: null, record: null, entity: null, unit: null, kind: 'restored', detail, ours: null, theirs: null, base: null, since }) as const; // prettier-ignore
