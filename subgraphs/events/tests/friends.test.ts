import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { AttendeesDocument, FriendsAttendingDocument, type AttendeesQueryVariables } from './generated/documents';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const friends = async (viewer: Viewer | null, id: string, first = 5) =>
  (await world.run(viewer, FriendsAttendingDocument, { id, first })).event!.friendsAttending;
const idsOf = (people: Viewer[]) => people.map(({ id }) => ({ id }));

describe('friends who are going', () => {
  test('are those who let friends see it, last answer first', async () => {
    const [me, ann, bob, cleo, dan] = [aViewer(), aViewer(), aViewer(), aViewer(), aViewer()];
    for (const friend of [ann, bob, cleo, dan]) await world.befriend(friend, me);
    const { id } = await world.anEvent();
    await world.rsvp(ann, id, 'GOING', { visibility: 'FRIENDS' });
    world.clock.advance(1000);
    await world.rsvp(bob, id, 'GOING', { visibility: 'PUBLIC' });
    await world.rsvp(cleo, id, 'GOING', { visibility: 'PRIVATE' });
    await world.rsvp(dan, id, 'INTERESTED', { visibility: 'PUBLIC' });
    await world.rsvp(aViewer(), id, 'GOING', { visibility: 'PUBLIC' });
    expect(await friends(me, id)).toEqual({ nodes: idsOf([bob, ann]), totalCount: 2 });
    expect(await friends(me, id, 1)).toEqual({ nodes: idsOf([bob]), totalCount: 2 });
    expect(await friends(null, id)).toEqual({ nodes: [], totalCount: 0 });
    expect(await friends(aViewer(), id)).toEqual({ nodes: [], totalCount: 0 });
  });

  test('are none while the request is open, after it ended, and when it is a colleague', async () => {
    const [me, ann] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    await world.rsvp(ann, id, 'GOING', { visibility: 'FRIENDS' });
    const connectionId = randomUUID();
    const state = (version: number, status: string, type = 'FRIEND') =>
      world.tell('connection.changed', connectionId, { connectionId, version, requesterId: me.id, addresseeId: ann.id, type, status });
    const seen = async () => (await friends(me, id)).totalCount;
    await state(1, 'PENDING');
    expect(await seen()).toBe(0);
    await state(2, 'ACCEPTED');
    expect(await seen()).toBe(1);
    await state(4, 'REMOVED');
    expect(await seen()).toBe(0);
    await state(3, 'ACCEPTED');
    expect(await seen()).toBe(0);
    await state(5, 'ACCEPTED', 'PROFESSIONAL');
    expect(await seen()).toBe(0);
    await state(6, 'ACCEPTED', 'FAMILY');
    expect(await seen()).toBe(1);
  });

  test('are not those who blocked, or were blocked, though another tie remains', async () => {
    const [me, ann] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    await world.rsvp(ann, id, 'GOING', { visibility: 'PUBLIC' });
    await world.befriend(me, ann);
    await world.befriend(ann, me, { status: 'BLOCKED' });
    expect((await friends(me, id)).totalCount).toBe(0);
    expect((await friends(ann, id)).totalCount).toBe(0);
  });

  test('are forgotten with a person who is erased, also when late facts come', async () => {
    const [me, ann] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    await world.befriend(me, ann);
    await world.rsvp(ann, id, 'GOING', { visibility: 'PUBLIC' });
    await world.tell('user.erased', ann.id, { userId: ann.id });
    await world.befriend(me, ann);
    expect((await friends(me, id)).totalCount).toBe(0);
  });
});

describe('the list of attendees', () => {
  const attendees = async (viewer: Viewer | null, id: string, args: Omit<AttendeesQueryVariables, 'id'> = {}): Promise<Data> =>
    (await world.run(viewer, AttendeesDocument, { id, ...args })).event!.attendees;
  const people = (list: Data): string[] => list.nodes.map((node: Data) => node.user.id).sort();
  const sorted = (...viewers: Viewer[]) => viewers.map(({ id }) => id).sort();

  test('shows the organiser everybody with a place, and others whom they may see', async () => {
    const [ann, bob, cleo, friend, blocked] = [aViewer(), aViewer(), aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent();
    await world.rsvp(ann, id, 'GOING', { visibility: 'PUBLIC' });
    await world.rsvp(bob, id, 'GOING', { visibility: 'FRIENDS' });
    await world.rsvp(cleo, id, 'GOING', { visibility: 'PRIVATE' });
    await world.befriend(friend, bob);
    await world.befriend(blocked, ann, { status: 'BLOCKED' });
    expect(people(await attendees(world.organiser, id))).toEqual(sorted(ann, bob, cleo));
    expect(people(await attendees(null, id))).toEqual(sorted(ann));
    expect(people(await attendees(friend, id))).toEqual(sorted(ann, bob));
    expect(people(await attendees(blocked, id))).toEqual([]);
    expect(people(await attendees(cleo, id))).toEqual(sorted(ann, cleo));
    expect((await attendees(friend, id)).totalCount).toBe(2);
  });

  test('does not show the organiser who is merely interested in private', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    await world.rsvp(ann, id, 'INTERESTED', { visibility: 'PRIVATE' });
    await world.rsvp(bob, id, 'INTERESTED', { visibility: 'PUBLIC' });
    expect(people(await attendees(world.organiser, id, { status: 'INTERESTED' }))).toEqual(sorted(bob));
  });

  test('says the same of a single answer as of the list', async () => {
    const [ann, stranger] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    const { attendance } = await world.rsvp(ann, id, 'GOING', { visibility: 'FRIENDS' });
    const seen = async (viewer: Viewer | null) =>
      (await world.entity(viewer, { __typename: 'Attendance', id: attendance.id }, '{ id status }')).data!._entities[0] !== null;
    expect(await seen(ann)).toBe(true);
    expect(await seen(world.organiser)).toBe(true);
    expect(await seen(stranger)).toBe(false);
    expect(await seen(null)).toBe(false);
    await world.befriend(stranger, ann);
    expect(await seen(stranger)).toBe(true);
  });

  test('shows the organiser by its id, as in the list, no interest of a person who blocked them', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent();
    await world.befriend(ann, world.organiser, { status: 'BLOCKED' });
    const seen = async (guest: Viewer) => {
      const { attendance } = await world.rsvp(guest, id, 'INTERESTED', { visibility: 'PUBLIC' });
      return (await world.entity(world.organiser, { __typename: 'Attendance', id: attendance.id }, '{ id }')).data!._entities[0] !== null;
    };
    expect([await seen(ann), await seen(bob)]).toEqual([false, true]);
  });

  test('goes page by page without losing or repeating anybody', async () => {
    const { id } = await world.anEvent();
    const guests = Array.from({ length: 7 }, () => aViewer());
    for (const guest of guests) {
      world.clock.advance(1000);
      await world.rsvp(guest, id);
    }
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: Data = await attendees(world.organiser, id, { first: 3, after });
      seen.push(...page.nodes.map((node: { user: { id: string } }) => node.user.id));
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    expect(seen).toEqual(guests.map((guest) => guest.id).reverse());
  });
});

describe('where somebody is going', () => {
  const attending = async (viewer: Viewer | null, person: Viewer) =>
    (
      await world.run(
        viewer,
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { attending { nodes { id } totalCount } } } }',
        { r: [{ __typename: 'User', id: person.id }] },
      )
    )._entities[0].attending;

  test('is told to themselves, to friends and to everybody, answer by answer (E45)', async () => {
    const [ann, friend, blocked] = [aViewer(), aViewer(), aViewer()];
    await world.befriend(ann, friend);
    await world.befriend(ann, blocked, { status: 'BLOCKED' });
    const events = [await world.anEvent(), await world.anEvent(), await world.anEvent()];
    for (const [n, visibility] of (['PUBLIC', 'FRIENDS', 'PRIVATE'] as const).entries())
      await world.rsvp(ann, events[n]!.id, 'GOING', { visibility });
    const count = async (viewer: Viewer | null) => (await attending(viewer, ann)).totalCount;
    expect([await count(ann), await count(friend), await count(aViewer()), await count(null), await count(blocked)]).toEqual([
      3, 2, 1, 1, 0,
    ]);
  });
});
