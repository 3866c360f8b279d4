import type { Tx } from '../../db';
import type { FactorMethod } from './factor.refusals';

/**
 * What a code of a person's second factor may be of; none without one. An address counts while it is verified, a phone while it is theirs.
 * A password that came by mail and a code that comes by mail are one factor: beside another one, mail does not count until its person sets a
 * password otherwise.
 */
export async function methodsOf(tx: Pick<Tx, '$queryRaw'>, userId: string): Promise<FactorMethod[]> {
  const [found] = await tx.$queryRaw<{ totp: boolean; backup: boolean; mail: boolean; reset: boolean; sms: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM totps WHERE user_id = u.id AND confirmed_at IS NOT NULL) AS totp,
      EXISTS (SELECT 1 FROM backup_codes WHERE user_id = u.id AND used_at IS NULL) AS backup,
      codes_by_mail AND email_verified_at IS NOT NULL AS mail,
      EXISTS (SELECT 1 FROM account_events WHERE user_id = u.id AND kind = 'PASSWORD_RESET' AND at = u.password_changed_at) AS reset,
      codes_by_sms AND EXISTS (SELECT 1 FROM phones WHERE user_id = u.id) AS sms
    FROM users u WHERE id = ${userId}::uuid`;
  if (!found) return [];
  const { totp, backup, mail, reset, sms } = found;
  return [
    ...(totp ? (['TOTP'] as const) : []),
    ...(totp && backup ? (['BACKUP_CODE'] as const) : []),
    ...(sms ? (['SMS'] as const) : []),
    ...(mail && !(reset && (totp || sms)) ? (['EMAIL'] as const) : []),
  ];
}
