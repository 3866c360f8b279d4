import type { CurationStatus } from './values';

/** Key: eventId. A proposed change of what is on show was decided. `version` is the workflow's after the decision. */
export interface CurationRevisionDecided {
  revisionId: string;
  workflowId: string;
  version: number;
  eventId: string;
  status: 'APPROVED' | 'NEEDS_REVISION' | 'REJECTED';
  /** Null when decided automatically. */
  curatorId: string | null;
  notes: string | null;
  /** The same in several languages, two letters each, where it was written in them. */
  noteTexts?: Record<string, string>;
  /** Who proposed it. */
  authorId: string;
  creatorId: string;
  decidedAt: string;
}

/** Key: eventId. A curator, or the automatic screening, decided. */
export interface CurationDecided {
  workflowId: string;
  /** The workflow's version after the decision. */
  version: number;
  eventId: string;
  /** The event's version that was judged. */
  eventVersion: number;
  status: CurationStatus;
  /** 0 to 1; null before any assessment. */
  qualityScore: number | null;
  badges: string[];
  /** Null when decided automatically. */
  curatorId: string | null;
  notes: string | null;
  /** As of a proposed change. */
  noteTexts?: Record<string, string>;
  creatorId: string;
  decidedAt: string;
  /** Nothing was decided: a published event was screened (an import, an edit), and only its score and badges are new. Notify nobody. */
  rescored?: true;
}

/**
 * Key: eventId. A flag was raised and something came of it: a curator decided (UPHELD, DISMISSED), the event was changed before anybody
 * decided (OUTDATED), or it was taken back (WITHDRAWN). `version` counts the changes of that flag; an appeal may settle it anew.
 */
export interface FlagSettled {
  flagId: string;
  version: number;
  eventId: string;
  /** The event's owner when it was settled. */
  creatorId: string;
  organizationId: string | null;
  /** Null when that account is gone. */
  flaggerId: string | null;
  reason: 'SPAM' | 'DUPLICATE' | 'INAPPROPRIATE' | 'INACCURATE' | 'DANGEROUS' | 'OTHER';
  outcome: 'UPHELD' | 'DISMISSED' | 'OUTDATED' | 'WITHDRAWN';
  settledAt: string;
}

/** Key: eventId. A review was written, edited or removed. */
export interface ReviewChanged {
  reviewId: string;
  version: number;
  eventId: string;
  authorId: string;
  /** 1 to 5; null when the review was removed. */
  rating: number | null;
  /** Bayesian mean of the event after this change, 1 to 5; null without reviews. */
  eventRating: number | null;
  eventReviewCount: number;
  /** Who removed it, where it was removed. */
  removedBy?: 'AUTHOR' | 'MODERATOR';
}

/** What can be reported; an event is flagged instead. */
export type SubjectKind = 'REVIEW' | 'MESSAGE' | 'PROFILE' | 'POST' | 'COMMENT' | 'GROUP' | 'COLLECTION' | 'VENUE' | 'ORGANIZATION';

/** Key: subjectId. Somebody reports something: who keeps it tells what it says, by `report.evidence`. */
export interface ReportRaised {
  reportId: string;
  kind: SubjectKind;
  subjectId: string;
  reporterId: string;
  raisedAt: string;
}

/** Key: subjectId. What a reported subject says, told by its owner; `evidence` null: nothing that the reporter may see. */
export interface ReportEvidence {
  reportId: string;
  kind: SubjectKind;
  subjectId: string;
  authorId: string | null;
  /** Part → text. */
  evidence: Record<string, string> | null;
  /** The slug of its category, where it has one. */
  category?: string | null;
  /** The organisation whose place it is: all its owners may appeal, and nobody who works there judges it. */
  organizationId?: string | null;
}

/** Key: subjectId. What came of a report. `version` counts its changes; a restoration settles it anew. */
export interface ReportSettled {
  reportId: string;
  version: number;
  kind: SubjectKind;
  subjectId: string;
  /** Null when that account is gone. */
  reporterId: string | null;
  outcome: 'UPHELD' | 'DISMISSED' | 'WITHDRAWN' | 'UNAVAILABLE' | 'REPEATED';
  settledAt: string;
}

/** Key: subjectId. What was decided about what somebody wrote; its owner takes it away (REMOVED) or puts it back (RESTORED). */
export interface CaseDecided {
  caseId: string;
  version: number;
  kind: SubjectKind;
  subjectId: string;
  /** Null when that account is gone. */
  authorId: string | null;
  /** Of a place: the organisation whose it is. */
  organizationId?: string;
  outcome: 'REMOVED' | 'DISMISSED' | 'RESTORED';
  /** Suspend the author for so many days; null: do not. */
  restrictDays: number | null;
  curatorId: string;
  /** To the author. */
  notes: string | null;
  /** The same in several languages, two letters each, where it was written in them. */
  noteTexts?: Record<string, string>;
  decidedAt: string;
}

/** Key: collectionId. A curator is asked to look after a collection, too. `version` is the collection's. */
export interface CollectionInvited {
  collectionId: string;
  version: number;
  slug: string;
  title: string;
  userId: string;
  inviterId: string;
  /** Of what it sells, in per cent. */
  sharePercent: number;
}

/** Key: collectionId. A curator decided what another one proposed. `version` is the collection's. */
export interface CollectionDecided {
  collectionId: string;
  version: number;
  slug: string;
  title: string;
  /** It is, or was before, on show. */
  published: boolean;
  outcome: 'APPROVED' | 'CHANGES_REQUESTED' | 'REJECTED';
  /** Who looks after it, the owner first. */
  curatorIds: string[];
  decidedById: string;
  /** To those who look after it. */
  notes: string | null;
  /** The same in several languages, two letters each, where it was written in them. */
  noteTexts?: Record<string, string>;
  decidedAt: string;
}

/**
 * Key: collectionId. What is new in a collection, for those who follow it: once a day at most. To many it is several facts, `part` from 0, each of
 * which names some of them; told once, and final: `version` is 1.
 */
export interface CollectionGrew {
  tellingId: string;
  part: number;
  version: number;
  collectionId: string;
  slug: string;
  title: string;
  count: number;
  /** Those that start first, at most 20. */
  events: { eventId: string; title: string }[];
  userIds: string[];
}

/** Key: subjectId. What somebody else decided about an author's appeal. What follows of a reversal is told by `case.decided` or `collection.decided`. */
export interface CaseAppealDecided {
  caseId: string;
  version: number;
  kind: SubjectKind;
  subjectId: string;
  /** Null when that account is gone. */
  authorId: string | null;
  /** Of a place: the organisation whose it is. */
  organizationId?: string;
  outcome: 'REVERSED' | 'UPHELD';
  curatorId: string;
  /** To the author. */
  notes: string | null;
  /** The same in several languages, two letters each, where it was written in them. */
  noteTexts?: Record<string, string>;
  decidedAt: string;
}
