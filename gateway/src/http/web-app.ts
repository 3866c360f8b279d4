import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { BoundedMap } from '../bounded-map';
import { entityTag, isKnown } from './answer-keeping';
import { chooseEncoding, COMPRESS_FROM_BYTES, respondCompressed } from './compression';
import { wantsPage, type Pages } from './paths';
import { respond, respondUnchanged } from './respond';
import { FILE_TYPES, fileOf } from './sites';

/** Resolves to the folder of an app of one page, which may have to be made first: `index.html`, and what it loads. */
export type WebApp = () => Promise<string>;

/** Files below this path have a hash in their name: what was loaded once is never asked for again. */
const HASHED = '/assets/';
/** Nothing else waits until the app is made. */
const OWN_FILE = /^\/(assets\/)?[\w-][\w.-]*\.\w+$/;
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const MAX_KEPT = 200;

/** No code and no styles but the app's own files; cameras show their picture without an address. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types service-worker',
].join('; ');

export interface WebAppPages {
  /** The page at `/`. */
  readonly start: Pages;
  /** What the page loads. */
  readonly files: Pages;
  /** The page at every path that nothing else is at: which one of the app it is, the app knows. */
  readonly page: Pages;
}

/** Serves an app of one page beside the API, from its own origin alone. */
export function webAppPages(app: WebApp): WebAppPages {
  const texts = new BoundedMap<string, string>(MAX_KEPT);
  const serve = async (request: IncomingMessage, response: ServerResponse, name: string): Promise<boolean> => {
    const file = fileOf(await app(), name);
    if (!file) return false;
    const isHashed = name.startsWith(HASHED.slice(1));
    const text = (isHashed ? texts.get(file) : undefined) ?? (await readFile(file, 'utf8').catch(() => null));
    if (text === null) return false;
    if (isHashed) texts.set(file, text);
    await send(request, response, FILE_TYPES[extname(file)]!, text, isHashed);
    return true;
  };
  return {
    start: async (request, response) => wantsPage(request) && serve(request, response, 'index.html'),
    files: async (request, response, path) => OWN_FILE.test(path) && serve(request, response, path.slice(1)),
    page: async (request, response, path) => wantsPage(request) && extname(path) === '' && serve(request, response, 'index.html'),
  };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  contentType: string,
  body: string,
  isHashed: boolean,
): Promise<void> {
  const etag = entityTag(body);
  const headers = {
    'content-security-policy': POLICY,
    'cache-control': isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    vary: 'accept-encoding',
    etag,
  };
  if (isKnown(etag, request.headers['if-none-match'])) return respondUnchanged(response, headers);
  const encoding = body.length < COMPRESS_FROM_BYTES ? null : chooseEncoding(request.headers['accept-encoding'] as string | undefined);
  if (!encoding) return respond(response, 200, contentType, body, headers);
  await respondCompressed(response, { status: 200, contentType, headers, body }, encoding);
}
