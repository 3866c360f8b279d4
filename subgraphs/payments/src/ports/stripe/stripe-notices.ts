import type Stripe from 'stripe';
import type { Notice } from '../processor';
import { PAYMENT_KEY } from './stripe-intents';

/** What an event of Stripe's is about, by the object that it holds. */
export function noticeOf({ id, data: { object } }: Stripe.Event): Notice {
  const about = (): Notice['about'] => {
    if (!('object' in object)) return { kind: 'OTHER' };
    switch (object.object) {
      case 'payment_intent':
        return { kind: 'PAYMENT', ref: object.id, paymentId: object.metadata?.[PAYMENT_KEY] ?? null };
      case 'charge': {
        const ref = idOf(object.payment_intent);
        return ref ? { kind: 'PAYMENT', ref, paymentId: null } : { kind: 'OTHER' };
      }
      case 'refund':
        return { kind: 'REFUND', ref: object.id };
      case 'dispute':
        return { kind: 'DISPUTE', ref: object.id };
      case 'account':
        return { kind: 'PAYEE', ref: object.id };
      default:
        return { kind: 'OTHER' };
    }
  };
  return { id, about: about() };
}

const idOf = (reference: string | { id: string } | null): string | null =>
  typeof reference === 'object' ? (reference?.id ?? null) : reference;
