/** /embed/v1: the loader, the pages, the file for 1C, what they load, and tokens for host back ends. */
import { json, Router, type Request, type RequestHandler, type Response } from 'express';
import { framePage } from '../../../widgets/shells/frame-data.ts';
import { ApiError } from '../api-error.ts';
import { basicOf } from '../auth/middleware.ts';
import type { Registry } from '../auth/registry.ts';
import type { Tokens } from '../auth/tokens.ts';
import { WIDGETS } from '../contract/embed.ts';
import { page, shared } from '../http/headers.ts';
import { failureLimit, tokenLimit, type Limits } from '../http/limits.ts';
import { asset, type Asset, type Assets } from './assets.ts';
import { onecPage } from './onec.ts';
import { ancestorsOf, frameData, pageScript, type PageDeps } from './page.ts';
import { send } from './send.ts';
import { languageOf, textsFor, type Texts } from './texts.ts';

const FOREVER = 'public, max-age=31536000, immutable';
const FIVE_MINUTES = 'public, max-age=300';
/** Asked again each time, answered with 304 as long as it is the same. */
const CHECK = 'no-cache';

export interface EmbedDeps {
  readonly registry: Registry;
  readonly tokens: Tokens;
  /** Null: not built. Tokens work all the same. */
  readonly assets: Assets | null;
  readonly texts: Texts;
  readonly limits: Limits;
  readonly isHttps: boolean;
  /** Path the server is reached under. */
  readonly base: string;
  /** Widgets may tell this server how fast they were. */
  readonly telemetry: boolean;
}

export function embedRouter(deps: EmbedDeps): Router {
  const router = Router();
  router.post('/tokens', tokenLimit(deps.limits), failureLimit(deps.limits), json({ limit: BODY }), issue(deps.tokens));
  if (deps.assets) addPages(router, deps, { ...deps, assets: deps.assets });
  return router;
}

const BODY = 256 * 1024;

const issue =
  (tokens: Tokens): RequestHandler =>
  async (req, res) => {
    const who = basicOf(req.get('authorization'));
    if (!who) throw new ApiError(401, 'bad_client');
    res
      .status(201)
      .set('Cache-Control', 'no-store')
      .json(await tokens.issue(who.client, who.secret, req.body));
  };

function addPages(router: Router, deps: EmbedDeps, pages: PageDeps): void {
  addFiles(router, pages.assets, deps.isHttps);
  const onec = onecPage(pages.assets, deps.texts, deps.telemetry);
  router.get('/1c.html', shared(deps.isHttps), (req, res) => given(req, res, onec(), CHECK));
  router.get('/texts/:lang/:widget', shared(deps.isHttps), giveTexts(deps.texts));
  router.get('/:client/:widget', showPage(deps, pages));
}

function given(req: Request, res: Response, found: Asset | undefined, cache: string): void {
  if (!found) throw new ApiError(404, 'address-unknown');
  send(req, res, found, cache);
}

function addFiles(router: Router, assets: Assets, isHttps: boolean): void {
  const { loader, probe } = assets.manifest;
  const file = (name: string, cache: string): RequestHandler => (req, res) => given(req, res, assets.files.get(name), cache); // prettier-ignore
  router.get('/loader.js', shared(isHttps), file(loader, FIVE_MINUTES));
  router.get('/manifest.json', shared(isHttps), file('manifest.json', FIVE_MINUTES));
  router.get('/probe.html', page([], isHttps), file(probe.file, CHECK));
  router.get('/assets/:name', shared(isHttps), (req, res, next) =>
    file(`assets/${String(req.params['name'])}`, FOREVER)(req, res, next),
  );
}

/** For a language that changes while the page is open, and for the inline shell. */
const giveTexts =
  (texts: Texts): RequestHandler<{ lang: string; widget: string }> =>
  (req, res) => {
    const widget = WIDGETS.find((name) => name === req.params.widget);
    if (!widget) throw new ApiError(404, 'address-unknown');
    const all = texts.textsOf(languageOf(texts, [req.params.lang])) ?? {};
    send(req, res, asset('texts.json', Buffer.from(JSON.stringify(textsFor(all, widget)))), CHECK);
  };

const showPage =
  ({ registry, isHttps }: EmbedDeps, pages: PageDeps): RequestHandler<{ client: string; widget: string }> =>
  (req, res, next) => {
    const client = registry.client(req.params.client);
    const widget = WIDGETS.find((name) => name === req.params.widget);
    if (client?.revokedAt !== null || !widget || !pages.assets.manifest.widgets[widget])
      throw new ApiError(404, 'address-unknown');
    const asked = typeof req.query['lang'] === 'string' ? [req.query['lang']] : req.acceptsLanguages();
    const lang = languageOf(pages.texts, asked);
    page(ancestorsOf(client), isHttps)(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      const html = framePage(frameData(pages, client, widget, lang), pageScript(pages), lang);
      res.vary('Accept-Language');
      send(req, res, asset('page.html', Buffer.from(html)), CHECK);
    });
  };
