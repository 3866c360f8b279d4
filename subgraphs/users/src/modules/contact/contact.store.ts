import type { Step } from '../../context';
import { phoneKey } from '../phone/sms-code.store';
import { phoneNumberOf } from '../phone/phone-number';
import { dayOf } from './contact-limits';

/**
 * Counts the numbers that somebody looks up today; null when they would be more than `most`: then none of them counts. Two requests at once wait for
 * each other's row.
 */
export async function spendNumbers({ tx, now }: Step, userId: string, count: number, most: number): Promise<number | null> {
  const { day } = dayOf(now);
  const spent = await tx.$queryRaw<{ numbers: number }[]>`
    INSERT INTO contact_lookups AS l (user_id, day, numbers) SELECT ${userId}::uuid, ${day}::date, ${count}::int WHERE ${count}::int <= ${most}::int
    ON CONFLICT (user_id, day) DO UPDATE SET numbers = l.numbers + excluded.numbers WHERE l.numbers + excluded.numbers <= ${most}::int
    RETURNING numbers`;
  return spent[0]?.numbers ?? null;
}

/** Who has one of these numbers and wants to be found by it. The numbers go no further than this: what is compared is their blind index. */
export async function findByNumbers({ tx, kept }: Step, numbers: readonly string[], viewerId: string): Promise<string[]> {
  const keys = numbers.flatMap((text) => {
    const number = phoneNumberOf(text)?.number;
    return number === undefined ? [] : [phoneKey(kept, number)];
  });
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM phones p JOIN users u ON u.id = p.user_id
    WHERE p.number_key = ANY(${keys}::text[]) AND u.findable_by_phone AND u.suspended_at IS NULL AND u.deactivated_at IS NULL AND u.id <> ${viewerId}::uuid
      AND NOT EXISTS (SELECT 1 FROM connection_copies b
                      WHERE b.low_id = least(u.id, ${viewerId}::uuid) AND b.high_id = greatest(u.id, ${viewerId}::uuid) AND b.status = 'BLOCKED')
    ORDER BY u.username_key`;
  return found.map(({ id }) => id);
}
