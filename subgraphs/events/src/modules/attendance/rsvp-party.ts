import { invalidInput, notAllowed } from '@marquee/platform';
import type { Attendance } from '../../generated/prisma/client';
import type { Rsvp } from './attendance.input';
import { offeredPlacesOf, partySize } from './party';

/** What an event allows of a party. */
export interface PartyLimits {
  maxCompanions: number;
  capacity: number | null;
}

/** How many companions an answer asks for: as the input says, and otherwise as before. */
export const companionsOf = (before: Attendance | null, { status, companions }: Pick<Rsvp, 'status' | 'companions'>): number =>
  status === 'GOING' ? (companions ?? before?.companions ?? 0) : 0;

/** Refuses a party that the event does not take. A party that is there already may stay as large as it is. */
export function refuseParty(before: Attendance | null, companions: number, names: readonly string[], limits: PartyLimits): void {
  if (names.length > companions) throw invalidInput('companionNames', 'must not be more than companions');
  if (companions > 0 && before && before.tickets > 0) throw invalidInput('companions', 'must be 0: each of them needs a ticket');
  if (companions <= (before?.companions ?? 0)) return;
  const { maxCompanions, capacity } = limits;
  if (companions > maxCompanions) throw invalidInput('companions', `must be at most ${maxCompanions}`);
  if (capacity !== null && 1 + companions > capacity)
    throw invalidInput('companions', `must be at most ${capacity - 1}: there are no more places`);
}

/**
 * With how many companions somebody is GOING who asks for `companions`. Who has places, or is offered some, gets more only while some are
 * free; who accepts a part takes those that are offered. Null when there are too few: `mostPlaces` says how many.
 */
export function companionsToTake(before: Attendance | null, companions: number, acceptsPart: boolean, freePlaces: number): number | null {
  if (before?.tickets === 0 && 1 + companions < before.admitted) throw notAllowed(`${before.admitted} of your party are inside already.`);
  if (before?.status === 'GOING' && companions <= before.companions) return companions;
  const held = placesHeld(before);
  if (1 + companions <= held + freePlaces) return companions;
  return held > 0 && before!.status === 'WAITLISTED' && acceptsPart ? held - 1 : null;
}

/** The most places that somebody can have now. */
export const mostPlaces = (before: Attendance | null, freePlaces: number): number => placesHeld(before) + freePlaces;

function placesHeld(answer: Attendance | null): number {
  if (!answer) return 0;
  return answer.status === 'GOING' && answer.tickets === 0 ? partySize(answer) : offeredPlacesOf(answer);
}
