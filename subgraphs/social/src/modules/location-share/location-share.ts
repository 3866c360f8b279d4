import type { LocationPrecision } from '../../generated/prisma/client';

/** Sharing begins so long before an event does: people look for each other on their way. */
export const BEFORE_START_MS = 2 * 3_600_000;
export const LONGEST_MS = 8 * 3_600_000;
export const POSITION_EVERY_MS = 5_000;
/** Who has said nothing for so long is perhaps somewhere else. */
export const FRESH_FOR_MS = 600_000;

export interface Position {
  latitude: number;
  longitude: number;
  accuracyMeters: number | null;
}

/** The position as it is kept: a neighbourhood is rounded before, so that nothing more exact is anywhere. */
export const keptPosition = (precision: LocationPrecision, { latitude, longitude, accuracyMeters }: Position): Position =>
  precision === 'EXACT'
    ? { latitude, longitude, accuracyMeters }
    : { latitude: hundredth(latitude), longitude: hundredth(longitude), accuracyMeters: null };

const hundredth = (degrees: number): number => Math.round(degrees * 100) / 100;
