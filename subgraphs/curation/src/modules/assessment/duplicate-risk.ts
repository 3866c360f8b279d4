import { textSimilarity, titleSimilarity, type Fingerprint } from '../text/fingerprint';

/** What two events are compared by. */
export interface Occasion extends Fingerprint {
  eventId: string;
  creatorId: string;
  startsAt: Date;
  venueId: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** Texts of another creator that agree so far were copied. */
const COPIED = 0.7;

/**
 * 0 to 1: how likely `other` is the same occasion as `event`, or was copied from it. The larger of these two:
 *
 * - time · place · (0.2 + 0.8 · text): the same hour at the same place with like words. A series (the same words every Thursday, or
 *   the early and the late show) is not the same occasion: its time differs.
 * - 0.7 · similarity of the descriptions, when that is at least 0.7 and the creators differ, at any time and place.
 */
export function duplicateRisk(event: Occasion, other: Occasion): number {
  const body = textSimilarity(event.signature, other.signature);
  const title = titleSimilarity(event.matchTitle, other.matchTitle);
  const bothDescribed = event.signature.length > 0 && other.signature.length > 0;
  const text = bothDescribed ? 0.6 * title + 0.4 * body : title;
  const sameOccasion = timeFactor(event, other) * placeFactor(event, other) * (0.2 + 0.8 * text);
  const copied = event.creatorId !== other.creatorId && body >= COPIED ? 0.7 * body : 0;
  return Math.min(1, Math.max(sameOccasion, copied));
}

/** The most similar of the candidates; risk 0 and null without candidates. */
export function likeliestDuplicate(event: Occasion, candidates: readonly Occasion[]): { risk: number; eventId: string | null } {
  let likeliest: { risk: number; eventId: string | null } = { risk: 0, eventId: null };
  for (const candidate of candidates) {
    const risk = duplicateRisk(event, candidate);
    if (risk > likeliest.risk) likeliest = { risk, eventId: candidate.eventId };
  }
  return likeliest;
}

/** 1 within a quarter of an hour, falling to 0 at two hours; 0.3 within half a day, where a wrong time zone lands. */
function timeFactor(event: Occasion, other: Occasion): number {
  const minutes = Math.abs(event.startsAt.getTime() - other.startsAt.getTime()) / 60_000;
  const near = Math.min(1, Math.max(0, 1 - (minutes - 15) / 105));
  return Math.max(near, minutes <= 720 ? 0.3 : 0);
}

/** 1 in one house (same venue, or within 150 m), 0.5 within a kilometre, 0.6 when unknown, 0.1 elsewhere. */
function placeFactor(event: Occasion, other: Occasion): number {
  if (event.venueId !== null && event.venueId === other.venueId) return 1;
  if (event.latitude === null || event.longitude === null || other.latitude === null || other.longitude === null) return 0.6;
  const metres = distance(event.latitude, event.longitude, other.latitude, other.longitude);
  return metres <= 150 ? 1 : metres <= 1_000 ? 0.5 : 0.1;
}

/** Metres, on a plane: exact enough for the few hundred that matter. */
function distance(latitude: number, longitude: number, otherLatitude: number, otherLongitude: number): number {
  const degree = 111_320;
  const north = (latitude - otherLatitude) * degree;
  const east = (longitude - otherLongitude) * degree * Math.cos((latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}
