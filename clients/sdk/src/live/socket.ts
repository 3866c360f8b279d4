import { createClient, type Client, type ClientOptions } from 'graphql-ws';
import type { Session } from '../session/session.js';
import { resumable } from './resumable.js';
import type { ResumeOptions } from './resumption.js';

export interface SocketOptions {
  /** `wss://…/graphql`; made of `url` by `socketUrlOf` where the two belong together. */
  readonly url: string;
  readonly session: Session;
  /** Where there is no global one: Node before 22. */
  readonly webSocketImpl?: ClientOptions['webSocketImpl'];
  readonly resume?: ResumeOptions;
  /** How long a reconnect waits, by how many failed before; 0.2 s doubling to 20 s, each a little differently, when left out. */
  readonly retryWait?: (retries: number) => Promise<void>;
}

export const socketUrlOf = (url: string): string => url.replace(/^http/, 'ws');

const LONGEST_WAIT_MS = 20_000;

const backOff = (retries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, 200 * 2 ** retries) * (0.5 + Math.random())));

/**
 * A socket that stays: it reconnects for as long as somebody listens, signs in with a token of that moment, puts a fresh one in when the
 * gateway asks (a minute before the old one expires), and its streams lose nothing.
 */
export function createSocket({ url, session, webSocketImpl, resume = {}, retryWait = backOff }: SocketOptions): Client {
  let open: { send(text: string): void } | null = null;
  let sent: string | null = null;
  const authorization = async (): Promise<string | null> => {
    sent = await session.accessToken();
    return sent && `Bearer ${sent}`;
  };
  const client = createClient({
    url,
    ...(webSocketImpl ? { webSocketImpl } : {}),
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait,
    // Closes that are final are known to graphql-ws; everything else is the network.
    shouldRetry: () => true,
    connectionParams: async () => {
      const value = await authorization();
      return value ? { authorization: value } : {};
    },
    on: {
      opened: (socket) => {
        open = socket as typeof open;
      },
      closed: (event) => {
        open = null;
        // Refused although it had not expired: the session may have ended, or its signature is of another time.
        if ((event as { code?: number }).code === TOKEN_REFUSED && sent) void session.refresh(sent).catch(() => undefined);
      },
      ping: (received, payload) => {
        if (received && payload?.tokenExpiresAt !== undefined) void refreshed();
      },
    },
  });
  async function refreshed(): Promise<void> {
    const token = await session.refresh(sent).catch(() => null);
    if (!token) return;
    sent = token;
    open?.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${token}` } }));
  }
  return resumable(client, resume);
}

const TOKEN_REFUSED = 4403;
