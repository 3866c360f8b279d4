import {
  DEEDS,
  OPEN_STREAMS,
  takeStep,
  TOLD_EVERY_MS,
  type Basics,
  type DeedsPush,
  type OpenStream,
  type StreamsPush,
} from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { endShares } from '../location-share/location-share.store';
import { endSessions, giveSigns, noteDeeds, releaseLeases } from './presence.store';
import type { Sign } from './presence.types';

type Keep = Basics<PrismaClient, Settings>;

/** Signs that come together, as after the start of a gateway, are written together. */
const GATHER_MS = 50;
const LISTEN_AGAIN_MS = 1_000;

/** Within so long, another stream of a session is no news. */
const SIGNED_FOR_MS = 10_000;

/** In one transaction. */
const AT_ONCE = 500;

const connectionOf = (sessionId: string) => `live:${sessionId}`;

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE);
}

interface Session {
  sign: Omit<Sign, 'deedAt'>;
  /** When its lease was last written, or is about to be. */
  signedAt: number;
  /** Its open streams and when each was last told of. */
  streams: Map<string, number>;
}

/**
 * The signs of life that open live streams give, with whatever subgraph they are open: a person with one is there. Every subgraph tells of
 * its streams on the bus; one lease for each session is written here, and released when its last stream ends. A word that is lost costs
 * nothing but itself: open streams are told of again, and a lease that nobody renews ends. Also ends what a signed-out session had.
 *
 * What people do is kept in memory, and written with the next lease: at once only for a session that may be away by now.
 */
export class LivePresence {
  private readonly sessions = new Map<string, Session>();
  private readonly due = new Map<string, Session['sign']>();
  /** Sessions whose last stream has ended. */
  private readonly gone = new Set<string>();
  /** When each session did something last, the earliest first. */
  private readonly deeds = new Map<string, number>();
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly kept: Keep) {}

  /** Begins to listen, and tries again while the bus is away. */
  listen(): void {
    this.on(OPEN_STREAMS, (push: StreamsPush) => this.hear(push));
    this.on(DEEDS, (push: DeedsPush) => this.hearDeeds(push));
    this.on(channels.sessionsRevoked, (ended: { sessionId?: string; viewerId?: string }) => this.end(ended));
  }

  /** Null when nothing was heard of late: what the lease says then holds. */
  lastDeedOf(sessionId: string): Date | null {
    const deedAt = this.deeds.get(sessionId);
    return deedAt === undefined ? null : new Date(deedAt);
  }

  private on<Push>(channel: string, listener: (push: Push) => void): void {
    this.kept.bus.listen(channel, listener).catch((error: unknown) => {
      this.kept.logger.warn({ err: error, channel }, 'no signs of life can arrive; trying again');
      setTimeout(() => this.on(channel, listener), LISTEN_AGAIN_MS).unref();
    });
  }

  private hear({ streams, open }: StreamsPush): void {
    for (const stream of streams) {
      if (open) this.opened(stream);
      else this.closed(stream);
    }
  }

  private hearDeeds({ deeds }: DeedsPush): void {
    const now = this.kept.clock.now().getTime();
    this.forgetDeedsUntil(now - this.kept.settings.PRESENCE_AWAY_MS / 2);
    const idle = deeds.map(({ sessionId }) => sessionId).filter((id) => !this.deeds.has(id));
    for (const { sessionId } of deeds) {
      this.deeds.delete(sessionId);
      this.deeds.set(sessionId, now);
    }
    for (const some of chunks(idle)) void this.attempt((step) => noteDeeds(step, some));
  }

  private forgetDeedsUntil(time: number): void {
    for (const [sessionId, deedAt] of this.deeds) {
      if (deedAt > time) return;
      this.deeds.delete(sessionId);
    }
  }

  private opened({ userId, sessionId, streamId }: OpenStream): void {
    const now = this.kept.clock.now().getTime();
    const sign = { userId, sessionId, connectionId: connectionOf(sessionId) };
    const session = this.sessions.get(sessionId) ?? { sign, signedAt: -Infinity, streams: new Map<string, number>() };
    const isFirst = session.streams.size === 0;
    session.streams.set(streamId, now);
    this.sessions.set(sessionId, session);
    // Those known may have ended without a word, and the lease with them.
    if (!isFirst && now - session.signedAt < SIGNED_FOR_MS) return;
    session.signedAt = now;
    this.gone.delete(sessionId);
    this.gather();
    this.due.set(sessionId, session.sign);
  }

  private closed({ sessionId, streamId }: OpenStream): void {
    const session = this.sessions.get(sessionId);
    // Opened before this process listened: others of the session may be, too. Its lease ends by itself.
    if (!session?.streams.delete(streamId) || session.streams.size > 0) return;
    this.forget(sessionId);
    this.gather();
    this.gone.add(sessionId);
  }

  private end(ended: { sessionId?: string; viewerId?: string }): void {
    for (const [id, { sign }] of this.sessions) {
      if (id === ended.sessionId || sign.userId === ended.viewerId) this.forget(id);
    }
    const { viewerId, sessionId = '' } = ended;
    void this.attempt(async (step) => {
      await endSessions(step, ended);
      // Nobody who has lost their phone is followed by it.
      await endShares(step, viewerId ? { userIds: [viewerId] } : { sessionId });
    });
  }

  private forget(sessionId: string): void {
    this.sessions.delete(sessionId);
    this.due.delete(sessionId);
  }

  private gather(): void {
    if (this.due.size === 0 && this.gone.size === 0) setTimeout(() => void this.write(), GATHER_MS).unref();
  }

  private async write(): Promise<void> {
    const signs = [...this.due.values()].map((sign) => ({ ...sign, deedAt: this.lastDeedOf(sign.sessionId) }));
    const closed = [...this.gone].map(connectionOf);
    this.due.clear();
    this.gone.clear();
    const now = this.kept.clock.now();
    for (const ids of chunks(closed)) await this.attempt((step) => releaseLeases(step, ids, now));
    for (const some of chunks(signs)) await this.attempt((step) => giveSigns(step, some));
    const forgotten = now.getTime() - 3 * TOLD_EVERY_MS;
    for (const [id, { streams }] of this.sessions) {
      for (const [streamId, heardAt] of streams) if (heardAt < forgotten) streams.delete(streamId);
      if (streams.size === 0) this.sessions.delete(id);
    }
  }

  /** One behind the other: what was heard later is written later. */
  private attempt(work: (step: Step) => Promise<void>): Promise<void> {
    this.last = this.last.then(() => this.take(work));
    return this.last;
  }

  private async take(work: (step: Step) => Promise<void>): Promise<void> {
    try {
      await takeStep<Keep, Topics, void>(this.kept, 'live', (step) => work(step as unknown as Step));
    } catch (error) {
      this.kept.logger.warn({ err: error }, 'a sign of life could not be kept');
    }
  }
}
