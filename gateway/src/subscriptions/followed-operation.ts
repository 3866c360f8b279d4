import type { Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { Fields } from '../objects';
import type { BoundOperation } from '../operation/bound-operation';
import type { Streamed } from '../operation/event-stream';
import type { Operation } from '../operation/operation';
import type { Joining, Listener } from './listener';

/** A subscription that somebody listens to. The operation of a newer supergraph may take the place of its own while streams are open. */
export class FollowedOperation {
  private readonly seats = new Set<Seat>();

  constructor(
    private present: Operation,
    /** Stands for the operation, and for those that took its place, in the keys of streams. */
    readonly number: number,
    private readonly onEmpty: () => void,
  ) {}

  get operation(): Operation {
    return this.present;
  }

  add(seat: Seat): void {
    this.seats.add(seat);
    if (this.seats.size === 1) this.present.usage.enter();
  }

  remove(seat: Seat): void {
    if (!this.seats.delete(seat) || this.seats.size > 0) return;
    this.present.usage.leave();
    this.onEmpty();
  }

  /** Listeners whose variables the new operation does not take are sent away with `otherwise`. */
  replace(next: Operation, otherwise: readonly GraphQLFormattedError[]): void {
    if (this.seats.size > 0) {
      next.usage.enter();
      this.present.usage.leave();
    }
    this.present = next;
    for (const seat of [...this.seats]) if (seat.takesNext()?.faults) seat.end(otherwise);
  }

  endAll(errors: readonly GraphQLFormattedError[]): void {
    for (const seat of [...this.seats]) seat.end(errors);
  }
}

/** One stream of a followed operation: its variables, and in whose name it is open. */
export class Following implements Streamed {
  private latest: BoundOperation;

  constructor(
    private readonly followed: FollowedOperation,
    { bound, caller }: Joining,
  ) {
    this.latest = bound;
    this.variables = bound.variables;
    this.caller = caller;
  }

  readonly variables: Fields;
  readonly caller: Caller;

  /** With the operation of this moment. */
  get bound(): BoundOperation {
    const { operation } = this.followed;
    if (this.latest.operation !== operation) this.latest = operation.with(this.variables);
    return this.latest;
  }
}

/** One listener of a followed operation. */
export class Seat implements Listener {
  /** Leaves the stream; set when it is joined. */
  leaveStream: () => void = () => undefined;

  constructor(
    private readonly followed: FollowedOperation,
    readonly following: Following,
    private readonly joining: Joining,
    private readonly listener: Listener,
  ) {
    followed.add(this);
  }

  next(payload: string): void {
    this.listener.next(payload);
  }

  error(errors: readonly GraphQLFormattedError[]): void {
    this.followed.remove(this);
    this.listener.error(errors);
  }

  complete(): void {
    this.followed.remove(this);
    this.listener.complete();
  }

  /** The listener does not want any more. */
  leave(): void {
    this.followed.remove(this);
    this.leaveStream();
  }

  end(errors: readonly GraphQLFormattedError[]): void {
    this.leaveStream();
    this.error(errors);
  }

  /** Returns the operation that took the place of the former one. What the listener brought keeps that no longer. */
  takesNext(): BoundOperation {
    return (this.joining.bound = this.following.bound);
  }
}
