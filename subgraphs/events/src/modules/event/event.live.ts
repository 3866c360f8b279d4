import { liveStream, type Rights } from '@marquee/platform';
import { channels } from '../../channels';
import type { Tools } from '../../context';
import type { EventRow } from './event.row';

/** The event after each change. Changes that come faster than the reader takes them are told as one: the last. */
export async function eventUpdates(tools: Tools, eventId: string): Promise<AsyncIterableIterator<EventRow>> {
  const event = await tools.anew().services.visible.require(eventId);
  const { look, rights } = stillVisible(tools, event.id);
  const { live: start } = tools;
  let version = (start?.mode === 'follow' ? start.after : null) ?? event.version;
  const update = async (): Promise<EventRow | null> => {
    const now = await look();
    if (!now || now.version <= version) return null;
    version = now.version;
    return now;
  };
  return liveStream<{ version: number }, EventRow>({
    bus: tools.bus,
    channel: channels.event(event.id),
    keep: 1,
    load: update,
    onGap: async () => [await update()].filter((value) => value !== null),
    rights,
    live: { start, position: version, positionOf: (row) => row.version },
  });
}

/**
 * The event as it is now, for as long as the viewer may see it; the stream ends when that is over. What was looked at for a message
 * also answers the question about the rights to it, so a message costs one look.
 */
export function stillVisible({ anew, caller }: Tools, eventId: string): { look: () => Promise<EventRow | null>; rights: Rights } {
  const { viewer } = caller;
  let looked: Promise<EventRow | null> | undefined;
  const look = () => (looked = anew().services.visible.byId(eventId));
  return {
    look,
    rights: {
      async allowed() {
        const event = await (looked ?? look());
        looked = undefined;
        return event !== null;
      },
      channels: [channels.event(eventId), ...(viewer ? [channels.rights(viewer.id)] : [])],
    },
  };
}
