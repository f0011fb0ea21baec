/** /embed/v1: the loader, the pages, the file for 1C, what they load, and tokens for host back ends. */
import { json, Router, type RequestHandler } from 'express';
import { framePage } from '../../../widgets/shells/frame-data.ts';
import { ApiError } from '../api-error.ts';
import { basicOf } from '../auth/middleware.ts';
import type { Registry } from '../auth/registry.ts';
import type { Tokens } from '../auth/tokens.ts';
import { WIDGETS } from '../contract/embed.ts';
import { page, shared } from '../http/headers.ts';
import { failureLimit, tokenLimit, type Limits } from '../http/limits.ts';
import { asset, type Assets } from './assets.ts';
import { ancestorsOf, frameData, languageOf, pageScript } from './page.ts';
import { send } from './send.ts';

const FOREVER = 'public, max-age=31536000, immutable';
const FIVE_MINUTES = 'public, max-age=300';
/** Asked again each time, answered with 304 as long as it is the same. */
const CHECK = 'no-cache';

export interface EmbedDeps {
  readonly registry: Registry;
  readonly tokens: Tokens;
  /** Null: not built. Tokens work all the same. */
  readonly assets: Assets | null;
  readonly limits: Limits;
  readonly isHttps: boolean;
  /** Path the server is reached under. */
  readonly base: string;
}

export function embedRouter(deps: EmbedDeps): Router {
  const router = Router();
  router.post('/tokens', tokenLimit(deps.limits), failureLimit(deps.limits), json({ limit: BODY }), issue(deps.tokens));
  if (deps.assets) addFiles(router, deps.assets, deps.isHttps);
  if (deps.assets) router.get('/:client/:widget', showPage(deps, deps.assets));
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

function addFiles(router: Router, assets: Assets, isHttps: boolean): void {
  const { loader, onec, probe } = assets.manifest;
  const file = (name: string, cache: string): RequestHandler => (req, res) => {
    const found = assets.files.get(name);
    if (!found) throw new ApiError(404, 'address-unknown');
    send(req, res, found, cache);
  }; // prettier-ignore
  router.get('/loader.js', shared(isHttps), file(loader, FIVE_MINUTES));
  router.get('/manifest.json', shared(isHttps), file('manifest.json', FIVE_MINUTES));
  router.get('/1c.html', shared(isHttps), file(onec.file, CHECK));
  router.get('/probe.html', page([], isHttps), file(probe.file, CHECK));
  router.get('/assets/:name', shared(isHttps), (req, res, next) =>
    file(`assets/${String(req.params['name'])}`, FOREVER)(req, res, next),
  );
}

const showPage =
  ({ registry, isHttps, base }: EmbedDeps, assets: Assets): RequestHandler<{ client: string; widget: string }> =>
  (req, res, next) => {
    const client = registry.client(req.params.client);
    const widget = WIDGETS.find((name) => name === req.params.widget);
    if (client?.revokedAt !== null || !widget || !assets.manifest.widgets[widget]) throw new ApiError(404, 'address-unknown');
    const asked = typeof req.query['lang'] === 'string' ? [req.query['lang']] : req.acceptsLanguages();
    const lang = languageOf(assets, asked);
    page(ancestorsOf(client), isHttps)(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      const html = framePage(frameData(assets, base, client, widget, lang), pageScript(assets, base), lang);
      res.vary('Accept-Language');
      send(req, res, asset('page.html', Buffer.from(html)), CHECK);
    });
  };
