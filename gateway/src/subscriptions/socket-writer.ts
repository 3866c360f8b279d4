import type { WebSocket } from 'ws';

/** Try again later (RFC 6455 registry): clients reconnect on it. */
export const TRY_AGAIN_LATER = 1013;
const CLOSE_WITHIN_MS = 2_000;

export interface OutletEvents {
  /** The client reads too slowly; its socket is closed for it. */
  slow(): void;
  /** We close. */
  closing(code: number): void;
}

/**
 * The way out to one client. A reader that is too slow is cut off before its waiting messages take memory from everybody else; it
 * reconnects and reads anew.
 */
export class Outlet {
  constructor(
    private readonly socket: WebSocket,
    private readonly maxBufferedBytes: number,
    private readonly events: OutletEvents,
  ) {}

  send(message: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > this.maxBufferedBytes) {
      this.close(TRY_AGAIN_LATER, 'Too slow');
      return this.events.slow();
    }
    this.socket.send(message);
  }

  /** The other side answers the closing handshake, or is cut off. */
  close(code: number, reason: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.events.closing(code);
    this.socket.close(code, reason);
    const timer = setTimeout(() => this.socket.terminate(), CLOSE_WITHIN_MS);
    timer.unref();
    this.socket.once('close', () => clearTimeout(timer));
  }
}
