/** The server of widgets and API: everything it is built of, where it listens, how it stops. */
import type { Router } from 'express';
import type { Sidebook } from '../main.ts';
import type { World } from '../model.ts';
import { ownFile } from '../own-files.ts';
import type { Feed } from '../store/feed.ts';
import { createApp, type AppDeps } from './app.ts';
import { KeyFiles, keysFolder } from './auth/key-files.ts';
import { Origins, ownOrigins } from './auth/origins.ts';
import type { Registry } from './auth/registry.ts';
import { Tokens, type Added } from './auth/tokens.ts';
import { readAssets } from './embed/assets.ts';
import { builtTexts, type Texts } from './embed/texts.ts';
import { Kept, keptFolder } from '../translations/own/kept.ts';
import { keptWords, keptTexts } from '../translations/own/texts.ts';
import { rewordBy } from '../words/reworded.ts';
import type { OnRead } from './odata/rows.ts';
import { USUAL, type Limits } from './http/limits.ts';
import { serverLog, type Log } from './http/log.ts';
import { answersOf, end, listen, makeServer, USUAL_PATIENCE, type Patience } from './listen.ts';

export interface ServerDeps {
  readonly sidebook: Sidebook;
  readonly world: World;
  readonly api: Router;
  readonly openapi?: object;
  /** Pages beside widgets and API: those of the demo. */
  readonly pages?: Router;
  readonly log?: Log;
  readonly registry?: Registry;
  /** Folder with the built widgets. */
  readonly assets?: string;
  /** What widgets say; without it what the build has. */
  readonly texts?: Texts;
  readonly keys?: KeyFiles;
  /** Sets of the private store, for keys of class office that were given them. */
  readonly privateFeed?: Feed;
  /** Told of every reading of the feed: the audit. */
  readonly onFeedRead?: OnRead;
  readonly limits?: Limits;
  readonly patience?: Partial<Patience>;
  /** How many following ports may be tried where the configured one is taken: the demo. */
  readonly nextPorts?: number;
}

export interface RunningServer {
  /** Where people reach it: publicUrl, or where it listens. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const { config } = deps.sidebook;
  const patience = { ...USUAL_PATIENCE, ...deps.patience };
  const state = { isStopping: false, port: config.server.listen.port };
  const server = makeServer(config, patience, createApp(appDeps(deps, state)));
  const answers = answersOf(server);
  state.port = await listen(server, config.server.listen, deps.nextPorts);
  const close = async (): Promise<void> => {
    state.isStopping = true;
    await end(server, answers, patience);
  };
  return { url: config.server.publicUrl ?? localUrl(deps.sidebook, state.port), port: state.port, close };
}

function appDeps(deps: ServerDeps, state: { readonly isStopping: boolean; readonly port: number }): AppDeps {
  const { sidebook, world } = deps;
  const { config, store } = sidebook;
  const registry = deps.registry ?? store.accounts.registry;
  const assets = readAssets(deps.assets ?? ownFile('dist/widgets'));
  const keys = deps.keys ?? new KeyFiles(keysFolder(config.store.file));
  const kept = new Kept(keptFolder(config.store.file));
  rewordBy(keptWords(kept));
  const added: Added = async ({ client, hostUser, name }) => {
    await sidebook.audit.append([{ actor: client, what: 'access:user.added', subject: null, value: { client, hostUser, name } }]);
  };
  return {
    sidebook, registry, tokens: new Tokens(registry, keys, world, { added, rows: config.rights.rows }), origins: new Origins(registry, () => ownOrigins(config.server, state.port)),
    answers: store.accounts.answers, assets, texts: deps.texts ?? keptTexts(builtTexts(assets), kept), limits: deps.limits ?? USUAL,
    feed: { keys: store.accounts.feedKeys, feeds: () => [store.feed, ...(deps.privateFeed ? [deps.privateFeed] : [])], onRead: deps.onFeedRead ?? (async () => undefined) },
    log: deps.log ?? serverLog(world), api: deps.api, openapi: deps.openapi ?? null, pages: deps.pages ?? null, isStopping: () => state.isStopping,
  }; // prettier-ignore
}

function localUrl({ config }: Sidebook, port: number): string {
  const { host } = config.server.listen;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${config.server.tls ? 'https' : 'http'}://${name}:${String(port)}`;
}
