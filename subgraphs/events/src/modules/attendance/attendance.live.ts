import { liveStream } from '@marquee/platform';
import { channels } from '../../channels';
import type { Tools } from '../../context';
import type { AttendanceCounts } from '../../generated/prisma/client';
import { stillVisible } from '../event/event.live';
import type { EventNode } from '../event/event.row';

export interface AttendanceUpdate {
  version: number;
  event: EventNode;
}

/**
 * The numbers of an event after each change. A message carries the row of counts as it was committed, so it equals what a query at
 * that version answers. Pushes of two processes may overtake each other: one that is older than what was sent is passed over.
 */
export async function attendanceUpdates(tools: Tools, eventId: string): Promise<AsyncIterableIterator<AttendanceUpdate>> {
  const event = await tools.anew().services.visible.require(eventId);
  const present = () => tools.db.prisma.attendanceCounts.findUnique({ where: { eventId: event.id } });
  const { live: start } = tools;
  // Read before the channel is joined: a change in between is then sent, and never taken for known.
  let sent = (start?.mode === 'follow' ? start.after : null) ?? (await present())?.version ?? 0;
  const { look, rights } = stillVisible(tools, event.id);
  const update = async (counts: AttendanceCounts | null): Promise<AttendanceUpdate | null> => {
    if (!counts || counts.version <= sent) return null;
    const now = await look();
    if (!now) return null;
    sent = counts.version;
    return { version: counts.version, event: { ...now, countsThen: counts } };
  };
  return liveStream<AttendanceCounts, AttendanceUpdate>({
    bus: tools.bus,
    channel: channels.attendance(event.id),
    load: update,
    onGap: async () => [await update(await present())].filter((value) => value !== null),
    rights,
    live: { start, position: sent, positionOf: ({ version }) => version },
  });
}
