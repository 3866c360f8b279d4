import type { Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Fields } from '../objects';
import type { Operation } from '../operation/operation';

/** Somebody who gets the events of a stream. */
export interface Listener {
  /** One event, as JSON text: written once for all listeners. */
  next(payload: string): void;
  /** The stream was refused or lost; nothing follows. */
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
}

export interface Joining {
  readonly operation: Operation;
  readonly variables: Fields;
  readonly caller: Caller;
}
