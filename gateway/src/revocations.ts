import type { Bus, Logger, Stop } from '@marquee/platform';
import { z } from '@marquee/platform';
import { BoundedMap } from './bounded-map';
import type { Identity } from './identity';

/** The push channel on which the owner of sessions announces those that end before their tokens expire. */
export const SESSIONS_REVOKED = 'sessions.revoked';

/** One session, or (signed out everywhere, banned) all present sessions of a person. */
const notice = z.union([z.object({ sessionId: z.string() }), z.object({ viewerId: z.string() })]);
export type RevocationNotice = z.infer<typeof notice>;

export const concerns = (ended: RevocationNotice, { viewer }: Identity): boolean =>
  'sessionId' in ended ? viewer.sessionId === ended.sessionId : viewer.id === ended.viewerId;

const MAX_KEPT = 50_000;
const LISTEN_AGAIN_MS = 1_000;

/**
 * Sessions that ended early. Each is kept until every token of it has expired by itself. A push can be lost with its connection: tokens
 * are short-lived for that reason, and owners check the session again before a sensitive change.
 */
export class Revocations {
  private readonly sessions: BoundedMap<string, number>;
  private readonly viewers: BoundedMap<string, number>;
  private readonly listeners = new Set<(notice: RevocationNotice) => void>();
  private stopListening: Stop | null = null;

  constructor(
    private readonly tokenLifetimeMs = 60 * 60_000,
    private readonly now: () => number = Date.now,
  ) {
    this.sessions = new BoundedMap(MAX_KEPT);
    this.viewers = new BoundedMap(MAX_KEPT);
  }

  /** True while notices can arrive. */
  get isListening(): boolean {
    return this.stopListening !== null;
  }

  /** Resolves after the first attempt. A bus that is away does not keep the gateway from starting: it is tried again. */
  async listen(bus: Bus, logger: Logger): Promise<Stop> {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    const attempt = async (): Promise<void> => {
      try {
        this.stopListening = await bus.listen(SESSIONS_REVOKED, (payload: unknown) => this.addNotice(payload));
        if (stopped) await this.stopListening();
      } catch (error) {
        if (stopped) return;
        logger.warn({ err: error }, 'no word of ended sessions can arrive; trying again');
        timer = setTimeout(() => void attempt(), LISTEN_AGAIN_MS);
      }
    };
    await attempt();
    return async () => {
      stopped = true;
      clearTimeout(timer);
      await this.stopListening?.();
    };
  }

  /** Calls the listener as soon as a session ends, so that open sockets can be closed. Returns how to stop that. */
  onRevoked(listener: (notice: RevocationNotice) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  add(ended: RevocationNotice): void {
    if ('sessionId' in ended) this.sessions.set(ended.sessionId, this.now());
    else this.viewers.set(ended.viewerId, this.now());
    for (const listener of this.listeners) listener(ended);
  }

  covers({ viewer, issuedAt }: Identity): boolean {
    if (this.isKept(this.sessions, viewer.sessionId) !== null) return true;
    const at = this.isKept(this.viewers, viewer.id);
    // A person who signs in again afterwards is let in. Tokens have whole seconds, so the second of the notice counts as before it.
    return at !== null && issuedAt <= at;
  }

  private addNotice(payload: unknown): void {
    const parsed = notice.safeParse(payload);
    if (parsed.success) this.add(parsed.data);
  }

  private isKept(map: BoundedMap<string, number>, key: string): number | null {
    const at = map.get(key);
    if (at === undefined) return null;
    if (at + this.tokenLifetimeMs > this.now()) return at;
    map.delete(key);
    return null;
  }
}
