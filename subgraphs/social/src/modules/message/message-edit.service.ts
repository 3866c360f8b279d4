import { notAllowed, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { Message } from '../../generated/prisma/client';
import { mayModerate, maySpeak } from '../room/room-rights';
import type { RoomView } from '../room/room.types';
import { messageMentioned } from './message.facts';
import type { DeleteMessage, EditMessage, PinMessage } from './message.input';
import { mayNotSpeak } from './message.refusals';
import type { MessageService } from './message.service';
import { tellInRooms } from '../notice/notice.store';
import { lookAgainFrom } from './message-expiry.store';
import { keepVersion, lockMessage, lockRoomOf, mentionable } from './message.store';

const MOST_EDITS = 100;
const MOST_PINS = 50;

/** What becomes of a message after it was said. The room is not held, but where one is pinned: nobody who speaks waits for it. */
export class MessageEditService {
  constructor(
    private readonly ctx: Context,
    private readonly messages: MessageService,
  ) {}

  edit(input: EditMessage): Promise<Message> {
    const me = this.ctx.viewer.id;
    return this.changed('editMessage', input, async (step, message, room) => {
      if (message.senderId !== me) throw notAllowed('Only who wrote a message may change it.');
      requireText(message);
      if (!maySpeak(room, step.kept.clock.now())) throw mayNotSpeak(room.role);
      const { mentionedIds, told } = await mentionable(step, room.id, me, input.mentionedUserIds ?? []);
      if (input.text === message.text && String(mentionedIds) === String(message.mentionedIds)) return;
      if (message.edits >= MOST_EDITS) throw notAllowed(`A message can be changed ${MOST_EDITS} times.`);
      await keepVersion(step, message);
      await step.tx.message.update({
        where: { id: message.id },
        data: { text: input.text, mentionedIds, edits: message.edits + 1, editedAt: step.now },
      });
      const anew = told.filter((id) => !message.mentionedIds.includes(id));
      if (anew.length > 0) await step.tell(messageMentioned(message, room, { senderId: me, userIds: anew }));
    });
  }

  delete(input: DeleteMessage): Promise<Message> {
    const me = this.ctx.viewer.id;
    return this.changed('deleteMessage', input, async (step, message, room) => {
      const isOwn = message.senderId === me;
      if (!isOwn && !mayModerate(room)) throw notAllowed('Only who wrote a message, and who looks after the room, may delete it.');
      if (message.deletedAt || message.senderId === null) return;
      // What a moderator has removed after a report is kept there.
      if (message.text !== null) await keepVersion(step, message);
      await step.tx.message.update({
        where: { id: message.id },
        data: { text: null, pinnedAt: null, deletedAt: step.now, deletedBy: me, deleteReason: isOwn ? null : (input.reason ?? null) },
      });
    });
  }

  pin(input: PinMessage, isPinned: boolean): Promise<Message> {
    const operation = isPinned ? 'pinMessage' : 'unpinMessage';
    const hold = (step: Step) => lockRoomOf(step, input.messageId, this.ctx.viewer.id);
    return this.changed(
      operation,
      input,
      async (step, message, room) => {
        requireText(message);
        const may = room.kind === 'DIRECT' ? !room.blocked && room.otherAnswer === 'ACCEPTED' : mayModerate(room);
        if (!may) throw notAllowed('Only who looks after the room may pin messages.');
        if ((message.pinnedAt !== null) === isPinned) return;
        if (isPinned) await this.requireRoomForPin(step, room);
        await step.tx.message.update({ where: { id: message.id }, data: { pinnedAt: isPinned ? step.now : null } });
        if (isPinned) await tellInRooms(step, [room.id], { kind: 'MESSAGE_PINNED', by: this.ctx.viewer.id, about: message.id });
        if (!isPinned) await lookAgainFrom(step, message);
      },
      hold,
    );
  }

  private async requireRoomForPin({ tx }: Step, { id: roomId }: RoomView): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pins:${roomId}`}, 0))`;
    if ((await tx.message.count({ where: { roomId, pinnedAt: { not: null } } })) >= MOST_PINS)
      throw notAllowed(`A room has at most ${MOST_PINS} pinned messages. Unpin one.`);
  }

  private async changed<Input extends { messageId: string; idempotencyKey?: string | null | undefined }>(
    operation: string,
    input: Input,
    work: (step: Step, message: Message, room: RoomView) => Promise<void>,
    hold?: (step: Step) => Promise<void>,
  ): Promise<Message> {
    const id = await this.ctx.change(operation, input, async (step) => {
      await hold?.(step);
      const { message, room } = await lockMessage(step, input.messageId, this.ctx.viewer.id);
      await work(step, message, room);
      step.push(channels.changes(room.id));
      return message.id;
    });
    return this.messages.require(id);
  }
}

/** Of a message that was deleted, or removed after a report, nothing becomes any more. */
function requireText({ text }: Message): void {
  if (text === null) throw notFound('This message');
}
