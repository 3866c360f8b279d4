import { randomUUID } from 'node:crypto';
import { currencyDigits } from '@marquee/platform';
import { isLimited } from '@marquee/schema/rules/standing';
import type { Step } from '../../context';
import type { Order, Payment } from '../../generated/prisma/client';
import { isErased } from '../person/person.store';
import { featuresOf, type TryFacts } from './risk-features';
import { actionOf, purchaseWeights, reasonsOf, riskOf } from './risk-score';
import { isTestingCards, isTestingFrom, type Outcomes } from './risk-testing';
import { whatCameBefore, type RiskRow, type StoredOutcomes } from './risk.sql';
import type { Assessment, Payer } from './risk.types';

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;

/** Are tries to pay judged? Not where people develop: one card pays for everything there. */
export const areJudged = ({ RISK_CHECKS, NODE_ENV }: Step['kept']['settings']): boolean =>
  (RISK_CHECKS ?? (NODE_ENV === 'production' ? 'on' : 'off')) === 'on';

const keysOf = ({ kept: { fields } }: Step, { network, card: { fingerprint } }: Payer) => ({
  origin: network && fields.index('payments.origin', network),
  card: fingerprint && fields.index('payments.card', fingerprint),
});

/** Lets tries of one account, and with one card, begin one after the other. Before the order's lock. Behind one network there may be many: it has none. */
export async function lockTries(step: Step, payer: Payer): Promise<void> {
  if (!areJudged(step.kept.settings)) return;
  const names = [`tries of ${payer.userId}`, `tries with ${keysOf(step, payer).card ?? payer.userId}`];
  await step.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) IS NULL AS locked FROM unnest(${names}::text[]) AS name`;
}

/** Judges a try to pay a part of a locked order, and keeps what was thought of it with the try. */
export async function assessTry(
  step: Step,
  { order, payment, payer, places }: { order: Order; payment: Payment; payer: Payer; places: number },
): Promise<Assessment & { keep: (attemptId: string) => Promise<void> }> {
  const { tx, kept } = step;
  if (!areJudged(kept.settings)) return { action: 'ALLOW', score: 0, reasons: [], keep: () => Promise.resolve() };
  // After the wait for the lock.
  const now = kept.clock.now();
  const keys = keysOf(step, payer);
  const { userId } = payer;
  const [row] = await tx.$queryRaw<RiskRow[]>(whatCameBefore({ userId, ...keys, eventId: order.eventId, now }));
  const assessment = judge(row!, { payment, payer, places, now });
  return {
    ...assessment,
    async keep(attemptId) {
      // Not locked: whoever has locked a person waits for orders, as an erasure does before it forgets tries.
      const person = await tx.personCopy.findUnique({ where: { id: userId }, select: { erased: true } });
      if (person?.erased) return;
      await tx.riskAssessment.create({
        data: { attemptId, orderId: order.id, userId, ...keys, ...assessment, weights: purchaseWeights.version, createdAt: now },
      });
    },
  };
}

function judge(row: RiskRow, about: { payment: Payment; payer: Payer; places: number; now: Date }): Assessment {
  const { now, payer } = about;
  const features = featuresOf(factsOf(row, about));
  const score = riskOf(features);
  const byCard = payer.card.fingerprint !== null && isTestingCards(outcomesOf(row.ofCard), now);
  const byOrigin = payer.network !== null && isTestingFrom(outcomesOf(row.ofOrigin));
  if (byCard || byOrigin || isTestingCards(outcomesOf(row.ofAccount), now)) return { action: 'REFUSE', score, reasons: ['CARD_TESTING'] };
  return { action: actionOf(score), score, reasons: reasonsOf(features) };
}

function factsOf(row: RiskRow, { payment, payer, places, now }: { payment: Payment; payer: Payer; places: number; now: Date }): TryFacts {
  const { registeredAt, limitedUntil, reputation, country, ...counts } = row;
  return {
    ...counts,
    amount: Number(payment.amountMinor) / 10 ** currencyDigits(payment.currency),
    places,
    accountAgeHours: registeredAt && (now.getTime() - registeredAt.getTime()) / HOUR_MS,
    isLimited: isLimited({ limitedUntil, reputation: reputation ?? 0 }, now),
    isOriginKnown: payer.network !== null,
    isForeignCard: payer.card.country !== null && country !== null && payer.card.country !== country,
  };
}

const outcomesOf = ({ lastDeclinedAt, ...counts }: StoredOutcomes): Outcomes => ({
  ...counts,
  lastDeclinedAt: lastDeclinedAt === null ? null : new Date(lastDeclinedAt),
});

/** Keeps that somebody asked for a code that there is not. */
export async function noteTriedCode(step: Step, userId: string): Promise<void> {
  const { tx, now, kept } = step;
  if (areJudged(kept.settings) && !(await isErased(step, userId)))
    await tx.triedCode.create({ data: { id: randomUUID(), userId, createdAt: now } });
}

/** Forgets what tries were judged by, of everybody after thirty days. Returns false when there is none left. */
export async function dropOldTries({ tx, now }: Step): Promise<boolean> {
  const before = new Date(now.getTime() - KEPT_MS);
  const tries = await tx.$executeRaw`
    DELETE FROM risk_assessments WHERE attempt_id IN (SELECT attempt_id FROM risk_assessments WHERE created_at < ${before} ORDER BY created_at LIMIT 1000)`;
  const codes = await tx.$executeRaw`
    DELETE FROM tried_codes WHERE id IN (SELECT id FROM tried_codes WHERE created_at < ${before} ORDER BY created_at LIMIT 1000)`;
  return tries + codes > 0;
}

/** Forgets what somebody's tries were judged by. */
export async function forgetTriesOf({ tx }: Step, userId: string): Promise<void> {
  await tx.riskAssessment.deleteMany({ where: { userId } });
  await tx.triedCode.deleteMany({ where: { userId } });
}
