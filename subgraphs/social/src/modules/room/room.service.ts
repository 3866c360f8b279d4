import { invalidInput, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { givesRight } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import type { Message, RoomKind } from '../../generated/prisma/client';
import { lockEvent } from '../event/event.store';
import { eventRolesOfPerson, settleEventRooms } from './room-event.store';
import { mayReact, maySpeak } from './room-rights';
import type { BanFromRoom } from './room.input';
import { MEMBERS_OF_ROOM, ROOM_VIEW } from './room.sql';
import type { MemberView, RoomView } from './room.types';

const lastSpokenInFirst = new Keyset('chatRooms', { lastMessageAt: 'time', id: 'id' }, 'greatest first');

export interface RoomFilter extends PageArguments {
  kind?: RoomKind | null;
  requests?: boolean | null;
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
  async mine({ kind, requests, ...args }: RoomFilter): Promise<Connection<RoomView>> {
    const { viewer, kept } = this.ctx;
    const page = lastSpokenInFirst.page(args);
    const { condition, order, values, variant } = lastSpokenInFirst.sql(page, { lastMessageAt: 'r.last_message_at', id: 'r.id' }, 5);
    const all = `${ROOM_VIEW} AND ($2::room_kind IS NULL OR r.kind = $2) AND (m.answer = 'REQUESTED') = $3`;
    const mine = [viewer.id, kind ?? null, requests === true];
    const rows = await kept.db.query<RoomView>({
      name: `social.rooms-of-viewer-${variant}`,
      text: `${all} AND ${condition} ORDER BY ${order} LIMIT $4`,
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

  maySpeak(room: RoomView): boolean {
    return maySpeak(room, this.ctx.kept.clock.now());
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

  async ban(input: BanFromRoom): Promise<RoomView> {
    const { viewer } = this.ctx;
    const { roomId, userId, reason } = input;
    const room = await this.require(roomId);
    if (userId === viewer.id) throw invalidInput('userId', 'must be somebody else');
    await this.ctx.change('banFromRoom', input, async (step) => {
      const { tx, now } = step;
      const { eventId } = room;
      if (eventId === null) throw mayNotBan();
      await lockEvent(step, eventId);
      if (!givesRight(await eventRolesOfPerson(step, eventId, viewer.id), 'GUESTS')) throw mayNotBan();
      if ((await eventRolesOfPerson(step, eventId, userId)).length > 0)
        throw notAllowed('The team of an event cannot be sent away from its room.');
      // For somebody who is not in the room the row is made: they shall not come in later either.
      await tx.$executeRaw`
        INSERT INTO room_members (room_id, user_id, role, active, joined_at, banned_at, banned_by, ban_reason)
        VALUES (${roomId}::uuid, ${userId}::uuid, 'INTERESTED', false, ${now}, ${now}, ${viewer.id}::uuid, ${reason || null})
        ON CONFLICT (room_id, user_id) DO UPDATE
        SET banned_at = excluded.banned_at, banned_by = excluded.banned_by, ban_reason = excluded.ban_reason
        WHERE room_members.banned_at IS NULL`;
      await settleEventRooms(step, [eventId], userId);
      return roomId;
    });
    return this.require(roomId);
  }
}

const mayNotBan = () => notAllowed('Only the organiser of an event can send people away from its room.');
