import { randomBytes, randomUUID } from 'node:crypto';
import { decrypt, encrypt } from '@marquee/platform';
import type { Step } from '../../context';
import type { LoginChallenge, Prisma, SignInWay, Totp, User as UserRow } from '../../generated/prisma/client';
import { addressOf } from '../address/address-sealed';
import { recordAccountEvent } from '../history/history.store';
import { written, type Letter } from '../mail/mail-letter';
import { hashOfToken } from '../mail/mail-token';
import { queueMail } from '../mail/mail.store';
import { passwordChanged } from '../session/session.refusals';
import { endElevations } from '../session/session.store';
import { spendSmsCode } from '../phone/sms-code.store';
import { lockUser } from '../user/user.store';
import { backupCodes, hashOfCode, isBackupCode } from './factor-backup-codes';
import { spendMailCode, type TypedCode } from './factor-codes.store';
import { factorLettersIn } from './factor-letters';
import { methodsOf } from './factor-methods.store';
import { SECRET_BYTES, stepOfCode } from './factor-totp';
import { invalidChallenge, invalidCode, secondFactorOff, secondFactorOn } from './factor.refusals';

const CHALLENGE_LASTS_MS = 5 * 60_000;

/** Remembers that the password was right, or who was shown by another provider. The token that comes back is all that lets the sign-in go on. */
export async function openChallenge(
  { tx, now }: Step,
  { id: userId, passwordVersion }: UserRow,
  way: SignInWay,
): Promise<{ token: string; expiresAt: string }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + CHALLENGE_LASTS_MS);
  await tx.loginChallenge.create({ data: { tokenHash: hashOfToken(token), userId, passwordVersion, way, expiresAt } });
  return { token, expiresAt: expiresAt.toISOString() };
}

/** The code was typed: uses it and the challenge up, each once. */
export async function passChallenge(step: Step, { tokenHash, userId, passwordVersion }: LoginChallenge, code: TypedCode): Promise<null> {
  const { tx, now } = step;
  const user = await lockUser(step, userId);
  if (!user || user.passwordVersion !== passwordVersion) throw passwordChanged();
  const used = await tx.loginChallenge.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (used.count === 0) throw invalidChallenge();
  await useCode(step, userId, code);
  return null;
}

/** Uses a code up: of the app, a backup code, or one that was sent; refuses one that is not good. The person's row is locked. */
export async function useCode(step: Step, userId: string, { text, smsId, mailId }: TypedCode): Promise<void> {
  const methods = await methodsOf(step.tx, userId);
  if (methods.length === 0) throw secondFactorOff();
  const isGood =
    (methods.includes('TOTP') && (isBackupCode(text) ? await useBackupCode(step, userId, text) : await useTotp(step, userId, text))) ||
    (smsId !== null && methods.includes('SMS') && (await spendSmsCode(step, smsId)) !== null) ||
    (mailId !== null && methods.includes('EMAIL') && (await spendMailCode(step, mailId)));
  if (!isGood) throw invalidCode();
}

async function useBackupCode({ tx, now }: Step, userId: string, text: string): Promise<boolean> {
  const where = { userId, codeHash: hashOfCode(text), usedAt: null };
  return (await tx.backupCode.updateMany({ where, data: { usedAt: now } })).count > 0;
}

async function useTotp(step: Step, userId: string, text: string): Promise<boolean> {
  const { tx, kept } = step;
  const totp = await tx.totp.findUniqueOrThrow({ where: { userId } });
  if (totp.secretId !== kept.secrets.id) return false;
  const lastStep = stepOfCode(secretOf(step, totp), text.replace(/\s/g, ''), kept.clock.now(), totp.lastStep);
  if (lastStep === null) return false;
  await tx.totp.update({ where: { userId }, data: { lastStep } });
  return true;
}

/** Lets codes go by mail or by short message, or no more. The person's row is locked. */
export async function setChannel(step: Step, user: UserRow, channel: 'SMS' | 'EMAIL', enabled: boolean): Promise<null> {
  const { tx, now } = step;
  const column = channel === 'SMS' ? 'codesBySms' : 'codesByMail';
  if (user[column] === enabled) return null;
  const before = await methodsOf(tx, user.id);
  await tx.user.update({ where: { id: user.id }, data: { [column]: enabled, updatedAt: now } });
  const after = await methodsOf(tx, user.id);
  // Who came by the password alone has not shown what the account asks for from now on.
  if (enabled) await endElevations(step, user.id);
  if (before.length === 0) await tellFactor(step, user, 'second-factor-on', factorLettersIn(user.language).channels(user.username));
  else if (after.length === 0) await tellFactor(step, user, 'second-factor-off', factorLettersIn(user.language).off(user.username));
  else await tellFactor(step, user, 'second-factor-changed', factorLettersIn(user.language).channels(user.username));
  return null;
}

export const secretOf = ({ kept }: Pick<Step, 'kept'>, { encryptedSecret }: Totp): Buffer =>
  decrypt(kept.secrets.totpSecrets, encryptedSecret);

/** Makes a secret for an app to be set up with; one that was never confirmed is replaced. */
export async function beginTotp({ tx, now, kept }: Step, userId: string): Promise<null> {
  const former = await tx.totp.findUnique({ where: { userId } });
  if (former?.confirmedAt) throw secondFactorOn();
  const { totpSecrets, id: secretId } = kept.secrets;
  const fresh = { encryptedSecret: encrypt(totpSecrets, randomBytes(SECRET_BYTES)), secretId, createdAt: now };
  await tx.totp.upsert({ where: { userId }, create: { ...fresh, userId }, update: fresh });
  return null;
}

/** The app has the secret: its code is asked for from now on. Makes the backup codes, and returns the id that they are derived of. */
export async function confirmTotp(step: Step, user: UserRow, code: string): Promise<string> {
  const { tx, now, kept } = step;
  const userId = user.id;
  const totp = await tx.totp.findUnique({ where: { userId } });
  if (!totp || totp.secretId !== kept.secrets.id) throw secondFactorOff();
  if (totp.confirmedAt) throw secondFactorOn();
  const lastStep = stepOfCode(secretOf(step, totp), code.replace(/\s/g, ''), kept.clock.now(), null);
  if (lastStep === null) throw invalidCode();
  const codesId = await makeBackupCodes(step, userId, { confirmedAt: now, lastStep });
  // Who came by the password alone has not shown what the account asks for from now on.
  await endElevations(step, userId);
  await tellFactor(step, user, 'second-factor-on', factorLettersIn(user.language).on(user.username));
  return codesId;
}

/** Makes ten backup codes in place of the former ones. Returns the id that they are derived of. The person's row is locked. */
async function makeBackupCodes({ tx, kept }: Step, userId: string, change: Prisma.TotpUpdateInput = {}): Promise<string> {
  const codesId = randomUUID();
  await tx.totp.update({ where: { userId }, data: { ...change, codesId } });
  await tx.backupCode.deleteMany({ where: { userId } });
  const codes = backupCodes(kept.secrets.backupCodes, codesId);
  await tx.backupCode.createMany({ data: codes.map((one) => ({ userId, codeHash: hashOfCode(one) })) });
  return codesId;
}

/** Ten other backup codes: the former ones are void. The person is told. */
export async function renewBackupCodes(step: Step, user: UserRow): Promise<string> {
  const codesId = await makeBackupCodes(step, user.id);
  await tellFactor(step, user, 'backup-codes-renewed', factorLettersIn(user.language).renewed(user.username));
  return codesId;
}

/** Signing in needs no code of an app any more. */
export async function dropTotp(step: Step, user: UserRow): Promise<null> {
  const { tx } = step;
  const userId = user.id;
  await tx.totp.deleteMany({ where: { userId } });
  await tx.backupCode.deleteMany({ where: { userId } });
  await tx.loginChallenge.deleteMany({ where: { userId } });
  // Codes may be sent still.
  const letters = factorLettersIn(user.language);
  if ((await methodsOf(tx, userId)).length > 0) await tellFactor(step, user, 'second-factor-changed', letters.channels(user.username));
  else await tellFactor(step, user, 'second-factor-off', letters.off(user.username));
  return null;
}

const EVENTS = {
  'second-factor-on': 'SECOND_FACTOR_ON',
  'second-factor-off': 'SECOND_FACTOR_OFF',
  'second-factor-changed': 'SECOND_FACTOR_CHANGED',
  'backup-codes-renewed': 'BACKUP_CODES_RENEWED',
} as const;

async function tellFactor(step: Step, user: UserRow, kind: keyof typeof EVENTS, letter: Letter): Promise<void> {
  const { id: userId } = user;
  await recordAccountEvent(step, { userId, kind: EVENTS[kind], actorId: userId });
  if (user.emailVerifiedAt) await queueMail(step, { ...written(letter), kind, to: addressOf(step.kept.fields, user), userId });
}
