import type Redis from 'ioredis';
import type { Logger } from 'pino';
import { openNode, whenReady } from '../redis';
import type { ListenOptions, Stop } from './bus';
import { Listeners } from './listeners';

const PREFIX = 'push:';
/** How long `listen` waits for Redis: a person is waiting for the subscription. */
const LISTEN_WITHIN_MS = 2_000;
const TELL_AGAIN_MS = 2_000;

/** On the wire: a payload, or word that earlier payloads of this channel could not be sent. */
type Message = { payload?: unknown } | { gap: true };

/** Pushes over Redis Pub/Sub: one subscriber connection for all listeners of the process. */
export class RedisPushes {
  private readonly listeners: Listeners;
  private readonly subscriber: Redis;
  /** Channels subscribed, or being so, on the present connection. */
  private readonly subscriptions = new Map<string, Promise<void>>();
  /** Channels of which a push was lost; their listeners are told as soon as Redis takes messages again. */
  private readonly missed = new Set<string>();
  private readonly telling: NodeJS.Timeout;
  private connectedBefore = false;

  constructor(
    url: string,
    private readonly commands: Redis,
    private readonly logger: Logger,
  ) {
    this.listeners = new Listeners(logger);
    // Re-subscribing is done here and not by ioredis, because the listeners must be told after it and not before.
    // Of a cluster to one node, whose end is seen: a client of all would go to another one without a word, and what was sent between is lost.
    this.subscriber = openNode(url, 'pushes', logger, { autoResubscribe: false });
    this.subscriber.on('message', (channel: string, text: string) => this.receive(channel.slice(PREFIX.length), text));
    this.subscriber.on('ready', () => void this.resubscribe());
    this.subscriber.on('close', () => {
      this.subscriptions.clear();
      this.listeners.tellLost();
    });
    commands.on('ready', () => void this.tellOfMissed());
    this.telling = setInterval(() => void this.tellOfMissed(), TELL_AGAIN_MS).unref();
  }

  async push(channel: string, payload: unknown): Promise<void> {
    try {
      await this.send(channel, { payload });
    } catch (error) {
      if (this.missed.size === 0) this.logger.warn({ err: error, channel }, 'a push was lost');
      this.missed.add(channel);
    }
  }

  async listen(channel: string, listener: (payload: unknown) => void, options?: ListenOptions): Promise<Stop> {
    const { remove } = this.listeners.add(channel, listener, options);
    const stop = async () => {
      if (!remove()) return;
      this.subscriptions.delete(channel);
      // Nobody need wait: the listener is gone already. When it fails the connection is broken, and with it the subscription.
      this.subscriber.unsubscribe(PREFIX + channel).catch(() => undefined);
    };
    try {
      await within(LISTEN_WITHIN_MS, this.subscribed(channel));
    } catch (error) {
      await stop();
      throw error;
    }
    return stop;
  }

  get connected(): boolean {
    return this.subscriber.status === 'ready';
  }

  close(): void {
    clearInterval(this.telling);
    this.listeners.clear();
    this.subscriber.disconnect();
  }

  private async subscribed(channel: string): Promise<void> {
    await whenReady(this.subscriber, LISTEN_WITHIN_MS);
    let subscription = this.subscriptions.get(channel);
    if (!subscription) {
      subscription = this.subscriber.subscribe(PREFIX + channel).then(() => undefined);
      this.subscriptions.set(channel, subscription);
      subscription.catch(() => this.subscriptions.delete(channel));
    }
    await subscription;
  }

  /** After every connect: all channels in one command, then word of the gap to those who were listening before. */
  private async resubscribe(): Promise<void> {
    const reconnected = this.connectedBefore;
    this.connectedBefore = true;
    const channels = this.listeners.channels();
    if (channels.length === 0) return;
    const all = this.subscriber.subscribe(...channels.map((channel) => PREFIX + channel)).then(() => undefined);
    for (const channel of channels) this.subscriptions.set(channel, all);
    try {
      await all;
      if (reconnected) for (const channel of channels) this.listeners.tellGap(channel);
    } catch (error) {
      this.logger.warn({ err: error }, 'could not subscribe again');
      this.subscriber.disconnect(true);
    }
  }

  private receive(channel: string, text: string): void {
    let message: Message;
    try {
      message = JSON.parse(text) as Message;
    } catch (error) {
      this.logger.error({ err: error, channel }, 'a push could not be read');
      return;
    }
    if ('gap' in message) this.listeners.tellGap(channel);
    else this.listeners.tell(channel, message.payload);
  }

  private async tellOfMissed(): Promise<void> {
    if (this.missed.size === 0 || this.commands.status !== 'ready') return;
    const channels = [...this.missed];
    this.missed.clear();
    await Promise.all(channels.map((channel) => this.send(channel, { gap: true }).catch(() => this.missed.add(channel))));
  }

  private async send(channel: string, message: Message): Promise<void> {
    await this.commands.publish(PREFIX + channel, JSON.stringify(message));
  }
}

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${ms} ms.`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
