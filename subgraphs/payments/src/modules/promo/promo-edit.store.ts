import { randomUUID } from 'node:crypto';
import { invalidInput } from '@marquee/platform';
import type { Step } from '../../context';
import type { PromoCode } from '../../generated/prisma/client';
import type { CreatePromoCode, UpdatePromoCode } from './promo.input';

/** Returns the id of the new code. */
export async function createCode({ tx, now }: Step, input: CreatePromoCode): Promise<string> {
  const { eventId, code, kind, basisPoints, amountMinor, tierIds, maxPlaces, maxPerPerson, budgetMinor, stackable, startsAt, endsAt } =
    input;
  const id = randomUUID();
  const { count } = await tx.promoCode.createMany({
    data: [
      {
        ...{ id, eventId, code, kind, basisPoints, amountMinor, tierIds: tierIds ?? [], maxPlaces, maxPerPerson, budgetMinor },
        ...{ stackable: stackable ?? false, startsAt, endsAt, createdAt: now, updatedAt: now },
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw invalidInput('code', 'is a code of this event already');
  return id;
}

/** Changes what the input names of a locked code; null takes a limit away. */
export async function editCode({ tx, now }: Step, { id }: PromoCode, input: UpdatePromoCode): Promise<void> {
  const { tierIds, maxPlaces, maxPerPerson, budgetMinor, stackable, startsAt, endsAt, active } = input;
  await tx.promoCode.update({
    where: { id },
    data: {
      ...{ maxPlaces, maxPerPerson, budgetMinor, startsAt, endsAt },
      ...(tierIds === undefined ? {} : { tierIds: tierIds ?? [] }),
      ...(stackable == null ? {} : { stackable }),
      ...(active == null ? {} : { active }),
      version: { increment: 1 },
      updatedAt: now,
    },
  });
}
