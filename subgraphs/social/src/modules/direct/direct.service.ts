import { invalidInput, notAllowed } from '@marquee/platform';
import type { Context, Step } from '../../context';
import { putBlock } from '../block/block.store';
import { takersAmong } from '../chat-settings/chat-settings.store';
import { requireWithinHour } from '../person/hourly-limit.store';
import { lockPair, requirePerson } from '../person/person.store';
import type { PeopleRoomService } from '../people-room/people-room.service';
import type { OpenDirectRoom, RespondToMessageRequest } from '../room/room.input';
import type { RoomService } from '../room/room.service';
import { answerRoom, areStrangers, directRoomOf, lockDirectRoom, makeDirectRoom, otherInRoom } from '../room/room.store';
import type { RoomView } from '../room/room.types';

/** Rooms of two. A stranger's room waits until the other person accepts it. */
export class DirectRoomService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
    private readonly peopleRooms: PeopleRoomService,
  ) {}

  async open(input: OpenDirectRoom): Promise<RoomView> {
    const me = this.ctx.viewer.id;
    const { userId } = input;
    if (userId === me) throw invalidInput('userId', 'must be somebody else');
    const id = await this.ctx.change('openDirectRoom', input, async (step) => {
      await lockPair(step, me, userId);
      await requirePerson(step, userId, me);
      const room = await directRoomOf(step, me, userId);
      if (!room) return this.make(step, userId);
      // Who opens the room that a stranger opened accepts it.
      await answerRoom(step, room.id, me, 'ACCEPTED');
      return room.id;
    });
    return this.rooms.require(id);
  }

  /** Null when the viewer does not find the room any more. */
  async respond(input: RespondToMessageRequest): Promise<RoomView | null> {
    const me = this.ctx.viewer.id;
    const { roomId } = input;
    if ((await this.rooms.byId(roomId))?.kind === 'PEOPLE') return this.peopleRooms.respond(input);
    await this.ctx.change('respondToMessageRequest', input, async (step) => {
      const other = await otherInRoom(step, roomId, me);
      if (!other) throw invalidInput('roomId', 'must be a room of two');
      await lockPair(step, me, other);
      // An answer of one's own that is being sent accepts the room, and then it is not declined any more.
      await lockDirectRoom(step, me, other);
      const now = await directRoomOf(step, me, other);
      if (input.response === 'BLOCK') await putBlock(step, me, other);
      if (input.response === 'ACCEPT') {
        await requirePerson(step, other, me);
        await answerRoom(step, roomId, me, 'ACCEPTED');
      }
      // What was accepted before is not declined: it is a conversation by now.
      if (input.response === 'DECLINE' && now?.answer === 'REQUESTED') await answerRoom(step, roomId, me, 'DECLINED');
      return roomId;
    });
    return this.rooms.byId(roomId);
  }

  private async make(step: Step, userId: string): Promise<string> {
    const { viewer } = this.ctx;
    if (!(await takersAmong(step, [userId], viewer.id)).has(userId)) throw notAllowed('This person does not take messages from you.');
    const strangers = await areStrangers(step, viewer.id, userId);
    if (strangers) await requireWithinHour(step, viewer, 'MESSAGE_REQUESTS');
    return makeDirectRoom(step, viewer.id, userId, strangers);
  }
}
