import type { ErasureBlocker, ErasureParty } from '@marquee/schema/topics';

/** Who keeps something of people; all of them have to answer, and to erase. */
export const PARTIES = ['users', 'events', 'curation', 'social', 'payments'] as const satisfies readonly ErasureParty[];

export type BlockerKind = ErasureBlocker | 'UNANSWERED';

export interface Blocker {
  kind: BlockerKind;
  count: number;
  message: string;
}

const MESSAGES: Record<BlockerKind, string> = {
  ORGANIZATIONS: 'You are the only owner of organisations that others work for or events depend on. Make somebody else owner first.',
  UPCOMING_EVENTS: 'You have published events that are not over. Cancel them first.',
  BALANCE: 'Money is owed to you. Have it paid out first, or give it up.',
  UNANSWERED: 'Not every part of the platform has told what it keeps. Ask again in a moment.',
};

export const blocker = (kind: BlockerKind, count: number): Blocker => ({ kind, count, message: MESSAGES[kind] });

interface Answer {
  party: ErasureParty;
  blockers: readonly { kind: ErasureBlocker; count: number }[] | null;
}

/** What stands in the way, as those who have answered see it; that some have not does, too. */
export function blockersOf(answers: readonly Answer[]): Blocker[] {
  const unanswered = PARTIES.filter((party) => !answers.some((answer) => answer.party === party && answer.blockers));
  return [
    ...answers.flatMap(({ blockers }) => (blockers ?? []).map(({ kind, count }) => blocker(kind, count))),
    ...(unanswered.length > 0 ? [blocker('UNANSWERED', unanswered.length)] : []),
  ];
}
