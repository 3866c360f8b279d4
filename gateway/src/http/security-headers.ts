import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers of the API are data: opened by itself, nothing in one may run, load or be framed. Pages of the explorer have a policy of their own. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What browsers are told with every response. `strictTransport` is null where the operator wants none. */
export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { strictTransport, trustedProxies }: { readonly strictTransport: string | null; readonly trustedProxies: number },
): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('x-xss-protection', '1; mode=block');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('content-security-policy', API_POLICY);
  // Over plain HTTP it must not be said (RFC 6797, 7.2): anybody on the way could have written it.
  if (strictTransport !== null && cameOverTls(request, trustedProxies)) response.setHeader('strict-transport-security', strictTransport);
}

function cameOverTls(request: IncomingMessage, trustedProxies: number): boolean {
  if ('encrypted' in request.socket) return true;
  const forwarded = request.headers['x-forwarded-proto'];
  if (trustedProxies === 0 || typeof forwarded !== 'string') return false;
  const hops = forwarded.split(',');
  return hops.at(-Math.min(trustedProxies, hops.length))!.trim().toLowerCase() === 'https';
}
