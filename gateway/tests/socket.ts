import { setTimeout as pause } from 'node:timers/promises';
import type { FormattedExecutionResult } from 'graphql';
import { createClient, type ClientOptions } from 'graphql-ws';
import WebSocket from 'ws';

/** The graphql-ws client that web apps use, with what it received kept in order. */
export function aClient(url: string, connectionParams?: ClientOptions['connectionParams']) {
  const closed: { code: number; reason: string }[] = [];
  const client = createClient({
    url,
    connectionParams,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    on: { closed: (event) => closed.push({ code: (event as CloseEvent).code, reason: (event as CloseEvent).reason }) },
  });
  return {
    client,
    closed,
    listen(query: string, variables?: Record<string, unknown>) {
      const events: FormattedExecutionResult[] = [];
      const state: { ended: boolean; error: unknown } = { ended: false, error: undefined };
      const stop = client.subscribe<Record<string, unknown>, Record<string, unknown>>(
        { query, variables },
        {
          next: (event) => void events.push(event),
          error: (error) => void ((state.error = error), (state.ended = true)),
          complete: () => void (state.ended = true),
        },
      );
      return { events, state, stop };
    },
    async ask(query: string, variables?: Record<string, unknown>) {
      return new Promise<FormattedExecutionResult>((resolve, reject) => {
        let answer: FormattedExecutionResult;
        client.subscribe<Record<string, unknown>, Record<string, unknown>>(
          { query, variables },
          { next: (event) => void (answer = event), error: reject, complete: () => resolve(answer) },
        );
      });
    },
  };
}

interface CloseEvent {
  code: number;
  reason: string;
}

/** A bare socket, for what no client would send. */
export class RawSocket {
  readonly received: Record<string, unknown>[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly socket: WebSocket;

  constructor(
    url: string,
    { protocol = 'graphql-transport-ws', ...options }: { protocol?: string | string[]; headers?: Record<string, string> } = {},
  ) {
    this.socket = new WebSocket(url, protocol, options);
    this.closed = new Promise((resolve) => this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })));
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => this.received.push(JSON.parse(String(data)) as Record<string, unknown>));
  }

  get ws(): WebSocket {
    return this.socket;
  }

  async open(): Promise<this> {
    if (this.socket.readyState === WebSocket.CONNECTING)
      await new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
    return this;
  }

  async ready(payload?: unknown): Promise<this> {
    await this.open();
    this.send({ type: 'connection_init', payload });
    await until(() => this.received.some((message) => message.type === 'connection_ack'));
    return this;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || message instanceof Buffer ? message : JSON.stringify(message));
  }

  close(): void {
    this.socket.close();
  }
}

/** Waits until something is so; fails, saying what, when it does not become so. */
export async function until(condition: () => boolean, what = condition.toString()): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await pause(5);
  }
}
