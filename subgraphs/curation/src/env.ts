import { setting, z } from '@marquee/platform';

const points = (fallback: number) => z.coerce.number('must be a number').min(0, 'must not be negative').default(fallback);
const share = (fallback: number) => z.coerce.number('must be a number').min(0, 'must be 0 to 1').max(1, 'must be 0 to 1').default(fallback);

/** Settings of this subgraph alone; DATABASE_URL_CURATION, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** How long a claim holds. */
  CURATION_CLAIM_MINUTES: setting.whole(30, 1),
  /** How long what is assigned to somebody stays theirs. */
  CURATION_ASSIGNED_HOURS: setting.whole(8, 1),
  /** Nothing is decided that the curator has not claimed. */
  CURATION_CLAIM_REQUIRED: setting.flag(false),
  /** Approve by itself what a trusted creator submits and the screening passes. */
  CURATION_AUTO_APPROVE: setting.flag(true),
  /** From this reputation (0 to 100) on a creator can be trusted, given enough approvals and no rejection in 90 days. */
  CURATION_TRUSTED_REPUTATION: points(60),
  CURATION_TRUSTED_APPROVALS: setting.whole(5, 1),
  /** Weights of the queue's order, in points; see queue-priority.ts. */
  CURATION_QUEUE_WAITING: points(1),
  CURATION_QUEUE_NEARNESS: points(0.5),
  CURATION_QUEUE_UNCERTAINTY: points(24),
  CURATION_QUEUE_REPUTATION: points(12),
  CURATION_QUEUE_FLAGGED: points(48),
  CURATION_QUEUE_FAILED: points(72),
  /** For an event with a flag of danger or of staff: before everything else. */
  CURATION_QUEUE_URGENT: points(2_000),
  /** Weight of open flags, from at least CURATION_FLAG_PEOPLE people who weigh 0.5 or more, that hides an event. */
  CURATION_FLAG_THRESHOLD: points(3),
  CURATION_FLAG_PEOPLE: setting.whole(3, 1),
  /** The same for imported events and those of trusted creators. */
  CURATION_FLAG_THRESHOLD_TRUSTED: points(5),
  /** Flags that a person may raise in an hour, and one whose flags weigh nothing yet. */
  CURATION_FLAGS_AN_HOUR: setting.whole(20, 1),
  CURATION_FLAGS_AN_HOUR_NEW: setting.whole(3, 1),
  /** For so long a decision can be appealed against. */
  CURATION_APPEAL_DAYS: setting.whole(30, 1),
  /** Reports that a person may make in a day, and one whose reports weigh nothing yet. */
  CURATION_REPORTS_A_DAY: setting.whole(30, 1),
  CURATION_REPORTS_A_DAY_NEW: setting.whole(5, 1),
  /** The Bayesian mean of ratings starts as if there were so many reviews of this rating. */
  CURATION_RATING_PRIOR: z.coerce.number('must be 1 to 5').min(1, 'must be 1 to 5').max(5, 'must be 1 to 5').default(3.5),
  CURATION_RATING_PRIOR_WEIGHT: points(5),
  /** For so long the author of a review that a moderator removed may not write another one of the event. */
  CURATION_REVIEW_AGAIN_DAYS: setting.whole(30, 0),
  /** Followers of a collection are told what is new in it at most once in so many hours. */
  CURATION_COLLECTION_NEWS_HOURS: setting.whole(24, 0),
  /** Events screened in one turn of the background job, and the pause between turns: an import of thousands trickles through. */
  CURATION_SCREEN_BATCH: setting.whole(20, 1),
  CURATION_SCREEN_EVERY_MS: setting.whole(1_000, 50),
  /** How long a live status waits for the events service to take a decision in before it is told anyway. */
  CURATION_STATUS_GRACE_MS: setting.whole(1_000, 0),
  /** A new spam classifier is trained when so many decisions came since the last one, and adopted when it finds at least so much. */
  CURATION_SPAM_RETRAIN_AFTER: setting.whole(20, 1),
  CURATION_SPAM_MIN_PRECISION: share(0.8),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
