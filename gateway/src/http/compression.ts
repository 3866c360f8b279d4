import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { BoundedMap } from '../bounded-map';

export type Encoding = 'br' | 'gzip';

/** Smaller responses fit into one packet anyway. */
export const COMPRESS_FROM_BYTES = 1_024;
/** With higher ones, brotli takes longer than a network gains. */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 6;
const MAX_REMEMBERED = 200;
const MAX_HEADER = 200;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
const known = new BoundedMap<string, Encoding | 'none'>(MAX_REMEMBERED);

/** The best that the client's `accept-encoding` allows; null for none (RFC 9110, 12.5.3). */
export function chooseEncoding(accepted: string | undefined): Encoding | null {
  if (accepted === undefined) return null;
  let chosen = known.get(accepted);
  if (chosen === undefined) {
    chosen = choose(accepted) ?? 'none';
    if (accepted.length <= MAX_HEADER) known.set(accepted, chosen);
  }
  return chosen === 'none' ? null : chosen;
}

/** Runs on a thread of Node's pool: the loop goes on meanwhile. */
const compress = (bytes: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'br'
    ? compressBrotli(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      })
    : compressGzip(bytes, { level: GZIP_LEVEL });

export interface Compressible {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes nothing when the client has left meanwhile. */
export async function respondCompressed(response: ServerResponse, answer: Compressible, encoding: Encoding): Promise<void> {
  const bytes = await compress(Buffer.from(answer.body), encoding);
  if (response.headersSent || response.destroyed) return;
  response
    .writeHead(answer.status, {
      'content-type': answer.contentType,
      'content-encoding': encoding,
      'content-length': bytes.length,
      ...answer.headers,
    })
    .end(bytes);
}

function choose(accepted: string): Encoding | null {
  const qualities = new Map(
    accepted.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, quality === undefined ? 1 : Number(quality.slice(2)) || 0] as const;
    }),
  );
  const of = (name: string) => qualities.get(name) ?? qualities.get('*') ?? 0;
  const [br, gzipped] = [of('br'), Math.max(of('gzip'), qualities.get('x-gzip') ?? 0)];
  if (Math.max(br, gzipped) === 0 || (qualities.get('identity') ?? 0) > Math.max(br, gzipped)) return null;
  return br >= gzipped ? 'br' : 'gzip';
}
