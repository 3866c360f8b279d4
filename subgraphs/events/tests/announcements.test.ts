import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import type { EventAnnounced } from '@marquee/schema/topics';
import { print } from 'graphql';
import { AnnounceToGuestsDocument, CheckInDocument, GuestListOfTeamDocument, type AnnounceToGuestsInput } from './generated/documents';
import { aReplica, locklessAfter } from './replicas';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
const facts: EventAnnounced[] = [];
beforeAll(async () => {
  world = await startWorld();
  await world.bus.consume('listener', ['event.announced'], async ({ payload }) => void facts.push(payload as EventAnnounced));
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const announce = async (input: Partial<AnnounceToGuestsInput> & { eventId: string }, viewer = world.organiser): Promise<Data> =>
  (await world.run(viewer, AnnounceToGuestsDocument, { input: { text: 'Bring a coat.', ...input } as AnnounceToGuestsInput }))
    .announceToGuests;
const seen = async (viewer: Viewer | null, id: string): Promise<Data> => (await world.run(viewer, GuestListOfTeamDocument, { id })).event!;
const told = async (eventId: string) => {
  await world.subgraph.drain();
  return facts.filter((fact) => fact.eventId === eventId);
};

describe('an announcement', () => {
  test('is told to guests of the answers it names, once each, and not to its author', async () => {
    const { id } = await world.anEvent();
    const [ann, bob, cy] = [aViewer(), aViewer(), aViewer()];
    await world.rsvp(ann, id);
    await world.rsvp(world.organiser, id);
    await world.rsvp(bob, id, 'MAYBE');
    await world.rsvp(cy, id, 'NOT_GOING');
    const { announcement } = await announce({ eventId: id, statuses: ['GOING', 'MAYBE'], idempotencyKey: 'once' });
    expect(announcement).toMatchObject({
      author: { id: world.organiser.id },
      statuses: ['GOING', 'MAYBE'],
      text: 'Bring a coat.',
      guestCount: 2,
    });
    expect((await announce({ eventId: id, statuses: ['GOING', 'MAYBE'], idempotencyKey: 'once' })).announcement.id).toBe(announcement.id);
    const [fact, ...more] = await told(id);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({ announcementId: announcement.id, part: 0, version: 1, eventTitle: 'An evening', text: 'Bring a coat.' });
    expect([...fact!.userIds].sort()).toEqual([ann.id, bob.id].sort());
  });

  test('is made three times a day at most', async () => {
    const { id } = await world.anEvent();
    for (let n = 0; n < 3; n++) expect((await announce({ eventId: id, text: `No. ${n}` })).__typename).toBe('AnnounceToGuestsSuccess');
    expect(await announce({ eventId: id })).toMatchObject({ __typename: 'TooManyRequests', retryAt: later(DAY) });
    expect((await seen(world.organiser, id)).announcements.nodes.map(({ text }: Data) => text)).toHaveLength(3);
    world.clock.advance(DAY);
    expect((await announce({ eventId: id })).__typename).toBe('AnnounceToGuestsSuccess');
  });

  test('is for those who see the guests to make and to read', async () => {
    const { id } = await world.anEvent();
    const [editor, door] = [aViewer(), aViewer()];
    await world.join(id, editor, 'EDITOR');
    await world.join(id, door, 'DOOR');
    expect((await announce({ eventId: id }, editor)).__typename).toBe('AnnounceToGuestsSuccess');
    for (const stranger of [door, aViewer()]) expect((await announce({ eventId: id }, stranger)).__typename).toBe('NotAllowed');
    expect((await announce({ eventId: randomUUID() })).__typename).toBe('NotFound');
    expect((await announce({ eventId: (await world.anEvent({ status: 'DRAFT' })).id })).__typename).toBe('EventNotOpen');
    for (const bad of [{ statuses: [] }, { statuses: ['NOT_GOING' as const] }, { text: ' ' }, { text: 'x'.repeat(301) }])
      expect((await announce({ eventId: id, ...bad })).__typename).toBe('InvalidInput');
    const { errors } = await world.execute(null, print(AnnounceToGuestsDocument), { input: { eventId: id, text: 'x' } });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    for (const stranger of [door, null]) expect((await seen(stranger, id)).announcements).toEqual({ totalCount: 0, nodes: [] });
    expect((await seen(editor, id)).announcements.totalCount).toBe(1);
  });

  /** Two more than a day has, at once, by two replicas. */
  async function race(module?: Parameters<typeof aReplica>[1]) {
    const { id } = await world.anEvent();
    for (let n = 0; n < 2; n++) await announce({ eventId: id, text: `No. ${n}` });
    const replicas = await Promise.all([aReplica(world, module), aReplica(world, module)]);
    const input = { eventId: id, statuses: ['GOING' as const], text: 'Both' };
    const answers = await Promise.all(replicas.map((replica) => replica.execute(world.organiser, AnnounceToGuestsDocument, { input })));
    return answers.map(({ data }) => data?.announceToGuests.__typename as string).sort();
  }

  test('of two that are made at once when one is left, one is told', async () => {
    expect(await race()).toEqual(['AnnounceToGuestsSuccess', 'TooManyRequests']);
  });

  test('control: without the lock both are', async () => {
    const meet = meetingOf(2);
    const module = locklessAfter((statement) => (statement === 'announcement.findMany' ? meet() : undefined));
    expect(await race(module)).toEqual(['AnnounceToGuestsSuccess', 'AnnounceToGuestsSuccess']);
  });
});

test('who did not come is on a list for the team, once it is over', async () => {
  const { id } = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
  const [came, absent] = [aViewer(), aViewer()];
  for (const guest of [came, absent]) await world.rsvp(guest, id);
  await world.run(world.organiser, CheckInDocument, { input: { eventId: id, userId: came.id, nonce: '1' } });
  expect((await seen(world.organiser, id)).noShows.totalCount).toBe(0);
  world.clock.advance(3 * HOUR);
  expect((await seen(world.organiser, id)).noShows).toEqual({ totalCount: 1, nodes: [{ user: { id: absent.id } }] });
  for (const stranger of [came, null]) expect((await seen(stranger, id)).noShows).toEqual({ totalCount: 0, nodes: [] });
});
