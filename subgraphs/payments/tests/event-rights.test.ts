import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, withoutLocks, type Data } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { Client } from 'pg';
import type { Database } from '../src/db';
import { CreateTicketTierDocument, UpdateTicketTierDocument } from './generated/documents';
import { admin, startWorld, type World } from './world';

/** Who sells and refunds (payments-platform F26): every role, every way that asks SELL or REPORT. */
type Who = { owner?: Partial<EventChanged>; viewer: Viewer; employed?: 'OWNER' | 'MANAGER' | 'STAFF' | null };

const house = randomUUID();
const inTeam = (role: 'OWNER' | 'EDITOR' | 'BOX_OFFICE' | 'DOOR', owner: Partial<EventChanged> = {}): Who => {
  const viewer = aViewer();
  return { viewer, owner: { ...owner, team: [{ userId: viewer.id, role }] } };
};
const ofHouse = (employed: Who['employed'], viewer = aViewer()): Who => ({ viewer, employed, owner: { organizationId: house } });
const maker = aViewer();
const left = aViewer();

const PEOPLE: [string, Who, boolean][] = [
  ['its creator', { viewer: maker, owner: { creatorId: maker.id } }, true],
  ['an OWNER on the team', inTeam('OWNER'), true],
  ['an EDITOR', inTeam('EDITOR'), false],
  ['BOX_OFFICE', inTeam('BOX_OFFICE'), true],
  ['the DOOR', inTeam('DOOR'), false],
  ['an owner of the organisation', ofHouse('OWNER'), true],
  ['a manager of the organisation', ofHouse('MANAGER'), true],
  ['staff of the organisation', ofHouse('STAFF'), false],
  ['BOX_OFFICE of an organisation’s event', inTeam('BOX_OFFICE', { organizationId: house }), true],
  ['its creator, who left the organisation', { viewer: left, owner: { creatorId: left.id, organizationId: house }, employed: null }, false],
  ['a stranger', { viewer: aViewer() }, false],
  ['a curator', { viewer: aViewer({ role: 'curator' }) }, false],
  ['an admin', { viewer: admin }, true],
];

let world: World;
const boss = aViewer();
let version = 0;
const employ = (viewer: Viewer, role: string | null, organizationId = house, at = ++version) =>
  world.tell('organization.member_changed', organizationId, { organizationId, version: at, userId: viewer.id, role });

beforeAll(async () => {
  world = await startWorld();
  await employ(boss, 'OWNER');
});

const tierOf = (eventId: string, name: string) => ({ eventId, name, price: { amountMinor: 2000, currency: 'CAD' }, quantity: 5 });

test.each(PEOPLE)('%s', async (_name, { viewer, owner = {}, employed }, sells) => {
  const seller = owner.organizationId ? boss : aViewer({ id: owner.creatorId ?? randomUUID() });
  if (employed !== undefined) await employ(viewer, employed);
  const tier = await world.aTier({ event: await world.anEvent({ creatorId: seller.id, ...owner }), organiser: seller });
  const { eventId } = tier.event;
  const [order, other] = [await world.buy(aViewer(), tier.id), await world.buy(aViewer(), tier.id)];
  const event = (await world.entity(viewer, { __typename: 'Event', id: eventId }, '{ orders { totalCount } ticketTiers { sold } }')).data!
    ._entities[0];
  const seen: Data = (
    await world.run(viewer, 'query($id: ID!) { order(id: $id) { id revenueShare { creator { amountMinor } } } }', { id: order.id })
  ).order;
  expect({
    orders: event.orders !== null,
    sold: event.ticketTiers[0].sold !== null,
    order: seen !== null,
    share: seen?.revenueShare.creator !== undefined && seen.revenueShare.creator !== null,
    create: (await world.run(viewer, CreateTicketTierDocument, { input: tierOf(eventId, 'Late') })).createTicketTier.__typename,
    update: (await world.run(viewer, UpdateTicketTierDocument, { input: { tierId: tier.id, name: 'Early' } })).updateTicketTier.__typename,
    refund: (await world.refund(viewer, { orderId: order.id })).__typename,
    other: (await world.refund(viewer, { orderId: other.id, ticketIds: [other.tickets[0]!.id] })).__typename,
  }).toEqual({
    orders: sells,
    sold: sells,
    order: sells,
    share: sells,
    create: sells ? 'CreateTicketTierSuccess' : 'NotAllowed',
    update: sells ? 'UpdateTicketTierSuccess' : 'NotAllowed',
    refund: sells ? 'RefundOrderSuccess' : 'NotFound',
    other: sells ? 'RefundOrderSuccess' : 'NotFound',
  });
});

test('an event of an organisation earns for the organisation, also when its creator leaves and is erased', async () => {
  const organizationId = randomUUID();
  const owner = aViewer();
  await employ(owner, 'OWNER', organizationId);
  const tier = await world.aTier({ event: await world.anEvent({ creatorId: owner.id, organizationId }), organiser: owner });
  await world.buy(aViewer(), tier.id);
  const account = async () =>
    world.sql<Data>(`SELECT owner_id FROM ledger_accounts WHERE kind = 'CREATOR_PAYABLE' AND owner_id = $1`, [organizationId]);
  expect(await account()).toHaveLength(1);
  await employ(owner, null, organizationId);
  await world.tell('user.erased', owner.id, { userId: owner.id });
  await world.buy(aViewer(), tier.id);
  expect(await account()).toHaveLength(1);
  expect(await world.sql('SELECT DISTINCT creator_id FROM revenue_shares WHERE creator_id = $1', [organizationId])).toHaveLength(1);
  expect((await world.health()).healthy).toBe(true);
});

describe('what is told of teams, organisations, invitations and guests', () => {
  const sells = async (viewer: Viewer, eventId: string) =>
    (await world.entity(viewer, { __typename: 'Event', id: eventId }, '{ orders { totalCount } }')).data!._entities[0].orders !== null;

  test('late and repeated facts change nothing', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const event = await world.anEvent({ version: 3, team: [{ userId: ann.id, role: 'BOX_OFFICE' }] });
    await world.tell('event.changed', event.eventId, { ...event, version: 2, team: [{ userId: bob.id, role: 'OWNER' }] });
    expect([await sells(ann, event.eventId), await sells(bob, event.eventId)]).toEqual([true, false]);
    await world.tell('event.changed', event.eventId, { ...event, version: 4, team: [] });
    await world.tell('event.changed', event.eventId, event);
    expect(await sells(ann, event.eventId)).toBe(false);
    const own = await world.anEvent({ organizationId: house });
    await employ(bob, null, house, 7_000);
    await employ(bob, 'OWNER', house, 6_999);
    expect(await sells(bob, own.eventId)).toBe(false);
  });

  test('who is suspended or erased has no right, whatever comes late', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const team = [ann, bob].map(({ id: userId }) => ({ userId, role: 'OWNER' as const }));
    const event = await world.anEvent({ team });
    await world.tell('user.updated', ann.id, { userId: ann.id, version: 1, active: false, reputation: 50 });
    await world.tell('user.erased', bob.id, { userId: bob.id });
    await world.tell('organization.member_changed', house, { organizationId: house, version: 9, userId: bob.id, role: 'OWNER' });
    expect([await sells(ann, event.eventId), await sells(bob, event.eventId)]).toEqual([false, false]);
    expect(await world.sql('SELECT 1 FROM organization_members WHERE user_id = $1', [bob.id])).toEqual([]);
    expect(await world.sql('SELECT 1 FROM events WHERE team::text LIKE $1', [`%${bob.id}%`])).toEqual([]);
  });

  test('a private event is seen by those who are invited, as long as they are; a guest who says no sees it no more', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const owner = aViewer();
    const event = await world.anEvent({ creatorId: owner.id });
    await world.aTier({ event, organiser: owner });
    await world.tell('event.changed', event.eventId, { ...event, version: 2, visibility: 'PRIVATE' });
    const sees = async (viewer: Viewer) =>
      (await world.entity(viewer, { __typename: 'Event', id: event.eventId }, '{ ticketTiers { id } }')).data!._entities[0].ticketTiers !==
      null;
    const invitation = (at: number, invited: boolean) =>
      world.tell('event.invitation_changed', event.eventId, {
        eventId: event.eventId,
        version: at,
        userId: ann.id,
        invitedBy: owner.id,
        invited,
      });
    const answer = (at: number, status: string) =>
      world.tell('attendance.changed', event.eventId, {
        attendanceId: randomUUID(),
        version: at,
        eventId: event.eventId,
        userId: bob.id,
        status,
        checkedInAt: null,
      });
    expect([await sees(ann), await sees(bob)]).toEqual([false, false]);
    await invitation(1, true);
    await answer(1, 'GOING');
    expect([await sees(ann), await sees(bob)]).toEqual([true, true]);
    await invitation(2, false);
    await invitation(1, true);
    await answer(2, 'NOT_GOING');
    await answer(1, 'GOING');
    expect([await sees(ann), await sees(bob)]).toEqual([false, false]);
  });
});

describe('a box office that is closed while a tier is made', () => {
  async function race(db: (db: Database) => Database = (own) => own): Promise<{ waited: boolean; made: string }> {
    const one = await startWorld({ db });
    const ann = aViewer();
    const event = await one.anEvent({ team: [{ userId: ann.id, role: 'BOX_OFFICE' }] });
    // The fact that closes it is being taken in, and commits later.
    const client = new Client({ connectionString: one.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query(`UPDATE events SET team = '[]', version = 2 WHERE id = $1`, [event.eventId]);
    let done = false;
    const made = one
      .run(ann, CreateTicketTierDocument, { input: tierOf(event.eventId, 'Late') })
      .then(({ createTicketTier }) => createTicketTier.__typename)
      .finally(() => (done = true));
    await eventually(async () => {
      const waiting = await one.sql(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      if (!done && waiting.length === 0) throw new Error('neither done nor waiting');
    });
    const waited = !done;
    await client.query('COMMIT');
    await client.end();
    return { waited, made: await made };
  }

  test('the tier waits, and is refused', async () => {
    expect(await race()).toEqual({ waited: true, made: 'NotAllowed' });
  });

  test('control: without the lock it is made by somebody who may not any more', async () => {
    expect(await race(withoutLocks)).toEqual({ waited: false, made: 'CreateTicketTierSuccess' });
  });
});
