import type { GraphQLFormattedError } from 'graphql';
import type { Joining, Listener } from '../listener';
import type { StreamRight, Applicant, Standing } from './stream-right';
import type { SharedStream } from './shared-stream';

/** One listener of a shared stream: who it is, how far it has come, and whether it may hear anything at this moment. */
export class Member implements Applicant {
  /** Set while it reads events of its own to reach the others. */
  catchingUp: AbortController | null = null;
  admitted = false;
  private right: StreamRight | null = null;
  private stream: SharedStream | null = null;
  private over = false;

  constructor(
    readonly joining: Joining,
    private readonly listener: Listener,
    /** Everything after this position is for it; null until it is known where it begins. */
    public position: number | null,
    private readonly streamFor: (apart: boolean) => SharedStream,
    private readonly onOver: () => void,
  ) {}

  ask(right: StreamRight): void {
    this.right = right;
    right.add(this);
  }

  /** May it be given what comes next on the shared stream? */
  get isLevel(): boolean {
    return this.admitted && this.catchingUp === null;
  }

  hear(position: number, payload: string): void {
    if (!this.admitted || position <= this.position!) return;
    this.position = position;
    this.listener.next(payload);
  }

  accepted({ position, apart, fresh }: Standing): void {
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
