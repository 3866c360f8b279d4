import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { faultOfWebAddress, isClosedAddress } from '../web-address';

export interface PublicFetchOptions {
  /** Longer answers are refused, whatever they say of their length. */
  mostBytes: number;
  /** For everything together: names, redirects and bytes. */
  withinMs: number;
  /** What is wanted, as the header says it. */
  accept: string;
  /** For tests: addresses of a name, in the place of DNS. */
  addressesOf?: (name: string) => Promise<string[]>;
  /** For tests: which addresses may be asked, beside those of the open internet. */
  isAllowed?: (ip: string) => boolean;
  /** For tests: further ports. */
  ports?: readonly string[];
}

/** Could not be had, or may not be asked for. `isPassing`: it may be different a little later. */
export class PublicFetchFailed extends Error {
  constructor(
    message: string,
    readonly isPassing: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

const MOST_REDIRECTS = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Fetches what somebody else has named, from the open internet and nowhere else. The connection itself is made to an address that was
 * looked at, so a name that leads elsewhere a moment later leads nowhere; each redirect is looked at in the same way. It tells nobody who
 * asks: no cookies, no referrer.
 */
export async function fetchPublic(address: string, options: PublicFetchOptions): Promise<Buffer> {
  const signal = AbortSignal.timeout(options.withinMs);
  let at = address;
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const answer = await ask(requireOpen(at, options), options, signal);
      const { statusCode = 0, headers } = answer;
      if (REDIRECTS.includes(statusCode) && headers.location) {
        answer.destroy();
        if (!URL.canParse(headers.location, at)) throw new PublicFetchFailed('It leads to no address.', false);
        at = new URL(headers.location, at).href;
        continue;
      }
      if (statusCode !== 200) {
        answer.destroy();
        throw new PublicFetchFailed(`It was answered with ${statusCode}.`, statusCode === 429 || statusCode >= 500);
      }
      return await bodyOf(answer, options.mostBytes);
    }
    throw new PublicFetchFailed('It leads on and on.', false);
  } catch (error) {
    if (error instanceof PublicFetchFailed) throw error;
    if (error instanceof ClosedAddress) throw new PublicFetchFailed(error.message, false, error);
    throw new PublicFetchFailed(signal.aborted ? 'It took too long.' : 'It cannot be reached.', true, error);
  }
}

class ClosedAddress extends Error {}

/** Refuses other protocols, names of inside networks, addresses that are none of the open internet, and ports of other services. */
function requireOpen(address: string, { isAllowed, ports = [] }: PublicFetchOptions): URL {
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new ClosedAddress('Only http and https are asked.');
  if (url.port !== '' && !ports.includes(url.port)) throw new ClosedAddress('Only the usual ports are asked.');
  const fault = faultOfWebAddress(url.href);
  if (fault && !isAllowed?.(url.hostname)) throw new ClosedAddress(`The address ${fault}.`);
  return url;
}

function ask(url: URL, options: PublicFetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const { accept } = options;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        // No connection is used twice: the next one may lead elsewhere.
        agent: false,
        lookup: lookingAt(options),
        signal,
        headers: { accept, 'accept-encoding': 'identity', 'user-agent': 'Marquee (pictures of events)' },
      },
      resolve,
    )
      .once('error', reject)
      .end();
  });
}

/** Names are looked up here, and all of what they lead to must be open. */
function lookingAt({ addressesOf = lookUp, isAllowed = () => false }: PublicFetchOptions): LookupFunction {
  return (name, options, callback) => {
    addressesOf(name).then(
      (found) => {
        const closed = found.length === 0 || found.some((ip) => isClosedAddress(ip) && !isAllowed(ip));
        if (closed) return callback(new ClosedAddress(`${name} leads to a closed network, or nowhere.`), '', 4);
        const all: LookupAddress[] = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        if (options.all) callback(null, all);
        else callback(null, all[0]!.address, all[0]!.family);
      },
      (error: unknown) => callback(error as Error, '', 4),
    );
  };
}

const lookUp = (name: string): Promise<string[]> =>
  new Promise((resolve, reject) =>
    dnsLookup(name, { all: true, verbatim: true }, (error, found) =>
      error ? reject(error) : resolve(found.map(({ address }) => address)),
    ),
  );

async function bodyOf(answer: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const tooLong = () => new PublicFetchFailed(`It is longer than ${mostBytes} bytes.`, false);
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  const isLonger = Number(answer.headers['content-length'] ?? 0) > mostBytes;
  if (isLonger || encoding !== 'identity') {
    answer.destroy();
    throw isLonger ? tooLong() : new PublicFetchFailed('It was packed, and nobody asked for that.', false);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > mostBytes) throw tooLong();
    chunks.push(chunk);
  }
  if (!answer.complete) throw new Error('The answer was cut off.');
  return Buffer.concat(chunks);
}
