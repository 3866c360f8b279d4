import { followPushes, GraphError } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import { roomsWrittenSince } from './inbox.sql';
import type { ListedRoom, RoomsChange } from './inbox.types';

/** Who has missed more loads the list anew. */
const MISSED_AT_MOST = 500;

/** The rooms of the viewer's list that are others since a cursor, or from now on. */
export async function followRooms(ctx: Context, since: string | null): Promise<AsyncIterableIterator<RoomsChange>> {
  const { id: viewerId } = ctx.viewer;
  const { db } = ctx.kept;
  let cursor = since;
  let isFirst = true;
  let told = new Map<string, string>();
  const look = async (): Promise<RoomsChange | null> => {
    const rows = await db.query<ListedRoom>(roomsWrittenSince(viewerId, cursor));
    cursor = rows[0]!.cursor;
    const rooms = rows.filter((row): row is ListedRoom & { roomId: string } => row.roomId !== null);
    const news = rooms.filter(({ roomId, mark }) => told.get(roomId) !== mark);
    // Where a transaction is under way, what was written since it began comes again with every look.
    told = new Map(rooms.map(({ roomId, mark }) => [roomId, mark]));
    if (news.length === 0 && !isFirst) return null;
    isFirst = false;
    const idsOf = (isThere: boolean) => news.filter((room) => room.isThere === isThere).map(({ roomId }) => roomId);
    return { cursor, roomIds: idsOf(true), goneIds: idsOf(false) };
  };
  if (since !== null) requireReach(since, await db.query<ListedRoom>(roomsWrittenSince(viewerId, since)));
  return followPushes<Context, null, RoomsChange>(ctx, {
    bus: ctx.kept.roomListBus,
    channel: channels.rooms(viewerId),
    keep: 1,
    beginsWithGap: true,
    load: look,
    onGap: async () => [await look()].filter((change) => change !== null),
    allowed: (fresh) => fresh.services.people.viewerIsActive(),
    endsOn: [channels.rights(viewerId)],
  });
}

function requireReach(since: string, rows: readonly ListedRoom[]): void {
  if (BigInt(since) > BigInt(rows[0]!.next) || rows.length > MISSED_AT_MOST)
    throw new GraphError('RESYNC_REQUIRED', 'The list of rooms does not go on from there. Load it anew.');
}
