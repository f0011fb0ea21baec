/** Who asks: a key of the feed, as a bearer token or x-api-key (`id.secret`), or as Basic (user = id, password = secret). Never in the address. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { FeedKey, FeedKeys, FeedSet } from '../../store/feed.ts';
import { basicOf } from '../auth/middleware.ts';
import { FeedRefused } from './refused.ts';

/** The secret is 32 random bytes: one round is enough, there is nothing to guess. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

interface Shown {
  readonly id: string;
  readonly secret: string;
}

export function keyOf(keys: FeedKeys, req: Pick<Request, 'get'>): FeedKey {
  const shown = shownBy(req);
  if (!shown) throw new FeedRefused(401, 'feed-key-missing');
  const known = keys.find(shown.id);
  const isRight = timingSafeEqual(Buffer.from(hashOf(shown.secret)), Buffer.from(known?.hash ?? hashOf('')));
  if (!known || !isRight || known.key.revokedAt !== null) throw new FeedRefused(401, 'feed-key-wrong');
  return known.key;
}

function shownBy(req: Pick<Request, 'get'>): Shown | null {
  const header = req.get('authorization');
  const basic = basicOf(header);
  if (basic) return { id: basic.client, secret: basic.secret };
  const text = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? req.get('x-api-key') ?? '';
  const at = text.indexOf('.');
  return at < 1 ? null : { id: text.slice(0, at), secret: text.slice(at + 1) };
}

/** Sets of a key: those it was given, else all that are not private. A private one never for a key of class host, whatever its row says. */
export const setsOf = (key: FeedKey, all: readonly FeedSet[]): FeedSet[] =>
  all.filter(
    (set) => (key.sets === null ? !set.isPrivate : key.sets.includes(set.name)) && !(set.isPrivate && key.class === 'host'),
  );
