import { setTimeout } from 'node:timers/promises';
import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer } from '@marquee/platform/testing';
import { openDatabase, type Database, type Tx } from '../src/db';
import { CheckInDocument, InviteToEventDocument, UpdateEventDocument } from './generated/documents';
import { anOrder } from './selling';
import { DAY, decision, HOUR, startWorld, type World } from './world';

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const erase = (person: Viewer) => world.tell('user.erased', person.id, { userId: person.id });

/** What is done while this transaction has its locks, and goes on when it has committed. */
async function behind(locks: (tx: Tx) => Promise<unknown>, what: () => Promise<unknown>, then: (tx: Tx) => Promise<unknown>) {
  let done!: Promise<unknown>;
  await db.transaction(async (tx) => {
    await locks(tx);
    done = what();
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while (((await db.pool.query(waiting)).rowCount ?? 0) < 1) await setTimeout(10);
    await then(tx);
  });
  await done;
}

test('facts of a person that come after the erasure bring nothing back', async () => {
  const ann = aViewer();
  await world.know([ann]);
  const { id } = await world.anEvent({ capacity: 5 });
  const order = anOrder(world, ann, id);
  await erase(ann);
  await order.paid();
  await order.refunded();
  const groupId = crypto.randomUUID();
  await world.tell('group.member_changed', groupId, { groupId, groupName: 'Chess', version: 1, userId: ann.id, role: 'MEMBER' });
  expect(await db.prisma.ticketCopy.count({ where: { userId: ann.id } })).toBe(0);
  expect(await db.prisma.attendance.count({ where: { userId: ann.id } })).toBe(0);
  expect((await db.pool.query('SELECT 1 FROM group_members WHERE user_id = $1', [ann.id])).rowCount).toBe(0);
});

test('the scans of a person go with their answer', async () => {
  const ann = aViewer();
  const startsAt = new Date(world.clock.now().getTime() + HOUR);
  const { id } = await world.anEvent({ startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + HOUR).toISOString() });
  await world.rsvp(ann, id);
  const input = { eventId: id, userId: ann.id, nonce: '1' };
  expect((await world.run(world.organiser, CheckInDocument, { input })).checkIn.__typename).toBe('CheckInSuccess');
  await erase(ann);
  expect(await db.prisma.checkIn.count({ where: { eventId: id } })).toBe(0);
  expect(await world.counts(id)).toMatchObject({ going: 0, checkedIn: 0 });
});

test('that a draft went with its creator is told', async () => {
  const ann = aViewer();
  const { id } = await world.anEvent({ by: ann, status: 'DRAFT' });
  await erase(ann);
  const told = `SELECT payload FROM outbox WHERE topic = 'event.changed' AND key = $1 ORDER BY sequence DESC LIMIT 1`;
  expect((await db.pool.query<{ payload: object }>(told, [id])).rows[0]!.payload).toMatchObject({ eventId: id, change: 'DELETED' });
});

const statusOf = async (id: string) => (await db.prisma.event.findUnique({ where: { id }, select: { status: true } }))?.status ?? null;

test('what waits for a curator goes with its creator, and a decision that comes late publishes nothing', async () => {
  const ann = aViewer();
  const waiting = await world.anEvent({ by: ann, status: 'PENDING_REVIEW' });
  const ours = await world.anEvent({ status: 'PENDING_REVIEW' });
  await erase(ann);
  await world.tell('curation.decided', waiting.id, decision({ eventId: waiting.id, eventVersion: waiting.version }));
  expect(await statusOf(waiting.id)).toBeNull();
  expect(await statusOf(ours.id)).toBe('PENDING_REVIEW');
  const told = `SELECT payload->>'change' AS change, payload->>'title' AS title FROM outbox WHERE topic = 'event.changed' AND key = $1 ORDER BY sequence DESC LIMIT 1`;
  expect((await db.pool.query(told, [waiting.id])).rows).toEqual([{ change: 'DELETED', title: '' }]);
});

test('what was approved while its creator had still to be erased is called off: guests are told, and nobody is offered a place', async () => {
  const [ann, ben, cem, dee] = [aViewer(), aViewer(), aViewer(), aViewer()];
  await world.know([ben, cem, dee]);
  const { id } = await world.anEvent({ by: ann, capacity: 1 });
  const over = await world.anEvent({ by: ann });
  for (const guest of [ben, cem, dee]) await world.rsvp(guest, id);
  await db.pool.query(`UPDATE events SET status = 'COMPLETED' WHERE id = $1`, [over.id]);
  await world.rsvp(ben, id, 'NOT_GOING');
  const offers = () => db.prisma.attendance.count({ where: { eventId: id, offerExpiresAt: { not: null } } });
  expect(await offers()).toBe(1);
  await erase(ann);
  expect([await statusOf(id), await statusOf(over.id)]).toEqual(['CANCELLED', 'COMPLETED']);
  expect(await offers()).toBe(0);
});

test('a published event that a curator sent back holds an erasure up like any that is to come', async () => {
  const ann = aViewer();
  const { id, version } = await world.anEvent({ by: ann });
  await world.anEvent({ by: ann, status: 'PENDING_REVIEW' });
  const later = new Date(world.clock.now().getTime() + DAY).toISOString();
  await world.tell(
    'curation.decided',
    id,
    decision({ eventId: id, eventVersion: version, status: 'NEEDS_REVISION', version: 9, decidedAt: later }),
  );
  expect(await statusOf(id)).toBe('NEEDS_REVISION');
  await world.tell('erasure.asked', ann.id, { erasureId: crypto.randomUUID(), userId: ann.id });
  const foreseen = `SELECT payload FROM outbox WHERE topic = 'erasure.foreseen' AND key = $1`;
  const { payload } = (await db.pool.query<{ payload: { items: unknown; blockers: unknown } }>(foreseen, [ann.id])).rows[0]!;
  expect(payload.blockers).toEqual([{ kind: 'UPCOMING_EVENTS', count: 1 }]);
  expect(payload.items).toContainEqual({ subject: 'DRAFT_EVENTS', fate: 'GOES', count: 1 });
});

test('whom an erased person has invited stays invited, by nobody who can be found; their private place is nobody’s', async () => {
  const [ann, ben, eve] = [aViewer(), aViewer(), aViewer()];
  await world.know([ann, ben, eve]);
  const venue = { name: 'Ann’s attic', address: '4 Elm St', city: 'Toronto' };
  const { id } = await world.anEvent({ by: ann, visibility: 'PRIVATE', venue });
  const other = await world.anEvent({ visibility: 'PRIVATE' });
  await world.join(other.id, ann, 'EDITOR');
  for (const eventId of [id, other.id])
    expect((await world.run(ann, InviteToEventDocument, { input: { eventId, userIds: [ben.id] } })).inviteToEvent).toMatchObject({
      invitedCount: 1,
    });
  await erase(ann);
  const invited = await db.prisma.eventInvitation.findMany({ where: { userId: ben.id } });
  expect(invited.map(({ eventId, invited, invitedBy }) => [eventId, invited, invitedBy === ann.id])).toEqual(
    expect.arrayContaining([
      [id, true, false],
      [other.id, true, false],
    ]),
  );
  for (const table of ['event_invitations', 'event_team', 'venues'])
    expect((await db.pool.query(`SELECT 1 FROM ${table} t WHERE t::text LIKE $1`, [`%${ann.id}%`])).rowCount, table).toBe(0);
});

test('an erasure takes the event before its guest list, as an edit does: the two never wait for each other', async () => {
  const ann = aViewer();
  const { id, version } = await world.anEvent({ title: 'Jazz' });
  await world.join(id, ann, 'EDITOR');
  await world.rsvp(ann, id);
  await world.run(ann, UpdateEventDocument, { input: { eventId: id, version, title: 'Blues' } });
  await behind(
    (tx) => tx.$queryRaw`SELECT 1 FROM events WHERE id = ${id}::uuid FOR UPDATE`,
    () => erase(ann),
    (tx) => tx.$queryRaw`SELECT 1 FROM attendance_counts WHERE event_id = ${id}::uuid FOR UPDATE NOWAIT`,
  );
  expect(await db.prisma.attendance.count({ where: { userId: ann.id } })).toBe(0);
  expect(await db.prisma.eventRevision.count({ where: { authorId: ann.id } })).toBe(0);
});

test('a payment takes the guest list before its tickets, as the door does: the two never wait for each other', async () => {
  const ann = aViewer();
  const { id } = await world.anEvent();
  const order = anOrder(world, ann, id);
  const [ticketId] = order.ticketIds;
  await behind(
    (tx) => tx.$queryRaw`SELECT 1 FROM attendance_counts WHERE event_id = ${id}::uuid FOR UPDATE`,
    () => order.paid(),
    // The door has heard of the ticket first.
    (tx) => tx.$executeRaw`
      INSERT INTO tickets (id, order_id, event_id) VALUES (${ticketId}::uuid, ${crypto.randomUUID()}::uuid, ${id}::uuid)`,
  );
  expect(await world.counts(id)).toMatchObject({ going: 1 });
});
