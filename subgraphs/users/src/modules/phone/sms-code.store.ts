import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { SmsCode as SmsCodeRow, SmsCodePurpose } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { tooManySms } from './phone.refusals';
import { CODE_LASTS_MS, GUESSES, isCode, LEASE_MS } from './sms-code';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * So many messages go to a person, to a number whoever asks, and out for one network: an owner of dear numbers gains nothing, and no stranger's
 * phone is rung all day.
 */
const BUDGETS = [
  { of: 'userId', most: 5, withinMs: HOUR_MS },
  { of: 'userId', most: 10, withinMs: DAY_MS },
  { of: 'numberKey', most: 3, withinMs: HOUR_MS },
  { of: 'numberKey', most: 6, withinMs: DAY_MS },
  { of: 'network', most: 10, withinMs: HOUR_MS },
  { of: 'network', most: 30, withinMs: DAY_MS },
] as const;

/** By what a number is found: equal for equal numbers, and of no use without the key. */
export const phoneKey = ({ fields }: Pick<Kept, 'fields'>, number: string): string => fields.index('phones.number', number);

interface CodeFor {
  userId: string;
  purpose: SmsCodePurpose;
  /** E.164. */
  number: string;
  /** Whence it was asked for (`networkPrefixOf`). */
  network: string;
}

/**
 * Sends a code to a phone after the commit; the person's former codes of this purpose end. Refuses (TooManyRequests) one more than may be. For a
 * phone that is to be confirmed, and for a second factor. Ask first whether `kept.smsSender` is there.
 */
export async function sendSmsCode(step: Step, { userId, purpose, number, network }: CodeFor): Promise<{ id: string; expiresAt: Date }> {
  const { tx, now, kept } = step;
  const numberKey = phoneKey(kept, number);
  await countTogether(step, ['all', `person:${userId}`, `number:${numberKey}`, `network:${network}`]);
  await refuseSurplus(step, { userId, numberKey, network });
  await endSmsCodes(step, userId, purpose);
  const id = randomUUID();
  const expiresAt = new Date(now.getTime() + CODE_LASTS_MS);
  const sealed = kept.fields.seal({ table: 'sms_codes', column: 'number', id }, number);
  await tx.smsCode.create({ data: { id, userId, purpose, number: sealed, numberKey, network, createdAt: now, expiresAt, dueAt: now } });
  return { id, expiresAt };
}

/** These are no good any more; those of them that wait are not sent. */
export const endSmsCodes = ({ tx, now }: Pick<Step, 'tx' | 'now'>, userId: string, purpose: SmsCodePurpose) =>
  tx.smsCode.updateMany({ where: { userId, purpose, endedAt: null }, data: { endedAt: now } });

/**
 * Whoever asks for the same at the same time is counted one after the other; for the budget of all together everybody is. In one order, and the
 * last locks that a step takes.
 */
async function countTogether({ tx }: Step, names: string[]): Promise<void> {
  for (const name of names.sort()) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sms:' || ${name}, 0))`;
}

async function refuseSurplus({ tx, now, kept }: Step, of: Pick<SmsCodeRow, 'userId' | 'numberKey' | 'network'>): Promise<void> {
  const budgets = [
    ...BUDGETS.map(({ of: column, ...budget }) => ({ ...budget, where: { [column]: of[column] } })),
    { where: {}, most: kept.settings.SMS_AN_HOUR, withinMs: HOUR_MS },
  ];
  for (const { where, most, withinMs } of budgets) {
    const since = new Date(now.getTime() - withinMs);
    const oldest = await tx.smsCode.findFirst({
      where: { ...where, createdAt: { gt: since } },
      orderBy: { createdAt: 'desc' },
      skip: most - 1,
      select: { createdAt: true },
    });
    if (oldest) throw tooManySms(new Date(oldest.createdAt.getTime() + withinMs));
  }
}

/**
 * Counts a guess, before its outcome is known, and returns the id of the code where it is right; null where it is not, or five were made.
 * Outside of the change that follows, because what is refused there is taken back, and a guess is not.
 */
export async function guessSmsCode(
  { db, clock, secrets }: Pick<Kept, 'db' | 'clock' | 'secrets'>,
  { userId, purpose }: Pick<CodeFor, 'userId' | 'purpose'>,
  guess: string,
): Promise<string | null> {
  const [open] = await db.query<{ id: string }>({
    name: 'sms_code_guess',
    text: `UPDATE sms_codes SET guesses = guesses + 1
           WHERE user_id = $1 AND purpose = $2::sms_code_purpose AND ended_at IS NULL AND expires_at > $3 AND guesses < $4 RETURNING id`,
    values: [userId, purpose, clock.now(), GUESSES],
  });
  return open && isCode(secrets.smsCodes, open.id, guess) ? open.id : null;
}

/** Uses a code up that was guessed right. Null when it is not good any more: of several at the same time one has it. */
export async function spendSmsCode({ tx, now }: Pick<Step, 'tx' | 'now'>, id: string): Promise<SmsCodeRow | null> {
  const [spent] = await tx.smsCode.updateManyAndReturn({ where: { id, endedAt: null, expiresAt: { gt: now } }, data: { endedAt: now } });
  return spent ?? null;
}

/** How often a message is tried, where the fault may pass. */
const TRIES = 3;

/**
 * Takes the message that is due first, and counts a try: nobody else takes it for a minute. Null when none is due. One that nobody is to try any
 * more is over here, and the next is looked at.
 */
export async function takeSms(step: Step): Promise<SmsCodeRow | null> {
  const { tx, now } = step;
  for (;;) {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM sms_codes WHERE due_at <= ${now} ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
    if (!row) return null;
    const code = await tx.smsCode.update({
      where: { id: row.id },
      data: { attempts: { increment: 1 }, dueAt: new Date(now.getTime() + LEASE_MS) },
    });
    if (code.endedAt || code.expiresAt <= now) await smsFailed(step, code, 'too late');
    // Each of its tries ended with the process that made it.
    else if (code.attempts > TRIES) await smsFailed(step, code, 'no answer');
    else return code;
  }
}

/** Somebody else is responsible for it now. Only the try that was counted last has a say. */
export const smsSent = ({ tx, now }: Step, { id, attempts }: SmsCodeRow) =>
  tx.smsCode.updateMany({ where: { id, attempts, dueAt: { not: null } }, data: { dueAt: null, sentAt: now, fault: null } });

/** It will never be sent. */
export const smsFailed = ({ tx, now }: Step, { id, attempts }: SmsCodeRow, fault: string) =>
  tx.smsCode.updateMany({ where: { id, attempts, dueAt: { not: null } }, data: { dueAt: null, failedAt: now, fault } });

/** It is tried again after this time, unless this was the last. */
export async function smsDelayed(step: Step, code: SmsCodeRow, fault: string, waitMs: number): Promise<void> {
  const { id, attempts } = code;
  if (attempts >= TRIES) return void (await smsFailed(step, code, fault));
  const dueAt = new Date(step.now.getTime() + waitMs);
  await step.tx.smsCode.updateMany({ where: { id, attempts, dueAt: { not: null } }, data: { dueAt, fault } });
}
