import { byId, byKey, pagesBy } from '@marquee/platform';
import type { Kept } from '../../kept';
import { versionCounts, versionsByNumber, versionsOfEvents } from './event-version.sql';
import type { VersionView } from './event-version.types';

interface NumberOfEvent {
  eventId: string;
  version: number;
}

const identity = ({ eventId, version }: NumberOfEvent) => `${eventId} ${version}`;

/** They say nothing of rights: the caller asks whether the viewer may read the history of the event. */
export const versionLoaders = ({ db }: Kept) => ({
  versionsByEventId: pagesBy(
    (ids, page) => db.query<VersionView>(versionsOfEvents(ids, page)),
    (version) => version.eventId,
  ),
  versionByNumber: byKey<NumberOfEvent, VersionView | null>(
    async (keys) => {
      const ids = keys.map(({ eventId }) => eventId);
      const numbers = keys.map(({ version }) => version);
      const rows = await db.query<VersionView>(versionsByNumber(ids, numbers));
      return new Map(rows.map((row) => [identity(row), row]));
    },
    identity,
    null,
  ),
  versionCountByEventId: byId(
    (ids: readonly string[]) => db.query<{ eventId: string; count: number }>(versionCounts(ids)),
    (row) => row.eventId,
  ),
});
