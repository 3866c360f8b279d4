import { lookup } from 'node:dns';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { faultOfWebAddress, isClosedAddress } from '../web-address';

/** Hosts (`host` or `host:port`, as addresses write them) that may be asked though they do not lie in the open internet. */
export type InsideHosts = readonly string[];

/** Nothing came back that could be used. The message is for the person whose address it is; it names no address that a name resolved to. */
export class RemoteFault extends Error {
  override name = 'RemoteFault';

  /** `isPassing`: it may be different a little later. */
  constructor(
    message: string,
    readonly isPassing = false,
  ) {
    super(message);
  }
}

export interface RemoteRequest {
  /** The open internet, and these. */
  inside: InsideHosts;
  /** Only 80 and 443, of addresses that are not inside. */
  usualPorts?: boolean;
  /** As `dns.lookup`; for tests. */
  resolve?: LookupFunction;
  headers?: Readonly<Record<string, string>>;
  /** Sent by POST. No redirect is followed then: what answers with one is returned as it is. */
  post?: string;
  /** Most bytes of the body, after decompression. */
  maxBytes: number;
  /** A longer body is cut there, and its rest left; otherwise it is a fault. */
  cut?: boolean;
  /** For everything together, redirects and body too. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface RemoteAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Where the redirects led. */
  address: string;
}

const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * A GET, or a POST of `post`, to an address that a person gave. Every address that the name resolves to must be a public one, and the connection goes to just those
 * that were looked at, so that a name cannot resolve to something else in between; each redirect is looked at in the same way. Credentials
 * do not follow a redirect to another origin, and no redirect leads from https to http.
 *
 * @throws RemoteFault, and nothing else, but the reason of `signal`
 */
export async function fetchRemote(address: string, request: RemoteRequest): Promise<RemoteAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    if (!URL.canParse(address) || !isOfTheWeb(new URL(address))) throw new RemoteFault('The address is none of the web.');
    return await follow(new URL(address), { ...request, signal });
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (timeout.aborted) throw new RemoteFault(`No whole answer came within ${Math.round(request.timeoutMs / 1000)} seconds.`, true);
    throw error instanceof RemoteFault ? error : faultOf(error);
  }
}

async function follow(start: URL, request: RemoteRequest & { signal: AbortSignal }): Promise<RemoteAnswer> {
  let url = start;
  let headers = request.headers ?? {};
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const fault = isInside(url, request) ? null : (faultOfWebAddress(url.href) ?? faultOfPort(url, request));
    if (fault) throw new RemoteFault(`The address ${redirects > 0 ? 'redirects to one that ' : ''}${fault}.`);
    const answer = await ask(url, headers, request);
    const isFollowed = request.post === undefined && REDIRECTS.has(answer.statusCode ?? 0);
    const next = isFollowed ? answer.headers.location : undefined;
    if (next === undefined) return { ...(await bodyOf(answer, request)), address: url.href };
    answer.destroy();
    const target = URL.canParse(next, url.href) ? new URL(next, url) : null;
    if (!target || !isOfTheWeb(target)) throw new RemoteFault('The address redirects to something that is no web address.');
    if (url.protocol === 'https:' && target.protocol === 'http:') throw new RemoteFault('The address redirects from https to http.');
    if (target.origin !== url.origin) headers = withoutCredentials(headers);
    url = target;
  }
  throw new RemoteFault(`The address redirects more than ${MOST_REDIRECTS} times.`);
}

const isOfTheWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

const isInside = ({ host, hostname }: URL, { inside }: RemoteRequest): boolean => inside.includes(host) || inside.includes(hostname);

/** `url.port` is empty for the usual one. */
const faultOfPort = ({ port }: URL, { usualPorts }: RemoteRequest): string | null =>
  usualPorts && port !== '' ? 'must have no port of its own' : null;

const withoutCredentials = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie|x-.*(key|token))$/i.test(name)));

function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  request: RemoteRequest & { signal: AbortSignal },
): Promise<IncomingMessage> {
  const resolve = request.resolve ?? lookup;
  return new Promise((done, fail) => {
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    const { post } = request;
    const options = {
      ...(post === undefined ? {} : { method: 'POST' }),
      signal: request.signal,
      // A connection of its own: one that is kept was opened to what the name resolved to then.
      agent: false as const,
      lookup: isInside(url, request) ? resolve : openOnly(resolve),
      headers: {
        ...{ 'user-agent': 'Marquee/1.0', 'accept-encoding': 'gzip, deflate, br', ...headers },
        ...(post === undefined ? {} : { 'content-length': String(Buffer.byteLength(post)) }),
      },
    };
    send(url, options, done).on('error', fail).end(post);
  });
}

/** What resolves to an address inside a network, even among others, does not resolve. */
const openOnly =
  (resolve: LookupFunction): LookupFunction =>
  (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const all = Array.isArray(found) ? found : [];
      if (all.length === 0 || all.some(({ address }) => isClosedAddress(address)))
        return done(new RemoteFault('The address must be an address that everybody can open.'), []);
      if (options.all) done(null, all);
      else done(null, all[0]!.address, all[0]!.family);
    });

const inWords = (bytes: number) => (bytes < 1_000_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000_000)} MB`);

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

async function bodyOf(
  answer: IncomingMessage,
  { maxBytes, cut }: Pick<RemoteRequest, 'maxBytes' | 'cut'>,
): Promise<Omit<RemoteAnswer, 'address'>> {
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decoder = DECODERS[encoding];
  if (!decoder && encoding !== 'identity') throw new RemoteFault('The answer is compressed in a way that nobody can read here.');
  const tooLong = () => new RemoteFault(`The answer has more than ${inWords(maxBytes)}.`);
  if (!cut && Number(answer.headers['content-length'] ?? 0) > maxBytes) {
    answer.destroy();
    throw tooLong();
  }
  // An error of the one ends the other.
  const body = decoder ? (pipeline(answer, decoder(), () => {}) as unknown as Readable) : answer;
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      bytes += part.length;
      parts.push(part);
      if (bytes <= maxBytes) continue;
      if (!cut) throw tooLong();
      break;
    }
  } finally {
    answer.destroy();
  }
  if (bytes <= maxBytes && !answer.complete) throw new RemoteFault('The answer broke off.', true);
  const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value ? [[name, value.join(', ')] as const] : [],
  );
  return { status: answer.statusCode ?? 0, headers: Object.fromEntries(headers), body: Buffer.concat(parts).subarray(0, maxBytes) };
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name of the address does not resolve.',
  EAI_AGAIN: 'The name of the address does not resolve at present.',
  ECONNREFUSED: 'Nobody listens at the address.',
  ECONNRESET: 'The answer broke off.',
  ETIMEDOUT: 'Nobody answers at the address.',
  CERT_HAS_EXPIRED: 'The certificate of the address has expired.',
};

function faultOf(error: unknown): RemoteFault {
  const code = String((error as { code?: unknown }).code ?? '');
  // What is wrongly compressed is so the next time, too.
  const isPassing = !code.startsWith('Z_');
  return new RemoteFault(WORDS[code] ?? `The address cannot be read${/^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''}.`, isPassing);
}
