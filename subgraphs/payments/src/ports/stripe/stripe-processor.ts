import Stripe from 'stripe';
import {
  NoticeRefused,
  PayeeRefused,
  ProcessorFault,
  type DisputeState,
  type Intent,
  type MadeRefund,
  type MethodFacts,
  type Notice,
  type Processor,
  type RefundState,
  type SavedMethod,
} from '../processor';
import { toDispute, toEvidence } from './stripe-disputes';
import { declined, PAYMENT_KEY, toIntent, unknownMethod, WITH_FEE } from './stripe-intents';
import { toStripe } from './stripe-money';
import { offSession, refusedSaving, toSaved, WITH_METHOD } from './stripe-saving';
import { isRefusedPayee, payeeStateOf } from './stripe-payees';
import { noticeOf } from './stripe-notices';

export interface StripeAccount {
  secretKey: string;
  publishableKey: string;
  /** Any of them may have signed. */
  webhookSecrets: readonly string[];
  api: string;
  /** Where a buyer comes back to from a step at the bank. */
  returnUrl: string;
}

/** An answer that takes longer may have taken effect; it is asked for again with the same key. */
const TIMEOUT_MS = 20_000;
/** How old a notice may be: Stripe's own measure. */
const TOLERANCE_SECONDS = 300;
const MOST_DISPUTES = 5_000;
/** Which of our refunds one of theirs is. Their keys are forgotten after a day, ours are not. */
const REFUND_KEY = 'marquee_refund';

/** Payments by Stripe: PaymentIntents with whatever methods are switched on there, cards, Apple Pay and Google Pay among them. */
export class StripeProcessor implements Processor {
  readonly name = 'stripe';
  readonly takesMoney: boolean;
  readonly clientKey: string;
  private readonly stripe: Stripe;

  constructor(private readonly account: StripeAccount) {
    const { protocol, hostname, port } = new URL(account.api);
    this.takesMoney = /^[sr]k_live_/.test(account.secretKey);
    this.clientKey = account.publishableKey;
    // We try again ourselves: later, and after a crash too.
    this.stripe = new Stripe(account.secretKey, {
      ...{ host: hostname, protocol: protocol === 'http:' ? 'http' : 'https', maxNetworkRetries: 0, timeout: TIMEOUT_MS, telemetry: false },
      ...(port ? { port } : {}),
    });
  }

  async createIntent({ amountMinor, currency, orderId, key }: Parameters<Processor['createIntent']>[0]): Promise<Intent> {
    const parameters: Stripe.PaymentIntentCreateParams = {
      amount: toStripe(amountMinor, currency),
      currency: currency.toLowerCase(),
      automatic_payment_methods: { enabled: true },
      // At once rather than soon: the answer then holds the fee, without which nothing can be shared out.
      capture_method: 'automatic',
      metadata: { [PAYMENT_KEY]: key, marquee_order: orderId },
      transfer_group: orderId,
    };
    return toIntent(await this.ask(() => keyed(`intent:${key}`, (once) => this.stripe.paymentIntents.create(parameters, once))));
  }

  async describeMethod(method: string): Promise<MethodFacts> {
    const { card } = await this.ask(() => this.stripe.paymentMethods.retrieve(method));
    return { fingerprint: card?.fingerprint ?? null, country: card?.country ?? null };
  }

  async confirm({ ref, method, key, stepUp }: Parameters<Processor['confirm']>[0]): Promise<Intent> {
    const options = stepUp ? { payment_method_options: { card: { request_three_d_secure: 'any' as const } } } : {};
    const parameters = { payment_method: method, return_url: this.account.returnUrl, expand: WITH_FEE, ...options };
    try {
      return toIntent(await keyed(`confirm:${key}`, (once) => this.stripe.paymentIntents.confirm(ref, parameters, once)));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeCardError) return { ...(await this.retrieve(ref)), state: declined(error) };
      if (error instanceof Stripe.errors.StripeInvalidRequestError) {
        // It was paid, or is being paid, by another way: what it is now is the answer.
        if (error.code === 'payment_intent_unexpected_state') return this.retrieve(ref);
        if (error.param?.startsWith('payment_method')) return { ...(await this.retrieve(ref)), state: unknownMethod() };
      }
      throw faultOf(error);
    }
  }

  /** The step was taken between the buyer and the bank; what came of it Stripe knows. */
  completeAction({ ref }: { ref: string }): Promise<Intent> {
    return this.retrieve(ref);
  }

  async retrieve(ref: string): Promise<Intent> {
    return toIntent(await this.ask(() => this.stripe.paymentIntents.retrieve(ref, { expand: WITH_FEE })));
  }

  async cancelIntent(ref: string): Promise<Intent> {
    try {
      return toIntent(await this.stripe.paymentIntents.cancel(ref));
    } catch (error) {
      // Paid, being paid, or cancelled already.
      if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'payment_intent_unexpected_state')
        return this.retrieve(ref);
      throw faultOf(error);
    }
  }

  /** By a SetupIntent, so that the bank sees its customer now and not when they are away. */
  async saveMethod({ person, customer, method, key }: Parameters<Processor['saveMethod']>[0]): Promise<SavedMethod> {
    const of = customer ?? (await this.openCustomer(person));
    const parameters: Stripe.SetupIntentCreateParams = {
      ...{ customer: of, payment_method: method, confirm: true, usage: 'off_session', return_url: this.account.returnUrl },
      ...{ automatic_payment_methods: { enabled: true }, expand: WITH_METHOD },
    };
    try {
      return toSaved(await keyed(`setup:${key}`, (once) => this.stripe.setupIntents.create(parameters, once)));
    } catch (error) {
      const refused = refusedSaving(error);
      if (refused) return { ref: '', customer: of, state: refused };
      throw faultOf(error);
    }
  }

  async completeSaving({ ref }: { ref: string }): Promise<SavedMethod> {
    return toSaved(await this.ask(() => this.stripe.setupIntents.retrieve(ref, { expand: WITH_METHOD })));
  }

  async chargeSaved({ key, ...request }: Parameters<Processor['chargeSaved']>[0]): Promise<Intent> {
    try {
      return toIntent(await keyed(`plan:${key}`, (once) => this.stripe.paymentIntents.create(offSession(request), once)));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeCardError && error.payment_intent)
        return { ...toIntent(error.payment_intent), state: declined(error) };
      throw faultOf(error);
    }
  }

  async forgetCustomer(customer: string): Promise<void> {
    try {
      await this.stripe.customers.del(customer);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')) throw faultOf(error);
    }
  }

  /** Stripe keeps its fee. */
  async refund({ ref, amountMinor, currency, key }: Parameters<Processor['refund']>[0]): Promise<MadeRefund> {
    const known = await this.ask(() => this.stripe.refunds.list({ payment_intent: ref, limit: 100 }));
    const earlier = known.data.find(({ metadata }) => metadata?.[REFUND_KEY] === key);
    const made =
      earlier ??
      (await this.ask(() =>
        keyed(`refund:${key}`, (once) =>
          this.stripe.refunds.create(
            { payment_intent: ref, amount: toStripe(amountMinor, currency), metadata: { [REFUND_KEY]: key } },
            once,
          ),
        ),
      ));
    const state = stateOf(made);
    if (state.status === 'FAILED') throw new ProcessorFault(state.reason);
    return { ref: made.id, feeReturnedMinor: 0n };
  }

  async retrieveRefund(ref: string): Promise<RefundState> {
    return stateOf(await this.ask(() => this.stripe.refunds.retrieve(ref)));
  }

  async disputesSince(since: Date): Promise<DisputeState[]> {
    const created = { gte: Math.floor(since.getTime() / 1_000) };
    const found = await this.ask(() => this.stripe.disputes.list({ created, limit: 100 }).autoPagingToArray({ limit: MOST_DISPUTES }));
    return found.map(toDispute).reverse();
  }

  async retrieveDispute(ref: string): Promise<DisputeState> {
    return toDispute(await this.ask(() => this.stripe.disputes.retrieve(ref)));
  }

  /** Where it was sent before, or there is nothing to answer any more, what it is now is the answer. */
  async submitEvidence({ ref, evidence, key }: Parameters<Processor['submitEvidence']>[0]): Promise<DisputeState> {
    const known = await this.retrieveDispute(ref);
    if (known.status !== 'NEEDS_RESPONSE') return known;
    return toDispute(
      await this.ask(() => keyed(`evidence:${key}`, (once) => this.stripe.disputes.update(ref, toEvidence(evidence), once))),
    );
  }

  /** An Express account: Stripe asks its owner what the law wants to know, and pays out to their bank by itself. */
  async openPayee({ key, country }: Parameters<Processor['openPayee']>[0]): Promise<{ ref: string }> {
    const parameters: Stripe.AccountCreateParams = {
      ...{ type: 'express', country, metadata: { marquee_payee: key } },
      capabilities: { transfers: { requested: true } },
    };
    const { id } = await this.ask(() => keyed(`payee:${key}`, (once) => this.stripe.accounts.create(parameters, once)));
    return { ref: id };
  }

  async onboardingUrl(ref: string): Promise<string | null> {
    if ((await this.retrievePayee(ref)).status === 'VERIFIED') return null;
    const { returnUrl } = this.account;
    const link = await this.ask(() =>
      this.stripe.accountLinks.create({ account: ref, type: 'account_onboarding', refresh_url: returnUrl, return_url: returnUrl }),
    );
    return link.url;
  }

  async retrievePayee(ref: string) {
    return payeeStateOf(await this.ask(() => this.stripe.accounts.retrieve(ref)));
  }

  /** Their keys are forgotten after a day, ours are not: what was sent before is found by its group. */
  async transfer({ destination, amountMinor, currency, key }: Parameters<Processor['transfer']>[0]): Promise<{ ref: string }> {
    const known = await this.findTransfer(key);
    if (known) return known;
    const parameters: Stripe.TransferCreateParams = {
      ...{ amount: toStripe(amountMinor, currency), currency: currency.toLowerCase(), destination, transfer_group: key },
    };
    try {
      return { ref: (await keyed(`transfer:${key}`, (once) => this.stripe.transfers.create(parameters, once))).id };
    } catch (error) {
      if (isRefusedPayee(error)) throw new PayeeRefused(error.message);
      throw faultOf(error);
    }
  }

  async findTransfer(key: string): Promise<{ ref: string } | null> {
    const { data } = await this.ask(() => this.stripe.transfers.list({ transfer_group: key, limit: 1 }));
    return data[0] ? { ref: data[0].id } : null;
  }

  readNotice({ headers, body }: { headers: Readonly<Record<string, string>>; body: Buffer }): Notice {
    const signature = headers['stripe-signature'] ?? '';
    for (const secret of this.account.webhookSecrets) {
      try {
        return noticeOf(this.stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS));
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw new NoticeRefused('not a notice of Stripe');
      }
    }
    throw new NoticeRefused('the signature is not that of Stripe, or is too old');
  }

  private async openCustomer(person: string): Promise<string> {
    const parameters = { metadata: { marquee_person: person } };
    return (await this.ask(() => keyed(`customer:${person}`, (once) => this.stripe.customers.create(parameters, once)))).id;
  }

  private async ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw faultOf(error);
    }
  }
}

/** More would be an outage, for which the next try is soon enough. */
const MOST_KEYS = 5;

/**
 * Stripe keeps even its own failure (500) under the key of a request, and says it again for a day. Only for an answer that is such a
 * repetition the next key is taken: the first request is over then, and what it did can be seen.
 */
async function keyed<T>(key: string, work: (options: Stripe.RequestOptions) => Promise<T>): Promise<T> {
  for (let count = 0; ; count++) {
    try {
      return await work({ idempotencyKey: count === 0 ? key : `${key}:${count}` });
    } catch (error) {
      const isOldFailure = error instanceof Stripe.errors.StripeAPIError && error.headers?.['idempotent-replayed'] === 'true';
      if (!isOldFailure || count + 1 >= MOST_KEYS) throw error;
    }
  }
}

const stateOf = ({ status, failure_reason: reason }: Stripe.Refund): RefundState =>
  status === 'failed' || status === 'canceled' ? { status: 'FAILED', reason: reason ?? `the refund is ${status}` } : { status: 'MADE' };

/** A code and what Stripe says of it; where it lies, and our keys, stay out. */
function faultOf(error: unknown): ProcessorFault {
  if (!(error instanceof Stripe.errors.StripeError)) return new ProcessorFault('no answer that we understand', { cause: error });
  const silent = error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeAuthenticationError;
  return new ProcessorFault(silent ? error.type : [error.code ?? error.type, error.message].join(': '), { cause: error });
}
