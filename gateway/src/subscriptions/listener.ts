import type { Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { BoundOperation } from '../operation/bound-operation';

/** Gets the events of a stream: one operation of a socket, or one response over HTTP. */
export interface Listener {
  /** One event, as JSON text: written once for all listeners. */
  next(payload: string): void;
  /** The stream was refused or lost; nothing follows. */
  error(errors: readonly GraphQLFormattedError[]): void;
  complete(): void;
}

/** The stream that a listener wants, and in whose name. */
export interface Joining {
  /** Replaced with the operation of a newer supergraph that takes its place. */
  bound: BoundOperation;
  readonly caller: Caller;
}
