import type { WebSocket } from 'ws';

/** Try again later (RFC 6455 registry): clients reconnect on it. */
export const TRY_AGAIN_LATER = 1013;
const CLOSE_WITHIN_MS = 2_000;

export interface SocketWriterEvents {
  /** The client reads too slowly, and its socket is closed. */
  slow(): void;
  /** The gateway closes the socket. */
  closing(code: number): void;
}

/**
 * Writes to the socket of one client. A reader that is too slow is cut off before its waiting messages take memory from everybody else;
 * it reconnects and reads again.
 */
export class SocketWriter {
  constructor(
    private readonly socket: WebSocket,
    private readonly maxBufferedBytes: number,
    private readonly events: SocketWriterEvents,
  ) {}

  send(message: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > this.maxBufferedBytes) {
      this.close(TRY_AGAIN_LATER, 'Too slow');
      return this.events.slow();
    }
    this.socket.send(message);
  }

  /** Cuts the client off if it does not answer the closing handshake in time. */
  close(code: number, reason: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.events.closing(code);
    this.socket.close(code, reason);
    const timer = setTimeout(() => this.socket.terminate(), CLOSE_WITHIN_MS);
    timer.unref();
    this.socket.once('close', () => clearTimeout(timer));
  }
}
