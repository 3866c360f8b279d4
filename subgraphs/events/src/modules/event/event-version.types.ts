import type { EventVersion } from '../../generated/prisma/client';
import type { RecordedEvent } from './event-version';

/** A version on its way to a client. The column holds nothing else: it is written by event-version.store.ts alone. */
export type VersionView = Omit<EventVersion, 'snapshot'> & { snapshot: RecordedEvent };
