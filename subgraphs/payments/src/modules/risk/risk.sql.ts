import { Prisma } from '../../generated/prisma/client';
import type { Outcomes } from './risk-testing';

/** Newest tries of an account, a card or a network that are looked at: behind one network there may be thousands. */
const MOST = 200;
const HOUR_MS = 3_600_000;

/** A try as the bank answered it: what we refused ourselves, a method that is none, and a step that was never taken tell of no card. */
const DECLINED = Prisma.sql`t.status = 'DECLINED' AND t.decline_code NOT IN ('abandoned', 'not_accepted', 'payment_method_unknown')`;

export interface RiskRow {
  registeredAt: Date | null;
  limitedUntil: Date | null;
  reputation: number | null;
  country: string | null;
  ordersInDay: number;
  codesInDay: number;
  triesInHour: number;
  declinesInDay: number;
  cardsInDay: number;
  ofAccount: StoredOutcomes;
  cardAccountsInDay: number;
  cardDeclinesInDay: number;
  ofCard: StoredOutcomes;
  originAccountsInHour: number;
  originDeclinesInDay: number;
  ofOrigin: StoredOutcomes;
}

/** As JSON has it. */
export type StoredOutcomes = Omit<Outcomes, 'lastDeclinedAt'> & { lastDeclinedAt: string | null };

export interface WhoTries {
  userId: string;
  card: string | null;
  origin: string | null;
  eventId: string;
  now: Date;
}

/** What came before a try, in one statement that reads no more than some hundred rows by their indexes. */
export function whatCameBefore({ userId, card, origin, eventId, now }: WhoTries): Prisma.Sql {
  const hour = new Date(now.getTime() - HOUR_MS);
  const day = new Date(now.getTime() - 24 * HOUR_MS);
  const tries = (condition: Prisma.Sql) => Prisma.sql`
    SELECT a.user_id, a.card, a.created_at, t.updated_at, t.status, ${DECLINED} AS declined
    FROM risk_assessments a JOIN payment_attempts t ON t.id = a.attempt_id
    WHERE ${condition} AND a.created_at > ${day} ORDER BY a.created_at DESC LIMIT ${MOST}`;
  const outcomes = Prisma.sql`jsonb_build_object(
    'declined', count(*) FILTER (WHERE declined AND created_at > ${hour}), 'underWay', count(*) FILTER (WHERE status = 'STARTED' AND created_at > ${hour}),
    'succeeded', count(*) FILTER (WHERE status = 'SUCCEEDED' AND created_at > ${hour}), 'lastDeclinedAt', max(updated_at) FILTER (WHERE declined))`;
  return Prisma.sql`
    SELECT p.registered_at AS "registeredAt", p.limited_until AS "limitedUntil", p.reputation, y.country, account.*, card.*, origin.*,
      (SELECT count(*)::int FROM orders WHERE user_id = ${userId}::uuid AND created_at > ${day}) AS "ordersInDay",
      (SELECT count(*)::int FROM tried_codes WHERE user_id = ${userId}::uuid AND created_at > ${day}) AS "codesInDay"
    FROM (
      SELECT count(*) FILTER (WHERE created_at > ${hour})::int AS "triesInHour", count(*) FILTER (WHERE declined)::int AS "declinesInDay",
        count(DISTINCT card)::int AS "cardsInDay", ${outcomes} AS "ofAccount"
      FROM (${tries(Prisma.sql`a.user_id = ${userId}::uuid`)}) n) account
    CROSS JOIN (
      SELECT count(DISTINCT user_id) FILTER (WHERE user_id <> ${userId}::uuid)::int AS "cardAccountsInDay",
        count(*) FILTER (WHERE declined)::int AS "cardDeclinesInDay", ${outcomes} AS "ofCard"
      FROM (${tries(Prisma.sql`a.card = ${card}`)}) n) card
    CROSS JOIN (
      SELECT count(DISTINCT user_id) FILTER (WHERE user_id <> ${userId}::uuid AND created_at > ${hour})::int AS "originAccountsInHour",
        count(*) FILTER (WHERE declined)::int AS "originDeclinesInDay", ${outcomes} AS "ofOrigin"
      FROM (${tries(Prisma.sql`a.origin = ${origin}`)}) n) origin
    LEFT JOIN people p ON p.id = ${userId}::uuid
    LEFT JOIN events e ON e.id = ${eventId}::uuid
    LEFT JOIN payees y ON y.id = coalesce(e.organization_id, e.creator_id)`;
}
