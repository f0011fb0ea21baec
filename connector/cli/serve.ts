/** The server of widgets and API: alone (sidebook serve), or in the parent process of sidebook start. */
import type { Router } from 'express';
import type { Sidebook } from '../main.ts';
import { apiRouter } from '../server/api/index.ts';
import { OwnPrivate } from '../server/api/own.ts';
import { serverLog } from '../server/http/log.ts';
import { keepEscalating } from '../server/escalation/escalator.ts';
import { feedReads } from '../server/odata/feed-reads.ts';
import { privateFeedOf } from '../server/odata/private-feed.ts';
import { openapiDocument } from '../server/openapi.ts';
import { startServer, type RunningServer } from '../server/server.ts';
import { keepGuarded } from '../server/wall-feeding.ts';
import { VERSION } from '../version.ts';
import { t, withSidebook, type Io } from './io.ts';
import { stopSignal } from './sync.ts';

export interface Serving {
  /** The demo takes the next port rather than none. */
  readonly nextPorts?: number;
  readonly pages?: Router;
  /** Opened elsewhere; closed with the server. */
  readonly own?: OwnPrivate;
  /** Only what went wrong is logged, terminal or not: a page that asks every second is no news. */
  readonly quiet?: boolean;
}

export async function serve(io: Io, stop: AbortSignal = stopSignal()): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const server = await startServing(io, sidebook);
    io.out(`${t(io, `Widgets and API: ${server.url}`, `Виджеты и API: ${server.url}`)}\n`);
    await new Promise((done) => (stop.aborted ? done(null) : stop.addEventListener('abort', done, { once: true })));
    await server.close();
  });
}

/** In a terminal people read, the log is kept to what went wrong; a service logs every request. */
export async function startServing(
  io: Io,
  sidebook: Sidebook,
  { quiet = io.isTty, own: given, ...serving }: Serving = {},
): Promise<RunningServer> {
  const { world, config } = sidebook;
  const log = serverLog(world, { write: (line) => io.err(line) }, quiet ? 'error' : 'info');
  const privateFeed = privateFeedOf(config, world);
  const own = given ?? new OwnPrivate(config, world);
  const fed = keepGuarded(sidebook, (error) =>
    log.error({ why: error instanceof Error ? error.name : 'unknown' }, 'wall-not-fed'),
  );
  const raised = keepEscalating(
    sidebook,
    () => own.store,
    io.lang,
    (what) => log.error(what, 'escalation-failed'),
  );
  const server = await startServer({
    sidebook,
    world,
    log,
    privateFeed,
    onFeedRead: feedReads(sidebook.audit, config.rights.exports),
    api: apiRouter({ sidebook, world, config, own }),
    openapi: openapiDocument(VERSION),
    ...serving,
  });
  const close = async (): Promise<void> => {
    await server.close();
    await raised.stop();
    await privateFeed.close();
    await own.close();
    await fed.stop();
  };
  return { ...server, close };
}
