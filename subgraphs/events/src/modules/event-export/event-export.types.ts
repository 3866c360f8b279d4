import type { Viewer, WorkState } from '@marquee/platform';
import type { LongWork } from '../../generated/prisma/client';

export type ExportFormat = 'SCHEMA_ORG' | 'ICALENDAR' | 'CSV';

/** What is kept with an export from when it was asked for. */
export interface EventExportInput {
  format: ExportFormat;
  organizationId: string | null;
  /** Events that end after, and start before; null: all. */
  from: string | null;
  until: string | null;
  asker: Pick<Viewer, 'id' | 'role' | 'permissions'>;
}

export interface EventExportResult {
  key: string;
  events: number;
  expiresAt: string;
}

export type EventExportRow = Omit<LongWork, 'state'> & { state: WorkState };

/** An event as a file tells it. */
export interface ExportedEvent {
  id: string;
  version: number;
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  timezone: string;
  status: string;
  format: 'IN_PERSON' | 'VIRTUAL' | 'HYBRID';
  onlineUrl: string | null;
  externalUrl: string | null;
  imageUrl: string | null;
  category: string;
  tags: string[];
  performers: { name: string; url: string | null }[];
  priceType: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN';
  priceMin: bigint | null;
  priceMax: bigint | null;
  priceCurrency: string | null;
  capacity: number | null;
  organizer: string | null;
  venueName: string | null;
  address: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  createdAt: Date;
  updatedAt: Date;
}
