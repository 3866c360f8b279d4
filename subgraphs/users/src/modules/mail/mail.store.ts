import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Mail as MailRow } from '../../generated/prisma/client';
import { addressKeys, isInClear } from '../address/address-sealed';
import { LEASE_MS, TRIES, waitAfter } from './mail-tries';

/** Before what people wait for nothing goes; what goes to many waits for all others. */
const PRIORITIES = { WAITED_FOR: 0, TOLD: 1, TO_MANY: 2, TO_ALL: 3 } as const;

export interface NewMail {
  /** `verify-email`: what it is for. */
  kind: string;
  /** The address itself; it is stored encrypted. */
  to: string;
  subject: string;
  text: string;
  html: string | null;
  /** Whose it is: it goes with them. */
  userId: string | null;
  /** What may happen twice and is told once: at most one mail of a key. */
  key?: string;
  /** Where its text has a link with a token (`linkWithToken`). */
  tokenId?: string;
  /** Its reader may be sent no more of this kind by one click. */
  unsubscribeFrom?: string;
  priority?: keyof typeof PRIORITIES;
  /** Later it is not sent any more: a link that has expired helps nobody. */
  usefulUntil?: Date;
}

/**
 * Writes down a mail that is sent after the commit, by the job `send-mails`. Returns its id; null where there is one of its key already.
 * The row is all that decides: what rolls back sends nothing.
 */
export async function queueMail(
  { tx, now, kept }: Pick<Step, 'tx' | 'now' | 'kept'>,
  { priority = 'WAITED_FOR', ...mail }: NewMail,
): Promise<string | null> {
  const id = randomUUID();
  const data = { ...mail, id, to: sealedTo(kept, id, mail.to), priority: PRIORITIES[priority], dueAt: now, createdAt: now };
  const { count } = await tx.mail.createMany({ data: [data], skipDuplicates: true });
  return count === 0 ? null : id;
}

/** The same for many that have no key, in one statement. Returns their ids, in their order. */
export async function queueMails(
  { tx, now, kept }: Pick<Step, 'tx' | 'now' | 'kept'>,
  mails: readonly Omit<NewMail, 'key'>[],
): Promise<string[]> {
  const data = mails.map(({ priority = 'WAITED_FOR', ...mail }) => {
    const id = randomUUID();
    return { ...mail, id, to: sealedTo(kept, id, mail.to), priority: PRIORITIES[priority], dueAt: now, createdAt: now };
  });
  if (data.length > 0) await tx.mail.createMany({ data });
  return data.map(({ id }) => id);
}

const toPlace = (id: string) => ({ table: 'mails', column: 'to', id });

/** How the address of a mail is stored. */
export function sealedTo({ fields }: Pick<Step['kept'], 'fields'>, id: string, to: string): string {
  if (!isInClear(to)) throw new Error('A mail goes to an address, not to what is stored of one.');
  return fields.seal(toPlace(id), to);
}

/** Those from before they were encrypted are in clear. */
const readable = ({ fields }: Step['kept'], mail: MailRow): WaitingMail =>
  ({ ...mail, to: isInClear(mail.to!) ? mail.to : fields.open(toPlace(mail.id), mail.to!) }) as WaitingMail;

/** A mail that is whole, its address readable: it waits, or is being tried. */
export type WaitingMail = MailRow & { to: string; subject: string; text: string };

/**
 * Takes the mail that is due first, and counts a try: nobody else takes it for five minutes. Null when none is due. One that nobody is to
 * try any more is over here, and the next is looked at.
 */
export async function takeMail(step: Step): Promise<WaitingMail | null> {
  const { tx, now } = step;
  for (;;) {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM mails WHERE due_at <= ${now} ORDER BY priority, due_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
    if (!row) return null;
    const mail = await tx.mail.update({
      where: { id: row.id },
      data: { attempts: { increment: 1 }, dueAt: new Date(now.getTime() + LEASE_MS) },
    });
    const isLate = mail.usefulUntil !== null && mail.usefulUntil <= now;
    if (isLate) await mailFailed(step, mail, 'too late');
    // Each of its tries ended with the process that made it.
    else if (mail.attempts > TRIES) await mailFailed(step, mail, 'no answer');
    else return readable(step.kept, mail);
  }
}

/** So many of what goes to everybody are taken together: what comes meanwhile waits for no more than these. */
const TOGETHER = 10;

/** The mail that is due first; where that is one of those that go to everybody, some more of them. Empty when none is due. */
export async function takeMails(step: Step): Promise<WaitingMail[]> {
  const { tx, now } = step;
  const first = await takeMail(step);
  if (!first || first.priority < PRIORITIES.TO_ALL) return first ? [first] : [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM mails WHERE due_at <= ${now} AND priority = ${PRIORITIES.TO_ALL} AND attempts < ${TRIES} AND (useful_until IS NULL OR useful_until > ${now})
    ORDER BY due_at LIMIT ${TOGETHER - 1} FOR UPDATE SKIP LOCKED`;
  const others = await tx.mail.updateManyAndReturn({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { attempts: { increment: 1 }, dueAt: new Date(now.getTime() + LEASE_MS) },
  });
  return [first, ...others.map((mail) => readable(step.kept, mail))];
}

/** What it said, and to whom, is of no use any more. */
const FORGOTTEN = { to: null, subject: null, text: null, html: null, tokenId: null, unsubscribeFrom: null, dueAt: null } as const;

/** Somebody else is responsible for them now. Only the try that was counted last has a say. */
export const mailsSent = ({ tx, now }: Step, mails: readonly MailRow[]) =>
  tx.mail.updateMany({
    where: { OR: mails.map(({ id, attempts }) => ({ id, attempts })), dueAt: { not: null } },
    data: { ...FORGOTTEN, sentAt: now, fault: null },
  });

/** It will never be sent. */
export const mailFailed = ({ tx, now }: Step, { id, attempts }: MailRow, fault: string) =>
  tx.mail.updateMany({ where: { id, attempts, dueAt: { not: null } }, data: { ...FORGOTTEN, failedAt: now, fault } });

/** There is no such mailbox: nothing that can wait is mailed there until its person shows the address once more. */
export const addressBounced = ({ tx, now, kept }: Step, { userId, to }: Pick<WaitingMail, 'userId' | 'to'>) =>
  userId === null
    ? null
    : tx.user.updateMany({
        where: { id: userId, emailKey: { in: addressKeys(kept.fields, to) }, emailBouncedAt: null },
        data: { emailBouncedAt: now },
      });

/** It is tried again later, unless this was the last time. */
export async function mailDelayed(step: Step, mail: MailRow, fault: string, random: number): Promise<void> {
  const { id, attempts } = mail;
  if (attempts >= TRIES) return void (await mailFailed(step, mail, fault));
  const dueAt = new Date(step.now.getTime() + waitAfter(attempts, random));
  await step.tx.mail.updateMany({ where: { id, attempts, dueAt: { not: null } }, data: { dueAt, fault } });
}
