import type { Bus } from '../bus';
import type { Viewer } from '../viewer';

/** Where gateways tell that people do something: whose streams are open is there, but perhaps does not look. */
export const DEEDS = 'live.deeds';

/** A session that was told of is not told of again within so long, however much its person does. */
export const DEED_TOLD_EVERY_MS = 20_000;

/** Deeds that come together are told together. */
const GATHER_MS = 50;
const AT_ONCE = 500;

export interface Deed {
  userId: string;
  sessionId: string;
}

/** What is pushed on `DEEDS`: these people did something just now. */
export interface DeedsPush {
  deeds: Deed[];
}

/** Tells who does something, kept in memory alone: a word that is lost is made good by a later deed. */
export class Deeds {
  /** When each session was told of, the earliest first. */
  private readonly told = new Map<string, number>();
  private waiting: Deed[] = [];

  constructor(
    private readonly bus: Pick<Bus, 'push'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** This person does something. */
  done({ id: userId, sessionId }: Pick<Viewer, 'id' | 'sessionId'>): void {
    const now = this.now();
    this.forgetUntil(now - DEED_TOLD_EVERY_MS);
    if (this.told.has(sessionId)) return;
    this.told.set(sessionId, now);
    if (this.waiting.length === 0) setTimeout(() => this.tell(), GATHER_MS).unref();
    this.waiting.push({ userId, sessionId });
  }

  private forgetUntil(time: number): void {
    for (const [sessionId, toldAt] of this.told) {
      if (toldAt > time) return;
      this.told.delete(sessionId);
    }
  }

  private tell(): void {
    const deeds = this.waiting;
    this.waiting = [];
    for (let from = 0; from < deeds.length; from += AT_ONCE)
      void this.bus.push(DEEDS, { deeds: deeds.slice(from, from + AT_ONCE) } satisfies DeedsPush);
  }
}
