import type { WebSocket } from 'ws';

/** Try again later (RFC 6455 registry): clients reconnect on it. */
export const TRY_AGAIN_LATER = 1013;
const CLOSE_WITHIN_MS = 2_000;

/**
 * The way out to one client. A reader that is too slow is cut off before its waiting messages take memory from everybody else; it
 * reconnects and reads anew.
 */
export class Outlet {
  constructor(
    private readonly socket: WebSocket,
    private readonly maxBufferedBytes: number,
    private readonly onSlow: () => void,
  ) {}

  send(message: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > this.maxBufferedBytes) {
      this.onSlow();
      this.close(TRY_AGAIN_LATER, 'Too slow');
      return;
    }
    this.socket.send(message);
  }

  /** The other side answers the closing handshake, or is cut off. */
  close(code: number, reason: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.close(code, reason);
    const timer = setTimeout(() => this.socket.terminate(), CLOSE_WITHIN_MS);
    timer.unref();
    this.socket.once('close', () => clearTimeout(timer));
  }
}
