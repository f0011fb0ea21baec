/** A page of a host, as simple as they come: the loader of a real server, one frame, a token. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import { ready } from '../../widgets/counterparty/story.ts';
import { ENTITY, type Office } from '../server/office.ts';

/** What the page of the host shows next. */
export interface HostPage {
  readonly origin: string;
  readonly show: (html: string) => void;
  readonly stop: () => void;
}

export async function startHostPage(): Promise<HostPage> {
  let html = '';
  const server = createServer((_req, res) => void res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    show: (next) => (html = next),
    stop: () => (server.closeAllConnections(), server.close()),
  };
}

/** An API that has one counterparty and nothing else. */
export const oneParty = (): Router =>
  Router()
    .get('/counterparty', (_req, res) => void res.json(ready))
    .post('/telemetry', (_req, res) => void res.status(204).end());

/** `window.ready` becomes the milliseconds until data was shown, or the code of the error. */
export const frameHtml = (office: Office, widget: string): string => `<!doctype html><title>Host</title>
  <script>
    const began = performance.now();
    addEventListener('sidebook:ready', () => (window.ready = performance.now() - began));
    addEventListener('sidebook:error', (event) => (window.ready = event.detail.code));
  </script>
  <script src="${office.server.url}/embed/v1/loader.js"></script>
  <sidebook-frame client="ut11" widget="${widget}" entity-id="${ENTITY}" lang="ru"></sidebook-frame>
  <script>document.querySelector('sidebook-frame').tokenProvider = () => Promise.resolve('${office.token({ wdg: [widget] })}');</script>`;
