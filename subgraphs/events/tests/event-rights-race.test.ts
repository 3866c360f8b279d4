import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, eventually } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import { CheckInDocument, EventVersionDocument, InviteToEventDocument } from './generated/documents';
import { aReplica, lockless, type Replica } from './replicas';
import { HOUR, startWorld, type World } from './world';

// Somebody is removed from a team while they do something: it is done before the removal, or not at all.

let world: World;
let db: Database;
beforeEach(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const waiting = async () => {
  const [row] = await db.prisma.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row!.n;
};

/** What becomes of a request that comes while the removal of the person who sends it is on its way, and commits after it. */
async function whileRemoved(
  remove: string,
  values: unknown[],
  request: () => Promise<string>,
): Promise<{ waited: boolean; answer: string }> {
  let answer: Promise<string> | undefined;
  let waited = false;
  await db.transaction(async (tx) => {
    await tx.$executeRawUnsafe(remove, ...values);
    let done = false;
    answer = request().finally(() => (done = true));
    await eventually(async () => {
      if (!done && (await waiting()) === 0) throw new Error('neither done nor waiting');
    });
    waited = !done;
  });
  return { waited, answer: await answer! };
}

const LEAVE = `UPDATE event_team SET state = 'GONE', accepted_at = NULL WHERE event_id = $1::uuid AND user_id = $2::uuid`;
const RESIGN = `UPDATE organization_members SET role = NULL, version = 2 WHERE organization_id = $1::uuid AND user_id = $2::uuid`;

async function letIn(replica: Replica) {
  const [door, guest] = [aViewer(), aViewer()];
  const startsAt = new Date(world.clock.now().getTime() + HOUR);
  const { id } = await world.anEvent({ startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + HOUR).toISOString() });
  await world.join(id, door, 'DOOR');
  await world.rsvp(guest, id);
  const input = { eventId: id, userId: guest.id, nonce: '1' };
  return whileRemoved(LEAVE, [id, door.id], async () => (await replica.execute(door, CheckInDocument, { input })).data!.checkIn.__typename);
}

test('at the door: who is removed from the team waits, and lets nobody in any more', async () => {
  expect(await letIn(await aReplica(world))).toEqual({ waited: true, answer: 'NotAllowed' });
});

test('control: without the lock somebody is let in by a person who was removed', async () => {
  expect(await letIn(await aReplica(world, lockless))).toEqual({ waited: false, answer: 'CheckInSuccess' });
});

test('in an organisation: a manager who leaves waits, and invites nobody any more', async () => {
  const organizationId = crypto.randomUUID();
  const [manager, guest] = [aViewer(), aViewer()];
  await world.know([manager, guest]);
  await world.employ(manager, organizationId, 'MANAGER');
  const { id } = await world.anEvent({ by: manager, organizationId });
  const replica = await aReplica(world);
  const input = { eventId: id, userIds: [guest.id] };
  const invite = async () => (await replica.execute(manager, InviteToEventDocument, { input })).data!.inviteToEvent.__typename;
  expect(await whileRemoved(RESIGN, [organizationId, manager.id], invite)).toEqual({ waited: true, answer: 'NotAllowed' });
  expect((await world.run(manager, EventVersionDocument, { id })).event).not.toBeNull();
});
