import { eventRoomRole, type EventWithRoom, type RoomVisitor } from './event-room';

const event = (parts: Partial<EventWithRoom> = {}): EventWithRoom => ({
  ...{ status: 'PUBLISHED', visibility: 'PUBLIC', hidden: false, wasPublished: true, deleted: false },
  ...parts,
});
const person = (parts: Partial<RoomVisitor> = {}): RoomVisitor => ({
  ...{ active: true, banned: false, roles: [], ties: new Set(['GUEST'] as const), answer: 'GOING' },
  ...parts,
});

test('people who are going are guests; maybe and interested are interested; other answers let nobody in', () => {
  const roles = (['GOING', 'MAYBE', 'INTERESTED', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED', null] as const).map(
    (answer) => eventRoomRole(event(), person({ answer })),
  );
  expect(roles).toEqual(['GUEST', 'INTERESTED', 'INTERESTED', null, null, null, null, null]);
});

test('the team is in the room of every event that is not deleted, also while nobody else sees it', () => {
  for (const role of ['OWNER', 'EDITOR', 'BOX_OFFICE', 'DOOR'] as const) {
    const member = person({ roles: [role], answer: null, ties: new Set() });
    expect(eventRoomRole(event({ status: 'REJECTED' }), member)).toBe('ORGANISER');
    expect(eventRoomRole(event({ deleted: true }), member)).toBeNull();
    expect(eventRoomRole(event(), { ...member, active: false })).toBeNull();
  }
});

test('guests are there only while they see the event', () => {
  expect(eventRoomRole(event({ visibility: 'GROUP_ONLY' }), person())).toBeNull();
  expect(eventRoomRole(event({ visibility: 'GROUP_ONLY' }), person({ ties: new Set(['GUEST', 'MEMBER']) }))).toBe('GUEST');
  expect(eventRoomRole(event({ visibility: 'PRIVATE' }), person())).toBe('GUEST');
  expect(eventRoomRole(event({ hidden: true }), person())).toBe('GUEST');
  expect(eventRoomRole(event({ status: 'NEEDS_REVISION' }), person())).toBeNull();
  expect(eventRoomRole(event({ status: 'CANCELLED' }), person())).toBe('GUEST');
  expect(eventRoomRole(event({ status: 'CANCELLED', wasPublished: false }), person())).toBeNull();
});

test('a ban and a suspension end it for guests', () => {
  expect(eventRoomRole(event(), person({ banned: true }))).toBeNull();
  expect(eventRoomRole(event(), person({ banned: true, roles: ['DOOR'] }))).toBe('ORGANISER');
  expect(eventRoomRole(event(), person({ active: false }))).toBeNull();
});
