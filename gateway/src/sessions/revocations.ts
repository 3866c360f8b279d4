import { BoundedMap } from '../bounded-map';
import type { Identity } from '../identity';

/** One session, or (signed out everywhere, banned) all present sessions of a person. */
export type RevocationNotice = { readonly sessionId: string } | { readonly viewerId: string };

export const concerns = (ended: RevocationNotice, { viewer }: Identity): boolean =>
  'sessionId' in ended ? viewer.sessionId === ended.sessionId : viewer.id === ended.viewerId;

const MAX_KEPT = 100_000;

/** Sessions that ended early, as far as this gateway knows. Each is kept until every token of it has expired by itself. */
export class Revocations {
  private readonly sessions: BoundedMap<string, Kept>;
  private readonly viewers: BoundedMap<string, Kept>;
  private readonly listeners = new Set<(notice: RevocationNotice) => void>();

  constructor(
    private readonly tokenLifetimeMs = 60 * 60_000,
    private readonly now: () => number = Date.now,
  ) {
    this.sessions = new BoundedMap(MAX_KEPT);
    this.viewers = new BoundedMap(MAX_KEPT);
  }

  /** Calls the listener as soon as a session ends, so that open sockets can be closed. Returns how to stop that. */
  onRevoked(listener: (notice: RevocationNotice) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** What is known already is not told again. */
  add(ended: RevocationNotice, forMs = this.tokenLifetimeMs): void {
    const kept = { at: this.now(), until: this.now() + forMs };
    if ('sessionId' in ended) {
      if (this.isKept(this.sessions, ended.sessionId)) return;
      this.sessions.set(ended.sessionId, kept);
    } else this.viewers.set(ended.viewerId, kept);
    for (const listener of this.listeners) listener(ended);
  }

  covers({ viewer, issuedAt }: Identity): boolean {
    if (this.isKept(this.sessions, viewer.sessionId)) return true;
    const kept = this.isKept(this.viewers, viewer.id);
    // A person who signs in again afterwards is let in. Tokens have whole seconds, so the second of the notice counts as before it.
    return kept !== null && issuedAt <= kept.at;
  }

  private isKept(map: BoundedMap<string, Kept>, key: string): Kept | null {
    const kept = map.get(key);
    if (kept === undefined) return null;
    if (kept.until > this.now()) return kept;
    map.delete(key);
    return null;
  }
}

interface Kept {
  readonly at: number;
  readonly until: number;
}
