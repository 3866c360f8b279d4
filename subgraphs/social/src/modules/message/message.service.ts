import {
  GraphError,
  invalidInput,
  isId,
  keyReused,
  notFound,
  Refusal,
  refusalValue,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { Message, MessageVersion } from '../../generated/prisma/client';
import type { ResolversParentTypes } from '../../generated/resolvers';
import { tellInRooms } from '../notice/notice.store';
import type { PersonService } from '../person/person.service';
import { mayModerate, maySpeak, waitMs, waitsUntil } from '../room/room-rights';
import { answerRoom, lockRoom } from '../room/room.store';
import type { RoomService } from '../room/room.service';
import type { RoomView } from '../room/room.types';
import { messageMentioned, messageSent } from './message.facts';
import type { SendMessage, SendMessages } from './message.input';
import { mayNotSpeak } from './message.refusals';
import { bySequence } from './message.sql';
import type { MessageView, ReactionView } from './message.types';
import { firstTextOf, mentionable, recipientsOf, storeMessage } from './message.store';
import { followMessages } from './message.stream';

/** Why something was not said. */
type Refused = ResolversParentTypes['UserError'];

/** What is said in rooms. */
export class MessageService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
    private readonly people: PersonService,
  ) {}

  /** Null unless the viewer may read its room. */
  async byId(id: string): Promise<Message | null> {
    const message = isId(id) ? await this.ctx.loaders.messageById.load(id) : null;
    const room = message && (await this.rooms.byId(message.roomId));
    return room && message.sequence > room.historyFrom ? message : null;
  }

  async require(id: string): Promise<Message> {
    const message = await this.byId(id);
    if (!message) throw notFound('This message');
    return message;
  }

  async page(room: RoomView, args: PageArguments): Promise<Connection<Message>> {
    const page = bySequence.page(args, { of: room.id });
    const rows = await this.ctx.loaders.messagesPage.load({ id: room.id, page });
    // The sequence is without holes, so the newest number counts them all.
    return bySequence.connection(rows, page, { totalCount: room.lastSequence - room.historyFrom });
  }

  /**
   * Null when the sender was erased, and for somebody who is in a block with the sender; the message keeps its place in the sequence. A room
   * of two is read, while there is a block, by whoever made it, to report what was said.
   */
  async senderOf({ senderId, roomId }: Message): Promise<string | null> {
    if (senderId === null || this.isForAll || !(await this.people.isBlocked(senderId))) return senderId;
    return (await this.rooms.byId(roomId))?.kind === 'DIRECT' ? senderId : null;
  }

  async textOf(message: Message): Promise<string | null> {
    return (await this.senderOf(message)) === null ? null : message.text;
  }

  /** Nobody who is in a block with the viewer. */
  async mentionsOf({ mentionedIds }: Message): Promise<string[]> {
    if (this.isForAll) return mentionedIds;
    const hidden = await Promise.all(mentionedIds.map((id) => this.people.isBlocked(id)));
    return mentionedIds.filter((_, index) => !hidden[index]);
  }

  /** Null, too, when it was said before the viewer came, where they read nothing of that. */
  async replyTo({ replyToId }: Message): Promise<Message | null> {
    if (replyToId === null) return null;
    return this.isForAll ? this.ctx.loaders.messageById.load(replyToId) : this.byId(replyToId);
  }

  async reactionsOf({ id, deletedAt, isBefore }: MessageView): Promise<ReactionView[]> {
    if (deletedAt || isBefore) return [];
    const { reactionsForAll, reactionsForViewer } = this.ctx.loaders;
    return (await (this.isForAll ? reactionsForAll : reactionsForViewer).load(id))?.reactions ?? [];
  }

  async viewerReactionsOf({ id, deletedAt, isBefore }: MessageView): Promise<string[]> {
    return deletedAt || isBefore ? [] : ((await this.ctx.loaders.reactionsOfViewer.load(id))?.emoji ?? []);
  }

  /** Null unless the viewer wrote it, and nobody else has deleted it, or looks after the room. */
  async versionsOf(message: Message): Promise<MessageVersion[] | null> {
    const { senderId, deletedAt, deletedBy, roomId, id } = message;
    // What was removed after a report is not read in what it said before.
    if ((await this.senderOf(message)) === null || (message.text === null && deletedAt === null)) return null;
    const isOwn = senderId === this.ctx.viewerId && (deletedAt === null || deletedBy === senderId);
    const room = isOwn ? null : await this.rooms.byId(roomId);
    return isOwn || (room && mayModerate(room)) ? this.ctx.loaders.versionsByMessageId.load(id) : null;
  }

  async pinnedIn(room: RoomView): Promise<Message[]> {
    return this.ctx.loaders.pinnedByRoomId.load(room.id);
  }

  async send(input: SendMessage): Promise<Message> {
    let sent: Message | undefined;
    const id = await this.ctx.change('sendMessage', input, async (step) => {
      sent = await this.say(step, input);
      return sent.id;
    });
    // What was stored came back with the statement that stored it; only a repeated request has to read it.
    return sent?.id === id ? sent : this.require(id);
  }

  /** One after the other, until one is refused. */
  async sendAll({ messages }: SendMessages): Promise<{ stored: Message[]; stoppedBy: Refused | null }> {
    const stored: Message[] = [];
    try {
      for (const message of messages) stored.push(await this.send({ ...message, idempotencyKey: null }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { stored, stoppedBy: refusalValue(error) as object as Refused };
    }
    return { stored, stoppedBy: null };
  }

  /** See the subscription. */
  async added(roomId: string, since: number | null | undefined): Promise<AsyncIterableIterator<Message>> {
    if (since != null && since < 0) throw invalidInput('since', 'must not be negative');
    const { id, lastSequence, historyFrom } = await this.rooms.require(roomId);
    if (since != null && since > lastSequence)
      throw new GraphError('RESYNC_REQUIRED', 'The room does not reach that far. Load it anew.', { lastSequence });
    return followMessages(this.ctx, { id, historyFrom: this.isForAll ? 0 : historyFrom }, since);
  }

  private async say(step: Step, { roomId, clientMessageId, text, replyToId = null, mentionedUserIds }: SendMessage): Promise<Message> {
    const senderId = this.ctx.viewer.id;
    // Before the room is locked: what can be done without its lock shortens the time in which nobody else can speak.
    const recipientIds = await recipientsOf(step, roomId, senderId);
    const { mentionedIds, told } = await mentionable(step, roomId, senderId, mentionedUserIds ?? []);
    const room = await lockRoom(step, roomId, senderId);
    if (!room) throw notFound('This room');
    const answered = { id: replyToId ?? '', roomId, notice: null, sequence: { gt: room.historyFrom } };
    if (replyToId !== null && (await step.tx.message.count({ where: answered })) === 0)
      throw invalidInput('replyToId', 'must be a message of the room');
    const sequence = room.lastSequence + 1;
    // Not the step's: it began before it waited for the room, and times must not run against the numbers.
    const sentAt = step.kept.clock.now();
    const message = { roomId, senderId, clientMessageId, text, sequence, sentAt, replyToId, mentionedIds, waitMs: waitMs(room, sentAt) };
    const stored = maySpeak(room, sentAt) ? await storeMessage(step, message) : null;
    if (!stored) {
      const before = await step.tx.message.findUnique({
        where: { roomId_senderId_clientMessageId: { roomId, senderId, clientMessageId } },
      });
      if (!before) throw await this.refusal(step, room, sentAt);
      if ((await firstTextOf(step, before)) !== text) throw keyReused();
      return before;
    }
    // An answer to a stranger accepts them.
    if (room.answer !== 'ACCEPTED') {
      await answerRoom(step, roomId, senderId, 'ACCEPTED');
      await tellInRooms(step, [roomId], { kind: 'MEMBERS_JOINED', people: [senderId] });
    }
    if (recipientIds.length > 0) await step.tell(messageSent(stored, room, { senderId, recipientIds }));
    if (told.length > 0) await step.tell(messageMentioned(stored, room, { senderId, userIds: told }));
    step.push(channels.messages(roomId), { sequence });
    step.push(channels.changes(roomId));
    // Whoever has said it does not write it any more (social-curation F12).
    step.push(channels.typing(roomId), { userId: senderId, isTyping: false });
    return stored;
  }

  /** Why nothing was said: it is not theirs to speak, or they have said something a moment ago, where the room is slow. */
  private async refusal({ tx }: Step, room: RoomView, now: Date): Promise<Refusal> {
    if (!maySpeak(room, now)) return mayNotSpeak(room.role);
    const member = await tx.roomMember.findUnique({ where: { roomId_userId: { roomId: room.id, userId: room.viewerId } } });
    return mayNotSpeak(room.role, waitsUntil({ ...room, lastSaidAt: member?.lastSaidAt ?? null }, now));
  }

  /** A shared stream goes to people who are in no block at all; see `apart` of the stream. */
  private get isForAll(): boolean {
    const { live } = this.ctx;
    return live?.mode === 'follow' && live.shared === true;
  }
}
