import type { AttendanceStatus } from '../../generated/prisma/enums';

/** People who come by one answer without tickets: the person, and who comes along. */
export const partySize = ({ companions }: { companions: number }): number => 1 + companions;

/** Places that an open offer holds; 0 without one. */
export const offeredPlacesOf = ({
  offerExpiresAt,
  offeredPlaces,
}: {
  offerExpiresAt: Date | null;
  offeredPlaces: number | null;
}): number => (offerExpiresAt ? (offeredPlaces ?? 1) : 0);

/** Does an answer of this status have, or want, places for companions? */
export const bringsCompanions = (status: AttendanceStatus): boolean =>
  status === 'GOING' || status === 'WAITLISTED' || status === 'PENDING_APPROVAL';
