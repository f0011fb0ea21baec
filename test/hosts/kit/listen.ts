import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a loopback port; a taken port rejects with the usual EADDRINUSE error. */
export function listen(port: number, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Listening> {
  const server = createServer({ maxHeaderSize: 128 * 1024, requestTimeout: 0 }, answer);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({ port: (server.address() as AddressInfo).port, close: () => closeServer(server) }),
    );
  });
}

/** Requests that a fault keeps waiting for ever must not keep the process alive. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
