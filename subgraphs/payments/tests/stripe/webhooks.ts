import Stripe from 'stripe';
import { type Account, HOUR, token } from './account';

export interface Endpoint {
  url: string;
  secret: string;
  /** The types of events sent here; all when empty. */
  types: readonly string[];
}

export interface Delivery {
  event: Stripe.EventBase;
  endpoint: Endpoint;
  /** Attempts so far. */
  attempts: number;
  /** Of the last attempt: a status, or why there is none. */
  last: number | string | undefined;
  delivered: boolean;
  /** When the next attempt is due by itself, in milliseconds. */
  next?: number;
}

export interface Manner {
  /** These stay behind, for the next `deliver`. */
  late?: (event: Stripe.EventBase) => boolean;
  /** These are sent a second time, after all others. */
  twice?: boolean | ((event: Stripe.EventBase) => boolean);
  /** The newest first, or in the order that the function makes. */
  shuffled?: boolean | ((events: Delivery[]) => Delivery[]);
  /** These never arrive and are not tried again. */
  lost?: boolean | ((event: Stripe.EventBase) => boolean);
  /** The signature's time lies so many seconds back: a replay. */
  signedAgo?: number;
  /** Signs with this instead of the endpoint's secret: a forgery. */
  secret?: string;
}

/** When Stripe tries again, after each failure: with growing pauses, for three days. */
const RETRIES = [HOUR / 12, HOUR / 2, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR];
const TIMEOUT = 10_000;

/** Sends events to the endpoints: when the test says so, or by themselves as they happen. */
export class Webhooks {
  readonly endpoints: Endpoint[] = [];
  private readonly deliveries: Delivery[] = [];
  private sending: Promise<void> = Promise.resolve();
  private readonly stopped = new AbortController();
  account!: Account;

  constructor(private readonly automatic: boolean) {}

  /** Registers an endpoint and returns it with its signing secret. Events that happened before are not sent to it. */
  add(url: string, types: readonly string[] = []): Endpoint {
    const endpoint = { url, secret: `whsec_${token(32)}`, types };
    this.endpoints.push(endpoint);
    return endpoint;
  }

  announce(event: Stripe.EventBase): void {
    const wanted = this.endpoints.filter(({ types }) => !types.length || types.includes(event.type));
    event.pending_webhooks = wanted.length;
    const made = wanted.map((endpoint): Delivery => ({ event, endpoint, attempts: 0, last: undefined, delivered: false }));
    this.deliveries.push(...made);
    if (this.automatic && made.length) {
      // After the answer of the request that caused it, one after the other.
      this.sending = this.sending.then(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        for (const delivery of made) if (!delivery.attempts) await this.attempt(delivery);
      });
    }
  }

  /** Sends what was not tried yet and returns the deliveries tried, in their order. */
  async deliver(manner: Manner = {}): Promise<Delivery[]> {
    await this.sending;
    let waiting = this.deliveries.filter(({ attempts, delivered, last }) => !attempts && !delivered && last !== 'lost');
    waiting = waiting.filter((delivery) => !manner.late?.(delivery.event));
    for (const delivery of waiting.filter(({ event }) => holds(manner.lost, event))) delivery.last = 'lost';
    waiting = waiting.filter(({ last }) => last !== 'lost');
    if (manner.shuffled) waiting = manner.shuffled === true ? waiting.reverse() : manner.shuffled(waiting);
    const again = waiting.filter(({ event }) => holds(manner.twice, event));
    const tried = [...waiting, ...again];
    for (const delivery of tried) await this.attempt(delivery, manner);
    return tried;
  }

  /** Sends one event once more, as the dashboard's «Resend» does, delivered or not. */
  async resend(eventId: string, manner: Manner = {}): Promise<Delivery[]> {
    const tried = this.deliveries.filter(({ event }) => event.id === eventId);
    for (const delivery of tried) await this.attempt(delivery, manner);
    return tried;
  }

  /** Returns when everything that goes out by itself has been tried. */
  async settled(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.sending) {
      seen = this.sending;
      await seen;
    }
  }

  /** What has not been taken with 2xx yet, lost ones included. */
  undelivered(): Delivery[] {
    return this.deliveries.filter(({ delivered }) => !delivered);
  }

  close(): void {
    this.stopped.abort();
  }

  private async attempt(delivery: Delivery, { signedAgo = 0, secret }: Manner = {}, due = this.account.milliseconds()): Promise<void> {
    const { event, endpoint } = delivery;
    if (this.stopped.signal.aborted) return;
    const payload = JSON.stringify(event, null, 2);
    const timestamp = this.account.now() - signedAgo;
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: secret ?? endpoint.secret, timestamp });
    delivery.attempts++;
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        body: payload,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), this.stopped.signal]),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signature,
        },
      });
      await response.arrayBuffer();
      delivery.last = response.status;
      if (response.ok && !delivery.delivered) {
        delivery.delivered = true;
        event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
      }
    } catch (error) {
      delivery.last = String(error);
    }
    const pause = RETRIES[delivery.attempts - 1];
    if (!delivery.delivered && pause !== undefined && delivery.next === undefined) this.tryAgain(delivery, due + pause);
  }

  /** Counted from when the attempt before was due: a clock that is moved by days makes all the attempts of those days. */
  private tryAgain(delivery: Delivery, due: number): void {
    delivery.next = due;
    this.account.at(due, () => {
      this.sending = this.sending.then(async () => {
        delete delivery.next;
        if (!delivery.delivered) await this.attempt(delivery, {}, due);
      });
    });
  }
}

const holds = (which: Manner['twice'], event: Stripe.EventBase): boolean => (typeof which === 'function' ? which(event) : Boolean(which));
