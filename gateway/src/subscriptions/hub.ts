import type { Logger, Viewer } from '@marquee/platform';
import type { Operation } from '../operation/operation';
import type { LiveSettings } from '../settings';
import type { Watch } from '../watching/gateway-metrics';
import type { Joining, Listener } from './listener';
import { StreamRight } from './live/stream-right';
import { Member } from './live/member';
import { SharedStream } from './live/shared-stream';
import { PlainStream } from './plain-stream';

export type { Joining, Listener } from './listener';

/** Of owners that speak the live protocol. */
export interface LiveStatistics {
  /** Kept open, each for everybody who may be sent the same. */
  readonly streams: number;
  /** Rights that are watched at owners. */
  readonly rights: number;
  /** Listeners who have the right at this moment. */
  readonly admitted: number;
}

/**
 * Brings those together who asked the same. Where the owner speaks the live protocol (docs/decisions/live.md) that is everybody who may
 * be sent the same events, at any time; elsewhere only the same session (or visitors), until a stream's first event.
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
    private readonly watch: Watch,
    private readonly logger: Logger,
  ) {}

  /** All who listen now, on whatever stream. */
  get listenerCount(): number {
    return this.listening;
  }

  /** Streams that serve them; those that say only who may listen are not counted. */
  get channelCount(): number {
    return this.plainRunning + this.streams.size;
  }

  get live(): LiveStatistics {
    let admitted = 0;
    for (const stream of this.streams.values()) admitted += stream.admittedCount;
    return { streams: this.streams.size, rights: this.rights.size, admitted };
  }

  /** Answers how to leave. */
  join(joining: Joining, listener: Listener): () => void {
    return joining.operation.live ? this.joinLive(joining, listener) : this.joinPlain(joining, listener);
  }

  private joinPlain(joining: Joining, listener: Listener): () => void {
    const { operation, variables, caller } = joining;
    const key = this.key(operation, variables, session(caller.viewer));
    const shared = this.plain.get(key);
    if (shared) return shared.add(listener);
    const closeToOthers = () => {
      if (this.plain.get(key) === stream) this.plain.delete(key);
    };
    const stream: PlainStream = new PlainStream(joining, closeToOthers, this.count, this.watch, this.logger);
    this.plain.set(key, stream);
    const leave = stream.add(listener);
    this.plainRunning++;
    void stream.run().finally(() => this.plainRunning--);
    return leave;
  }

  private joinLive(joining: Joining, listener: Listener): () => void {
    const { operation, variables, caller } = joining;
    this.count(1);
    const cursor = operation.live!.cursor(variables);
    const member = new Member(
      joining,
      listener,
      cursor,
      (apart) => this.streamFor(joining, apart),
      () => this.count(-1),
    );
    const key = this.key(operation, variables, session(caller.viewer));
    let right = this.rights.get(key);
    if (!right) {
      right = new StreamRight(joining, this.settings, this.logger, () => this.rights.delete(key));
      this.rights.set(key, right);
    }
    member.ask(right);
    return () => member.leave();
  }

  private streamFor({ operation, variables, caller }: Joining, apart: boolean): SharedStream {
    const traits = operation.live!;
    const alone = traits.audience === 'viewer' || (traits.audience === 'not apart' && apart);
    const key = this.key(operation, traits.common(variables), alone ? audience(caller.viewer) : 'all');
    let stream = this.streams.get(key);
    if (!stream) {
      const toAll = traits.audience === 'not apart' && !apart;
      const { settings, watch, logger } = this;
      stream = new SharedStream({ operation, toAll, settings, watch, logger, onEmpty: () => this.streams.delete(key) });
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

/** Who may share an answer that depends on who asks: only those who see exactly the same. */
const audience = (viewer: Viewer | null) => (viewer ? [viewer.id, viewer.role, [...viewer.permissions].sort()] : null);

/**
 * Whose stream may end with whose: the owner may end it with the session in whose name it is open, and keep something for each, for
 * example that somebody is there.
 */
const session = (viewer: Viewer | null) => (viewer ? [audience(viewer), viewer.sessionId] : null);
