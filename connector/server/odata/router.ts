/** /odata: the feed, read-only, for Excel, Power BI and Dataverse virtual tables. Every answer is OData's, refusals too. */
import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { message, type Lang } from '../../errors.ts';
import { FeedMarkWrong, FeedTooDeep, FeedTooLarge, type Feed, type FeedKey, type FeedKeys } from '../../store/feed.ts';
import { SidebookError } from '../../errors.ts';
import { PASSING, storeError } from '../../store-errors.ts';
import { ApiError } from '../api-error.ts';
import type { Log } from '../http/log.ts';
import { inTheirLanguage } from '../http/language.ts';
import { failureLimit, feedLimit, type Limits } from '../http/limits.ts';
import { parseAddress } from './address.ts';
import { answerOf } from './answer.ts';
import { DEEPEST } from './filter.ts';
import type { Sight } from './ask.ts';
import { keyOf, setsOf } from './keys.ts';
import { checkOptions } from './options.ts';
import { FeedRefused, notHere, refuse } from './refused.ts';
import type { OnRead } from './rows.ts';

export interface FeedDeps {
  readonly keys: FeedKeys;
  /** Where the sets are read. A function: a store is opened when somebody asks. */
  readonly feeds: () => readonly Feed[];
  readonly onRead: OnRead;
}

export interface OdataDeps extends FeedDeps {
  readonly limits: Limits;
  readonly log: Log;
  /** Address people reach Sidebook by; without it what the request says. */
  readonly publicUrl: string | undefined;
}

export function odataRouter(deps: OdataDeps): Router {
  const router = Router();
  router.use(
    inTheirLanguage((req) => req.acceptsLanguages()[0]),
    versioned,
    readOnly,
    failureLimit(deps.limits),
    authenticated(deps.keys),
    feedLimit(deps.limits),
  );
  router.all('/{*path}', async (req, res) => send(deps, req, res));
  router.use(sendRefusal(deps.log));
  return router;
}

const versioned: RequestHandler = (_req, res, next) => {
  res.set({ 'OData-Version': '4.0', 'Cache-Control': 'no-store' });
  next();
};

const METHODS = 'GET, HEAD';

/** Before anything is read: whoever may look at rows in Dataverse could else change ours. No page of another site is let in, so a preflight learns nothing. */
const readOnly: RequestHandler = (req, res, next) => {
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  if (req.path === '/$batch') throw notHere('$batch');
  res.set('Allow', METHODS);
  if (req.method === 'OPTIONS') return void res.status(204).end();
  throw new FeedRefused(405, 'feed-read-only');
};

const authenticated =
  (keys: FeedKeys): RequestHandler =>
  (req, res, next) => {
    (res.locals as { feedKey?: FeedKey }).feedKey = keyOf(keys, req);
    next();
  };

async function send(deps: OdataDeps, req: Request, res: Response): Promise<void> {
  checkVersion(req);
  const address = parseAddress(req.url);
  checkOptions(address);
  const { feedKey: key } = res.locals as { feedKey: FeedKey };
  const reading = { sight: sightOf(deps.feeds(), key), onRead: deps.onRead, root: rootOf(deps, req) };
  const answer = await answerOf(reading, address, { accept: req.get('accept'), prefer: req.get('prefer'), lang: langOf(req) });
  const body = Buffer.from(answer.body);
  res.status(answer.status).set(answer.headers);
  if (answer.status === 204) return void res.end();
  res.set({ 'Content-Type': answer.type, 'Content-Length': String(body.length) }).end(body);
}

/** A reader that takes nothing newer than 3.0 would not understand us. */
function checkVersion(req: Request): void {
  const most = req.get('odata-maxversion');
  if (most !== undefined && !/^([4-9]|\d\d)(\.\d+)?$/.test(most.trim()))
    throw refuse('feed-version', { version: most.slice(0, 10) });
}

function sightOf(feeds: readonly Feed[], key: FeedKey): Sight {
  const pairs = feeds.flatMap((feed) => setsOf(key, feed.sets).map((set) => [set.name, { set, feed }] as const));
  return { key, sets: new Map(pairs) };
}

/** A Host header can say anything; what cannot be a host is none. */
function rootOf({ publicUrl }: OdataDeps, req: Request): string {
  if (publicUrl !== undefined) return `${publicUrl.replace(/\/$/, '')}${req.baseUrl}`;
  const host = /^[\w.:[\]-]{1,255}$/.test(req.host ?? '') ? req.host : 'localhost';
  return `${req.protocol}://${host}${req.baseUrl}`;
}

const langOf = (req: Request): Lang => (req.acceptsLanguages('en', 'ru') === 'ru' ? 'ru' : 'en');

const sendRefusal =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const refused = refusalOf(error);
    if (refused.status >= 500 && refused.status !== 501) log.error({ traceId: req.id, err: error }, 'failed');
    res.locals['refused'] = refused.code === 'feed-key-wrong' ? 'bad_client' : refused.code;
    if (res.headersSent) return next(error);
    if (refused.status === 401) res.set('WWW-Authenticate', 'Basic realm="Sidebook", charset="UTF-8"');
    const { what, next: cure } = message(refused.code, refused.detail, langOf(req));
    const body = JSON.stringify({ error: { code: refused.code, message: `${what} ${cure}`.trim() } });
    res.status(refused.status).set('Content-Type', 'application/json;odata.metadata=minimal;charset=utf-8').end(body);
  };

/** What nobody foresaw says nothing of itself. */
function refusalOf(error: unknown): Pick<FeedRefused, 'status' | 'code' | 'detail'> {
  if (error instanceof FeedRefused) return error;
  if (error instanceof FeedTooLarge) return refuse('feed-number');
  if (error instanceof FeedTooDeep) return refuse('feed-filter-deep', { most: DEEPEST });
  if (error instanceof FeedMarkWrong) return refuse('feed-token');
  if (error instanceof ApiError && error.status === 429) return new FeedRefused(429, 'too-often', error.detail);
  const known = storeError(error, '');
  if (known instanceof SidebookError && PASSING.has(known.code)) return new FeedRefused(503, known.code, known.detail);
  if (error instanceof URIError) return refuse('feed-address');
  return new FeedRefused(500, 'internal');
}
