import { GraphError, unauthenticated, z, type Bus, type Logger, type Stop, type Viewer } from '@marquee/platform';
import type { Revocations } from './revocations';
import type { SessionOwner } from './session-owner';

/** The push channel on which the owner of sessions announces those that end before their tokens expire. */
export const SESSIONS_REVOKED = 'sessions.revoked';

const notice = z.union([z.object({ sessionId: z.string() }), z.object({ viewerId: z.string() })]);

export interface SessionSettings {
  /** How long a start waits for the owner's list. */
  readonly readyWithinMs: number;
  /** How often the owner is asked while pushes arrive: what one that was lost costs at most. */
  readonly askEveryMs: number;
  /** How often it is asked while no pushes can arrive. */
  readonly askWithoutPushesMs: number;
  /** After a failure, of the bus or of the owner. */
  readonly againAfterMs: number;
  /** How long a consequential operation waits for the owner to say whether its session lasts. */
  readonly lastsWithinMs: number;
}

export interface SessionWatchParts {
  readonly revocations: Revocations;
  /** Returns that of this moment; null where the supergraph has none: then pushes are all there is. */
  readonly owner: () => SessionOwner | null;
  readonly bus: Bus | undefined;
  readonly settings: SessionSettings;
  readonly logger: Logger;
}

/**
 * Keeps word of the sessions that ended early. Pushes tell at once and can be lost: the owner is asked for its list at the start, after
 * each gap of the bus, and every so often in any case. While something may be missing, `requireLast` asks the owner for one session.
 */
export class SessionWatch {
  /** How often word may have been missed, and up to which time the list has been read since. The start is the first. */
  private missed = 1;
  private read = 0;
  private since: string | null = null;
  private stopListening: Stop | null = null;
  private connected = false;
  private reading = false;
  private isFailing = false;
  private stopped = false;
  private nextReading: NodeJS.Timeout | undefined;
  private nextListening: NodeJS.Timeout | undefined;
  private wasRead: () => void = () => undefined;

  constructor(private readonly parts: SessionWatchParts) {}

  /** True while pushes can arrive. */
  get isListening(): boolean {
    return this.connected;
  }

  /** True when every session that ended early is known, but for pushes that are on their way. */
  get isComplete(): boolean {
    return this.connected && this.read === this.missed;
  }

  /** Resolves when the list is read, or after the time that a start may take: neither bus nor owner keeps a gateway from starting. */
  async start(): Promise<void> {
    const { owner, settings } = this.parts;
    if (!owner()) return this.listen();
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, settings.readyWithinMs);
      this.wasRead = () => {
        clearTimeout(late);
        resolve();
      };
      // Listening first: what ends between the two is in the list, or is pushed.
      void this.listen().then(() => this.readList());
    });
  }

  /** Another supergraph is served, and another subgraph keeps the sessions: its list is read from the beginning. */
  ownerChanged(): void {
    this.since = null;
    this.missed++;
    void this.readList();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.nextReading);
    clearTimeout(this.nextListening);
    await this.stopListening?.();
  }

  /**
   * For what must not be done with a token whose session has ended. Resolves when the viewer's session lasts; rejects with UNAUTHENTICATED
   * when it has ended, and with an error that may be retried when nobody can say.
   */
  async requireLast({ sessionId }: Viewer, correlationId?: string): Promise<void> {
    const { revocations, logger } = this.parts;
    const owner = this.parts.owner();
    if (!owner || this.isComplete) return;
    let lasts: boolean;
    try {
      lasts = await owner.lasts(sessionId);
    } catch (error) {
      logger.warn({ err: error, correlationId }, 'a consequential operation was refused: nobody can say whether its session lasts');
      throw new GraphError('SUBGRAPH_UNAVAILABLE', 'Whether your session lasts cannot be checked at the moment. Try again.', {
        retryable: true,
      });
    }
    if (lasts) return;
    revocations.add({ sessionId });
    throw unauthenticated('The session has ended. Sign in again.');
  }

  /** Resolves after the first attempt. */
  private async listen(): Promise<void> {
    const { bus, settings, logger } = this.parts;
    if (!bus || this.stopped) return;
    try {
      const listener = (payload: unknown) => this.take(payload);
      this.stopListening = await bus.listen(SESSIONS_REVOKED, listener, { onLost: () => this.lost(), onGap: () => this.gap() });
      this.gap();
      if (this.stopped) await this.stopListening();
    } catch (error) {
      if (this.stopped) return;
      logger.warn({ err: error }, 'no word of ended sessions can arrive; trying again');
      this.nextListening = setTimeout(() => void this.listen(), settings.againAfterMs).unref();
    }
  }

  private take(payload: unknown): void {
    const parsed = notice.safeParse(payload);
    if (parsed.success) this.parts.revocations.add(parsed.data);
  }

  private lost(): void {
    // Each attempt to connect again that fails is told, too: the next reading must not be put off by it.
    if (!this.connected) return;
    this.connected = false;
    this.missed++;
    if (this.parts.owner()) this.readAfter(this.parts.settings.askWithoutPushesMs);
  }

  private gap(): void {
    this.connected = true;
    this.missed++;
    void this.readList();
  }

  private async readList(): Promise<void> {
    const { revocations, settings, logger } = this.parts;
    const owner = this.parts.owner();
    // Whoever reads now looks at its end whether more was missed meanwhile.
    if (!owner || this.reading || this.stopped) return;
    this.reading = true;
    const upTo = this.missed;
    let pauseMs = settings.againAfterMs;
    try {
      const { sessions, since } = await owner.ended(this.since);
      for (const { id, tokensExpireInMs } of sessions) revocations.add({ sessionId: id }, tokensExpireInMs);
      // What another owner says meanwhile is of its own list.
      if (owner === this.parts.owner()) this.since = since;
      this.read = upTo;
      this.isFailing = false;
      this.wasRead();
      pauseMs = this.read !== this.missed ? 0 : this.connected ? settings.askEveryMs : settings.askWithoutPushesMs;
    } catch (error) {
      if (!this.isFailing && !this.stopped) logger.warn({ err: error }, 'the list of ended sessions could not be read; trying again');
      this.isFailing = true;
    } finally {
      this.reading = false;
    }
    this.readAfter(pauseMs);
  }

  private readAfter(ms: number): void {
    clearTimeout(this.nextReading);
    if (this.stopped) return;
    this.nextReading = setTimeout(() => void this.readList(), ms).unref();
  }
}
