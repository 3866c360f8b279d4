import { randomBytes } from 'node:crypto';
import type { Clock } from '@marquee/platform';
import type Stripe from 'stripe';
import type { Behaviour } from './methods';

export const API_VERSION = '2026-10-28.endive';

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/** How long after its cause a thing happens by itself, in milliseconds. Null: only when the test says so. */
export interface Delays {
  /** From a card's approval to the balance transaction, with `capture_method` automatic_async (Stripe's default). 0 is straight after the answer. */
  capture: number;
  /** From `processing` to the end of a bank debit. */
  bank: number | null;
  /** From the payment to the dispute of pm_card_createDispute. */
  dispute: number | null;
  /** From a refund to its failure (pm_card_refundFail) or its success (pm_card_pendingRefund, bank accounts). */
  refund: number | null;
  /** From an authorization to its expiry. */
  authorization: number;
  /** How long a new payment intent is not found by search. */
  search: number;
}

export const DELAYS: Delays = { capture: 0, bank: 4 * DAY, dispute: 0, refund: HOUR, authorization: 7 * DAY, search: 60 * SECOND };

interface Task {
  at: number;
  work: () => void;
}

export type EventObject =
  | Stripe.PaymentIntent
  | Stripe.Charge
  | Stripe.Refund
  | Stripe.Dispute
  | Stripe.Payout
  | Stripe.Account
  | Stripe.Transfer
  | Stripe.Customer
  | Stripe.SetupIntent;

/** Everything that one Stripe account holds in test mode. Objects name each other by id; `expand` puts one into the other. */
export class Account {
  readonly id = `acct_${token(16)}`;
  readonly intents = new Map<string, Stripe.PaymentIntent>();
  readonly methods = new Map<string, Stripe.PaymentMethod>();
  readonly behaviours = new Map<string, Behaviour>();
  readonly charges = new Map<string, Stripe.Charge>();
  readonly refunds = new Map<string, Stripe.Refund>();
  readonly balance = new Map<string, Stripe.BalanceTransaction>();
  /** The payout that a balance transaction went out with, by balance transaction. */
  readonly paidOut = new Map<string, string>();
  readonly payouts = new Map<string, Stripe.Payout>();
  readonly disputes = new Map<string, Stripe.Dispute>();
  /** Connected accounts, and what was sent to them. */
  readonly connected = new Map<string, Stripe.Account>();
  readonly customers = new Map<string, Stripe.Customer>();
  readonly setups = new Map<string, Stripe.SetupIntent>();
  readonly transfers = new Map<string, Stripe.Transfer>();
  readonly events = new Map<string, Stripe.EventBase>();
  /** The request that is being done, for `event.request`; null between requests. */
  request: Stripe.Event.Request | null = null;
  private tasks: Task[] = [];
  private running: number | undefined;

  constructor(
    private readonly clock: Clock,
    readonly delays: Delays,
    private readonly announce: (event: Stripe.EventBase) => void,
  ) {}

  milliseconds(): number {
    return this.running ?? this.clock.now().getTime();
  }

  /** Now in seconds, as Stripe writes times. */
  now(): number {
    return Math.floor(this.milliseconds() / SECOND);
  }

  newId(prefix: string): string {
    return `${prefix}_3${token(23)}`;
  }

  later(after: number | null, work: () => void): void {
    if (after !== null) this.at(this.milliseconds() + after, work);
  }

  at(at: number, work: () => void): void {
    this.tasks.push({ at, work });
  }

  /** Does what is due by now, the earliest first, each at its own time. Returns how much it was. */
  runDue(): number {
    for (let done = 0; ; done++) {
      const now = this.clock.now().getTime();
      const due = this.tasks.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)[0];
      if (!due) return done;
      this.tasks = this.tasks.filter((task) => task !== due);
      this.running = due.at;
      try {
        due.work();
      } finally {
        this.running = undefined;
      }
    }
  }

  /** Records what happened, as the object is now, and hands it to the webhooks. */
  tell<T extends EventObject>(type: Stripe.Event.Type, object: T, previous?: Partial<T>): void {
    const event: Stripe.EventBase = {
      id: `evt_3${token(23)}`,
      object: 'event',
      api_version: API_VERSION,
      created: this.now(),
      data: {
        object: structuredClone(object) as Stripe.Event.Data.Object,
        ...(previous && { previous_attributes: structuredClone(previous) }),
      },
      livemode: false,
      pending_webhooks: 0,
      request: this.request ?? { id: null, idempotency_key: null },
      type,
    };
    this.events.set(event.id, event);
    this.announce(event);
  }
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const token = (length: number): string => Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');

/** Returns the id of what a field names, expanded or not. */
export const idOf = (named: string | { id: string } | null | undefined): string | undefined =>
  typeof named === 'string' ? named : named?.id;

/** Returns what metadata becomes: keys are added and replaced, an empty value takes a key away, null takes all. */
export function merged(metadata: Stripe.Metadata, change: Record<string, string> | null | undefined): Stripe.Metadata {
  if (change === undefined) return metadata;
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...metadata, ...change }).filter(([, value]) => value !== ''));
}
