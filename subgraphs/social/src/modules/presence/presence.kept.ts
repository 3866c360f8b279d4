import { OPEN_STREAMS, takeStep, TOLD_EVERY_MS, type Basics, type OpenStream, type StreamsPush } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { endSessions, giveSigns, releaseLease } from './presence.store';
import type { Sign } from './presence.types';

type Keep = Basics<PrismaClient, Settings>;

/** Signs that come together, as after the start of a gateway, are written together. */
const GATHER_MS = 50;
const LISTEN_AGAIN_MS = 1_000;

/** Within so long, another stream of a session is no news. */
const SIGNED_FOR_MS = 10_000;

interface Session {
  sign: Sign;
  /** When its lease was last written, or is about to be. */
  signedAt: number;
  /** Its open streams and when each was last told of. */
  streams: Map<string, number>;
}

/**
 * The signs of life that open live streams give, with whatever subgraph they are open: a person with one is there. Every subgraph tells of
 * its streams on the bus; one lease for each session is written here, and released when its last stream ends. A word that is lost costs
 * nothing but itself: open streams are told of again, and a lease that nobody renews ends. Also ends what a signed-out session had.
 */
export class LivePresence {
  private readonly sessions = new Map<string, Session>();
  private readonly due = new Map<string, Sign>();

  constructor(private readonly kept: Keep) {}

  /** Begins to listen, and tries again while the bus is away. */
  listen(): void {
    this.on(OPEN_STREAMS, (push: StreamsPush) => this.hear(push));
    this.on(channels.sessionsRevoked, (ended: { sessionId?: string; viewerId?: string }) => this.end(ended));
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

  private opened({ userId, sessionId, streamId }: OpenStream): void {
    const now = this.kept.clock.now().getTime();
    const sign = { userId, sessionId, connectionId: `live:${sessionId}` };
    const session = this.sessions.get(sessionId) ?? { sign, signedAt: -Infinity, streams: new Map<string, number>() };
    const isFirst = session.streams.size === 0;
    session.streams.set(streamId, now);
    this.sessions.set(sessionId, session);
    // Those known may have ended without a word, and the lease with them.
    if (!isFirst && now - session.signedAt < SIGNED_FOR_MS) return;
    session.signedAt = now;
    if (this.due.size === 0) setTimeout(() => void this.write(), GATHER_MS).unref();
    this.due.set(sessionId, session.sign);
  }

  private closed({ sessionId, streamId }: OpenStream): void {
    const session = this.sessions.get(sessionId);
    // Opened before this process listened: others of the session may be, too. Its lease ends by itself.
    if (!session?.streams.delete(streamId) || session.streams.size > 0) return;
    this.sessions.delete(sessionId);
    this.due.delete(sessionId);
    void this.attempt((step) => releaseLease(step, session.sign));
  }

  private end(ended: { sessionId?: string; viewerId?: string }): void {
    for (const [id, { sign }] of this.sessions) {
      if (id !== ended.sessionId && sign.userId !== ended.viewerId) continue;
      this.sessions.delete(id);
      this.due.delete(id);
    }
    void this.attempt((step) => endSessions(step, ended));
  }

  private async write(): Promise<void> {
    const signs = [...this.due.values()];
    this.due.clear();
    if (signs.length > 0) await this.attempt((step) => giveSigns(step, signs));
    const forgotten = this.kept.clock.now().getTime() - 3 * TOLD_EVERY_MS;
    for (const [id, { streams }] of this.sessions) {
      for (const [streamId, heardAt] of streams) if (heardAt < forgotten) streams.delete(streamId);
      if (streams.size === 0) this.sessions.delete(id);
    }
  }

  private async attempt(work: (step: Step) => Promise<void>): Promise<void> {
    try {
      await takeStep<Keep, Topics, void>(this.kept, 'live', (step) => work(step as unknown as Step));
    } catch (error) {
      this.kept.logger.warn({ err: error }, 'a sign of life could not be kept');
    }
  }
}
