import type { GraphQLFormattedError } from 'graphql';
import type { Streamed } from '../../operation/event-stream';
import type { Listener } from '../listener';
import type { SharedStream } from './shared-stream';
import type { StreamRight, Applicant, GivenRight } from './stream-right';

/** One listener of a shared stream: who it is, how far it has come, and whether it may get events at this moment. */
export class Member implements Applicant {
  /** Set while it reads a stream of its own to reach the others. */
  catchingUp: AbortController | null = null;
  admitted = false;
  private right: StreamRight | null = null;
  private stream: SharedStream | null = null;
  private over = false;

  constructor(
    readonly streamed: Streamed,
    private readonly listener: Listener,
    /** Events after this position are for it; null until it is known where it begins. */
    public position: number | null,
    private readonly streamFor: (apart: boolean) => SharedStream,
    private readonly onOver: () => void,
  ) {}

  ask(right: StreamRight): void {
    this.right = right;
    right.add(this);
  }

  /** True when it gets the next event of the shared stream. */
  get isCaughtUp(): boolean {
    return this.admitted && this.catchingUp === null;
  }

  deliver(position: number, payload: string): void {
    if (!this.admitted || position <= this.position!) return;
    this.position = position;
    this.listener.next(payload);
  }

  accepted({ position, apart, fresh }: GivenRight): void {
    if (this.over) return;
    if (fresh) this.position ??= position;
    const stream = this.streamFor(apart);
    if (this.stream !== stream) this.stream?.remove(this);
    this.stream = stream;
    stream.admit(this, position);
  }

  suspended(): void {
    this.stream?.suspend(this);
  }

  ended(errors: readonly GraphQLFormattedError[]): void {
    this.finish(() => (errors.length ? this.listener.error(errors) : this.listener.complete()));
  }

  leave(): void {
    this.finish(() => {});
  }

  private finish(lastWord: () => void): void {
    if (this.over) return;
    this.over = true;
    this.stream?.remove(this);
    this.right?.remove(this);
    this.onOver();
    lastWord();
  }
}
