import type { Logger, Viewer } from '@marquee/platform';
import type { Operation } from '../operation/operation';
import type { LiveSettings } from '../settings';
import type { Metrics } from '../watching/metrics';
import type { Joining, Listener } from './listener';
import { Member } from './live/member';
import { SharedStream } from './live/shared-stream';
import { StreamRight } from './live/stream-right';
import { PlainStream } from './plain-stream';

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
  private readonly numbers = new WeakMap<Operation, number>();
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
    return joining.bound.operation.live ? this.joinLive(joining, listener) : this.joinPlain(joining, listener);
  }

  private joinPlain(joining: Joining, listener: Listener): () => void {
    const { bound, caller } = joining;
    const key = this.key(bound.operation, bound.variables, session(caller.viewer));
    const shared = this.plain.get(key);
    if (shared) return shared.add(listener);
    const closeToOthers = () => {
      if (this.plain.get(key) === stream) this.plain.delete(key);
    };
    const stream: PlainStream = new PlainStream(joining, { closeToOthers, count: this.count, metrics: this.metrics, logger: this.logger });
    this.plain.set(key, stream);
    const leave = stream.add(listener);
    this.plainRunning++;
    void stream.run().finally(() => this.plainRunning--);
    return leave;
  }

  private joinLive(joining: Joining, listener: Listener): () => void {
    const { bound, caller } = joining;
    this.count(1);
    const member = new Member(
      joining,
      listener,
      bound.liveCursor,
      (apart) => this.streamFor(joining, apart),
      () => this.count(-1),
    );
    const key = this.key(bound.operation, bound.variables, session(caller.viewer));
    let right = this.rights.get(key);
    if (!right) {
      right = new StreamRight(joining, this.settings, this.logger, () => this.rights.delete(key));
      this.rights.set(key, right);
    }
    member.ask(right);
    return () => member.leave();
  }

  private streamFor({ bound, caller }: Joining, apart: boolean): SharedStream {
    const { operation } = bound;
    const traits = operation.live!;
    const alone = traits.audience === 'viewer' || (traits.audience === 'not apart' && apart);
    const key = this.key(operation, bound.liveCommon, alone ? audience(caller.viewer) : 'all');
    let stream = this.streams.get(key);
    if (!stream) {
      const toAll = traits.audience === 'not apart' && !apart;
      const { settings, metrics, logger } = this;
      stream = new SharedStream({ operation, toAll, settings, metrics, logger, onEmpty: () => this.streams.delete(key) });
      this.streams.set(key, stream);
    }
    return stream;
  }

  private key(operation: Operation, variables: object, who: unknown): string {
    let number = this.numbers.get(operation);
    if (number === undefined) this.numbers.set(operation, (number = this.nextNumber++));
    return JSON.stringify([number, variables, who]);
  }

  private readonly count = (difference: number): void => void (this.listening += difference);
}

/** Identifies viewers who see exactly the same: only they may share an answer that depends on the viewer. */
const audience = (viewer: Viewer | null) => (viewer ? [viewer.id, viewer.role, [...viewer.permissions].sort()] : null);

/**
 * Identifies one session of a viewer: the owner may end a stream with the session in whose name it is open, and keep a state for each,
 * for example that somebody is present.
 */
const session = (viewer: Viewer | null) => (viewer ? [audience(viewer), viewer.sessionId] : null);
