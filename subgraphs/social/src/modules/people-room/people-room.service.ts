import { invalidInput, notAllowed, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import { putBlock } from '../block/block.store';
import { tellInRooms } from '../notice/notice.store';
import { requireWithinHour } from '../person/hourly-limit.store';
import { lockPair } from '../person/person.store';
import type { RespondToMessageRequest } from '../room/room.input';
import type { RoomService } from '../room/room.service';
import { answerRoom, lockRoom } from '../room/room.store';
import type { RoomView } from '../room/room.types';
import type { AddToRoom, CreateRoom, LeaveRoom, OfRoomPerson, UpdateRoom } from './people-room.input';
import { addable, bringIn, countPeople, goOut, makePeopleRoom, MOST_PEOPLE, presentAmong } from './people-room.store';

/** A room of several after people were brought into it. */
interface Filled {
  room: RoomView;
  notAdded: string[];
}

/** Rooms of several people, which belong to nobody but them. Every change of who is there is made under the lock of the room. */
export class PeopleRoomService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
  ) {}

  async create(input: CreateRoom): Promise<Filled> {
    const { viewer } = this.ctx;
    const { name, imageUrl = null, userIds } = input;
    const { id, notAdded } = await this.ctx.change('createRoom', input, async (step) => {
      const added = await addable(step, userIds, viewer.id);
      if (added.length === 0) throw notFound('Nobody of these people');
      const roomId = await makePeopleRoom(step, viewer.id, name, imageUrl);
      const asked = await bringIn(step, roomId, added, viewer.id);
      await requireWithinHour(step, viewer, 'ROOMS', 1 + asked);
      return { id: roomId, notAdded: userIds.filter((userId) => !added.includes(userId)) };
    });
    return { room: await this.rooms.require(id), notAdded };
  }

  async update(input: UpdateRoom): Promise<RoomView> {
    const { roomId, name, imageUrl } = input;
    await this.ctx.change('updateRoom', input, async (step) => {
      const room = await this.lockOwn(step, roomId, 'Only its owner may change a room.');
      const data = { ...(name == null ? {} : { name }), ...(imageUrl === undefined ? {} : { imageUrl }) };
      await step.tx.room.update({ where: { id: roomId }, data });
      if (name != null && name !== room.name) await tellInRooms(step, [roomId], { kind: 'ROOM_RENAMED', by: this.ctx.viewer.id, name });
      step.push(channels.changes(roomId));
      return roomId;
    });
    return this.rooms.require(roomId);
  }

  async add(input: AddToRoom): Promise<Filled> {
    const { viewer } = this.ctx;
    const { roomId, userIds } = input;
    const { notAdded } = await this.ctx.change('addToRoom', input, async (step) => {
      const may = await addable(step, userIds, viewer.id);
      const room = await this.lock(step, roomId);
      if (room.answer !== 'ACCEPTED') throw notAllowed('Accept this room before you bring others into it.');
      const present = await presentAmong(step, roomId, userIds);
      const added = may.filter((userId) => !present.has(userId));
      const free = MOST_PEOPLE - (await countPeople(step, roomId));
      if (added.length > free) throw invalidInput('userIds', `must be at most ${free}: so many more may come into this room`);
      const asked = await bringIn(step, roomId, added, viewer.id);
      if (asked > 0) await requireWithinHour(step, viewer, 'ROOMS', asked);
      return { notAdded: userIds.filter((userId) => !present.has(userId) && !added.includes(userId)) };
    });
    return { room: await this.rooms.require(roomId), notAdded };
  }

  async remove(input: OfRoomPerson): Promise<RoomView> {
    const { roomId, userId } = input;
    if (userId === this.ctx.viewer.id) throw invalidInput('userId', 'must be somebody else');
    await this.ctx.change('removeFromRoom', input, async (step) => {
      await this.lockOwn(step, roomId, 'Only its owner may send people away from a room.');
      await goOut(step, roomId, userId, 'MEMBER_REMOVED');
      return roomId;
    });
    return this.rooms.require(roomId);
  }

  /** Returns the room's id. */
  async leave(input: LeaveRoom): Promise<string> {
    return this.ctx.change('leaveRoom', input, async (step) => {
      await this.lock(step, input.roomId);
      await goOut(step, input.roomId, this.ctx.viewer.id, 'MEMBER_LEFT');
      return input.roomId;
    });
  }

  async transfer(input: OfRoomPerson): Promise<RoomView> {
    const me = this.ctx.viewer.id;
    const { roomId, userId } = input;
    await this.ctx.change('transferRoom', input, async (step) => {
      const { tx } = step;
      await this.lockOwn(step, roomId, 'Only its owner may hand a room on.');
      if (userId === me) return roomId;
      const heir = { roomId, userId, active: true, answer: 'ACCEPTED' as const };
      if ((await tx.roomMember.count({ where: heir })) === 0) throw invalidInput('userId', 'must be in the room, and have accepted it');
      await tx.roomMember.update({ where: { roomId_userId: { roomId, userId: me } }, data: { role: 'MEMBER' } });
      await tx.roomMember.update({ where: { roomId_userId: { roomId, userId } }, data: { role: 'OWNER' } });
      step.push(channels.rooms(me));
      step.push(channels.rooms(userId));
      step.push(channels.changes(roomId));
      return roomId;
    });
    return this.rooms.require(roomId);
  }

  /** To a request to be in a room. Null when the viewer does not find the room any more. */
  async respond(input: RespondToMessageRequest): Promise<RoomView | null> {
    const me = this.ctx.viewer.id;
    const { roomId, response } = input;
    await this.ctx.change('respondToMessageRequest', input, async (step) => {
      const room = await this.lock(step, roomId);
      const key = { roomId_userId: { roomId, userId: me } };
      const addedBy = (await step.tx.roomMember.findUniqueOrThrow({ where: key })).addedBy;
      if (response === 'BLOCK' && addedBy) {
        await lockPair(step, me, addedBy);
        await putBlock(step, me, addedBy);
      }
      if (response === 'ACCEPT') {
        await answerRoom(step, roomId, me, 'ACCEPTED');
        if (room.answer === 'REQUESTED') await tellInRooms(step, [roomId], { kind: 'MEMBERS_JOINED', people: [me] });
      }
      // What was accepted before is left by `leaveRoom`.
      else if (room.answer === 'REQUESTED') await goOut(step, roomId, me, 'MEMBER_LEFT');
      return roomId;
    });
    return this.rooms.byId(roomId);
  }

  private async lock(step: Step, roomId: string): Promise<RoomView> {
    const room = await lockRoom(step, roomId, this.ctx.viewer.id);
    if (!room) throw notFound('This room');
    if (room.kind !== 'PEOPLE') throw invalidInput('roomId', 'must be a room of several people');
    return room;
  }

  private async lockOwn(step: Step, roomId: string, refusal: string): Promise<RoomView> {
    const room = await this.lock(step, roomId);
    if (room.role !== 'OWNER') throw notAllowed(refusal);
    return room;
  }
}
