import { invalidInput, isId, notAllowed, notFound, parsePage, toConnection, type Connection, type PageArguments } from '@marquee/platform';
import { change } from '../../change';
import { channels } from '../../channels';
import { viewerOf, type Deps } from '../../deps';
import type { Message, RoomKind, RoomMember } from '../../generated/prisma/client';
import { afterCursor, olderThan } from '../../keyset';
import { lockPair } from '../connection/pair.lock';
import { PersonService } from '../person/person.service';
import { directRoom } from './room.direct';
import type { BanFromRoom, MarkRead, OpenDirectRoom } from './room.input';
import { ROOM_VIEW } from './room.loaders';
import { maySpeak } from './room.rights';
import type { RoomView } from './room.types';

/** Rooms, as their members meet them: to everybody else a room does not exist, by whatever path they come. */
export class RoomService {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  async find(id: string): Promise<RoomView | null> {
    return isId(id) ? this.deps.loaders.roomById.load(id) : null;
  }

  /** As find, and a refusal when the viewer may not read it. */
  async require(id: string): Promise<RoomView> {
    const room = await this.find(id);
    if (!room) throw notFound('This room');
    return room;
  }

  ofEvent(eventId: string): Promise<RoomView | null> {
    return this.deps.loaders.roomByEventId.load(eventId);
  }

  ofGroup(groupId: string): Promise<RoomView | null> {
    return this.deps.loaders.roomByGroupId.load(groupId);
  }

  async mine({ kind, ...args }: PageArguments & { kind?: RoomKind | null }): Promise<Connection<RoomView>> {
    const page = parsePage(args, { list: 'chatRooms', keyLength: 2 });
    const from = page.from && afterCursor(page.from);
    const rows = await this.deps.db.query<RoomView>({
      name: 'social.rooms-of-viewer',
      text: `${ROOM_VIEW} AND ($2::room_kind IS NULL OR r.kind = $2)
               AND ${olderThan('r.last_message_at', 'r.id', ['$3', '$4'])}
             ORDER BY r.last_message_at DESC, r.id DESC LIMIT $5`,
      values: [viewerOf(this.deps).id, kind ?? null, from?.at ?? null, from?.id ?? null, page.limit + 1],
    });
    return toConnection(rows, page, (room) => [room.lastMessageAt.toISOString(), room.id]);
  }

  async members(room: RoomView, args: PageArguments): Promise<Connection<RoomMember>> {
    const page = parsePage(args, { list: 'chatRoomMembers', keyLength: 2 });
    if (page.from) afterCursor(page.from);
    const rows = await this.deps.loaders.roomMembersPage.load({ id: room.id, page });
    return toConnection(rows, page, (member) => [member.joinedAt.toISOString(), member.userId]);
  }

  lastMessage(room: RoomView): Promise<Message | null> {
    return this.deps.loaders.lastMessageByRoomId.load(room.id);
  }

  maySpeak(room: RoomView): boolean {
    return maySpeak(room, this.deps.clock.now());
  }

  otherPerson(room: RoomView): string | null {
    return room.directLow === viewerOf(this.deps).id ? room.directHigh : room.directLow;
  }

  async openDirect(input: OpenDirectRoom): Promise<RoomView> {
    const me = viewerOf(this.deps).id;
    if (input.userId === me) throw invalidInput('userId', 'a room of two needs somebody else.');
    const id = await change(this.deps, { operation: 'openDirectRoom', input }, async (tx) => {
      await lockPair(tx, me, input.userId);
      await this.people.require(tx, input.userId);
      return directRoom(tx, me, input.userId, this.deps.clock.now());
    });
    return this.require(id);
  }

  async markRead(input: MarkRead): Promise<RoomView> {
    const me = viewerOf(this.deps).id;
    await change(this.deps, { operation: 'markRead', input }, async (tx) => {
      const marked = await tx.$executeRaw`
        UPDATE room_members m SET last_read_sequence = greatest(m.last_read_sequence, least(${input.sequence}::int, r.last_sequence))
        FROM rooms r WHERE r.id = m.room_id AND m.room_id = ${input.roomId}::uuid AND m.user_id = ${me}::uuid AND m.active`;
      if (marked === 0) throw notFound('This room');
    });
    return this.require(input.roomId);
  }

  async ban(input: BanFromRoom): Promise<RoomView> {
    const room = await this.require(input.roomId);
    if (room.kind !== 'EVENT' || room.role !== 'ORGANISER')
      throw notAllowed('Only the organiser of an event can send people away from its room.');
    if (input.userId === viewerOf(this.deps).id) throw invalidInput('userId', 'you cannot send yourself away.');
    await change(this.deps, { operation: 'banFromRoom', input }, async (tx, after) => {
      // For somebody who is not in the room the row is made: they shall not come in later either.
      await tx.$executeRaw`
        INSERT INTO room_members (room_id, user_id, role, active, joined_at, banned_at)
        VALUES (${room.id}::uuid, ${input.userId}::uuid, 'INTERESTED', false, ${this.deps.clock.now()}, ${this.deps.clock.now()})
        ON CONFLICT (room_id, user_id) DO UPDATE SET active = false, banned_at = coalesce(room_members.banned_at, excluded.banned_at)`;
      after(() => this.deps.bus.push(channels.rights(input.userId), {}));
    });
    return this.require(room.id);
  }
}
