import type { Announcement as AnnouncementRow } from '../../generated/prisma/client';

export type AnnouncementStatus = 'SCHEDULED' | 'SENDING' | 'SENT' | 'CANCELLED';

/** An announcement with how far it has come. */
export type AnnouncementView = AnnouncementRow & { status: AnnouncementStatus; reachedCount: number };
