import type { ErasureReceipt } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Erasure } from '../../generated/prisma/client';
import { addressOf } from '../address/address-sealed';
import { written } from '../mail/mail-letter';
import { queueMail } from '../mail/mail.store';
import { lockUser } from '../user/user.store';
import { PARTIES } from './erasure-blockers';
import { erasureLettersIn } from './erasure-letters';
import { userErased } from './erasure.facts';
import { erasureLink, writeTo } from './erasure.store';

const DAY_MS = 24 * 60 * 60_000;
/** Before it begins, the person is told once more. */
const REMIND_MS = 3 * DAY_MS;
/** A part that has not told by then is asked again. */
const ASK_AGAIN_MS = 15 * 60_000;
/** What was never confirmed, or was cancelled, is of no use for longer. */
const FORGET_MS = 30 * DAY_MS;

const AT_ONCE = 100;

/** Reads what the next turn is about; each is then done in a step of its own. */
export async function dueErasures({ tx, now }: Pick<Step, 'tx' | 'now'>) {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const soon = new Date(now.getTime() + REMIND_MS);
  const orderBy = { requestedAt: 'asc' } as const;
  return {
    toRemind: await tx.erasure.findMany({
      where: { state: 'CONFIRMED', erasedFrom: { lte: soon, gt: now }, remindedAt: null },
      ...{ orderBy, take: AT_ONCE },
    }),
    toBegin: await tx.erasure.findMany({ where: { state: 'CONFIRMED', erasedFrom: { lte: now } }, orderBy, take: AT_ONCE }),
    toAskAgain: await tx.erasure.findMany({
      where: { state: 'ERASING', toldAt: { lte: before(ASK_AGAIN_MS) } },
      ...{ orderBy, take: AT_ONCE },
    }),
  };
}

export async function remindOfErasure(step: Step, { id, userId, erasedFrom }: Erasure): Promise<void> {
  const user = await lockUser(step, userId);
  const { count } = await step.tx.erasure.updateMany({
    where: { id, state: 'CONFIRMED', remindedAt: null },
    data: { remindedAt: step.now },
  });
  if (count === 0 || !user) return;
  await writeTo(step, user, 'erasure-soon', erasureLettersIn(user.language).soon(user.username, erasedFrom!, erasureLink(step)), id);
}

/** There is no way back from here. What is left of the address is where the last letter goes. */
export async function beginErasure(step: Step, { id, userId }: Erasure): Promise<void> {
  const { tx, now, kept } = step;
  const user = await lockUser(step, userId);
  const place = { table: 'erasures', column: 'sealed_address', id };
  const sealedAddress = user?.emailVerifiedAt ? kept.fields.seal(place, addressOf(kept.fields, user)) : null;
  const { count } = await tx.erasure.updateMany({
    where: { id, state: 'CONFIRMED', erasedFrom: { lte: now } },
    data: { state: 'ERASING', toldAt: now, sealedAddress, language: sealedAddress && user ? user.language : null },
  });
  if (count > 0) await step.tell(userErased({ erasureId: id, userId }));
}

export async function askAgain({ tx, now, tell, logger }: Step, { id, userId, toldAt }: Erasure): Promise<void> {
  const { count } = await tx.erasure.updateMany({ where: { id, state: 'ERASING', toldAt }, data: { toldAt: now } });
  if (count === 0) return;
  logger.warn({ erasureId: id }, 'a part of the platform has not told that it erased a person; all are told again');
  await tell(userErased({ erasureId: id, userId }));
}

/** A part has erased what it kept. With the last receipt it is done, and the address is forgotten. */
export async function noteReceipt(step: Step, { erasureId, party, erasedAt }: ErasureReceipt): Promise<void> {
  const { tx, now, kept } = step;
  // One receipt after the other: two last ones would each see the other missing.
  await tx.$queryRaw`SELECT 1 FROM erasures WHERE id = ${erasureId}::uuid FOR UPDATE`;
  const erasure = await tx.erasure.findUnique({ where: { id: erasureId } });
  if (erasure?.state !== 'ERASING') return;
  await tx.$executeRaw`
    INSERT INTO erasure_parts AS p (erasure_id, party, erased_at) VALUES (${erasureId}::uuid, ${party}::erasure_party, ${new Date(erasedAt)})
    ON CONFLICT (erasure_id, party) DO UPDATE SET erased_at = coalesce(p.erased_at, excluded.erased_at)`;
  if ((await tx.erasurePart.count({ where: { erasureId, erasedAt: { not: null } } })) < PARTIES.length) return;
  await tx.erasure.update({ where: { id: erasureId }, data: { state: 'DONE', endedAt: now, sealedAddress: null, language: null } });
  const place = { table: 'erasures', column: 'sealed_address', id: erasureId };
  const to = kept.fields.openOptional(place, erasure.sealedAddress);
  if (to === null) return;
  const letter = written(erasureLettersIn(erasure.language).done(erasureLink(step)));
  await queueMail(step, { ...letter, kind: 'erasure-done', to, userId: null, tokenId: erasureId, key: `erasure-done:${erasureId}` });
}

/** What nobody confirmed in time ends, and is forgotten later, as what was cancelled is. */
export async function forgetErasures({ tx, now }: Step): Promise<void> {
  await tx.erasure.updateMany({ where: { state: 'ASKED', confirmBy: { lte: now } }, data: { state: 'CANCELLED', endedAt: now } });
  await tx.erasure.deleteMany({ where: { state: 'CANCELLED', requestedAt: { lte: new Date(now.getTime() - FORGET_MS) } } });
}
