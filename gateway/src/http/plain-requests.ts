import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const OFFER: ReadonlySet<string> = new Set(['upgrade', 'connection', 'http2-settings']);

/** Tells whether the client wants the connection to become a socket, rather than another protocol. */
export const asksForSocket = ({ headers }: IncomingMessage): boolean => /\bwebsocket\b/i.test(headers.upgrade ?? '');

/**
 * Serves a request that offers another protocol as the plain request that it is. Java's HTTP client and `curl --http2` offer HTTP/2
 * with their first request, and a server may ignore the offer (RFC 9110, 7.8); but Node takes every such connection away from HTTP as
 * soon as there is a listener for upgrades. So the connection is given back, with the same request but for the offer.
 */
export function serveAsPlain(server: Server, request: IncomingMessage, connection: Duplex, rest: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (!OFFER.has(rawHeaders[at]!.toLowerCase())) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  if (/\bclose\b/i.test(request.headers.connection ?? '')) lines.push('connection: close');
  connection.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), rest]));
  server.emit('connection', connection);
}
