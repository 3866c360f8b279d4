import type Stripe from 'stripe';
import type { Clock } from '@marquee/platform';
import type { Account } from './account';
import { accountProved } from './connect';
import { personAuthenticates } from './customers';
import { disputeCloses, disputeOpens } from './disputes';
import { confirmIntent, intentNamed } from './intents';
import { buyerAuthenticates, declinesRecorded, settleDebit } from './paying';
import { payOut, payoutArrives } from './payouts';
import { refundFails, refundSettles } from './refunds';
import type { Webhooks } from './webhooks';

/** What a test does in the place of buyers, banks and time. Everything happens at once and is announced by events; answers are copies. */
export class Controls {
  protected constructor(
    readonly account: Account,
    readonly webhooks: Webhooks,
    private readonly clock: Clock & { advance?(milliseconds: number): void },
  ) {}

  /** Moves the server's clock and does what became due: captures, debits, refunds, expiries and the retries of webhooks. */
  async advance(milliseconds: number): Promise<void> {
    if (milliseconds && !this.clock.advance) throw new Error('The clock given to the server moves by itself');
    this.clock.advance?.(milliseconds);
    let done: number;
    do {
      done = this.account.runDue();
      await this.webhooks.settled();
    } while (done);
  }

  /** The buyer pays in the browser, where Stripe's own script confirms the intent; a decline is seen on the intent. */
  buyerPays(intentId: string, paymentMethod: string, returnUrl = 'https://example.com/return'): Stripe.PaymentIntent {
    const intent = intentNamed(this.account, intentId);
    const pay = () => confirmIntent(this.account, intentId, { payment_method: paymentMethod, return_url: returnUrl });
    return structuredClone(declinesRecorded(pay, intent));
  }

  /** The buyer answers the bank's question (3-D Secure). Throws when none is asked. */
  buyerCompletes(intentId: string, { approve }: { approve: boolean }): Stripe.PaymentIntent {
    return structuredClone(buyerAuthenticates(this.account, intentNamed(this.account, intentId), approve));
  }

  /** The bank pays a debit that is processing, or refuses it: by the test account's nature, unless `fail` is given. */
  settle(intentId: string, { fail }: { fail?: boolean } = {}): Stripe.PaymentIntent {
    const intent = intentNamed(this.account, intentId);
    const nature = this.account.behaviours.get(String(intent.payment_method))?.decline;
    const refused = { code: 'payment_method_provider_decline', decline_code: 'generic_decline', message: 'The bank refused the payment.' };
    return structuredClone(settleDebit(this.account, intent, fail === undefined ? nature : fail ? (nature ?? refused) : undefined));
  }

  /** The owner of a connected account tells Stripe who they are; or Stripe finds fault with them. */
  payeeProves(accountId: string, { accepted = true }: { accepted?: boolean } = {}): Stripe.Account {
    return structuredClone(accountProved(this.account, accountId, accepted));
  }

  /** Who keeps a payment method answers the bank's question. Throws when none is asked. */
  personAuthenticates(setupId: string, { approve }: { approve: boolean }): Stripe.SetupIntent {
    return structuredClone(personAuthenticates(this.account, setupId, approve));
  }

  refundFails(refundId: string, reason = 'expired_or_canceled_card'): Stripe.Refund {
    return structuredClone(refundFails(this.account, named(this.account.refunds, refundId), reason));
  }

  refundSettles(refundId: string): Stripe.Refund {
    return structuredClone(refundSettles(this.account, named(this.account.refunds, refundId)));
  }

  disputeOpens(chargeId: string, options?: { reason?: string; amount?: number }): Stripe.Dispute {
    return structuredClone(disputeOpens(this.account, chargeId, options));
  }

  disputeCloses(disputeId: string, status: 'won' | 'lost'): Stripe.Dispute {
    return structuredClone(disputeCloses(this.account, named(this.account.disputes, disputeId), status));
  }

  /** Sends the available balance of a currency to the bank (`all`: the pending too); null when there is nothing to send. */
  payOut(currency: string, options?: { all?: boolean }): Stripe.Payout | null {
    return structuredClone(payOut(this.account, currency, options));
  }

  payoutArrives(payoutId: string): Stripe.Payout {
    return structuredClone(payoutArrives(this.account, named(this.account.payouts, payoutId)));
  }

  payoutFails(payoutId: string, code: 'account_closed' | 'could_not_process' = 'account_closed'): Stripe.Payout {
    return structuredClone(payoutArrives(this.account, named(this.account.payouts, payoutId), code));
  }

  /** All events so far, the oldest first; copies. */
  events(type?: Stripe.Event.Type): Stripe.EventBase[] {
    return structuredClone([...this.account.events.values()].filter((event) => !type || event.type === type));
  }
}

function named<T>(all: Map<string, T>, id: string): T {
  const found = all.get(id);
  if (!found) throw new Error(`There is no ${id}`);
  return found;
}
