import { setting, z } from '@marquee/platform';

/** A share in basis points: 400 is 4 %. */
const basisPoints = (fallback: number, least: number, most: number) =>
  z.coerce
    .number()
    .int()
    .min(least, `must be between ${least} and ${most} basis points`)
    .max(most, `must be between ${least} and ${most} basis points`)
    .default(fallback)
    .transform(BigInt);

/** Settings of this subgraph alone; DATABASE_URL_PAYMENTS, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /**
   * May tickets that cost something be sold through the built-in sandbox processor, which takes no money? Unless it says so, not in
   * production: whoever pays there would pay nothing.
   */
  SANDBOX_PAYMENTS: z.enum(['allowed', 'refused']).optional(),
  /** Stripe's keys: with them it collects. All three or none; keys of its test mode take no money, and count as the sandbox does. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_(test|live)_\w+$/, 'must begin with sk_live_, rk_live_, sk_test_ or rk_test_')
    .optional(),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(test|live)_\w+$/, 'must begin with pk_live_ or pk_test_')
    .optional(),
  /** Of the endpoint that sends to /webhooks/stripe; while one is replaced by another, both, separated by a comma. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((all) => all.every((one) => /^whsec_\S+$/.test(one)), 'must begin with whsec_')
    .optional(),
  /** Where Stripe's API is, for a proxy on the way or a server of one's own that speaks it. */
  STRIPE_API_URL: setting.url('http', 'https').default('https://api.stripe.com'),
  /** Where the app is on the web: buyers come back there from a step at their bank. */
  WEB_URL: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .default('http://localhost:4000'),
  /**
   * Ticket codes are derived from it. There is no default: one that everybody knows would open every door. Keep it: with another one
   * the codes of tickets already sold change.
   */
  TICKET_SECRET: setting.secret(),
  /** How long places are kept for an order that is not paid. */
  HOLD_MINUTES: setting.whole(15, 1),
  /** Most places one person may have of one event, in paid orders and in open ones. */
  MAX_PLACES_PER_PERSON: setting.whole(10, 1),
  /** How long a request waits for the answer of another subgraph (milliseconds). */
  ANSWER_WITHIN_MS: setting.whole(2000, 0),
  /** Hours before the start and after the end of an event in which its door is open, as in events: in them it is asked before tickets go back. */
  DOOR_OPENS_HOURS: setting.whole(6, 0),
  DOOR_CLOSES_HOURS: setting.whole(6, 0),
  /** Hours after which a refund that the processor refuses is put before a person. */
  REFUND_GIVE_UP_HOURS: setting.whole(72, 0),
  /** Hours after the end of an event from which on a deposit for which nobody came is kept; never before the door has closed. */
  DEPOSIT_GRACE_HOURS: setting.whole(24, 0),
  /** Are tries to pay judged, and those that look like fraud checked or refused? Unless it says so, in production alone: one card pays for everything elsewhere. */
  RISK_CHECKS: z.enum(['on', 'off']).optional(),
  /** Hours in which staff decides on an order that looks like fraud; then its money goes back. */
  INSPECTION_HOURS: setting.whole(24, 1),
  /** Hours after the end of an event in which what it earned is not paid out. */
  PAYOUT_HOLD_HOURS: setting.whole(24, 0),
  /** The platform's share of an order's total. */
  PLATFORM_SHARE_BASIS_POINTS: basisPoints(400, 300, 500),
  /** The same for events of those who have the plan ORGANISER, where it is less. */
  ORGANISER_SHARE_BASIS_POINTS: basisPoints(300, 300, 500),
  /** The share of the curator who approved the event. */
  CURATOR_SHARE_BASIS_POINTS: basisPoints(100, 100, 200),
  /** Sales tax inside ticket prices (1300 is 13 %). */
  TAX_BASIS_POINTS: basisPoints(0, 0, 3000),
  /** Days in which who tries a plan for the first time pays nothing; 0: none. */
  PLAN_TRIAL_DAYS: setting.whole(14, 0),
  /** Days after the first refused renewal of a plan on which it is tried again; then the plan ends. */
  PLAN_RETRY_DAYS: z
    .string()
    .default('1,3,7')
    .transform((listed) => listed.split(',').map(Number))
    .refine(
      (days) => days.every((day, index) => Number.isInteger(day) && day > (days[index - 1] ?? 0) && day <= 21),
      'must be whole days that grow, at most 21, separated by commas',
    ),
  /** The tax inside prices of plans (1300 is 13 %). */
  PLAN_TAX_BASIS_POINTS: basisPoints(0, 0, 3000),
  /** Who sells plans, as on invoices; without name and address people get receipts. */
  PLAN_SELLER_NAME: z.string().max(120).optional(),
  PLAN_SELLER_ADDRESS: z.string().max(400).optional(),
  PLAN_SELLER_TAX_NUMBER: z.string().max(40).optional(),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
