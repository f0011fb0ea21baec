/** /demo: a page that looks like a form of 1C or Dynamics, and what it asks. Mounted only while the demo runs. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { json, Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Lang } from '../../errors.ts';
import type { Sidebook } from '../../main.ts';
import { ownFile } from '../../own-files.ts';
import type { OwnPrivate } from '../api/own.ts';
import { ApiError } from '../api-error.ts';
import { KeyFiles, keysFolder } from '../auth/key-files.ts';
import { WIDGETS } from '../contract/embed.ts';
import { asset } from '../embed/assets.ts';
import { send } from '../embed/send.ts';
import type { Books } from './books.ts';
import { ACTOR, DemoClient } from './client.ts';
import { FIELD_NAMES, PLAYS } from './contract.ts';
import { billForm, parties, partyForm, save } from './forms.ts';
import { addressesOf, onlyHere, onlyOurPage } from './guard.ts';
import { hashesOf, onecText, sendPage } from './page.ts';
import { playOn } from './plays.ts';
import { seedRivals } from './rivals.ts';

export const DEMO_PATH = '/demo/';

const ONEC = 'dist/widgets/1c.html';
const PAGE = ['dist/demo/page.js', 'dist/demo/page.css'];
const FILES = [ONEC, ...PAGE];

export interface DemoDeps {
  readonly sidebook: Sidebook;
  readonly books: Books;
  /** Where the demo's rivals are kept. */
  readonly own: OwnPrivate;
  /** Of this start: the page carries it, every change must. */
  readonly nonce: string;
  /** Before something happens on our side: the host must be attached by then. */
  readonly ready: () => Promise<unknown>;
}

export interface Demo {
  readonly pages: Router;
  /** Once the port is known: the client is registered for pages on it. */
  readonly open: (port: number) => void;
}

/** Null: its page or the widgets are not built. */
export function createDemo(deps: DemoDeps): Demo | null {
  if (!FILES.every((file) => existsSync(ownFile(file)))) return null;
  const { sidebook } = deps;
  const keys = new KeyFiles(keysFolder(sidebook.config.store.file));
  const client = new DemoClient(sidebook.store.accounts.registry, keys, sidebook.world);
  const router = Router();
  router.use('/demo', onlyHere);
  addPage(router, deps);
  addQuestions(router, deps);
  router.use('/demo/api', onlyOurPage(deps.nonce), json({ limit: 64 * 1024 }));
  addChanges(router, deps, client);
  return { pages: router, open: (port) => client.register(port) };
}

function addPage(router: Router, { nonce }: DemoDeps): void {
  const text = onecText(readFileSync(ownFile(ONEC), 'utf8'));
  const hashes = hashesOf(text);
  router.get('/', (_req, res) => res.redirect(DEMO_PATH));
  router.get('/demo', (req, res, next) => {
    const found = addressesOf(req);
    if (!req.originalUrl.startsWith(DEMO_PATH)) return res.redirect(DEMO_PATH);
    return found ? sendPage(res, { ...found, nonce, hashes }) : next();
  });
  for (const path of PAGE) {
    const name = basename(path);
    const file = asset(name, readFileSync(ownFile(path)));
    router.get(`/demo/${name}`, (req, res) => send(req, res, file, 'no-cache'));
  }
  router.get('/demo/api/onec', (_req, res) => void res.set('Cache-Control', 'no-store').type('text/plain').send(text));
}

const key = z.guid();

function addQuestions(router: Router, deps: DemoDeps): void {
  const answer =
    (of: (asked: string, lang: Lang) => Promise<unknown>): RequestHandler =>
    async (req, res) => {
      res
        .set('Cache-Control', 'no-store')
        .json(await of(z.string().catch('').parse(req.query['key']), req.acceptsLanguages('ru', 'en') === 'ru' ? 'ru' : 'en'));
    };
  const listed = seededOnce(deps);
  router.get(
    '/demo/api/parties',
    answer((_asked, lang) => listed(lang)),
  );
  router.get('/demo/api/party', answer((asked) => partyForm(deps, parsed(key, asked)))); // prettier-ignore
  router.get('/demo/api/bill', answer((asked) => billForm(deps, parsed(key, asked)))); // prettier-ignore
}

/** Rivals and notes are there before anybody chooses a counterparty to look at, in the language of whoever looks first. */
function seededOnce(deps: DemoDeps): (lang: Lang) => Promise<unknown> {
  let seeding: Promise<boolean> | null = null;
  return async (lang) => {
    const found = await parties(deps);
    if (found.length === 0) return found;
    if (!(await (seeding ??= seedRivals(deps.sidebook, deps.own, found, lang)))) seeding = null;
    return found;
  };
}

const lang = z.enum(['ru', 'en']);
const BODIES = {
  save: z.object({ key, values: z.partialRecord(z.enum(FIELD_NAMES), z.string().max(500)) }),
  play: z.object({ what: z.enum(PLAYS), party: key, invoice: key.nullable(), lang }),
  token: z.object({ widget: z.enum(WIDGETS), entity: z.string().max(400).nullable(), lang, tz: z.string().max(60) }),
};

function addChanges(router: Router, deps: DemoDeps, client: DemoClient): void {
  const change = <T>(name: string, body: z.ZodType<T>, run: (asked: T) => Promise<unknown>): void => {
    router.post(`/demo/api/${name}`, async (req, res) => {
      res.set('Cache-Control', 'no-store').json(await run(parsed(body, req.body)));
    });
  };
  change('save', BODIES.save, async (asked) => {
    await save(deps, asked.key, asked.values);
    return {};
  });
  change('play', BODIES.play, async ({ what, ...asked }) => {
    await deps.ready();
    return { text: await playOn({ ...deps, ...asked, by: ACTOR }, what) };
  });
  change('token', BODIES.token, async (asked) => ({ token: await client.token(asked) }));
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data } = schema.safeParse(value);
  if (!success) throw new ApiError(400, 'input-wrong');
  return data;
}
