import type { LocationPrecision } from '../../generated/prisma/client';

/** A share as somebody meets it who may see it. */
export interface LocationShareView {
  userId: string;
  eventId: string;
  precision: LocationPrecision;
  endsAt: Date;
  latitude: number | null;
  longitude: number | null;
  accuracyMeters: number | null;
  positionedAt: Date | null;
  isOver: boolean;
}

/** What is pushed to each who may see a share, or could: it is another, or over. Where somebody is stands in no push. */
export interface LocationPush {
  userId: string;
}
