import type { Step } from '../../context';
import { birthDatePlace } from '../account/account-birth-date';

const AT_ONCE = 500;

/** Encrypts days of birth that lie there in clear, from before they were encrypted. Returns false when there are none. */
export async function sealBirthDates({ tx, kept }: Step): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string; day: string }[]>`
    SELECT id::text, birth_date::text AS day FROM users WHERE birth_date IS NOT NULL LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  for (const { id, day } of rows)
    await tx.user.update({ where: { id }, data: { birthDate: null, sealedBirthDate: kept.fields.seal(birthDatePlace(id), day) } });
  return rows.length > 0;
}
