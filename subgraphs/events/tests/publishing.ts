import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTests } from '@marquee/platform/testing';

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** The connection breaks in the middle of the body. */
  broken?: boolean;
  /** Nothing comes. */
  silent?: boolean;
}

export interface Publisher {
  /** Of what is published at this path. */
  at(path: string): string;
  /** From now on this is the answer there; what it is asked with is passed. */
  publish(path: string, answer: Answer | ((request: IncomingMessage) => Answer)): void;
  /** Requests of this path so far. */
  asked(path: string): IncomingMessage[];
}

/** A web server that publishes calendars, as somebody outside would: with an ETag, and 304 for who has it. */
export async function startPublishing(): Promise<Publisher> {
  const answers = new Map<string, Answer | ((request: IncomingMessage) => Answer)>();
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const known = answers.get(pathOf(request));
    send(request, response, typeof known === 'function' ? known(request) : (known ?? { status: 404 }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterTests(() => {
    server.closeAllConnections();
    return new Promise<void>((done) => server.close(() => done()));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    at: (path) => `${origin}${path}`,
    publish: (path, answer) => void answers.set(path, answer),
    asked: (path) => requests.filter((request) => pathOf(request) === path),
  };
}

const pathOf = (request: IncomingMessage): string => request.url!.split('?')[0]!;

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, headers = {}, body = '', broken = false, silent = false }: Answer,
): void {
  if (silent) return;
  const etag = headers.etag;
  if (status === 200 && etag && request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  if (!broken) return void response.writeHead(status, headers).end(body);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) * 2 });
  response.write(body, () => response.destroy());
}
