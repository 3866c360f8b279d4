/**
 * What somebody may have of an event, and what stands in the way: a place, a ticket, being let in, its online address, its room. Every
 * subgraph decides by this file, from its own copies, so that what a query predicts is what a mutation does. It asks whether a person is
 * entitled; whether they see the event at all is asked before (event-visibility.ts).
 */
export type EligibilityPurpose =
  /** To answer GOING. */
  | 'GOING'
  /** To buy a ticket. */
  | 'TICKET'
  /** To be let in at the door, now. */
  | 'ENTRY'
  /** To read where it is watched. */
  | 'ONLINE'
  /** To be in its chat room. */
  | 'ROOM';

export type EligibilityCode =
  | 'ELIGIBLE'
  | 'SIGN_IN'
  | 'ACCOUNT_INACTIVE'
  | 'NOT_PUBLISHED'
  | 'CALLED_OFF'
  | 'OVER'
  | 'INVITATION_NEEDED'
  | 'POINTS_NEEDED'
  | 'RATING_NEEDED'
  | 'APPROVAL_NEEDED'
  | 'APPROVAL_PENDING'
  | 'APPROVAL_DECLINED'
  | 'TICKET_NEEDED'
  | 'LOTTERY_NEEDED'
  | 'SALES_CLOSED'
  | 'SOLD_OUT'
  | 'FULL'
  | 'PLACE_NEEDED'
  | 'DOOR_NOT_OPEN'
  | 'DOOR_CLOSED'
  | 'ALREADY_IN';

/** Of the platform's NextStep, those that apply here. */
export type EligibilityStep = 'SIGN_IN' | 'COMPLETE_ACTION' | 'WAIT' | 'CHOOSE_OTHER' | 'ASK_ORGANISER' | 'ASK_SUPPORT';

export interface Eligibility {
  code: EligibilityCode;
  /** Null when nothing helps, and when there is nothing in the way. */
  nextStep: EligibilityStep | null;
  /** When the answer changes by itself; null when it does not, or nobody knows. */
  unlocksAt: Date | null;
}

/** An event, as far as entitlement goes. */
export interface EventToEnter {
  status: 'DRAFT' | 'PENDING_REVIEW' | 'NEEDS_REVISION' | 'REJECTED' | 'PUBLISHED' | 'CANCELLED' | 'COMPLETED';
  endsAt: Date;
  /** A tier was on sale once: a place comes by a ticket only. */
  ticketed: boolean;
  /** Places are given by lot, and are not drawn yet. */
  lottery?: boolean;
  requirements: Requirements;
}

/** What an organiser may ask of people. Null asks nothing. */
export interface Requirements {
  /** The team decides on each person. */
  requiresApproval: boolean;
  invitationOnly: boolean;
  minPoints: number | null;
  /** Of reputation, 0 to 100. */
  minRating: number | null;
}

export interface PersonToEnter {
  active: boolean;
  points: number;
  reputation: number;
  invited: boolean;
  /** Has a role on the event, or sees it as staff: requirements are for guests. */
  team: boolean;
}

/** Their answer to the event. */
export interface AnswerToEnter {
  status: 'INTERESTED' | 'GOING' | 'MAYBE' | 'NOT_GOING' | 'WAITLISTED' | 'PENDING_APPROVAL' | 'CANCELLED';
  /** What the team decided; null while it has not. */
  approval: 'APPROVED' | 'DECLINED' | null;
  /** A place is held for them. */
  offered: boolean;
  /** Their tickets with which somebody may be let in; 0 without any. */
  tickets: number;
  /** People who come along on this answer, without tickets; left out: none. */
  companions?: number;
  /** Places of this answer that were used at the door: one for each ticket; without tickets, one for each person of the party. */
  admitted: number;
}

/** When people are let in: from `opensAt` until before `closesAt`. */
export interface DoorTimes {
  opensAt: Date;
  closesAt: Date;
}

export interface EligibilityFacts {
  now: Date;
  event: EventToEnter;
  /** Null for a visitor. */
  person: PersonToEnter | null;
  /** Null for those who never answered. */
  answer: AnswerToEnter | null;
  /** GOING asks it: places that can be had by answering; Infinity without a limit. */
  freePlaces?: number;
  /** GOING asks it: how many places are wanted; left out: one. */
  places?: number;
  /** TICKET asks it: is a tier on sale, and how many places may still be sold; Infinity without a limit. */
  sales?: { onSale: boolean; left: number };
  /** ENTRY asks it. */
  door?: DoorTimes;
}

/** The first thing that stands in the way; ELIGIBLE when nothing does. */
export function eligibility(purpose: EligibilityPurpose, facts: EligibilityFacts): Eligibility {
  const code = codeOf(purpose, facts);
  return { code, nextStep: STEPS[code], unlocksAt: code === 'DOOR_NOT_OPEN' ? facts.door!.opensAt : null };
}

/** When the door is open. It never opens just after the start was moved: the others must have heard of it. */
export function doorTimes(
  event: { startsAt: Date; endsAt: Date; startChangedAt: Date | null },
  window: { beforeMs: number; afterMs: number; noticeMs: number },
): DoorTimes {
  const usual = event.startsAt.getTime() - window.beforeMs;
  const noticed = event.startChangedAt ? event.startChangedAt.getTime() + window.noticeMs : usual;
  return { opensAt: new Date(Math.max(usual, noticed)), closesAt: new Date(event.endsAt.getTime() + window.afterMs) };
}

function codeOf(purpose: EligibilityPurpose, facts: EligibilityFacts): EligibilityCode {
  switch (purpose) {
    case 'GOING':
      return toGo(facts);
    case 'TICKET':
      return toBuy(facts);
    case 'ENTRY':
      return toEnter(facts);
    case 'ONLINE':
      return toWatch(facts);
    case 'ROOM':
      return toTalk(facts);
  }
}

function toGo(facts: EligibilityFacts): EligibilityCode {
  const { event, answer, freePlaces = Infinity, places = 1 } = facts;
  const shut = strange(facts) ?? closed(facts);
  if (shut) return shut;
  // Who has a place keeps it, and a place that was offered is given, whatever was asked for later.
  if (answer?.status === 'GOING' || answer?.offered) return 'ELIGIBLE';
  const wanting = requirement(facts);
  if (wanting) return wanting;
  if (event.ticketed) return 'TICKET_NEEDED';
  if (event.lottery) return 'LOTTERY_NEEDED';
  return freePlaces >= places && answer?.status !== 'WAITLISTED' ? 'ELIGIBLE' : 'FULL';
}

function toBuy(facts: EligibilityFacts): EligibilityCode {
  const { sales = { onSale: true, left: Infinity } } = facts;
  const wanting = strange(facts) ?? closed(facts) ?? requirement(facts);
  if (wanting) return wanting;
  if (!sales.onSale) return 'SALES_CLOSED';
  return sales.left > 0 ? 'ELIGIBLE' : 'SOLD_OUT';
}

/** The door asks for a place and the hour, of anybody: an account that is suspended keeps the ticket that was bought. */
function toEnter({ now, event, person, answer, door }: EligibilityFacts): EligibilityCode {
  if (!person) return 'SIGN_IN';
  if (event.status === 'CANCELLED') return 'CALLED_OFF';
  if (event.status !== 'PUBLISHED' && event.status !== 'COMPLETED') return 'NOT_PUBLISHED';
  if (door && now < door.opensAt) return 'DOOR_NOT_OPEN';
  if (door && now >= door.closesAt) return 'DOOR_CLOSED';
  if (answer?.status !== 'GOING') return 'PLACE_NEEDED';
  return answer.admitted >= Math.max(1 + (answer.companions ?? 0), answer.tickets) ? 'ALREADY_IN' : 'ELIGIBLE';
}

function toWatch(facts: EligibilityFacts): EligibilityCode {
  const { event, person, answer } = facts;
  const unknown = strange(facts);
  if (unknown) return unknown;
  if (person!.team || answer?.status === 'GOING') return 'ELIGIBLE';
  if (answer?.status === 'PENDING_APPROVAL') return 'APPROVAL_PENDING';
  return event.ticketed ? 'TICKET_NEEDED' : 'PLACE_NEEDED';
}

function toTalk(facts: EligibilityFacts): EligibilityCode {
  const { event, person, answer } = facts;
  const unknown = strange(facts);
  if (unknown) return unknown;
  if (person!.team) return 'ELIGIBLE';
  if (event.status !== 'PUBLISHED' && event.status !== 'COMPLETED' && event.status !== 'CANCELLED') return 'NOT_PUBLISHED';
  const status = answer?.status;
  if (status === 'GOING' || status === 'INTERESTED' || status === 'MAYBE') return 'ELIGIBLE';
  return status === 'PENDING_APPROVAL' ? 'APPROVAL_PENDING' : 'PLACE_NEEDED';
}

const strange = ({ person }: EligibilityFacts): EligibilityCode | null =>
  person === null ? 'SIGN_IN' : person.active ? null : 'ACCOUNT_INACTIVE';

function closed({ now, event }: EligibilityFacts): EligibilityCode | null {
  if (event.status === 'CANCELLED') return 'CALLED_OFF';
  if (event.status === 'COMPLETED') return 'OVER';
  if (event.status !== 'PUBLISHED') return 'NOT_PUBLISHED';
  return event.endsAt <= now ? 'OVER' : null;
}

/** What the organiser asks of people, and this one lacks. Whom the team approved has met it. */
function requirement({ event, person, answer }: EligibilityFacts): EligibilityCode | null {
  const { invitationOnly, minPoints, minRating, requiresApproval } = event.requirements;
  if (person!.team || answer?.approval === 'APPROVED') return null;
  if (invitationOnly && !person!.invited) return 'INVITATION_NEEDED';
  if (minPoints !== null && person!.points < minPoints) return 'POINTS_NEEDED';
  if (minRating !== null && person!.reputation < minRating) return 'RATING_NEEDED';
  if (!requiresApproval) return null;
  if (answer?.approval === 'DECLINED') return 'APPROVAL_DECLINED';
  return answer?.status === 'PENDING_APPROVAL' ? 'APPROVAL_PENDING' : 'APPROVAL_NEEDED';
}

const STEPS: Readonly<Record<EligibilityCode, EligibilityStep | null>> = {
  ELIGIBLE: null,
  SIGN_IN: 'SIGN_IN',
  ACCOUNT_INACTIVE: 'ASK_SUPPORT',
  NOT_PUBLISHED: 'WAIT',
  CALLED_OFF: null,
  OVER: null,
  INVITATION_NEEDED: 'ASK_ORGANISER',
  POINTS_NEEDED: null,
  RATING_NEEDED: null,
  APPROVAL_NEEDED: 'COMPLETE_ACTION',
  APPROVAL_PENDING: 'WAIT',
  APPROVAL_DECLINED: 'ASK_ORGANISER',
  TICKET_NEEDED: 'COMPLETE_ACTION',
  LOTTERY_NEEDED: 'COMPLETE_ACTION',
  SALES_CLOSED: 'WAIT',
  SOLD_OUT: 'WAIT',
  FULL: 'WAIT',
  PLACE_NEEDED: 'COMPLETE_ACTION',
  DOOR_NOT_OPEN: 'WAIT',
  DOOR_CLOSED: null,
  ALREADY_IN: null,
};
