import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { MailTokenPurpose, Prisma } from '../../generated/prisma/client';
import { hashOfToken, mailToken } from './mail-token';

interface TokenFor {
  purpose: MailTokenPurpose;
  userId: string;
  /** The blind index of the address that the mail goes to. */
  emailKey: string;
  /** For a new password: which one it takes the place of. */
  passwordVersion?: number;
  lastsMs: number;
}

/** Makes a token for a mail, and ends the person's older ones of this purpose: of two links that came the newer is good. */
export async function issueToken({ tx, now, kept }: Step, { lastsMs, ...token }: TokenFor): Promise<{ id: string; expiresAt: Date }> {
  const { purpose, userId } = token;
  await endTokens({ tx, now }, { userId, purpose });
  const id = randomUUID();
  const expiresAt = new Date(now.getTime() + lastsMs);
  const tokenHash = hashOfToken(mailToken(kept.secrets.mailTokens, id));
  await tx.mailToken.create({ data: { ...token, id, tokenHash, createdAt: now, expiresAt } });
  return { id, expiresAt };
}

/** These are no good any more. Their mails that still wait would only mislead. */
export async function endTokens(
  { tx, now }: Pick<Step, 'tx' | 'now'>,
  which: Prisma.MailTokenWhereInput & { userId: string },
): Promise<void> {
  const ended = await tx.mailToken.updateManyAndReturn({ where: { ...which, endedAt: null }, data: { endedAt: now } });
  await tx.mail.deleteMany({ where: { tokenId: { in: ended.map(({ id }) => id) }, dueAt: { not: null } } });
}

/** Whose token this is; null for one that never was, or is of another purpose. Locks nothing, and does not say whether it is still good. */
export const tokenOf = ({ tx }: Pick<Step, 'tx'>, purpose: MailTokenPurpose, tokenHash: Uint8Array<ArrayBuffer>) =>
  tx.mailToken.findFirst({ where: { tokenHash, purpose } });

/** Uses a token up. False when it is not good, or not any more: of several at the same time one has true. */
export async function spendToken({ tx, now }: Pick<Step, 'tx' | 'now'>, id: string): Promise<boolean> {
  const { count } = await tx.mailToken.updateMany({ where: { id, endedAt: null, expiresAt: { gt: now } }, data: { endedAt: now } });
  return count > 0;
}

/** When the next mail may be asked for, where so many were in this time; null when one may be now. */
export async function waitForNext(
  { tx, now }: Pick<Step, 'tx' | 'now'>,
  whose: { userId: string } | { emailKey: { in: string[] } },
  { purpose, most, withinMs }: { purpose: MailTokenPurpose; most: number; withinMs: number },
): Promise<Date | null> {
  const since = new Date(now.getTime() - withinMs);
  const recent = await tx.mailToken.findMany({
    where: { ...whose, purpose, createdAt: { gt: since } },
    orderBy: { createdAt: 'desc' },
    take: most,
    select: { createdAt: true },
  });
  return recent.length < most ? null : new Date(recent.at(-1)!.createdAt.getTime() + withinMs);
}
