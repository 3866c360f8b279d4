import type { Poll, PollOption } from '../../generated/prisma/client';

/** A poll as one member meets it. */
export interface PollView extends Poll {
  /** Null without an answer. */
  viewerChoices: string[] | null;
  /** Did the viewer agree to go to the event that wins? */
  viewerGoesIfChosen: boolean;
}

/** An option as one member meets it. */
export interface PollOptionView extends PollOption {
  /** Are results shown to the viewer? */
  shown: boolean;
  anonymous: boolean;
}

/** A place in the list of those who chose an option. */
export interface PollVoter {
  ownerId: string;
  id: string;
  createdAt: Date;
}

/** Told on the channel of a poll. */
export interface PollPush {
  pollId: string;
}
