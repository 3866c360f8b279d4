import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's web server, which publishes what it is told to. */
export interface Web {
  at(path: string): string;
  /** From now on this is published there. */
  publish(path: string, body: string): void;
  stop(): Promise<void>;
}

export async function startWeb(): Promise<Web> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const body = pages.get(request.url!);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/ld+json' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    at: (path) => `${origin}${path}`,
    publish: (path, body) => void pages.set(path, body),
    stop() {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
