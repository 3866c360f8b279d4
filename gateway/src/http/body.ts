import type { IncomingMessage } from 'node:http';

/** A body was refused; the status says why. */
export class BodyRefused extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

const JSON_TYPE = /^application\/(\w[\w.-]*\+)?json\b/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export const isJson = (contentType: string): boolean => JSON_TYPE.test(contentType);

/** Reads a JSON body of at most `limit` bytes. Undefined when the request is not JSON: the caller decides what that means. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = request.headers;
  // A small compressed body can be a very large one, and no operation needs it.
  if (encoding.toLowerCase() !== 'identity') throw new BodyRefused(415, 'Send the body without compression.');
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const charset = CHARSET.exec(type)?.[1];
  if (charset && !/^utf-?8$/i.test(charset)) throw new BodyRefused(415, 'Send the body in UTF-8.');
  const bytes = await readBytes(request, limit);
  if (!isJson(type)) return undefined;
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new BodyRefused(400, 'The body is not valid JSON in UTF-8.');
  }
}

/** Reads by events: iterating a stream costs more than reading it. */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      request.off('data', take).pause();
      reject(tooLarge(limit));
    };
    request.on('data', take);
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new BodyRefused(400, 'The body ended too early.'));
    });
  });
}

const tooLarge = (limit: number) => new BodyRefused(413, `The body is larger than ${Math.floor(limit / 1024)} kB.`);
