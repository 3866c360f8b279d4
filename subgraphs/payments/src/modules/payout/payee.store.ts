import type { Step } from '../../context';
import type { PayeeStatus } from '../../generated/prisma/enums';
import { nextPayoutAt } from './payout-schedule';
import type { SetUpPayee } from './payout.input';

const HOUR = 3_600_000;

/** Keeps how somebody is paid, from now on by the processor that takes money now; who was known to it stays so. */
export async function keepPayee(step: Step, id: string, isOrganization: boolean, input: SetUpPayee): Promise<void> {
  const { tx, now, kept } = step;
  const { schedule, country } = input;
  const minimumMinor = input.minimumMinor ?? 0n;
  await tx.payee.createMany({
    data: [
      {
        ...{ id, isOrganization, processor: kept.processors.chosen.name, status: 'PENDING', country, schedule, minimumMinor },
        ...{ createdAt: now, updatedAt: now },
      },
    ],
    skipDuplicates: true,
  });
  const changed = { schedule, minimumMinor, nextPayoutAt: nextPayoutAt(schedule, now), version: { increment: 1 }, updatedAt: now };
  await tx.payee.update({ where: { id }, data: changed });
}

export async function keepPayeeRef({ tx }: Step, id: string, processorRef: string): Promise<void> {
  await tx.payee.updateMany({ where: { id, processorRef: null }, data: { processorRef } });
}

/** Keeps what the processor says of a payee; while it is not VERIFIED it is asked again every hour. */
export async function keepPayeeState({ tx, now }: Step, id: string, status: PayeeStatus): Promise<void> {
  const nextCheckAt = new Date(now.getTime() + (status === 'VERIFIED' ? 24 * HOUR : HOUR));
  await tx.payee.update({ where: { id }, data: { nextCheckAt } });
  await tx.payee.updateMany({ where: { id, status: { not: status } }, data: { status, version: { increment: 1 }, updatedAt: now } });
}
