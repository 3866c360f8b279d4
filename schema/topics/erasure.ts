// Told by every subgraph, each for its own part.

/** Who keeps something of a person. */
export type ErasureParty = 'users' | 'events' | 'curation' | 'social' | 'payments';

/** What a subgraph keeps of a person. */
export type ErasureSubject =
  | 'PROFILE'
  | 'SESSIONS'
  | 'NOTIFICATIONS'
  | 'ORGANIZATION_ROLES'
  | 'ATTENDANCES'
  | 'DRAFT_EVENTS'
  | 'PUBLISHED_EVENTS'
  | 'REVIEWS'
  | 'FLAGS'
  | 'DECISIONS'
  | 'FRIENDSHIPS'
  | 'MESSAGES'
  | 'GROUPS'
  | 'ORDERS'
  | 'TICKETS'
  | 'LEDGER';

/** Is deleted; stays, but of nobody; or stays under a pseudonym because the law of accounts asks for it. */
export type ErasureFate = 'GOES' | 'STAYS_NAMELESS' | 'KEPT_BY_LAW';

/** Why a person cannot be erased yet: they own what others depend on, or money is owed to them. */
export type ErasureBlocker = 'ORGANIZATIONS' | 'UPCOMING_EVENTS' | 'BALANCE';

/** Key: userId. A person wants their data: every subgraph writes its part to its key in the store for files, and tells `export.part_ready`. */
export interface ExportRequested {
  exportId: string;
  userId: string;
  keys: Record<ErasureParty, string>;
  /** Later nobody wants it any more. */
  expiresAt: string;
}

/** Key: userId. A part of an export is in the store. */
export interface ExportPartReady {
  exportId: string;
  userId: string;
  party: ErasureParty;
}

/** Key: userId. What an erasure would do in one subgraph, as it is now. What there is none of is left out. */
export interface ErasureForeseen {
  erasureId: string;
  userId: string;
  party: ErasureParty;
  items: { subject: ErasureSubject; fate: ErasureFate; count: number }[];
  blockers: { kind: ErasureBlocker; count: number }[];
}

/** Key: userId. A subgraph has erased its part; told in the transaction in which it did. */
export interface ErasureReceipt {
  erasureId: string;
  userId: string;
  party: ErasureParty;
  erasedAt: string;
}
