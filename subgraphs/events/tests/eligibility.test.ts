import { aViewer, type Data } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import {
  DecideAttendanceDocument,
  EligibilityDocument,
  EventVersionDocument,
  InviteToEventDocument,
  OwnAttendanceDocument,
  SubmitEventDocument,
  UpdateEventDocument,
  type EligibilityPurpose,
} from './generated/documents';
import { aBoxOffice, anOrder } from './selling';
import { HOUR, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const ask = async (viewer: Viewer | null, eventId: string, purpose?: EligibilityPurpose): Promise<Data | null> =>
  (await world.run(viewer, EligibilityDocument, { eventId, purpose })).eligibility ?? null;
const own = async (viewer: Viewer, id: string) => (await world.run(viewer, OwnAttendanceDocument, { id })).event!.viewerAttendance!;
const decide = async (attendanceId: string, decision: 'APPROVE' | 'DECLINE', viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, DecideAttendanceDocument, { input: { attendanceId, decision } })).decideAttendance;
const known = (viewer: Viewer, parts: object) =>
  world.tell('user.updated', viewer.id, {
    userId: viewer.id,
    version: 1,
    username: viewer.username,
    displayName: 'Ann',
    avatarUrl: null,
    role: 'user',
    verified: false,
    interests: [],
    traits: [],
    location: null,
    activityLevel: 5,
    reputation: 0,
    privacy: { interests: 'PRIVATE', attendance: 'PRIVATE' },
    active: true,
    ...parts,
  });

describe('the query', () => {
  test('says what stands in the way, what to do, and which tickets there are', async () => {
    const { id } = await world.anEvent();
    expect(await ask(null, id)).toMatchObject({ code: 'SIGN_IN', nextStep: 'SIGN_IN', unlocksAt: null, tiers: [] });
    expect(await ask(aViewer(), id)).toMatchObject({ code: 'ELIGIBLE', nextStep: null });
    const office = aBoxOffice(world, id);
    await office.tell();
    expect(await ask(aViewer(), id)).toMatchObject({ code: 'TICKET_NEEDED', nextStep: 'COMPLETE_ACTION', tiers: [{ id: office.tierId }] });
    expect(await ask(aViewer(), id, 'TICKET')).toMatchObject({ code: 'ELIGIBLE' });
    await office.tell({ tiers: [] });
    expect(await ask(aViewer(), id, 'TICKET')).toMatchObject({ code: 'SALES_CLOSED' });
  });

  test('is null for who may not see the event', async () => {
    const { id } = await world.anEvent({ visibility: 'PRIVATE' });
    expect(await ask(aViewer(), id)).toBeNull();
    expect(await ask(aViewer(), 'nonsense')).toBeNull();
  });

  test('says when the door opens', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ startsAt: later(7 * HOUR), endsAt: later(8 * HOUR) });
    await world.rsvp(ann, id);
    expect(await ask(ann, id, 'ENTRY')).toMatchObject({ code: 'DOOR_NOT_OPEN', unlocksAt: later(HOUR) });
  });

  test('tells that all tickets are sold', async () => {
    const { id } = await world.anEvent({ capacity: 2 });
    const office = aBoxOffice(world, id);
    await office.tell();
    await office.apply(1, 2);
    await office.takes(2);
    expect(await ask(aViewer(), id, 'TICKET')).toMatchObject({ code: 'SOLD_OUT' });
  });
});

describe('what an organiser asks of guests', () => {
  test('is points, reputation, an invitation; who lacks it is refused with the code that was told (E9, C30)', async () => {
    const ann = aViewer();
    await known(ann, { points: 10, reputation: 30 });
    for (const [requirements, code] of [
      [{ minPoints: 11 }, 'POINTS_NEEDED'],
      [{ minRating: 31 }, 'RATING_NEEDED'],
      [{ invitationOnly: true }, 'INVITATION_NEEDED'],
    ] as const) {
      const { id } = await world.anEvent({ requirements });
      expect(await ask(ann, id)).toMatchObject({ code });
      expect(await world.rsvp(ann, id)).toMatchObject({ __typename: 'NotEligible', code: 'NOT_ALLOWED_NOW', eligibility: code });
      expect(await world.rsvp(ann, id, 'INTERESTED')).toMatchObject({ __typename: 'RsvpSuccess' });
      expect(await world.rsvp(world.organiser, id)).toMatchObject({ attendance: { status: 'GOING' } });
    }
    const { id } = await world.anEvent({ requirements: { minPoints: 10, minRating: 30, invitationOnly: true } });
    await world.run(world.organiser, InviteToEventDocument, { input: { eventId: id, userIds: [ann.id] } });
    expect(await world.rsvp(ann, id)).toMatchObject({ attendance: { status: 'GOING' } });
  });

  test('may be changed; who has a place keeps it', async () => {
    const ann = aViewer();
    const { id, version } = await world.anEvent();
    await world.rsvp(ann, id);
    await world.run(world.organiser, UpdateEventDocument, { input: { eventId: id, version, requirements: { minPoints: 1000 } } });
    expect(await ask(ann, id)).toMatchObject({ code: 'ELIGIBLE' });
    expect(await ask(aViewer(), id)).toMatchObject({ code: 'POINTS_NEEDED' });
  });
});

describe('approval', () => {
  const asking = async (parts: object = {}) => {
    const ann = aViewer();
    const { id } = await world.anEvent({ requirements: { requiresApproval: true }, ...parts });
    const { attendance } = await world.rsvp(ann, id);
    return { ann, id, attendance };
  };

  test('makes GOING a request, which takes no place until the team approves it (E10)', async () => {
    const { ann, id, attendance } = await asking({ capacity: 1 });
    expect(attendance.status).toBe('PENDING_APPROVAL');
    expect(await world.counts(id)).toMatchObject({ going: 0, available: 1 });
    expect(await ask(ann, id)).toMatchObject({ code: 'APPROVAL_PENDING', nextStep: 'WAIT' });
    expect(await decide(attendance.id, 'APPROVE', ann)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await decide(attendance.id, 'APPROVE')).toMatchObject({ attendance: { status: 'GOING' } });
    expect(await decide(attendance.id, 'APPROVE')).toMatchObject({ attendance: { status: 'GOING' } });
    expect(await world.counts(id)).toMatchObject({ going: 1, available: 0 });
    const bob = aViewer();
    const second = (await world.rsvp(bob, id)).attendance;
    expect(await decide(second.id, 'APPROVE')).toMatchObject({ attendance: { status: 'WAITLISTED' } });
  });

  test('may be declined, and given later; who withdrew is not brought back', async () => {
    const { ann, id, attendance } = await asking();
    expect(await decide(attendance.id, 'DECLINE')).toMatchObject({ attendance: { status: 'CANCELLED' } });
    expect(await world.rsvp(ann, id)).toMatchObject({ __typename: 'NotEligible', eligibility: 'APPROVAL_DECLINED' });
    expect(await decide(attendance.id, 'APPROVE')).toMatchObject({ attendance: { status: 'GOING' } });
    const other = await asking();
    await world.rsvp(other.ann, other.id, 'NOT_GOING');
    expect(await decide(other.attendance.id, 'APPROVE')).toMatchObject({ __typename: 'NoRequest', nextStep: 'RELOAD' });
    expect(await decide('00000000-0000-4000-8000-000000000000', 'APPROVE')).toMatchObject({ __typename: 'NotFound' });
  });

  test('after a refusal leaves an answer that was given since, and the place of a ticket, as they are', async () => {
    const one = await asking();
    await decide(one.attendance.id, 'DECLINE');
    await world.rsvp(one.ann, one.id, 'INTERESTED');
    expect(await decide(one.attendance.id, 'APPROVE')).toMatchObject({ attendance: { status: 'INTERESTED' } });
    expect(await world.rsvp(one.ann, one.id)).toMatchObject({ attendance: { status: 'GOING' } });
    const other = await asking();
    await decide(other.attendance.id, 'DECLINE');
    await aBoxOffice(world, other.id).tell();
    await anOrder(world, other.ann, other.id).paid();
    expect(await decide(other.attendance.id, 'APPROVE')).toMatchObject({ attendance: { status: 'GOING' } });
  });

  test('of a ticketed event is leave to buy', async () => {
    const { ann, id, attendance } = await asking();
    await aBoxOffice(world, id).tell();
    expect(await ask(ann, id, 'TICKET')).toMatchObject({ code: 'APPROVAL_PENDING' });
    expect(await decide(attendance.id, 'APPROVE')).toMatchObject({ attendance: { status: 'INTERESTED' } });
    expect(await ask(ann, id, 'TICKET')).toMatchObject({ code: 'ELIGIBLE' });
    expect(await world.rsvp(ann, id)).toMatchObject({ __typename: 'TicketNeeded' });
    await anOrder(world, ann, id).paid();
    expect(await own(ann, id)).toMatchObject({ status: 'GOING' });
  });
});

test('a virtual event is submitted with its address (events F8), which is told to those who go alone', async () => {
  const ann = aViewer();
  const draft = await world.anEvent({ status: 'DRAFT', format: 'VIRTUAL' });
  const submit = async () => (await world.run(world.organiser, SubmitEventDocument, { input: { eventId: draft.id } })).submitEvent;
  expect(await submit()).toMatchObject({ __typename: 'WrongEventStatus', nextStep: 'COMPLETE_ACTION' });
  const onlineUrl = 'https://watch.example/1';
  const { id } = await world.anEvent({ format: 'VIRTUAL', onlineUrl });
  const read = async () => (await world.run(ann, 'query ($id: ID!) { event(id: $id) { onlineUrl } }', { id })).event.onlineUrl;
  await world.rsvp(ann, id, 'INTERESTED');
  expect(await read()).toBeNull();
  await world.rsvp(ann, id);
  expect(await read()).toBe(onlineUrl);
  const [door, editor] = [aViewer(), aViewer()];
  await world.join(id, door, 'DOOR');
  await world.join(id, editor, 'EDITOR');
  const codes = await Promise.all([door, editor].map((viewer) => ask(viewer, id, 'ONLINE')));
  expect(codes.map((found) => found!.code === 'ELIGIBLE')).toEqual([false, true]);
  const { version: now } = (await world.run(world.organiser, EventVersionDocument, { id })).event!;
  const emptied = await world.run(world.organiser, UpdateEventDocument, { input: { eventId: id, version: now, onlineUrl: null } });
  expect(emptied.updateEvent).toMatchObject({ __typename: 'InvalidInput', field: 'onlineUrl' });
});

test('an event that is called off has no guests any more (bug-reports-domain S04)', async () => {
  const guests = { GOING: aViewer(), MAYBE: aViewer(), NOT_GOING: aViewer() };
  const { id } = await world.anEvent();
  for (const [status, guest] of Object.entries(guests)) await world.rsvp(guest, id, status as keyof typeof guests);
  await world.callOff(id);
  expect(await own(guests.GOING, id)).toMatchObject({ status: 'CANCELLED' });
  expect(await own(guests.MAYBE, id)).toMatchObject({ status: 'CANCELLED' });
  expect(await own(guests.NOT_GOING, id)).toMatchObject({ status: 'NOT_GOING' });
});
