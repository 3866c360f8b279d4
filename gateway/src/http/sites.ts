import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { entityTag, isKnown } from './answer-keeping';
import type { Pages } from './paths';
import { redirect, respond, respondUnchanged } from './respond';

/** Static files below a path, `/docs`: resolves to the folder that has them, which may have to be made first. */
export type Sites = Readonly<Record<string, () => Promise<string>>>;

/** Files of other types are not served. */
export const FILE_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/** Pages load from their own origin only. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Serves folders of static files. Only text: everything is read as it is asked for, and carries a tag. */
export const sitePages =
  (sites: Sites): Pages =>
  async (request, response, path) => {
    const prefix = Object.keys(sites).find((one) => path === one || path.startsWith(`${one}/`));
    if (prefix === undefined) return false;
    if (path === prefix) return (redirect(response, `${prefix}/`), true);
    const folder = await sites[prefix]!();
    const file = fileOf(folder, path.slice(prefix.length + 1) || 'index.html');
    const text = file && (await readFile(file, 'utf8').catch(() => null));
    if (!file || text === null) return false;
    send(request, response, FILE_TYPES[extname(file)]!, text);
    return true;
  };

function send(request: IncomingMessage, response: ServerResponse, type: string, text: string): void {
  const etag = entityTag(text);
  const headers = { 'content-security-policy': POLICY, 'cache-control': 'no-cache', etag };
  if (isKnown(etag, request.headers['if-none-match'])) return respondUnchanged(response, headers);
  respond(response, 200, type, text, headers);
}

/** A file of the folder that has a type, never one outside of it. */
export function fileOf(folder: string, name: string): string | null {
  try {
    const file = normalize(join(folder, decodeURIComponent(name)));
    return file.startsWith(folder + sep) && extname(file) in FILE_TYPES ? file : null;
  } catch {
    // A broken escape.
    return null;
  }
}
