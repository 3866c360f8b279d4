import { notAllowed, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import { lockSettings } from '../chat-settings/chat-settings.store';
import { roomRead } from './room.facts';
import type { MarkDelivered, MarkRead, MarkUnread, PinRoom, SetRoomNotifications } from './room-member.input';
import { logReading } from './room-reading.store';
import type { RoomService } from './room.service';
import type { RoomView } from './room.types';

const MOST_PINNED = 20;

/** The viewer's own place in their rooms: how far they have got and read, and of what they want to be told. */
export class RoomMemberService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
  ) {}

  async markRead(input: MarkRead): Promise<RoomView> {
    const { roomId, sequence } = input;
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('markRead', input, async (step) => {
      const { tx, tell, push } = step;
      // What was marked as unread is read again; behind it the mark goes on.
      const [further] = await tx.$queryRaw<Array<{ sequence: number; isFurther: boolean }>>`
        WITH before AS (
          SELECT m.last_read_sequence AS read, least(${sequence}::int, r.last_sequence) AS upto FROM room_members m JOIN rooms r ON r.id = m.room_id
          WHERE m.room_id = ${roomId}::uuid AND m.user_id = ${userId}::uuid AND m.active FOR NO KEY UPDATE OF m)
        UPDATE room_members m SET last_read_sequence = greatest(m.last_read_sequence, b.upto),
          unread_from = CASE WHEN m.unread_from <= b.upto AND b.upto < m.last_read_sequence THEN b.upto + 1
                             WHEN m.unread_from <= b.upto THEN NULL ELSE m.unread_from END
        FROM before b WHERE m.room_id = ${roomId}::uuid AND m.user_id = ${userId}::uuid AND (b.read < b.upto OR m.unread_from <= b.upto)
        RETURNING m.last_read_sequence AS sequence, b.read < m.last_read_sequence AS "isFurther"`;
      if (!further) await this.requireMember(step, roomId);
      else push(channels.rooms(userId));
      if (!further?.isFurther) return roomId;
      await tell(roomRead({ roomId, userId, sequence: further.sequence }));
      await logReading(step, userId, [roomId], 'READ');
      return roomId;
    });
    return this.rooms.require(roomId);
  }

  async markUnread(input: MarkUnread): Promise<RoomView> {
    const { roomId, sequence } = input;
    await this.change('markUnread', input, async ({ tx }, userId) => {
      await tx.roomMember.updateMany({ where: { roomId, userId, active: true }, data: { unreadFrom: sequence } });
    });
    return this.rooms.require(roomId);
  }

  async setNotifications(input: SetRoomNotifications): Promise<RoomView> {
    const { roomId, notify, mutedUntil = null } = input;
    await this.change('setRoomNotifications', input, async ({ tx }, userId) => {
      await tx.roomMember.updateMany({ where: { roomId, userId, active: true }, data: { notify, mutedUntil } });
    });
    return this.rooms.require(roomId);
  }

  async pin(input: PinRoom): Promise<RoomView> {
    const { roomId } = input;
    await this.change('pinRoom', input, async (step, userId) => {
      // Two devices that pin at once count each other.
      await lockSettings(step, userId);
      const { tx, now } = step;
      const pinned = await tx.roomMember.findMany({ where: { userId, active: true, pinnedAt: { not: null } }, select: { roomId: true } });
      if (pinned.some((room) => room.roomId === roomId)) return;
      if (pinned.length >= MOST_PINNED) throw notAllowed(`You have pinned ${MOST_PINNED} rooms; take the pin of one of them away first.`);
      await tx.roomMember.update({ where: { roomId_userId: { roomId, userId } }, data: { pinnedAt: now } });
    });
    return this.rooms.require(roomId);
  }

  async unpin(input: PinRoom): Promise<RoomView> {
    const { roomId } = input;
    await this.change('unpinRoom', input, async ({ tx }, userId) => {
      await tx.roomMember.updateMany({ where: { roomId, userId, pinnedAt: { not: null } }, data: { pinnedAt: null } });
    });
    return this.rooms.require(roomId);
  }

  async markDelivered(input: MarkDelivered): Promise<RoomView[]> {
    const { id: userId } = this.ctx.viewer;
    const ids = await this.ctx.change('markDelivered', input, async (step) => {
      const roomIds = input.delivered.map(({ roomId }) => roomId);
      // In one order: two devices that tell of several rooms never wait for each other.
      await step.tx.$executeRaw`
        SELECT 1 FROM room_members WHERE user_id = ${userId}::uuid AND room_id = ANY (${roomIds}::uuid[]) AND active ORDER BY room_id FOR NO KEY UPDATE`;
      const further = await step.tx.$queryRaw<Array<{ roomId: string; isNews: boolean }>>`
        UPDATE room_members m SET delivered_sequence = least(d.sequence, r.last_sequence)
        FROM unnest(${roomIds}::uuid[], ${input.delivered.map(({ sequence }) => sequence)}::int[]) AS d(room_id, sequence)
        JOIN rooms r ON r.id = d.room_id
        WHERE m.room_id = d.room_id AND m.user_id = ${userId}::uuid AND m.active AND m.delivered_sequence < least(d.sequence, r.last_sequence)
        RETURNING m.room_id AS "roomId", m.delivered_sequence > m.last_read_sequence AS "isNews"`;
      // What they have read, everybody knows that they have.
      const news = further.filter(({ isNews }) => isNews);
      await logReading(
        step,
        userId,
        news.map(({ roomId }) => roomId),
        'DELIVERED',
      );
      return roomIds;
    });
    const rooms = await Promise.all(ids.map((id) => this.rooms.byId(id)));
    return rooms.filter((room) => room !== null);
  }

  /** Something of the viewer's own place that nobody else is told of. */
  private async change<Input extends { roomId: string; idempotencyKey?: string | null | undefined }>(
    operation: string,
    input: Input,
    work: (step: Step, userId: string) => Promise<void>,
  ): Promise<void> {
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change(operation, input, async (step) => {
      await this.requireMember(step, input.roomId);
      await work(step, userId);
      step.push(channels.rooms(userId));
      return input.roomId;
    });
  }

  private async requireMember({ tx }: Step, roomId: string): Promise<void> {
    if ((await tx.roomMember.count({ where: { roomId, userId: this.ctx.viewer.id, active: true } })) === 0) throw notFound('This room');
  }
}
