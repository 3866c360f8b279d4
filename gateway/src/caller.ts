import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller, Viewer } from '@marquee/platform';

/** Everything known of a request's caller, apart from who is signed in. */
export type Circumstances = Omit<Caller, 'viewer'>;

export const CORRELATION_HEADER = 'x-correlation-id';

const SANE_CORRELATION_ID = /^[\w.:-]{8,128}$/;
const MAX_NAME = 128;

/** `trustedProxies` is the number of the operator's proxies in front: so many entries of x-forwarded-for, from the right, are true. */
export function circumstances(request: IncomingMessage, trustedProxies: number): Circumstances {
  const userAgent = text(request, 'user-agent');
  const clientName = text(request, 'apollographql-client-name');
  const clientVersion = text(request, 'apollographql-client-version');
  const ip = clientIp(request, trustedProxies);
  return {
    correlationId: correlationId(request),
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
    ...(clientName ? { clientName } : {}),
    ...(clientVersion ? { clientVersion } : {}),
  };
}

export const callerOf = (viewer: Viewer | null, given: Circumstances): Caller => ({ viewer, ...given });

/** Copied into one flat string: randomUUID returns a concatenation of many, and open streams would keep them all. */
export const newCorrelationId = (): string => Buffer.from(randomUUID(), 'latin1').toString('latin1');

function correlationId(request: IncomingMessage): string {
  const given = request.headers[CORRELATION_HEADER];
  return typeof given === 'string' && SANE_CORRELATION_ID.test(given) ? given : newCorrelationId();
}

function clientIp(request: IncomingMessage, trustedProxies: number): string | undefined {
  const forwarded = request.headers['x-forwarded-for'];
  if (trustedProxies > 0 && typeof forwarded === 'string') {
    const hops = forwarded.split(',').map((hop) => hop.trim());
    return withoutPort(hops.at(-Math.min(trustedProxies, hops.length))!);
  }
  return request.socket.remoteAddress;
}

const WITH_PORT = /^(?:\[([\da-f:.]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/i;

/** Some proxies write the port, too: each connection of a client would count as another client. */
function withoutPort(hop: string): string {
  const found = WITH_PORT.exec(hop);
  return found?.[1] ?? found?.[2] ?? hop;
}

function text(request: IncomingMessage, header: string): string | undefined {
  const value = request.headers[header];
  return typeof value === 'string' ? value.slice(0, MAX_NAME) : undefined;
}
