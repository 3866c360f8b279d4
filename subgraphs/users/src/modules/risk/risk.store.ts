import type { Step } from '../../context';
import { addressOf } from '../address/address-sealed';
import { isLimitedAt } from '../user/user-limited';
import { changeUsers } from '../user/user.store';
import { countedDomain, featuresOf, stemOf, type Neighbours } from './risk-features';
import { limitedFor } from './risk-limits';
import { reasonsOf, riskOf, riskWeights } from './risk-score';

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;
const AT_ONCE = 50;
/** Stands for the network of a caller whose address is not known. */
const UNKNOWN = 'unknown';

interface Made {
  id: string;
  email: string;
  username: string;
  network: string;
}

/** Writes down that an account was made, and whence: the job score-newcomers looks at it. Domain and name are there as blind indexes alone. */
export async function noteNewcomer({ tx, now, kept: { fields } }: Step, { id, email, username, network }: Made): Promise<void> {
  const [domain, stem] = [countedDomain(email), stemOf(username)];
  await tx.newcomer.create({
    data: {
      userId: id,
      network: network === UNKNOWN ? null : network,
      domainKey: domain && fields.index('newcomers.domain', domain),
      stemKey: stem && fields.index('newcomers.stem', stem),
      createdAt: now,
      dueAt: now,
    },
  });
}

type Due = {
  userId: string;
  email: string;
  username: string;
  displayName: string;
  createdAt: Date;
  limitedUntil: Date | null;
} & Neighbours;

/** Where people develop, programs make the accounts. */
const areLimited = ({ NEWCOMER_LIMITS, NODE_ENV }: Step['kept']['settings']): boolean =>
  (NEWCOMER_LIMITS ?? (NODE_ENV === 'production' ? 'on' : 'off')) === 'on';

/** Scores some of those that are due, in one statement more for each. Returns false when none is. */
export async function scoreDue(step: Step): Promise<boolean> {
  const { tx, now, kept } = step;
  const due = await tx.$queryRaw<Due[]>`
    SELECT n.user_id::text AS "userId", u.email, u.username, u.display_name AS "displayName", n.created_at AS "createdAt",
      u.limited_until AS "limitedUntil",
      n.network IS NOT NULL AS "isNetworkKnown",
      (SELECT count(*)::int FROM newcomers o WHERE o.network = n.network AND o.user_id <> n.user_id
         AND o.created_at BETWEEN n.created_at - interval '1 hour' AND n.created_at + interval '1 hour') AS "networkInHour",
      (SELECT count(*)::int FROM newcomers o WHERE o.network = n.network AND o.user_id <> n.user_id
         AND o.created_at BETWEEN n.created_at - interval '1 day' AND n.created_at + interval '1 hour') AS "networkInDay",
      (SELECT count(*)::int FROM newcomers o WHERE o.domain_key = n.domain_key AND o.user_id <> n.user_id
         AND o.created_at BETWEEN n.created_at - interval '1 day' AND n.created_at + interval '1 hour') AS "domainInDay",
      (SELECT count(*)::int FROM newcomers o WHERE o.stem_key = n.stem_key AND o.user_id <> n.user_id
         AND o.created_at BETWEEN n.created_at - interval '1 day' AND n.created_at + interval '1 hour') AS "stemInDay"
    FROM newcomers n JOIN users u ON u.id = n.user_id
    WHERE n.due_at <= ${now} ORDER BY n.due_at LIMIT ${AT_ONCE} FOR NO KEY UPDATE OF n SKIP LOCKED`;
  for (const { userId, email, createdAt, limitedUntil: before, ...row } of due) {
    const features = featuresOf({ ...row, email: addressOf(kept.fields, { id: userId, email }) }, row);
    const score = riskOf(features);
    const limited = score >= riskWeights.threshold;
    // Those that were made with it may come after it: it is looked at once more.
    const again = new Date(createdAt.getTime() + HOUR_MS);
    await tx.newcomer.update({
      where: { userId },
      data: {
        ...{ score, reasons: reasonsOf(features), limited, weights: riskWeights.version, scoredAt: now },
        dueAt: again > now ? again : null,
      },
    });
    const limitedUntil = limited && areLimited(kept.settings) ? limitedFor(createdAt) : null;
    if (limitedUntil?.getTime() !== before?.getTime()) await changeUsers(step, { id: userId }, { limitedUntil });
  }
  return due.length > 0;
}

/** May this account do less in a day than others? */
export async function isLimited({ tx, now }: Pick<Step, 'tx' | 'now'>, userId: string): Promise<boolean> {
  const select = { limitedUntil: true, verified: true, eventsAttended: true };
  return isLimitedAt(await tx.user.findUniqueOrThrow({ where: { id: userId }, select }), now);
}

/** Nobody is new after a month. */
export const forgetNewcomers = ({ tx, now }: Step) =>
  tx.newcomer.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEPT_MS) } } });
