import { invalidInput, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { givesRight } from '@marquee/schema/rules/event-rights';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { RoomMember } from '../../generated/prisma/client';
import { lockEvent } from '../event/event.store';
import { eventRolesOfPerson, settleEventRooms } from './room-event.store';
import { mayModerate, maySetUp } from './room-rights';
import type { BanFromRoom, UnbanFromRoom, UpdateRoomSettings } from './room-settings.input';
import type { RoomService } from './room.service';
import { lockRoom } from './room.store';
import type { RoomView } from './room.types';

const lastBannedFirst = new Keyset('roomBans', { bannedAt: 'time', userId: 'id' }, 'greatest first');

/** How a room is set up, and who was sent away from it. */
export class RoomSettingsService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
  ) {}

  async update(input: UpdateRoomSettings): Promise<RoomView> {
    const { roomId } = input;
    await this.ctx.change('updateRoomSettings', input, async (step) => {
      // Under the room's lock: what is said is before the change, or as it says.
      const room = await lockRoom(step, roomId, this.ctx.viewer.id);
      if (!room) throw notFound('This room');
      if (!maySetUp(room)) throw notAllowed('Only who runs it may set a room up.');
      const data = changesOf(input);
      if (room.kind !== 'EVENT' && Object.keys(data).some((name) => name.startsWith('speak')))
        throw invalidInput('roomId', "must be an event's room, to say who speaks before, during and after the event");
      if (Object.keys(data).length === 0) return roomId;
      await step.tx.room.update({ where: { id: roomId }, data });
      // Who had come in later reads everything now.
      if (data.historyFromJoining === false)
        await step.tx.roomMember.updateMany({ where: { roomId, historyFrom: { gt: 0 } }, data: { historyFrom: 0 } });
      step.push(channels.changes(roomId));
      return roomId;
    });
    return this.rooms.require(roomId);
  }

  async ban(input: BanFromRoom): Promise<RoomView> {
    const { viewer } = this.ctx;
    const { roomId, userId, reason, endsAt = null } = input;
    if (userId === viewer.id) throw invalidInput('userId', 'must be somebody else');
    await this.inEventRoom('banFromRoom', input, async (step, eventId) => {
      const { tx, now } = step;
      if (endsAt && endsAt <= now) throw invalidInput('endsAt', 'must be in the future');
      if ((await eventRolesOfPerson(step, eventId, userId)).length > 0)
        throw notAllowed('The team of an event cannot be sent away from its room.');
      // For somebody who is not in the room the row is made: they shall not come in later either.
      await tx.$executeRaw`
        INSERT INTO room_members (room_id, user_id, role, active, joined_at, banned_at, banned_by, ban_reason, banned_until)
        VALUES (${roomId}::uuid, ${userId}::uuid, 'INTERESTED', false, ${now}, ${now}, ${viewer.id}::uuid, ${reason || null}, ${endsAt}::timestamptz)
        ON CONFLICT (room_id, user_id) DO UPDATE
        SET banned_at = coalesce(room_members.banned_at, excluded.banned_at), banned_by = excluded.banned_by,
            ban_reason = excluded.ban_reason, banned_until = excluded.banned_until`;
      await settleEventRooms(step, [eventId], userId);
    });
    return this.rooms.require(roomId);
  }

  async unban(input: UnbanFromRoom): Promise<RoomView> {
    const { roomId, userId } = input;
    await this.inEventRoom('unbanFromRoom', input, async (step, eventId) => {
      const free = { bannedAt: null, bannedBy: null, banReason: null, bannedUntil: null };
      await step.tx.roomMember.updateMany({ where: { roomId, userId, bannedAt: { not: null } }, data: free });
      await settleEventRooms(step, [eventId], userId);
    });
    return this.rooms.require(roomId);
  }

  /** Null unless the viewer looks after the room. */
  async bans(roomId: string, args: PageArguments): Promise<Connection<RoomMember> | null> {
    const page = lastBannedFirst.page(args);
    const room = isId(roomId) ? await this.rooms.byId(roomId) : null;
    if (!room || !mayModerate(room)) return null;
    const { kept } = this.ctx;
    const { prisma } = kept.db;
    const where = { roomId, bannedAt: { not: null }, OR: [{ bannedUntil: null }, { bannedUntil: { gt: kept.clock.now() } }] };
    const rows = await prisma.roomMember.findMany(lastBannedFirst.prisma(page, where));
    return lastBannedFirst.connection(rows as (RoomMember & { bannedAt: Date })[], page, {
      totalCount: () => prisma.roomMember.count({ where }),
    });
  }

  /** What those who look after an event's guests do in its room, under the event's lock. */
  private async inEventRoom<Input extends { roomId: string; idempotencyKey?: string | null | undefined }>(
    operation: string,
    input: Input,
    work: (step: Step, eventId: string) => Promise<void>,
  ): Promise<void> {
    const { roomId } = input;
    const { eventId } = await this.rooms.require(roomId);
    await this.ctx.change(operation, input, async (step) => {
      if (eventId === null) throw mayNotBan();
      await lockEvent(step, eventId);
      if (!givesRight(await eventRolesOfPerson(step, eventId, this.ctx.viewer.id), 'GUESTS')) throw mayNotBan();
      await work(step, eventId);
      return roomId;
    });
  }
}

/** What is left out stays; how long messages stay can be emptied. */
const changesOf = ({
  slowModeSeconds,
  announcementsOnly,
  historyFromJoining,
  keepDays,
  speakBefore,
  speakLive,
  speakAfter,
}: UpdateRoomSettings) => ({
  ...(slowModeSeconds == null ? {} : { slowModeSeconds }),
  ...(announcementsOnly == null ? {} : { announcementsOnly }),
  ...(historyFromJoining == null ? {} : { historyFromJoining }),
  ...(keepDays === undefined ? {} : { keepDays }),
  ...(speakBefore == null ? {} : { speakBefore }),
  ...(speakLive == null ? {} : { speakLive }),
  ...(speakAfter == null ? {} : { speakAfter }),
});

const mayNotBan = () => notAllowed('Only the organiser of an event can send people away from its room.');
