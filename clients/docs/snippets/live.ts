import { followRoom, type Marquee } from '@marquee/client';
import { AttendanceChangedDocument, RoomWithLogDocument } from '@marquee/client/operations';

/** A room on the screen. Whatever the network does, it ends as a room that was never left. */
export function openRoom({ apollo }: Marquee, roomId: string, show: (texts: (string | null)[]) => void): () => void {
  const room = apollo.watchQuery({ query: RoomWithLogDocument, variables: { id: roomId }, fetchPolicy: 'cache-only' });
  const shown = room.subscribe(({ data, dataState }) => {
    if (dataState === 'complete' && data.chatRoom) show(data.chatRoom.messages.nodes.map(({ text }) => text));
  });
  const followed = followRoom(apollo, roomId).subscribe({ error: console.error });
  return () => {
    shown.unsubscribe();
    followed.unsubscribe();
  };
}

/** The numbers of an event. What arrives goes into the cache, and every screen that shows them changes. */
export function followCounts({ apollo }: Marquee, eventId: string): () => void {
  const stream = apollo.subscribe({ query: AttendanceChangedDocument, variables: { eventId } }).subscribe({ error: console.error });
  return () => stream.unsubscribe();
}
