import type { Logger, Viewer } from '@marquee/platform';
import type { OperationSource } from '../operation/compiled-operation';
import type { Engine } from '../operation/engine';
import type { Operation } from '../operation/operation';
import { RequestRefused } from '../operation/request-refused';
import type { LiveSettings } from '../settings';
import type { Metrics } from '../watching/metrics';
import { FollowedOperation, Following, Seat } from './followed-operation';
import type { Joining, Listener } from './listener';
import { Member } from './live/member';
import { SharedStream } from './live/shared-stream';
import { StreamRight } from './live/stream-right';
import { PlainStream } from './plain-stream';
import { API_CHANGED } from './rights';

export type { Joining, Listener } from './listener';

/** Streams of owners that speak the live protocol. */
export interface LiveStatistics {
  /** Open streams, each for all listeners who may be sent the same events. */
  readonly streams: number;
  /** Rights that are watched at their owners. */
  readonly rights: number;
  /** Listeners who have the right at this moment. */
  readonly admitted: number;
}

/**
 * Lets listeners share streams. Where the owner speaks the live protocol (docs/decisions/live.md), all listeners who may be sent the same
 * events share one, at any time; elsewhere only those of the same session (or visitors), until the stream's first event.
 */
export class Hub {
  private readonly plain = new Map<string, PlainStream>();
  private readonly streams = new Map<string, SharedStream>();
  private readonly rights = new Map<string, StreamRight>();
  private readonly followed = new WeakMap<Operation, FollowedOperation>();
  /** Those with listeners. */
  private readonly open = new Set<FollowedOperation>();
  /** That of the newest supergraph, once there was a second one. */
  private engine: Engine | null = null;
  private nextNumber = 1;
  private listening = 0;
  private plainRunning = 0;
  private running = 0;

  constructor(
    private readonly settings: LiveSettings,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  /** Listeners of all streams. */
  get listenerCount(): number {
    return this.listening;
  }

  /** Streams that serve them, without those that only watch a right. */
  get channelCount(): number {
    return this.plainRunning + this.streams.size;
  }

  get live(): LiveStatistics {
    let admitted = 0;
    for (const stream of this.streams.values()) admitted += stream.admittedCount;
    return { streams: this.streams.size, rights: this.rights.size, admitted };
  }

  /** Returns a function that leaves the stream. */
  join(joining: Joining, listener: Listener): () => void {
    const { operation } = joining.bound;
    const followed = this.follow(operation);
    const seat = new Seat(followed, new Following(followed, joining), joining, listener);
    const join = operation.live ? this.joinLive : this.joinPlain;
    seat.leaveStream = join.call(this, followed, seat);
    // Let in before another supergraph took over.
    if (this.engine && followed.operation.usage.isRetired) void this.move(followed, this.engine);
    return () => seat.leave();
  }

  /** The documents of all open streams. */
  get sources(): OperationSource[] {
    return [...this.open].map(({ operation }) => operation.source!);
  }

  /**
   * Lets streams go on under another supergraph. One whose owner is asked the very same stays open, and its next event is answered by the
   * new operation; one whose owner would be asked otherwise goes on under the former supergraph until it ends; one whose operation is not
   * valid any more ends with RESYNC_REQUIRED.
   */
  changed({ engine }: { readonly engine: Engine }): void {
    this.engine = engine;
    for (const followed of [...this.open]) void this.move(followed, engine);
  }

  /** Never rejects. */
  private async move(followed: FollowedOperation, engine: Engine): Promise<void> {
    let next: Operation;
    try {
      next = await engine.prepareAgain(followed.operation.source!);
    } catch (error) {
      this.logger.info({ operation: followed.operation.name, reason: reasonOf(error) }, 'streams end: the API has changed');
      return followed.endAll([API_CHANGED]);
    }
    if (this.engine !== engine || next === followed.operation || !next.continues(followed.operation)) return;
    this.followed.set(next, followed);
    followed.replace(next, [API_CHANGED]);
  }

  private follow(operation: Operation): FollowedOperation {
    let followed = this.followed.get(operation);
    if (!followed) {
      const one: FollowedOperation = new FollowedOperation(operation, this.nextNumber++, () => this.open.delete(one));
      this.followed.set(operation, (followed = one));
    }
    this.open.add(followed);
    return followed;
  }

  private joinPlain({ number }: FollowedOperation, seat: Seat): () => void {
    const { following } = seat;
    const key = keyOf(number, following.variables, session(following.caller.viewer));
    const shared = this.plain.get(key);
    if (shared) return shared.add(seat);
    const closeToOthers = () => {
      if (this.plain.get(key) === stream) this.plain.delete(key);
    };
    const stream: PlainStream = new PlainStream(following, {
      closeToOthers,
      count: this.count,
      metrics: this.metrics,
      logger: this.logger,
    });
    this.plain.set(key, stream);
    const leave = stream.add(seat);
    this.plainRunning++;
    void stream.run().finally(() => this.plainRunning--);
    return leave;
  }

  private joinLive({ number }: FollowedOperation, seat: Seat): () => void {
    const { following } = seat;
    this.count(1);
    const member = new Member(
      following,
      seat,
      following.bound.liveCursor,
      (apart) => this.streamFor(number, following, apart),
      () => this.count(-1),
    );
    const key = keyOf(number, following.variables, session(following.caller.viewer));
    let right = this.rights.get(key);
    if (!right) {
      right = new StreamRight(following, this.settings, this.logger, () => this.rights.delete(key));
      this.rights.set(key, right);
    }
    member.ask(right);
    return () => member.leave();
  }

  private streamFor(number: number, { bound, caller }: Following, apart: boolean): SharedStream {
    const traits = bound.operation.live!;
    const alone = traits.audience === 'viewer' || (traits.audience === 'not apart' && apart);
    const key = keyOf(number, bound.liveCommon, alone ? audience(caller.viewer) : 'all');
    let stream = this.streams.get(key);
    if (!stream) {
      const toAll = traits.audience === 'not apart' && !apart;
      const { settings, metrics, logger } = this;
      stream = new SharedStream({ toAll, settings, metrics, logger, onEmpty: () => this.streams.delete(key) });
      this.streams.set(key, stream);
    }
    return stream;
  }

  private readonly count = (difference: number): void => void (this.listening += difference);
}

const keyOf = (...parts: readonly [number: number, variables: object, who: unknown]) => JSON.stringify(parts);

const reasonOf = (error: unknown) => (error instanceof RequestRefused ? error.errors[0]?.message : (error as Error).message);

/** Identifies viewers who see exactly the same: only they may share an answer that depends on the viewer. */
const audience = (viewer: Viewer | null) => (viewer ? [viewer.id, viewer.role, [...viewer.permissions].sort()] : null);

/**
 * Identifies one session of a viewer: the owner may end a stream with the session in whose name it is open, and keep a state for each,
 * for example that somebody is present.
 */
const session = (viewer: Viewer | null) => (viewer ? [audience(viewer), viewer.sessionId] : null);
