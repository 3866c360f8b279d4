import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterTests } from '@marquee/platform/testing';

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Answered {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export interface ProviderServer {
  url: string;
  asked: Asked[];
  /** What is answered in place of the provider's own answer, one a request; `silence` never answers, `cut` closes the connection. */
  faults: (Answered | 'silence' | 'cut')[];
}

/** A provider on this machine: answers each request by its own rules, and faults first. Closed after the tests. */
export async function providerServer(answer: (asked: Asked) => Answered | Promise<Answered>): Promise<ProviderServer> {
  const asked: Asked[] = [];
  const faults: ProviderServer['faults'] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const one: Asked = { method: request.method!, path: request.url!, headers: request.headers, body: await text(request) };
      asked.push(one);
      const fault = faults.shift();
      if (fault === 'silence') return;
      if (fault === 'cut') return request.socket.destroy();
      const { status, body, headers } = fault ?? (await answer(one));
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTests(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, faults };
}
