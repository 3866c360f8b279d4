import type { GraphQLFormattedError } from 'graphql';

/** How a stream is written into a response that stays open. */
export interface StreamFormat {
  readonly contentType: string;
  /** What the response begins with. */
  readonly opening: string;
  /** Shows that a quiet stream lives. */
  readonly heartbeat: Buffer;
  /** One event; `payload` is an answer as JSON. */
  event(payload: string): Buffer;
  /** The errors that end a stream; `closing` follows. */
  failure(errors: readonly GraphQLFormattedError[]): Buffer;
  readonly closing: string;
}

const BOUNDARY = '\r\n--graphql';
/** A part ends with the next boundary: clients process a part only when they have seen that. */
const part = (json: string) => Buffer.from(`\r\ncontent-type: application/json\r\n\r\n${json}${BOUNDARY}`);

/** Apollo's protocol, version 1.0. The errors that end a stream stand beside the payload, not in it. */
export const MULTIPART: StreamFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: BOUNDARY,
  heartbeat: part('{}'),
  event: (payload) => part(`{"payload":${payload}}`),
  failure: (errors) => part(JSON.stringify({ payload: null, errors })),
  closing: '--\r\n',
};

const next = (json: string) => `event: next\ndata: ${json}\n\n`;
const COMPLETE = 'event: complete\ndata:\n\n';

/** Server-sent events, as graphql-sse has them with a connection for each operation. JSON has no line breaks of its own. */
export const EVENTS: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: '',
  heartbeat: Buffer.from(':\n\n'),
  event: (payload) => Buffer.from(next(payload)),
  failure: (errors) => Buffer.from(next(JSON.stringify({ errors }))),
  closing: COMPLETE,
};

/** One answer as the whole of a stream, for clients of server-sent events that take nothing else. */
export const asEvents = (json: string): string => next(json) + COMPLETE;
