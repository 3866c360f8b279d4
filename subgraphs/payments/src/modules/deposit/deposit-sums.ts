import type { DepositReason, DepositStatus } from '../../generated/prisma/enums';

/** What there is of a deposit. */
export interface Deposited {
  status: DepositStatus;
  reason: DepositReason | null;
  amountMinor: bigint;
  /** By banks. */
  calledBackMinor: bigint;
}

/** What of a deposit no bank calls back. */
export const leftOf = ({ amountMinor, calledBackMinor }: Pick<Deposited, 'amountMinor' | 'calledBackMinor'>): bigint =>
  amountMinor - calledBackMinor;

const sumOf = <One>(all: readonly One[], amountOf: (one: One) => bigint): bigint => all.reduce((sum, one) => sum + amountOf(one), 0n);
const having = (deposits: readonly Deposited[], status: DepositStatus) => deposits.filter((one) => one.status === status);

/** What is neither returned nor kept. */
export const heldOf = (deposits: readonly Deposited[]): bigint => sumOf(having(deposits, 'HELD'), leftOf);

/** What the organiser has. */
export const keptOf = (deposits: readonly Deposited[]): bigint => sumOf(having(deposits, 'KEPT'), leftOf);

/** What the buyer has again: of us, or all of it of their bank. */
export const returnedOf = (deposits: readonly Deposited[]): bigint =>
  sumOf(having(deposits, 'RETURNED'), (one) => (one.reason === 'CALLED_BACK' ? one.amountMinor : leftOf(one)));
