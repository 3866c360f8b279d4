import type { Random } from '../../src/world/random';
import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const createGroup: Kind = {
  name: 'createGroup',
  weight: 1,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: { privacy: random.pick(['PUBLIC', 'PUBLIC', 'PRIVATE', 'FRIENDS_ONLY', 'INVITE_ONLY']), maxMembers: random.whole(2, 8) },
  }),
  send: (operation, city) =>
    mutate(
      city,
      city.known.people[operation.by]!,
      'createGroup',
      { name: `Circle ${operation.index}`, ...operation.values },
      'group { id chatRoom { id } }',
      operation,
    ),
  learn: ({ index, by }, { data }, known) => {
    known.add({ kind: 'group', index, id: data.group.id, by, facts: {} });
    if (data.group.chatRoom) known.add({ kind: 'room', index, id: data.group.chatRoom.id, by, facts: {} });
  },
};

/** A mutation of one's own about a group. */
const ofGroup = (name: string, weight: number): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const group = some(random, known, 'group');
    return group && { by: anyone(random, known), about: [group.index], values: {} };
  },
  async send(operation, city) {
    const group = city.known.made(operation.about[0], 'group');
    return group ? mutate(city, city.known.people[operation.by]!, name, { groupId: group.id }, '__typename', operation) : null;
  },
});

/** A mutation of those who run a group about somebody. */
const inGroup = (name: string, weight: number): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const group = some(random, known, 'group');
    return group && { by: mostly(random, known, group, 0.9), about: [group.index], values: { other: anyone(random, known) } };
  },
  async send(operation, city) {
    const group = city.known.made(operation.about[0], 'group');
    const other = city.known.people[operation.values.other as number]!;
    return group
      ? mutate(city, city.known.people[operation.by]!, name, { groupId: group.id, userId: other.id }, '__typename', operation)
      : null;
  },
});

const openRoom: Kind = {
  name: 'openDirectRoom',
  weight: 2,
  draw: (random, known) => ({ by: anyone(random, known), about: [anyone(random, known)], values: {} }),
  send: (operation, city) =>
    mutate(
      city,
      city.known.people[operation.by]!,
      'openDirectRoom',
      { userId: city.known.people[operation.about[0]!]!.id },
      'room { id }',
      operation,
    ),
  learn: ({ index, by, about }, { data }, known) => known.add({ kind: 'room', index, id: data.room.id, by, facts: { other: about[0] } }),
};

const answerRequest: Kind = {
  name: 'respondToMessageRequest',
  weight: 1.5,
  draw: (random, known) => {
    const room = some(random, known, 'room');
    const other = room?.facts.other as number | undefined;
    if (!room || other === undefined) return null;
    const response = random.weighted(['ACCEPT', 'DECLINE', 'BLOCK'], (one) => (one === 'BLOCK' ? 0.2 : 1));
    return { by: random.chance(0.9) ? other : anyone(random, known), about: [room.index], values: { response } };
  },
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    const input = { roomId: room?.id, response: operation.values.response };
    return room ? mutate(city, city.known.people[operation.by]!, 'respondToMessageRequest', input, '__typename', operation) : null;
  },
};

/** The room of an event becomes known by asking for it. */
const findRoom: Kind = {
  name: 'eventRoom',
  weight: 4,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.4), about: [event.index], values: {} };
  },
  async send({ by, about }, city) {
    const event = city.known.made(about[0], 'event');
    if (!event) return null;
    const { data } = await city.post(city.known.people[by]!, 'query($id: ID!) { event(id: $id) { chatRoom { id } } }', { id: event.id });
    const room = data?.event?.chatRoom;
    return { code: room ? 'RoomSuccess' : 'NO_ROOM', success: Boolean(room), data: room };
  },
  learn: ({ index, by }, { data }, known) => {
    if (!known.of('room').some((room) => room.id === data.id)) known.add({ kind: 'room', index, id: data.id, by, facts: {} });
  },
};

const sendMessage: Kind = {
  name: 'sendMessage',
  weight: 9,
  draw: (random, known) => {
    const room = some(random, known, 'room');
    if (!room) return null;
    const other = room.facts.other as number | undefined;
    return {
      by: other !== undefined && random.chance(0.5) ? other : mostly(random, known, room, 0.6),
      about: [room.index],
      values: { clientMessageId: `c${random.whole(0, 1e9)}` },
    };
  },
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    const input = { roomId: room?.id, text: `Word number ${operation.index}`, clientMessageId: operation.values.clientMessageId };
    return room
      ? mutate(city, city.known.people[operation.by]!, 'sendMessage', input, 'sent { id sequence }', {
          ...operation,
          twice: false,
        })
      : null;
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'message', index, id: data.sent.id, by, facts: {} }),
};

/** Something that somebody does with a message; some of it to those of others, which is refused. */
const withMessage = (
  name: string,
  weight: number,
  field: string,
  values: (random: Random) => Record<string, unknown> = () => ({}),
): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const message = some(random, known, 'message');
    return message && { by: mostly(random, known, message, 0.6), about: [message.index], values: values(random) };
  },
  async send(operation, city) {
    const message = city.known.made(operation.about[0], 'message');
    const input = { messageId: message?.id, ...operation.values };
    return message ? mutate(city, city.known.people[operation.by]!, name, input, `${field} { id }`, operation) : null;
  },
});

const aSign = (random: Random) => ({ emoji: random.pick(['👍', '🎉', '😀']) });

const markRead: Kind = {
  name: 'markRead',
  weight: 3,
  draw: (random, known) => {
    const room = some(random, known, 'room');
    return room && { by: mostly(random, known, room, 0.6), about: [room.index], values: { sequence: random.whole(0, 30) } };
  },
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    return room
      ? mutate(
          city,
          city.known.people[operation.by]!,
          'markRead',
          { roomId: room.id, sequence: operation.values.sequence },
          '__typename',
          operation,
        )
      : null;
  },
};

/** Something that a member does in a room for themselves. */
const inRoom = (name: string, weight: number, values: (random: Random) => Record<string, unknown>): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const room = some(random, known, 'room');
    return room && { by: mostly(random, known, room, 0.6), about: [room.index], values: values(random) };
  },
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    const input = { roomId: room?.id, ...operation.values };
    return room ? mutate(city, city.known.people[operation.by]!, name, input, '__typename', operation) : null;
  },
});

/** Somebody is sent away from a room, or may come back. */
const banned = (name: string, weight: number, values: (random: Random) => Record<string, unknown>): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const room = some(random, known, 'room');
    return (
      room && { by: mostly(random, known, room, 0.7), about: [room.index], values: { other: anyone(random, known), ...values(random) } }
    );
  },
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    const { other, lasts } = operation.values;
    const endsAt = lasts ? { endsAt: new Date((city.ground.clock?.now() ?? new Date()).getTime() + (lasts as number) * 60_000) } : {};
    const input = { roomId: room?.id, userId: city.known.people[other as number]!.id, ...endsAt };
    return room ? mutate(city, city.known.people[operation.by]!, name, input, '__typename', operation) : null;
  },
});

const markDelivered: Kind = {
  ...inRoom('markDelivered', 2, (random) => ({ sequence: random.whole(0, 30) })),
  async send(operation, city) {
    const room = city.known.made(operation.about[0], 'room');
    const input = { delivered: [{ roomId: room?.id, ...operation.values }] };
    return room ? mutate(city, city.known.people[operation.by]!, 'markDelivered', input, '__typename', operation) : null;
  },
};

const showReading: Kind = {
  name: 'updateChatSettings',
  weight: 0.5,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { readReceipts: random.chance(0.5) } }),
  send: (operation, city) =>
    mutate(city, city.known.people[operation.by]!, 'updateChatSettings', operation.values, '__typename', operation),
};

const setGroupRole: Kind = {
  ...inGroup('setGroupRole', 1.5),
  draw: (random, known) => {
    const group = some(random, known, 'group');
    const values = { other: anyone(random, known), role: random.pick(['ADMIN', 'MODERATOR', 'MEMBER']) };
    return group && { by: mostly(random, known, group, 0.9), about: [group.index], values };
  },
  async send(operation, city) {
    const group = city.known.made(operation.about[0], 'group');
    const { other, role } = operation.values;
    const input = { groupId: group?.id, userId: city.known.people[other as number]!.id, role };
    return group ? mutate(city, city.known.people[operation.by]!, 'setGroupRole', input, '__typename', operation) : null;
  },
};

const answerGroupRequest: Kind = {
  ...setGroupRole,
  name: 'answerGroupRequest',
  weight: 2,
  async send(operation, city) {
    const group = city.known.made(operation.about[0], 'group');
    const { other, role } = operation.values;
    const input = { groupId: group?.id, userId: city.known.people[other as number]!.id, accept: role !== 'MEMBER' };
    return group ? mutate(city, city.known.people[operation.by]!, 'answerGroupRequest', input, '__typename', operation) : null;
  },
};

/** Groups and what is said in rooms. */
export const roomKinds: readonly Kind[] = [
  createGroup,
  ofGroup('joinGroup', 5),
  ofGroup('leaveGroup', 1.5),
  inGroup('inviteToGroup', 2),
  inGroup('removeFromGroup', 1.5),
  inGroup('banFromGroup', 0.8),
  inGroup('unbanFromGroup', 0.5),
  inGroup('transferGroup', 0.6),
  setGroupRole,
  ofGroup('requestToJoinGroup', 2),
  answerGroupRequest,
  ofGroup('declineGroupInvitation', 0.5),
  ofGroup('deleteGroup', 0.15),
  openRoom,
  answerRequest,
  findRoom,
  sendMessage,
  withMessage('editMessage', 3, 'edited', (random) => ({ text: `Other word ${random.whole(0, 9)}` })),
  withMessage('deleteMessage', 1.5, 'deleted'),
  withMessage('reactToMessage', 3, 'reacted', aSign),
  withMessage('removeReaction', 1.5, 'unreacted', aSign),
  withMessage('pinMessage', 1, 'pinned'),
  markRead,
  markDelivered,
  showReading,
  inRoom('updateRoomSettings', 0.6, (random) =>
    random.pick([
      { slowModeSeconds: random.pick([0, 0, 60]) },
      { announcementsOnly: random.chance(0.3) },
      { historyFromJoining: random.chance(0.5) },
      { keepDays: random.pick([1, null]) },
    ]),
  ),
  banned('banFromRoom', 1, (random) => ({ lasts: random.pick([30, 120, null]) })),
  banned('unbanFromRoom', 0.6, () => ({})),
  inRoom('leaveRoom', 0.8, () => ({})),
  inRoom('markUnread', 1, (random) => ({ sequence: random.whole(1, 30) })),
  inRoom('setRoomNotifications', 0.7, (random) => ({ notify: random.pick(['ALL', 'MENTIONS', 'NOTHING']) })),
];
