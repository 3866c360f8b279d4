import {
  GraphError,
  invalidInput,
  isId,
  keyReused,
  notFound,
  parsePage,
  Refusal,
  sequencedStream,
  toConnection,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import { change } from '../../change';
import { channels } from '../../channels';
import { viewerOf, type Deps } from '../../deps';
import type { Message } from '../../generated/prisma/client';
import { outbox } from '../../outbox';
import { PersonService } from '../person/person.service';
import { livePresence } from '../presence/presence.live';
import { maySpeak } from '../room/room.rights';
import { RoomService } from '../room/room.service';
import type { RoomView } from '../room/room.types';
import type { SendMessage } from './message.input';
import { messagesAfter } from './message.loaders';
import { holdRoom } from './message.sequence';
import { recipientsOf, storeMessage } from './message.store';

/** What is said in rooms. */
export class MessageService {
  private readonly rooms: RoomService;
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.rooms = new RoomService(deps);
    this.people = new PersonService(deps);
  }

  /** Null unless the viewer may read its room. */
  async find(id: string): Promise<Message | null> {
    const message = isId(id) ? await this.deps.loaders.messageById.load(id) : null;
    return message && (await this.rooms.find(message.roomId)) ? message : null;
  }

  async page(room: RoomView, args: PageArguments): Promise<Connection<Message>> {
    const page = parsePage(args, { list: `messages:${room.id}`, keyLength: 1 });
    if (page.from && !isSequence(page.from[0]))
      throw invalidInput(page.backward ? 'before' : 'after', 'This is not a cursor of this list.');
    const rows = await this.deps.loaders.messagesPage.load({ id: room.id, page });
    return toConnection(rows, page, (message) => [message.sequence]);
  }

  /** Hidden when the sender was erased, and from somebody who is in a block with the sender; the message keeps its place in the sequence. */
  async senderOf(message: Message): Promise<string | null> {
    if (message.senderId === null || this.toAll) return message.senderId;
    return (await this.people.blocked(message.senderId)) ? null : message.senderId;
  }

  async textOf(message: Message): Promise<string | null> {
    return (await this.senderOf(message)) === null ? null : message.text;
  }

  async send(input: SendMessage): Promise<Message> {
    const senderId = viewerOf(this.deps).id;
    const { roomId, clientMessageId, text } = input;
    const id = await change(this.deps, { operation: 'sendMessage', input }, async (tx, after) => {
      // Before the room is held: whatever can be done without it shortens the time in which nobody else can speak.
      const recipientIds = await recipientsOf(tx, roomId, senderId);
      const room = await holdRoom(tx, roomId, senderId);
      if (!room) throw notFound('This room');
      const sequence = room.lastSequence + 1;
      const sentAt = this.deps.clock.now();
      const stored = maySpeak(room, sentAt) ? await storeMessage(tx, { roomId, senderId, clientMessageId, text, sequence, sentAt }) : null;
      if (!stored) {
        const before = await tx.message.findUnique({ where: { roomId_senderId_clientMessageId: { roomId, senderId, clientMessageId } } });
        if (!before) throw new Refusal('MayNotSpeak', 'NOT_ALLOWED_NOW', 'You can read here, but not write now.', { role: room.role });
        if (before.text !== text) throw keyReused();
        return before.id;
      }
      if (recipientIds.length > 0) {
        await outbox.append(tx, {
          topic: 'message.sent',
          key: roomId,
          payload: { messageId: stored.id, roomId, roomName: room.name, sequence, senderId, recipientIds },
          headers: { correlationId: this.deps.caller.correlationId },
        });
      }
      after(() => this.deps.bus.push(channels.messages(roomId), { sequence }));
      return stored.id;
    });
    const message = await this.deps.loaders.messageById.load(id);
    if (!message) throw notFound('This message');
    return message;
  }

  /** See the subscription. The viewer's right is asked for anew before each delivery. */
  async added(roomId: string, since: number | null | undefined): Promise<AsyncIterableIterator<Message>> {
    const { bus, db, live } = this.deps;
    const viewer = viewerOf(this.deps);
    if (since != null && since < 0) throw invalidInput('since', 'since must not be negative.');
    const room = await this.rooms.require(roomId);
    if (since != null && since > room.lastSequence) {
      throw new GraphError('RESYNC_REQUIRED', 'The room does not reach that far. Load it anew.', { lastSequence: room.lastSequence });
    }
    const stream = await sequencedStream<Message>({
      bus,
      channel: channels.messages(roomId),
      since,
      currentSequence: async () => (await db.prisma.room.findUniqueOrThrow({ where: { id: roomId } })).lastSequence,
      loadAfter: (sequence, limit) => messagesAfter(db, roomId, sequence, limit),
      sequenceOf: (message) => message.sequence,
      rights: { allowed: () => this.mayRead(roomId), channels: [channels.rights(viewer.id)] },
      start: live,
      apart: () => this.people.isInABlock(viewer.id),
    });
    return livePresence(this.deps, viewer, stream);
  }

  /** A shared stream goes to people who are in no block at all; see `apart` above. */
  private get toAll(): boolean {
    const { live } = this.deps;
    return live?.mode === 'follow' && live.shared === true;
  }

  /** Not through a loader: a loader would remember what was so when the stream began. */
  private async mayRead(roomId: string): Promise<boolean> {
    this.deps.loaders.roomById.clear(roomId);
    return (await this.rooms.find(roomId)) !== null;
  }
}

/** What a cursor says may be anything; more than the database counts to is no sequence. */
const isSequence = (value: unknown): boolean => Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
