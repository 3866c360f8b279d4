import { randomUUID } from 'node:crypto';
import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, eventually, meetingOf, watched } from '@marquee/platform/testing';
import { events } from '../src';
import { openDatabase } from '../src/db';
import { keep } from '../src/kept';
import { InviteToEventDocument, OwnAttendanceDocument, SetEventRegistrationDocument } from './generated/documents';
import { locklessAfter, takesCounts } from './replicas';
import { aBoxOffice } from './selling';
import { DAY, startWorld, userOf, type World } from './world';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});

const groupId = randomUUID();
const people = (count: number) => Array.from({ length: count }, () => aViewer());
const statusOf = async (viewer: Viewer, id: string, at = world) =>
  (await at.run(viewer, OwnAttendanceDocument, { id })).event?.viewerAttendance?.status ?? null;
const statuses = (viewers: readonly Viewer[], id: string, at = world) => Promise.all(viewers.map((viewer) => statusOf(viewer, id, at)));
const isMember = (viewer: Viewer) =>
  world.tell('group.member_changed', groupId, { groupId, groupName: 'Chess', version: 1, userId: viewer.id, role: 'MEMBER' });
const databaseOf = (at: World) => {
  const db = openDatabase(at.databaseUrl, silentLogger);
  afterTests(() => db.close());
  return db;
};
/** Social tells that a group has decided for an event, and who agreed to go: one behind the other, until now. */
async function decides(eventId: string, goers: readonly Viewer[], parts: { agreedAt?: Date; id?: string } = {}, at = world) {
  const pollId = randomUUID();
  const agreed = (n: number) => parts.agreedAt ?? new Date(at.clock.now().getTime() - (goers.length - n));
  const payload = {
    ...{ pollId, groupId, eventId, decidedAt: at.clock.now().toISOString() },
    goers: goers.map(({ id: userId }, n) => ({ userId, agreedAt: agreed(n).toISOString() })),
  };
  await at.tell('poll.decided', pollId, payload, parts.id);
}

test('those who agreed go where their group goes, as far as there is room, the others wait in the order in which they agreed (S26)', async () => {
  const { id } = await world.anEvent({ capacity: 2 });
  const goers = people(4);
  await isMember(goers[0]!);
  await world.know([goers[0]!], { privacy: { ...userOf(goers[0]!).privacy, attendance: 'FRIENDS' } });
  await decides(id, goers);
  expect(await statuses(goers, id)).toEqual(['GOING', 'GOING', 'WAITLISTED', 'WAITLISTED']);
  expect(await world.counts(id)).toMatchObject({ going: 2, waitlisted: 2, available: 0 });
  const own = async (viewer: Viewer) => (await world.run(viewer, OwnAttendanceDocument, { id })).event!.viewerAttendance!;
  expect([(await own(goers[2]!)).waitlistPosition, (await own(goers[3]!)).waitlistPosition]).toEqual([1, 2]);
  expect([(await own(goers[0]!)).visibility, (await own(goers[1]!)).visibility]).toEqual(['FRIENDS', 'PRIVATE']);
});

test('what somebody has said since they agreed stays, what they said before gives way; told again, it changes nothing', async () => {
  const { id } = await world.anEvent();
  const [fresh, interested, no, went, sinceNo, sinceMaybe] = people(6) as [Viewer, Viewer, Viewer, Viewer, Viewer, Viewer];
  await world.rsvp(interested, id, 'INTERESTED');
  await world.rsvp(no, id, 'NOT_GOING');
  await world.rsvp(went, id, 'GOING');
  world.clock.advance(1_000);
  const agreedAt = world.clock.now();
  world.clock.advance(1_000);
  await world.rsvp(sinceNo, id, 'NOT_GOING');
  await world.rsvp(sinceMaybe, id, 'MAYBE');
  const all = [fresh, interested, no, went, sinceNo, sinceMaybe];
  const factId = randomUUID();
  await decides(id, all, { agreedAt, id: factId });
  const expected = ['GOING', 'GOING', 'GOING', 'GOING', 'NOT_GOING', 'MAYBE'];
  expect(await statuses(all, id)).toEqual(expected);
  const { version } = await world.counts(id);
  await decides(id, all, { agreedAt, id: factId });
  await decides(id, all, { agreedAt });
  expect(await statuses(all, id)).toEqual(expected);
  expect((await world.counts(id)).version).toBe(version);
  // Who then changes their mind is not brought back.
  world.clock.advance(1_000);
  await world.rsvp(fresh, id, 'NOT_GOING');
  await decides(id, [fresh], { agreedAt });
  expect(await statusOf(fresh, id)).toBe('NOT_GOING');
});

test('nobody is signed up who could not answer so: tickets, questions, approval, invitations, what is hidden, over or called off', async () => {
  const db = databaseOf(world);
  const [ada] = people(1) as [Viewer];
  const becomes = async (event: { id: string }, viewer = ada) => {
    await decides(event.id, [viewer]);
    return (await db.prisma.attendance.findFirst({ where: { eventId: event.id, userId: viewer.id } }))?.status ?? null;
  };
  const ticketed = await world.anEvent();
  await aBoxOffice(world, ticketed.id).tell();
  expect(await becomes(ticketed)).toBeNull();
  const asking = await world.anEvent();
  await world.run(world.organiser, SetEventRegistrationDocument, {
    input: { eventId: asking.id, questions: [{ kind: 'TEXT', prompt: 'What do you eat?', required: true }] },
  });
  expect(await becomes(asking)).toBeNull();
  expect(await becomes(await world.anEvent({ requirements: { requiresApproval: true } }))).toBe('PENDING_APPROVAL');
  const closed = await world.anEvent({ requirements: { invitationOnly: true } });
  expect(await becomes(closed)).toBeNull();
  const secret = await world.anEvent({ visibility: 'PRIVATE' });
  expect(await becomes(secret)).toBeNull();
  await world.know([ada]);
  await world.run(world.organiser, InviteToEventDocument, { input: { eventId: secret.id, userIds: [ada.id] } });
  expect(await becomes(secret)).toBe('GOING');
  const off = await world.anEvent();
  await world.callOff(off.id);
  expect(await becomes(off)).toBeNull();
  const over = await world.anEvent();
  world.clock.advance(40 * DAY);
  expect(await becomes(over)).toBeNull();
  expect(await becomes({ id: randomUUID() })).toBeNull();
});

test('who is suspended or erased is not signed up', async () => {
  const { id } = await world.anEvent();
  const [gone, suspended, here] = people(3) as [Viewer, Viewer, Viewer];
  await world.know([gone, suspended, here]);
  await world.tell('user.updated', suspended.id, { ...userOf(suspended), version: 2, active: false });
  await world.tell('user.erased', gone.id, { userId: gone.id });
  await decides(id, [gone, suspended, here]);
  expect(await world.counts(id)).toMatchObject({ going: 1 });
  expect(await statusOf(here, id)).toBe('GOING');
});

test('what breaks off in the middle is done as a whole when it is told anew', async () => {
  let made = 0;
  const after = (statement: string): void => {
    if (statement === 'attendance.create' && ++made === 2) throw new Error('broken off');
  };
  const module = events.with({ keep: (basics) => keep({ ...basics, db: watched(basics.db, { after }) }) });
  const broken = await startWorld({ module });
  const { id } = await broken.anEvent({ capacity: 2 });
  const goers = people(3);
  await decides(id, goers, {}, broken);
  await eventually(async () => expect(await statuses(goers, id, broken)).toEqual(['GOING', 'GOING', 'WAITLISTED']));
  expect(made).toBe(5);
  expect(await broken.counts(id)).toMatchObject({ going: 2, waitlisted: 1 });
});

/** A group decides for an event with one place left, which somebody else takes at the same time. Returns how many go. */
async function bothForOnePlace(at: World): Promise<number> {
  const { id } = await at.anEvent({ capacity: 1 });
  const { prisma } = databaseOf(at);
  await prisma.$executeRaw`ALTER TABLE attendance_counts DROP CONSTRAINT IF EXISTS attendance_counts_never_oversold`;
  const [goer, other] = people(2) as [Viewer, Viewer];
  await Promise.all([decides(id, [goer], {}, at), at.rsvp(other, id, 'GOING')]);
  return prisma.attendance.count({ where: { eventId: id, status: 'GOING' } });
}

test('one place goes to a group that decides or to who comes at the same time, and to one of them', async () => {
  expect(await bothForOnePlace(world)).toBe(1);
});

test('control: without the lock both have it', async () => {
  const meet = meetingOf(2);
  let racing = false;
  const module = locklessAfter((statement) => (racing && takesCounts(statement) ? meet() : undefined));
  const lockless = await startWorld({ module });
  const anEvent = lockless.anEvent;
  const at = {
    ...lockless,
    anEvent: async (parts?: Parameters<World['anEvent']>[0]) => {
      const event = await anEvent(parts);
      racing = true;
      return event;
    },
  };
  expect(await bothForOnePlace(at)).toBe(2);
});
