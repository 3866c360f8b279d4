import type { Settings } from '../../env';
import type { RevenueShare } from '../../generated/prisma/client';
import type { AccountKind } from '../../generated/prisma/enums';
import { allocate } from '../money/allocate';

/** In basis points: 400 is 4 %. */
export interface ShareRates {
  platformBasisPoints: bigint;
  /** For events that a curator approved. */
  curatorBasisPoints: bigint;
}

/** `lowerShare`: who made the event has a plan with which the platform takes less. */
export function ratesOf(
  settings: Pick<Settings, 'PLATFORM_SHARE_BASIS_POINTS' | 'ORGANISER_SHARE_BASIS_POINTS' | 'CURATOR_SHARE_BASIS_POINTS'>,
  lowerShare: boolean,
): ShareRates {
  const { PLATFORM_SHARE_BASIS_POINTS: all, ORGANISER_SHARE_BASIS_POINTS: lower } = settings;
  return { platformBasisPoints: lowerShare ? least(all, lower) : all, curatorBasisPoints: settings.CURATOR_SHARE_BASIS_POINTS };
}

/** The five parts of an order's total, in minor units. They add up to it exactly. */
export interface Shares {
  platform: bigint;
  creator: bigint;
  curator: bigint;
  processing: bigint;
  tax: bigint;
}

export const PART_NAMES = ['platform', 'creator', 'curator', 'processing', 'tax'] as const satisfies readonly (keyof Shares)[];

/** As the row of an order keeps them. */
export const partsOf = (share: RevenueShare): Shares => ({
  platform: share.platformMinor,
  creator: share.creatorMinor,
  curator: share.curatorMinor,
  processing: share.processingMinor,
  tax: share.taxMinor,
});

/** What was taken back of one part, by the account that it was posted to. */
export interface Reversal {
  kind: AccountKind;
  amount: bigint;
}

const ACCOUNTS: Readonly<Record<keyof Shares, AccountKind>> = {
  platform: 'PLATFORM_REVENUE',
  creator: 'CREATOR_PAYABLE',
  curator: 'CURATOR_PAYABLE',
  processing: 'PROCESSING_FEES',
  tax: 'TAX_PAYABLE',
};

/** What is left of the parts after refunds. */
export function leftOf(parts: Shares, reversals: readonly Reversal[]): Shares {
  const left = { ...parts };
  for (const name of PART_NAMES) for (const { kind, amount } of reversals) if (kind === ACCOUNTS[name]) left[name] -= amount;
  return left;
}

export const totalOf = (parts: Shares): bigint => PART_NAMES.reduce((sum, name) => sum + parts[name], 0n);

const WHOLE = 10_000n;

/**
 * Shares out what a buyer paid. Platform and curator get their percentage of the total by largest remainder, processing and tax are as
 * charged, the creator gets what is left. On totals of a few cents the processor's fixed fee can exceed the creator's part; then the
 * curator and after that the platform give way, so that no organiser ever owes for a ticket sold.
 *
 * @throws RangeError when processing and tax together exceed the total
 */
export function shareRevenue(
  paid: { total: bigint; processing: bigint; tax: bigint; hasCurator: boolean },
  { platformBasisPoints, curatorBasisPoints }: ShareRates,
): Shares {
  const { total, processing, tax, hasCurator } = paid;
  const curatorRate = hasCurator ? curatorBasisPoints : 0n;
  const available = total - processing - tax;
  if (available < 0n || processing < 0n || tax < 0n) throw new RangeError('processing and tax must be between 0 and the total');
  const [rest, platformQuota, curatorQuota] = allocate(total, [
    WHOLE - platformBasisPoints - curatorRate,
    platformBasisPoints,
    curatorRate,
  ]) as [bigint, bigint, bigint];
  const platform = least(platformQuota, available);
  const curator = least(curatorQuota, available - platform);
  return { platform, curator, processing, tax, creator: rest - processing - tax + (platformQuota - platform) + (curatorQuota - curator) };
}

/** What a refund takes back of each part: in proportion to what is left of it, so that refunds of everything end at zero exactly. */
export function reverseShare(amount: bigint, left: Shares): Shares {
  const taken = allocate(
    amount,
    PART_NAMES.map((name) => left[name]),
  );
  return Object.fromEntries(PART_NAMES.map((name, index) => [name, taken[index]!])) as unknown as Shares;
}

/** The tax inside a price that includes it: total × rate / (1 + rate), rounded half up. */
export function includedTax(total: bigint, basisPoints: bigint): bigint {
  return (2n * total * basisPoints + WHOLE + basisPoints) / (2n * (WHOLE + basisPoints));
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
