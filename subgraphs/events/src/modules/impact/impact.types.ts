/** What hangs on one event. Its token dies when any of it changes. */
export interface ImpactRow {
  eventId: string;
  version: number;
  /** People are told of changes. */
  published: boolean;
  going: number;
  unticketed: number;
  tickets: number;
  placesTaken: number;
  waitlisted: number;
  offered: number;
  awaitingApproval: number;
  lotteryEntries: number;
  interested: number;
  /** People whom a change concerns, but for its creator. */
  concerned: number;
  /** Of what payments told last; 0 when it has told nothing. */
  salesVersion: number;
}

/** What a change of an event does beside itself. */
export interface Effects {
  /** Concerned people are told. */
  tells: boolean;
  opensRefunds: boolean;
  /** Null: it stays as it is, or there is no limit. */
  capacity: number | null;
}

export interface EventImpactView extends ImpactRow {
  notifications: number;
  beyondCapacity: number;
  opensRefunds: boolean;
}

export interface ImpactView {
  events: EventImpactView[];
  confirmation: { token: string; expiresAt: Date } | null;
}

/** What somebody does: its words say it whole, so that what was confirmed for one is worth nothing for another. */
export interface Act {
  by: string;
  what: string;
}
