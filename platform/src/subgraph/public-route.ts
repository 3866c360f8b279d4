import type { Caller } from '../viewer';

/** A request at a public address of a subgraph beside the API (a processor's notice, a calendar file), as its gateway passes it on. */
export interface PublicRequest {
  readonly method: string;
  readonly path: string;
  /** What stands behind the `?`, as it was sent; empty without. */
  readonly query: string;
  /** In lower case; those of the connection itself are left out. */
  readonly headers: Readonly<Record<string, string>>;
  /** Byte for byte where the route is raw: signatures are over bytes. */
  readonly body: Buffer;
  /** Never signed in: who may do what, the request itself must prove. */
  readonly caller: Caller;
}

export interface PublicResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type PublicHandler = (request: PublicRequest) => Promise<PublicResponse>;

/** By path; `/calendars/*` is everything below. */
export type PublicHandlers = Readonly<Record<string, PublicHandler>>;

/** The entry for a path: its own, or that of the nearest `/*` above it. */
export function routeAt<T>(routes: Readonly<Record<string, T>>, path: string): T | undefined {
  if (Object.hasOwn(routes, path)) return routes[path];
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const above = `${path.slice(0, end)}/*`;
    if (Object.hasOwn(routes, above)) return routes[above];
    if (end === 0) break;
  }
  return undefined;
}

/** What a gateway signs of a public request: all that decides what it does. Latin 1 has a character for each byte. */
export const signedPart = (method: string, url: string, body: Buffer): string => `${method} ${url}\n${body.toString('latin1')}`;
