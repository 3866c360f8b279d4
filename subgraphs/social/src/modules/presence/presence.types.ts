import type { PresenceState } from '../../generated/prisma/client';

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
