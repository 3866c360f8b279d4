import { afterTests } from '@marquee/platform/testing';
import WebSocket from 'ws';
import { createMarquee, followRoom, type Marquee, type MarqueeOptions } from '../../../clients/sdk/src';
import { RoomWithLogDocument, type RoomWithLogQuery } from '../../../clients/sdk/src/operations';

/** An app built on the client package, whose network the test holds. */
export class Phone {
  readonly requests: string[] = [];
  readonly marquee: Marquee;
  readonly failures: unknown[] = [];
  private readonly sockets = new Set<WebSocket>();
  opened = 0;

  constructor(url: string, options: Partial<MarqueeOptions> = {}) {
    const known = this.sockets;
    const count = () => this.opened++;
    class KnownSocket extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        known.add(this);
        this.once('open', count);
        this.once('close', () => known.delete(this));
      }
    }
    this.marquee = createMarquee({
      url,
      name: 'test',
      webSocketImpl: KnownSocket,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 20)),
      ...options,
      fetch: (input, init) => {
        this.requests.push((JSON.parse(init!.body as string) as { operationName: string }).operationName);
        return (options.fetch ?? fetch)(input, init);
      },
    });
    afterTests(() => this.marquee.stop());
  }

  /** Shows a room, and follows it. */
  enter(roomId: string, viewerId?: string): void {
    const subscription = followRoom(this.marquee.apollo, roomId, viewerId).subscribe({
      error: (error: unknown) => this.failures.push(error),
    });
    afterTests(async () => subscription.unsubscribe());
  }

  /** What a screen with the room shows: no request, the cache alone. */
  room(roomId: string): NonNullable<RoomWithLogQuery['chatRoom']> | null {
    return this.marquee.apollo.readQuery({ query: RoomWithLogDocument, variables: { id: roomId } })?.chatRoom ?? null;
  }

  /** Cuts the connection as a tunnel does: no close frame, no goodbye. */
  drop(): void {
    for (const socket of this.sockets) socket.terminate();
  }
}
