/**
 * A fact that happened, on its way from the outbox of the service where it happened to everyone who keeps a
 * copy of it. Its id is the outbox row's id, so a fact published twice is still recognisably one fact.
 */
export interface Envelope<T = unknown> {
  /** UUID of the outbox row. */
  id: string;
  topic: string;
  /** Id of the entity the fact is about. Facts with one key are handled in the order they happened. */
  key: string;
  /** ISO 8601, UTC. */
  occurredAt: string;
  payload: T;
  /** Travels with the fact: at least `correlationId` where a request caused it. */
  headers: Record<string, string>;
}

/** Ends what it was returned for; resolves when nothing of it is running any more. */
export type Stop = () => Promise<void>;

export type Handler = (envelope: Envelope) => Promise<void>;

export interface ListenOptions {
  /** The connection was lost, or could not be made again: no push arrives until `onGap` is called. */
  onLost?: () => void;
  /**
   * Pushes may have been missed: the connection was lost and is back, or a publisher could not reach the bus for
   * a while. Called once listening again, so that what is read from here on is complete.
   */
  onGap?: () => void;
}

/**
 * How services tell each other what happened. Two ways with different promises:
 *
 * - **Facts** (`publish`/`consume`) are durable, delivered at least once to every group, one key in order.
 * - **Pushes** (`push`/`listen`) are ephemeral, at most once, to every listener in every process; a listener that
 *   needs completeness re-reads when told of a gap.
 *
 * Both travel as JSON in every implementation: what a handler receives is a copy, and a Date arrives as a string.
 */
export interface Bus {
  /**
   * Resolves when the bus has taken responsibility for every envelope; a rejection means that any part of them may
   * or may not have been delivered, and that the caller publishes them all again.
   */
  publish(envelopes: readonly Envelope[]): Promise<void>;

  /**
   * Joins a consumer group (a subgraph): each fact goes to one member of each group. A rejecting handler gets the
   * same fact again, later, for as long as it rejects; facts of the same key wait behind it, others do not.
   * A group is remembered: what is published while no member is there reaches it when one is back.
   */
  consume(group: string, topics: readonly string[], handler: Handler): Promise<Stop>;

  /** Never throws and never rejects: a push that cannot be sent is lost, and its listeners are told of a gap. */
  push(channel: string, payload: unknown): void | Promise<void>;

  /** Resolves once every later push on the channel will reach the listener. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the channel's owner knows its payload; `unknown` would refuse a typed listener
  listen(channel: string, listener: (payload: any) => void, options?: ListenOptions): Promise<Stop>;

  /** Facts that were taken over and that the slowest group has not handled yet. Never rejects: 0 when it cannot be known. */
  backlog(): Promise<number>;

  /** Can facts and pushes flow at this moment? */
  healthy(): Promise<boolean>;

  /** Stops consuming (after the handlers under way), listening and publishing. */
  close(): Promise<void>;
}
