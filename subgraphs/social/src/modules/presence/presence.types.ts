import type { PresenceState } from '../../generated/prisma/client';

/** One connection of a person, which gives signs of life. */
export interface Sign {
  userId: string;
  sessionId: string;
  connectionId: string;
  /** When the last deed of the session was heard of; null when none was of late. */
  deedAt: Date | null;
}

export interface PresenceView {
  userId: string;
  state: PresenceState;
  lastSeenAt: Date | null;
  /** Grows with every change of the state that was told. */
  version: number;
}

/** What is pushed on a person's presence channel. */
export interface PresencePush {
  userId: string;
  version: number;
}
