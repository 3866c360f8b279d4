import { isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Message, RoomKind } from '../../generated/prisma/client';
import { mayReact, maySpeak, waitsUntil } from './room-rights';
import { MEMBERS_OF_ROOM, ROOM_VIEW } from './room.sql';
import type { MemberView, RoomView } from './room.types';

const lastSpokenInFirst = new Keyset('chatRooms', { lastMessageAt: 'time', id: 'id' }, 'greatest first');

export interface RoomFilter extends PageArguments {
  kind?: RoomKind | null;
  requests?: boolean | null;
  pinned?: boolean | null;
}

/** Rooms, as their members meet them: to everybody else a room does not exist, on every path. */
export class RoomService {
  constructor(private readonly ctx: Context) {}

  /** Null when it does not exist or the viewer may not read it. */
  async byId(id: string): Promise<RoomView | null> {
    return isId(id) ? this.ctx.loaders.roomById.load(id) : null;
  }

  async require(id: string): Promise<RoomView> {
    const room = await this.byId(id);
    if (!room) throw notFound('This room');
    return room;
  }

  ofEvent(eventId: string): Promise<RoomView | null> {
    return this.ctx.loaders.roomByEventId.load(eventId);
  }

  ofGroup(groupId: string): Promise<RoomView | null> {
    return this.ctx.loaders.roomByGroupId.load(groupId);
  }

  /** Strangers' messages that wait for an answer are a list of their own. */
  async mine({ kind, requests, pinned, ...args }: RoomFilter): Promise<Connection<RoomView>> {
    const { viewer, kept } = this.ctx;
    const page = lastSpokenInFirst.page(args);
    const { condition, order, values, variant } = lastSpokenInFirst.sql(page, { lastMessageAt: 'r.last_message_at', id: 'r.id' }, 6);
    const all = `${ROOM_VIEW} AND ($2::room_kind IS NULL OR r.kind = $2) AND (m.answer = 'REQUESTED') = $3
      AND ($4::boolean IS NULL OR (m.pinned_at IS NOT NULL) = $4)`;
    const mine = [viewer.id, kind ?? null, requests === true, pinned ?? null];
    const rows = await kept.db.query<RoomView>({
      name: `social.rooms-of-viewer-${variant}`,
      text: `${all} AND ${condition} ORDER BY ${order} LIMIT $5`,
      values: [...mine, page.limit + 1, ...values],
    });
    const counting = { name: 'social.rooms-of-viewer-count', text: `SELECT count(*)::int AS count FROM (${all}) r` };
    return lastSpokenInFirst.connection(rows, page, {
      totalCount: async () => (await kept.db.query<{ count: number }>({ ...counting, values: mine }))[0]!.count,
    });
  }

  async members(room: RoomView, args: PageArguments): Promise<Connection<MemberView>> {
    const page = MEMBERS_OF_ROOM.keyset.page(args);
    const { roomMembersPage, roomMemberCountByRoomId } = this.ctx.loaders;
    return MEMBERS_OF_ROOM.keyset.connection(await roomMembersPage.load({ id: room.id, page }), page, {
      totalCount: async () => (await roomMemberCountByRoomId.load(room.id))?.count ?? 0,
    });
  }

  lastMessage(room: RoomView): Promise<Message | null> {
    return this.ctx.loaders.lastMessageByRoomId.load(room.id);
  }

  async unreadCount({ id, lastSequence, readTo }: RoomView): Promise<number> {
    if (lastSequence <= readTo) return 0;
    return (await this.ctx.loaders.unreadByRoomId.load(id))?.unread ?? 0;
  }

  async mentionCount({ id, lastSequence, readTo }: RoomView): Promise<number> {
    if (lastSequence <= readTo) return 0;
    return (await this.ctx.loaders.mentionsByRoomId.load(id))?.mentions ?? 0;
  }

  /** Whether it is theirs to speak; in slow mode they may still have to wait. */
  maySpeak(room: RoomView): boolean {
    return maySpeak(room, this.ctx.kept.clock.now());
  }

  speaksAgainAt(room: RoomView): Date | null {
    return this.maySpeak(room) ? waitsUntil(room, this.ctx.kept.clock.now()) : null;
  }

  mayReact(room: RoomView): boolean {
    return mayReact(room, this.ctx.kept.clock.now());
  }

  /** A stranger's message that waits: for the viewer's answer, or for that of the other. A refusal is not told. */
  request({ answer, otherAnswer }: RoomView): 'INCOMING' | 'OUTGOING' | null {
    if (answer !== 'ACCEPTED') return 'INCOMING';
    return otherAnswer === 'ACCEPTED' ? null : 'OUTGOING';
  }

  otherPerson(room: RoomView): string | null {
    return room.directLow === this.ctx.viewer.id ? room.directHigh : room.directLow;
  }
}
