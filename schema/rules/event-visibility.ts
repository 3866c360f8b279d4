/**
 * Who may see an event. Every subgraph decides by this file. What it asks for beyond the event itself costs a look at a copy, so it says
 * first which looks it needs, and for most events it needs none.
 */
export interface EventOnShow {
  status: 'DRAFT' | 'PENDING_REVIEW' | 'NEEDS_REVISION' | 'REJECTED' | 'PUBLISHED' | 'CANCELLED' | 'COMPLETED';
  visibility: 'PUBLIC' | 'GROUP_ONLY' | 'PRIVATE';
  /** By flags, until a curator has decided. */
  hidden: boolean;
  /** It was published once: what is called off before it was published stays unseen. */
  wasPublished: boolean;
}

/** What ties a person to an event. */
export type Tie =
  /** A member of the group it is for. */
  | 'MEMBER'
  /** Invited to it. */
  | 'INVITED'
  /** Answers to it (interested, maybe, going, in the queue, waiting for approval), was checked in, or holds an order for it. */
  | 'GUEST';

/**
 * True or false when it is decided; otherwise what the person needs, as a list of alternatives of which each must have one that holds:
 * `[['GUEST'], ['MEMBER']]` is a member who is also a guest.
 */
export type Sight = boolean | readonly (readonly Tie[])[];

/** Is it on show to anybody at all, beside those who run or judge it? */
export const isOnShow = ({ status, wasPublished }: EventOnShow): boolean =>
  status === 'PUBLISHED' || status === 'COMPLETED' || (status === 'CANCELLED' && wasPublished);

/**
 * May this person see the event? `insider`: has the right SEE by a role on it or as staff (event-rights.ts); `signedIn`: is no visitor.
 * What flags hide is shown only to its guests who may see it otherwise: they planned for it, and should see that it is still there.
 */
export function sightOf(event: EventOnShow, { insider, signedIn }: { insider: boolean; signedIn: boolean }): Sight {
  if (insider) return true;
  if (!isOnShow(event)) return false;
  const needs: (readonly Tie[])[] = [];
  if (event.hidden) needs.push(['GUEST']);
  if (event.visibility === 'GROUP_ONLY') needs.push(['MEMBER']);
  if (event.visibility === 'PRIVATE') needs.push(['INVITED', 'GUEST']);
  if (needs.length === 0) return true;
  return signedIn && needs;
}

/** `sightOf`, decided with the ties that were looked up. */
export const maySee = (sight: Sight, ties: ReadonlySet<Tie>): boolean =>
  typeof sight === 'boolean' ? sight : sight.every((alternatives) => alternatives.some((tie) => ties.has(tie)));

/** Answers to an event that tie a person to it. */
export const GUEST_ANSWERS = ['INTERESTED', 'GOING', 'MAYBE', 'WAITLISTED', 'PENDING_APPROVAL'] as const;

/** What the ties of a person to one event follow from. */
export interface Bonds {
  /** Of the group that the event is for. */
  member: boolean;
  invited: boolean;
  /** Their answer; null when they never gave one. */
  answer: string | null;
  checkedIn: boolean;
  /** Tickets that were not refunded. */
  holdsTickets: boolean;
}

export function tiesOf({ member, invited, answer, checkedIn, holdsTickets }: Bonds): ReadonlySet<Tie> {
  const ties = new Set<Tie>();
  if (member) ties.add('MEMBER');
  if (invited) ties.add('INVITED');
  if (checkedIn || holdsTickets || (GUEST_ANSWERS as readonly (string | null)[]).includes(answer)) ties.add('GUEST');
  return ties;
}
