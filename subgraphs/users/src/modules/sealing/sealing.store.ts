import type { Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { sealedRequest } from '../account/account-reset.store';
import { birthDatePlace } from '../account/account-birth-date';
import { addressIndex, indexOfKey, isInClear, sealedAddress, sealedPending } from '../address/address-sealed';
import { sealedTo } from '../mail/mail.store';

const AT_ONCE = 500;

/** Each encrypts some of what lies in clear from before it was encrypted, and returns false when there is none. */
export const sealings: readonly ((step: Step) => Promise<boolean>)[] = [
  sealBirthDates,
  sealAddresses,
  sealMails,
  sealMailTokens,
  sealPasswordRequests,
];

async function sealBirthDates({ tx, kept }: Step): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string; day: string }[]>`
    SELECT id::text, birth_date::text AS day FROM users WHERE birth_date IS NOT NULL LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  for (const { id, day } of rows)
    await tx.user.update({ where: { id }, data: { birthDate: null, sealedBirthDate: kept.fields.seal(birthDatePlace(id), day) } });
  return rows.length > 0;
}

type Addresses = Pick<UserRow, 'id' | 'email' | 'emailKey' | 'emailVerifiedAt' | 'pendingEmail' | 'pendingEmailKey'>;

async function sealAddresses(step: Step): Promise<boolean> {
  const { tx, kept } = step;
  const rows = await tx.$queryRaw<Addresses[]>`
    SELECT id::text, email, email_key AS "emailKey", email_verified_at AS "emailVerifiedAt", pending_email AS "pendingEmail",
      pending_email_key AS "pendingEmailKey"
    FROM users WHERE strpos(email_key, '@') > 0 OR strpos(pending_email_key, '@') > 0 LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  for (const row of rows) {
    const { id, email, emailKey, pendingEmail } = row;
    const address = isInClear(email) ? { ...sealedAddress(kept.fields, id, email), emailKey: await indexFor(step, row) } : {};
    const pending = pendingEmail !== null && isInClear(pendingEmail) ? sealedPending(kept.fields, id, pendingEmail) : {};
    // Only what was read: who changes their address waits for the lock on the row.
    await tx.user.updateMany({ where: { id, emailKey }, data: { ...address, ...pending } });
  }
  return rows.length > 0;
}

/** Where somebody else has shown another form of the same address (`münchen.example`), this one stays under its own. */
async function indexFor({ tx, kept }: Step, { id, email, emailKey, emailVerifiedAt }: Addresses): Promise<string> {
  const index = addressIndex(kept.fields, email);
  const taken = { emailKey: index, emailVerifiedAt: { not: null }, id: { not: id } };
  return emailVerifiedAt && (await tx.user.count({ where: taken })) > 0 ? indexOfKey(kept.fields, emailKey) : index;
}

async function sealMails({ tx, kept }: Step): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string; to: string }[]>`
    SELECT id::text, "to" FROM mails WHERE strpos("to", '@') > 0 LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  for (const { id, to } of rows) await tx.mail.updateMany({ where: { id, to }, data: { to: sealedTo(kept, id, to) } });
  return rows.length > 0;
}

async function sealMailTokens({ tx, kept }: Step): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string; key: string }[]>`
    SELECT id::text, email_key AS key FROM mail_tokens WHERE strpos(email_key, '@') > 0 LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  for (const { id, key } of rows) await tx.mailToken.updateMany({ where: { id }, data: { emailKey: indexOfKey(kept.fields, key) } });
  return rows.length > 0;
}

async function sealPasswordRequests({ tx, kept }: Step): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string; key: string; answered: boolean }[]>`
    SELECT id::text, email_key AS key, answered_at IS NOT NULL AS answered FROM password_requests
    WHERE strpos(email_key, '@') > 0 LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`;
  for (const { id, key, answered } of rows) {
    const { address, emailKey } = sealedRequest(kept, id, key);
    await tx.passwordRequest.updateMany({ where: { id }, data: { emailKey, address: answered ? null : address } });
  }
  return rows.length > 0;
}
