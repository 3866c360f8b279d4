import type { EventRevision } from '../../generated/prisma/client';
import type { EventContent } from './event-content';

/** A revision on its way to a client: the row, and the content that the event would have. */
export type RevisionView = EventRevision & { content: EventContent };
