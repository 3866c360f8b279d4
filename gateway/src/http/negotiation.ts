import { BoundedMap } from '../bounded-map';

export const RESPONSE_JSON = 'application/graphql-response+json';
export const PLAIN_JSON = 'application/json';

export const EVENT_STREAM = 'text/event-stream';

export type MediaType = typeof RESPONSE_JSON | typeof PLAIN_JSON;

const OFFERED: readonly MediaType[] = [PLAIN_JSON, RESPONSE_JSON];
const NAMES_RESPONSE_JSON = /application\/graphql-response\+json/i;
const MAX_REMEMBERED = 200;
const MAX_HEADER = 500;

/**
 * Chooses between the two media types of GraphQL over HTTP by the client's `accept`; null when it takes neither. A client that names
 * none gets application/json, because those from before 2025 know no other.
 */
export class Negotiator {
  private readonly known = new BoundedMap<string, MediaType | 'none'>(MAX_REMEMBERED);

  choose(accept: string | undefined): MediaType | null {
    if (accept === undefined || accept === '' || accept === '*/*') return PLAIN_JSON;
    let chosen = this.known.get(accept);
    if (chosen === undefined) {
      chosen = negotiate(accept) ?? 'none';
      if (accept.length <= MAX_HEADER) this.known.set(accept, chosen);
    }
    return chosen === 'none' ? null : chosen;
  }
}

/**
 * The media type of a refusal: the newer one wherever the client accepts it at all, because clients read errors in it with any status,
 * and in application/json only with 200.
 */
export function refusalType(accept: string | undefined): MediaType {
  if (!accept || !NAMES_RESPONSE_JSON.test(accept)) return PLAIN_JSON;
  return accept.split(',').some((range) => {
    const { type, quality } = readRange(range, 0);
    return type === RESPONSE_JSON && quality > 0;
  })
    ? RESPONSE_JSON
    : PLAIN_JSON;
}

interface Range {
  readonly type: string;
  readonly quality: number;
  readonly position: number;
}

/** RFC 9110, 12.5.1: the most specific range that fits a type gives its quality; of equal ones the client's first wins. */
function negotiate(accept: string): MediaType | null {
  const ranges = accept.split(',').map(readRange);
  let best: { type: MediaType; range: Range } | null = null;
  for (const type of OFFERED) {
    const fitting = ranges.filter((range) => range.type === type || range.type === 'application/*' || range.type === '*/*');
    const range = fitting.sort((one, other) => specificity(other) - specificity(one))[0];
    if (!range || range.quality <= 0) continue;
    if (
      !best ||
      range.quality > best.range.quality ||
      (range.quality === best.range.quality && specificity(range) > specificity(best.range)) ||
      (range.quality === best.range.quality && specificity(range) === specificity(best.range) && range.position < best.range.position)
    )
      best = { type, range };
  }
  return best?.type ?? null;
}

function readRange(text: string, position: number): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  // Responses are always in UTF-8.
  const speaksUtf8 = !charset || /^charset="?utf-?8"?$/.test(charset);
  const number = quality === undefined ? 1 : Number(quality.slice(2));
  return { type, quality: speaksUtf8 && number >= 0 && number <= 1 ? number : 0, position };
}

const specificity = ({ type }: Range) => (type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2);

/** Tells whether the client takes a subscription as parts of one response (Apollo's protocol, version 1.0). */
export function acceptsMultipart(accept: string | undefined): boolean {
  if (!accept?.includes('multipart/mixed')) return false;
  return accept.split(',').some((range) => {
    const { type, quality } = readRange(range, 0);
    return type === 'multipart/mixed' && quality > 0 && /;\s*subscriptionspec="?1\.0"?\s*(;|$)/i.test(range);
  });
}

/** Tells whether the client takes server-sent events (the protocol of graphql-sse, a connection for each operation). */
export function acceptsEvents(accept: string | undefined): boolean {
  if (!accept?.includes(EVENT_STREAM)) return false;
  return accept.split(',').some((range) => {
    const { type, quality } = readRange(range, 0);
    return type === EVENT_STREAM && quality > 0;
  });
}
