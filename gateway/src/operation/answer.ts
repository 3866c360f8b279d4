import type { LiveState } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Keeping } from './keeping';

/** What goes back to the client. Without `data` the request itself was refused and nothing was executed. */
export interface Answer {
  /** JSON text, written once. */
  readonly data?: string;
  readonly errors?: readonly GraphQLFormattedError[];
  /** The actual cost, where the request asked for it. */
  readonly cost?: number;
  /** How long the answer to a query may be kept; nothing else may be. */
  readonly keeping?: Keeping;
  /** What the owner of a stream says beside an event, or instead of one: then there are neither data nor errors. Not for clients. */
  readonly live?: LiveState;
  /** The last answer of a stream that was cut off rather than refused or completed: it may be taken up again. */
  readonly lost?: boolean;
}

/** The whole answer as it goes over the wire. */
export function answerText({ data, errors }: Answer, extensions: object | null = null): string {
  const more = extensions ? `,"extensions":${JSON.stringify(extensions)}` : '';
  if (data === undefined) return `{"errors":${JSON.stringify(errors)}${more}}`;
  return errors ? `{"data":${data},"errors":${JSON.stringify(errors)}${more}}` : `{"data":${data}${more}}`;
}
