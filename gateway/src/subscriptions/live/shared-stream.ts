import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { internalError } from '../../execution/errors/own-errors';
import { answerText, type Answer } from '../../operation/answer';
import type { LiveSettings } from '../../settings';
import type { Metrics } from '../../watching/metrics';
import { Backlog } from './backlog';
import type { Member } from './member';
import { pauseBefore, readLive, type LiveEnd } from './read-live';

export interface SharedStreamParts {
  /** The events go to every viewer who is not set apart, no matter in whose name the stream is open. */
  readonly toAll: boolean;
  readonly settings: LiveSettings;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onEmpty: () => void;
}

/** Sends for one event before other work has a turn. */
const SENDS_AT_ONCE = 1_000;
/** After so long a stream has recovered: what ends it then is a new fault, not the last one still. */
const STEADY_MS = 5_000;

/**
 * One stream from the owner and one execution for each event, for all its members. It is open in the name of one of them, the leader.
 * When the leader leaves or loses its right, or the owner is lost, the stream is opened again after the last delivered position. Events
 * that were under way in the old name are thrown away, so that nobody is ever sent something that was read without a right.
 */
export class SharedStream {
  private readonly members = new Set<Member>();
  private readonly closing = new AbortController();
  /** Position of the last delivered event. Null until the first member says where the channel stands. */
  private position: number | null = null;
  private backlog = new Backlog(0);
  private leading: { readonly member: Member; readonly stopping: AbortController } | null = null;
  private running = false;

  constructor(private readonly parts: SharedStreamParts) {}

  get admittedCount(): number {
    let count = 0;
    for (const member of this.members) if (member.admitted) count++;
    return count;
  }

  /** Gives a member the events after its position. `now` is where the channel stood when its right was given. */
  admit(member: Member, now: number): void {
    this.position ??= this.beginAt(member.position ?? now, now);
    member.position ??= this.position;
    if (member.admitted) return;
    this.members.add(member);
    member.admitted = true;
    if (this.backlog.covers(member.position)) this.catchUpFromBacklog(member);
    else void this.catchUpFromOwner(member);
    void this.run();
  }

  /** The member stays, and gets no events. */
  suspend(member: Member): void {
    member.admitted = false;
    member.catchingUp?.abort(new Error('The right to the stream is not known.'));
    member.catchingUp = null;
    if (this.leading?.member === member) this.leading.stopping.abort(new Error('Another member takes over.'));
  }

  remove(member: Member): void {
    if (!this.members.delete(member)) return;
    this.suspend(member);
    if (this.members.size > 0) return;
    this.parts.onEmpty();
    this.closing.abort(new Error('Nobody listens any more.'));
  }

  /** A first member that has missed little begins the stream where it stopped; one that has missed much catches up by itself. */
  private beginAt(position: number, now: number): number {
    const start = position >= now - Backlog.MAX_EVENTS ? position : now;
    this.backlog = new Backlog(start);
    return start;
  }

  /** Keeps the stream open for as long as there is a member with the right to it. Never rejects. */
  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    let failures = 0;
    for (let leader = this.nextLeader(); leader; leader = this.nextLeader(leader)) {
      const [before, startedAt] = [this.position, performance.now()];
      const end = await this.guarded(leader, () => this.followAs(leader!));
      if (end.by === 'reader') continue;
      if (this.position !== before || performance.now() - startedAt > STEADY_MS) failures = 0;
      if (++failures > this.parts.settings.tries) {
        this.fail(end.errors);
        break;
      }
      await pauseBefore(failures, this.parts.settings, this.closing.signal);
    }
    this.running = false;
  }

  /** Prefers another member than the last, whose right may be what ended the stream. */
  private nextLeader(last?: Member): Member | undefined {
    for (const member of this.members) if (member.admitted && member !== last) return member;
    return last?.admitted && this.members.has(last) ? last : undefined;
  }

  private async followAs(member: Member): Promise<LiveEnd> {
    const stopping = new AbortController();
    this.leading = { member, stopping };
    const live = { mode: 'follow', after: this.position, ...(this.parts.toAll ? { shared: true } : {}) } as const;
    try {
      return await readLive(this.reading(member, live, stopping), async (answer) => {
        const event = eventOf(answer);
        if (event && event.position > this.position!) await this.deliver(event);
        return !stopping.signal.aborted;
      });
    } finally {
      this.leading = null;
    }
  }

  private async deliver({ position, payload }: LiveEventText): Promise<void> {
    this.position = position;
    this.backlog.push(position, payload);
    const { events, deliveries } = this.parts.metrics.live;
    events.add();
    let sent = 0;
    // Members that join meanwhile have the event from the backlog, and ignore it here.
    for (const member of this.members) {
      if (!member.isCaughtUp) continue;
      member.deliver(position, payload);
      if (++sent % SENDS_AT_ONCE === 0) await turn();
    }
    deliveries.add(sent);
  }

  private catchUpFromBacklog(member: Member): void {
    member.catchingUp = null;
    for (const { position, payload } of this.backlog.after(member.position!)) member.deliver(position, payload);
  }

  /** Reads events for one member alone until the backlog reaches back to where it is. Never rejects. */
  private async catchUpFromOwner(member: Member): Promise<void> {
    for (let failures = 0; ;) {
      const before = member.position;
      const stopping = (member.catchingUp = new AbortController());
      const live = { mode: 'follow', after: member.position } as const;
      const end = await this.guarded(member, () =>
        readLive(this.reading(member, live, stopping), (answer) => {
          const event = eventOf(answer);
          if (event) member.deliver(event.position, event.payload);
          if (!this.backlog.covers(member.position!)) return true;
          this.catchUpFromBacklog(member);
          return false;
        }),
      );
      if (end.by === 'reader' || member.catchingUp !== stopping) return;
      if (member.position !== before) failures = 0;
      if (++failures > this.parts.settings.tries) return member.ended(end.errors);
      await pauseBefore(failures, this.parts.settings, stopping.signal);
      if (member.catchingUp !== stopping) return;
    }
  }

  private reading(member: Member, live: { mode: 'follow'; after: number | null }, stopping: AbortController) {
    return { streamed: member.streamed, live, stopping, startWithinMs: this.parts.settings.startWithinMs };
  }

  private async guarded({ streamed: { caller } }: Member, read: () => Promise<LiveEnd>): Promise<LiveEnd> {
    try {
      return await read();
    } catch (error) {
      this.parts.logger.error({ err: error, correlationId: caller.correlationId }, 'a stream failed unexpectedly');
      return { by: 'owner', errors: [internalError(caller.correlationId)], lost: true };
    }
  }

  private fail(errors: readonly GraphQLFormattedError[]): void {
    for (const member of [...this.members]) if (member.admitted) member.ended(errors);
  }
}

interface LiveEventText {
  readonly position: number;
  readonly payload: string;
}

/** Returns the event; null for an answer that only says where the stream begins. */
function eventOf(answer: Answer): LiveEventText | null {
  if (answer.data === undefined) return null;
  const position = answer.live?.position;
  if (position === undefined) throw new Error('The owner of a stream with @live sends events without their position.');
  return { position, payload: answerText(answer) };
}
