import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import {
  cacheControlOf,
  contentTypeOf,
  FilesAway,
  isFileKey,
  isPublicKey,
  WrongSize,
  type DiskFiles,
  type Logger,
} from '@marquee/platform';
import type { Origins } from './origins';
import { correlationOf, respondError, respondUnread } from './respond';

const PREFIX = '/files/';

/**
 * Files on the disk of this installation, at the addresses that their store signs: PUT sends one, GET reads one; what is public is read
 * without a signature. It knows no person and no access token: the address is the right. Null where files are elsewhere.
 */
export class FileRoutes {
  constructor(
    private readonly files: DiskFiles | null,
    private readonly origins: Origins,
    private readonly logger: Logger,
  ) {}

  /** Returns false when there is nothing at the path. */
  async serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    if (!this.files || !path.startsWith(PREFIX)) return false;
    const key = path.slice(PREFIX.length);
    try {
      await this.route(this.files, request, response, key);
    } catch (error) {
      if (!(error instanceof FilesAway)) throw error;
      if (response.headersSent) response.destroy();
      else respondError(request, response, 503, 'SUBGRAPH_UNAVAILABLE', error.message, { 'retry-after': '5' });
    }
    return true;
  }

  private async route(files: DiskFiles, request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    switch (request.method) {
      case 'OPTIONS':
        return this.origins.preflight(request, response, 'GET, HEAD, PUT, OPTIONS');
      case 'PUT':
        return this.receive(files, request, response, key);
      case 'GET':
      case 'HEAD':
        return this.send(files, request, response, key);
      default:
        return respondError(request, response, 405, 'BAD_USER_INPUT', 'Use GET or PUT.', { allow: 'GET, HEAD, PUT, OPTIONS' });
    }
  }

  private async send(files: DiskFiles, request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    const isPublic = isPublicKey(key);
    if (isPublic) response.setHeader('access-control-allow-origin', '*');
    else this.origins.decorate(request, response);
    const allowed = isFileKey(key) && (isPublic || files.rightOf('GET', key, queryOf(request)) !== null);
    // What must not be read is as if it were not there: nobody learns what is.
    const size = allowed ? (await files.head(key))?.size : undefined;
    if (size === undefined) return this.missing(request, response);
    const etag = etagOf(key);
    const headers = {
      'content-type': contentTypeOf(key),
      'cache-control': cacheControlOf(key),
      // Opened by itself, a file is a picture and nothing that runs.
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
      ...(etag ? { etag } : {}),
    };
    if (etag && isAmong(etag, request.headers['if-none-match'])) return void response.writeHead(304, headers).end();
    const range = rangeOf(request, etag, size);
    if (range === 'outside') {
      const at = { 'content-range': `bytes */${size}`, 'accept-ranges': 'bytes' };
      return respondError(request, response, 416, 'BAD_USER_INPUT', `The file has ${size} bytes.`, at);
    }
    const { from, to } = range ?? { from: 0, to: size - 1 };
    const body = await files.read(key, to + 1, from);
    if (!body) return this.missing(request, response);
    const part = range ? { 'content-range': `bytes ${from}-${to}/${size}` } : {};
    response.writeHead(range ? 206 : 200, { ...headers, ...part, 'content-length': to + 1 - from });
    if (request.method === 'HEAD') {
      body.destroy();
      response.end();
      return;
    }
    await pipeline(body, response).catch((error: unknown) => {
      // A client that leaves is nobody's fault.
      if (!response.destroyed) this.logger.error({ err: error, correlationId: correlationOf(response) }, 'a file could not be sent');
      response.destroy();
    });
  }

  private missing(request: IncomingMessage, response: ServerResponse): void {
    respondError(request, response, 404, 'NOT_FOUND', 'There is no file at this address, or not any more.');
  }

  private async receive(files: DiskFiles, request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    this.origins.decorate(request, response);
    const refuse = (status: number, message: string) =>
      respondUnread(request, response, status, status === 403 ? 'FORBIDDEN' : 'BAD_USER_INPUT', message);
    const size = isFileKey(key) ? files.rightOf('PUT', key, queryOf(request))?.size : undefined;
    if (size == null) return refuse(403, 'This address is not good for an upload, or not any more.');
    const { 'content-type': type, 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
    if (type !== contentTypeOf(key) || encoding !== 'identity') return refuse(415, `Send the file as ${contentTypeOf(key)}, as it is.`);
    if (length !== undefined && Number(length) !== size) return refuse(400, `The file must have ${size} bytes, as was said.`);
    try {
      await files.receive(key, request, size);
    } catch (error) {
      if (error instanceof WrongSize)
        return refuse(error.isTooLong ? 413 : 400, `The file must have ${size} bytes, as was said. Nothing was kept.`);
      // Who stopped sending waits for no answer.
      if (request.destroyed && !request.complete) return void response.destroy();
      throw error;
    }
    response.writeHead(200, { 'content-length': 0, 'cache-control': 'no-store' }).end();
  }
}

const queryOf = ({ url = '' }: IncomingMessage): URLSearchParams => new URLSearchParams(url.split('?', 2)[1] ?? '');

/** A public file never changes under its key, so the key's last word names its content. */
const etagOf = (key: string): string | null => (isPublicKey(key) ? `"${key.slice(key.lastIndexOf('/') + 1)}"` : null);

const isAmong = (etag: string, told: string | undefined): boolean =>
  told !== undefined && (told.trim() === '*' || told.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

/** The part of a file that is asked for (RFC 9110, one range of bytes); null for all of it, as for several ranges and for what is no range. */
function rangeOf({ headers }: IncomingMessage, etag: string | null, size: number): { from: number; to: number } | 'outside' | null {
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return null;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  const [from, to] = first === '' ? [Math.max(0, size - Number(last)), size - 1] : [Number(first), Number(last === '' ? size - 1 : last)];
  return from >= size || (first === '' && Number(last) === 0) ? 'outside' : { from, to: Math.min(to, size - 1) };
}
