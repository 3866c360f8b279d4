import type { WebSocket } from 'ws';

/** Sockets are pinged in so many groups, one after the other: ten thousand pings in one instant would delay everything else. */
const GROUPS = 12;

/** Pings sockets, and cuts off those that have not answered by the next ping: their clients are gone without a close. */
export class Heartbeat {
  private readonly groups = Array.from({ length: GROUPS }, () => new Set<WebSocket>());
  /** Sockets that have not answered the last ping. */
  private readonly silent = new WeakSet<WebSocket>();
  private readonly timer: NodeJS.Timeout;
  /** One function for all sockets. */
  private readonly onPong: (this: WebSocket) => void;
  private entered = 0;
  private turn = 0;

  constructor(everyMs: number) {
    const { silent } = this;
    this.onPong = function () {
      silent.delete(this);
    };
    this.timer = setInterval(() => this.ping(this.groups[this.turn++ % GROUPS]!), everyMs / GROUPS);
    this.timer.unref();
  }

  watch(socket: WebSocket): void {
    const group = this.groups[this.entered++ % GROUPS]!;
    group.add(socket);
    socket.on('pong', this.onPong);
    socket.on('close', () => group.delete(socket));
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private ping(group: Iterable<WebSocket>): void {
    for (const socket of group) {
      if (this.silent.has(socket)) {
        socket.terminate();
        continue;
      }
      this.silent.add(socket);
      socket.ping();
    }
  }
}
