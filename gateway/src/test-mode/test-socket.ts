import { GraphError, isMeantAsTestKey, type Logger } from '@marquee/platform';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType } from 'graphql-ws';
import { WebSocket, type RawData } from 'ws';
import type { Circumstances } from '../caller';
import { credentials } from '../subscriptions/credentials';
import { readMessage } from '../subscriptions/protocol';
import { TRY_AGAIN_LATER } from '../subscriptions/socket-writer';
import { forwarded, type TestDoor } from './test-door';
import { TEST_KEY_HEADER } from './test-mode';

export interface TestSocketParts {
  readonly door: TestDoor;
  readonly socket: WebSocket;
  readonly given: Circumstances;
  readonly origin: string | undefined;
  /** Bytes waiting for a slow reader; beyond, both sockets are closed. */
  readonly maxBufferedBytes: number;
  readonly logger: Logger;
}

/** The key of test mode with which a socket begins, in its first message; null where it begins otherwise. */
export function keyOfInit(text: string): string | null {
  try {
    const message = readMessage(text);
    if (message.type !== MessageType.ConnectionInit) return null;
    const named = Object.entries(message.payload ?? {}).find(([name]) => name.toLowerCase() === TEST_KEY_HEADER)?.[1];
    if (typeof named === 'string') return named.trim();
    const token = credentials(message.payload);
    return token && isMeantAsTestKey(token) ? token : null;
  } catch {
    return null;
  }
}

/** Takes a client's socket on to the world of its key: what one of the two says, the other hears, and where one ends, both do. */
export async function relaySocket(parts: TestSocketParts, key: string, first: string): Promise<void> {
  const { door, socket, given, origin, maxBufferedBytes } = parts;
  const waiting: string[] = [first];
  const keep = (data: RawData) => void waiting.push(textOf(data));
  socket.on('message', keep);
  let url: URL;
  let over: () => void;
  try {
    const caller = await door.verify(key, { ip: given.ip, origin });
    over = door.watch(caller, () => socket.close(CloseCode.Forbidden, 'Session ended'));
    socket.once('close', over);
    url = await door.reach(caller);
  } catch (error) {
    if (!(error instanceof GraphError)) parts.logger.error({ err: error }, 'could not reach test mode');
    const isRefused = error instanceof GraphError && error.code === 'UNAUTHENTICATED';
    return socket.close(isRefused ? CloseCode.Forbidden : TRY_AGAIN_LATER, isRefused ? 'Forbidden' : 'Try again later');
  }
  if (socket.readyState !== socket.OPEN) return;
  const address = new URL(url);
  address.protocol = 'ws:';
  const world = new WebSocket(address, GRAPHQL_TRANSPORT_WS_PROTOCOL, { headers: forwarded(given), perMessageDeflate: false });
  world.once('open', () => {
    socket.off('message', keep);
    for (const text of waiting) world.send(text);
    pipe(socket, world, maxBufferedBytes);
  });
  pipe(world, socket, maxBufferedBytes);
  ends(world, socket);
  ends(socket, world);
}

function pipe(from: WebSocket, to: WebSocket, maxBufferedBytes: number): void {
  from.on('message', (data) => {
    if (to.readyState !== to.OPEN) return;
    if (to.bufferedAmount > maxBufferedBytes) return to.close(TRY_AGAIN_LATER, 'Too slow');
    to.send(textOf(data));
  });
}

/** A code that no message of closing may carry is that of a lost connection. */
function ends(from: WebSocket, to: WebSocket): void {
  from.on('error', () => to.close(TRY_AGAIN_LATER, 'Try again later'));
  from.once('close', (code, reason) => {
    if (to.readyState === to.CONNECTING) return to.terminate();
    to.close(LOST.has(code) ? TRY_AGAIN_LATER : code, reason);
  });
}

const LOST: ReadonlySet<number> = new Set([1005, 1006, 1015]);

const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');
