import type { IncomingMessage, ServerResponse } from 'node:http';

export const GRAPHQL_PATH = '/graphql';
export const EXPLORER_PATH = '/explorer';

/** Serves the page of a path, or resolves to false when there is none. */
export type Pages = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

const ORIGIN = /^https?:\/\/[^/?]*/i;

/** Proxies may send the whole address (RFC 9112, 3.2.2). */
export function pathOf(url = '/'): string {
  const [path = ''] = (url.startsWith('/') ? url : url.replace(ORIGIN, '')).split('?', 1);
  return path || '/';
}

export const wantsPage = (request: IncomingMessage) => /\btext\/html\b/.test(request.headers.accept ?? '');
