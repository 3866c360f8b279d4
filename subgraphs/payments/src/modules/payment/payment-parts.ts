import type { Payment } from '../../generated/prisma/client';

/** What is to be paid next of an order: the first of its payments that has not come; the first of all once they have. Null where it costs nothing. */
export const nextPayment = (payments: readonly Payment[]): Payment | null =>
  payments.find(({ status }) => status !== 'SUCCEEDED') ?? payments[0] ?? null;
