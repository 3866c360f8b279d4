import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@marquee/platform';
import { refusalType } from '../http/negotiation';

export type UpgradeStatus =
  '400 Bad Request' | '403 Forbidden' | '404 Not Found' | '421 Misdirected Request' | '429 Too Many Requests' | '503 Service Unavailable';

const RETRY_AFTER = 'retry-after: 10\r\n';

/** Refuses a socket with the errors of an HTTP response: programs can read them; pages see only that the connection failed. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, status: UpgradeStatus, code: ErrorCode, message: string): void {
  const isBusy = status.startsWith('429') || status.startsWith('503');
  const body = JSON.stringify({ errors: [{ message, extensions: { code, ...(isBusy ? { retryable: true } : {}) } }] });
  // Connections of this server may stay half open: a client that does not hang up would keep this one.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\n${isBusy ? RETRY_AFTER : ''}connection: close\r\ncontent-type: ${refusalType(request.headers.accept)}; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
