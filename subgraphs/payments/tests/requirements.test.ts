import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, watched, withoutLocks } from '@marquee/platform/testing';
import type { AttendanceChanged, EventChanged } from '@marquee/schema/topics';
import type { Database } from '../src/db';
import { startWorld, type Tier, type World } from './world';

type Requirements = NonNullable<EventChanged['requirements']>;

const NOTHING: Requirements = { requiresApproval: false, invitationOnly: false, minPoints: null, minRating: null };
const MINUTE = 60_000;

/** What others tell of the people who want to buy. */
const teller = (world: World) => ({
  person: ({ id }: Viewer, version: number, parts: object, factId?: string) =>
    world.tell('user.updated', id, { userId: id, version, active: true, points: 0, reputation: 0, ...parts }, factId),
  invitation: ({ id }: Viewer, eventId: string, version: number, invited: boolean, factId?: string) =>
    world.tell('event.invitation_changed', eventId, { eventId, version, userId: id, invitedBy: id, invited }, factId),
  answer: ({ id }: Viewer, eventId: string, version: number, parts: Partial<AttendanceChanged>, factId?: string) =>
    world.tell(
      'attendance.changed',
      eventId,
      {
        ...{ attendanceId: randomUUID(), version, eventId, userId: id, status: 'PENDING_APPROVAL', previousStatus: null },
        ...{ visibility: 'PRIVATE', checkedInAt: null, offerExpiresAt: null, approval: null, ...parts },
      },
      factId,
    ),
});

describe('what an organiser asks of guests', () => {
  let world: World;
  let tells: ReturnType<typeof teller>;
  let buyer: Viewer;
  beforeAll(async () => {
    world = await startWorld();
    tells = teller(world);
  });
  beforeEach(() => (buyer = aViewer()));

  const asking = async (requirements: Partial<Requirements>, parts: Partial<EventChanged> = {}): Promise<Tier> =>
    world.aTier({ event: await world.anEvent({ requirements: { ...NOTHING, ...requirements }, ...parts }) });
  /** What stands in the way, by a checkout that is given up again. */
  const buys = async (tier: Tier, who = buyer): Promise<string> => {
    const { __typename, order, ...refusal } = await world.checkout(who, [{ tierId: tier.id, quantity: 1 }]);
    if (__typename !== 'CheckoutSuccess') return refusal.eligibility ?? __typename;
    await world.run(who, 'mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename } }', {
      input: { orderId: order.id },
    });
    return 'ELIGIBLE';
  };

  it('is refused with the code that events predicts with, a sentence and the next step; nothing is held', async () => {
    const tier = await asking({ invitationOnly: true });
    expect(await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }])).toMatchObject({
      __typename: 'NotEligible',
      code: 'NOT_ALLOWED_NOW',
      eligibility: 'INVITATION_NEEDED',
      message: 'This event is for invited people. Ask its organiser for an invitation.',
      nextStep: 'ASK_ORGANISER',
      retryable: false,
    });
    expect(await world.remaining(tier.id)).toBe(10);
    expect(await world.sql('SELECT 1 FROM orders WHERE user_id = $1', [buyer.id])).toEqual([]);
  });

  it('an invitation: as long as it stands, in whatever order and however often its facts come', async () => {
    const tier = await asking({ invitationOnly: true });
    const { eventId } = tier.event;
    const facts = [randomUUID(), randomUUID(), randomUUID()];
    await tells.invitation(buyer, eventId, 1, true, facts[0]);
    expect(await buys(tier)).toBe('ELIGIBLE');
    expect(await buys(tier, aViewer())).toBe('INVITATION_NEEDED');
    await tells.invitation(buyer, eventId, 3, true, facts[2]);
    await tells.invitation(buyer, eventId, 2, false, facts[1]);
    expect(await buys(tier)).toBe('ELIGIBLE');
    await tells.invitation(buyer, eventId, 4, false);
    await tells.invitation(buyer, eventId, 3, true, facts[2]);
    await tells.invitation(buyer, eventId, 3, true);
    expect(await buys(tier)).toBe('INVITATION_NEEDED');
  });

  it('points and reputation: those of the newest fact; of whom nothing was told has none', async () => {
    const [points, rating] = [await asking({ minPoints: 100 }), await asking({ minRating: 60 })];
    expect([await buys(points), await buys(rating)]).toEqual(['POINTS_NEEDED', 'RATING_NEEDED']);
    await tells.person(buyer, 2, { points: 100, reputation: 59.9 });
    expect([await buys(points), await buys(rating)]).toEqual(['ELIGIBLE', 'RATING_NEEDED']);
    await tells.person(buyer, 4, { points: 99, reputation: 60 });
    await tells.person(buyer, 3, { points: 500, reputation: 0 });
    expect([await buys(points), await buys(rating)]).toEqual(['POINTS_NEEDED', 'ELIGIBLE']);
  });

  it('approval: asked for by an answer, given by the team, and taken away again', async () => {
    const tier = await asking({ requiresApproval: true });
    const { eventId } = tier.event;
    expect(await buys(tier)).toBe('APPROVAL_NEEDED');
    await tells.answer(buyer, eventId, 1, { status: 'PENDING_APPROVAL' });
    expect(await buys(tier)).toBe('APPROVAL_PENDING');
    await tells.answer(buyer, eventId, 3, { status: 'INTERESTED', approval: 'APPROVED' });
    await tells.answer(buyer, eventId, 2, { status: 'CANCELLED', approval: 'DECLINED' });
    expect(await buys(tier)).toBe('ELIGIBLE');
    await tells.answer(buyer, eventId, 4, { status: 'CANCELLED', approval: 'DECLINED' });
    expect(await buys(tier)).toBe('APPROVAL_DECLINED');
  });

  it('whom the team approved has met the rest, too', async () => {
    const tier = await asking({ requiresApproval: true, invitationOnly: true, minPoints: 5 });
    await tells.answer(buyer, tier.event.eventId, 1, { status: 'INTERESTED', approval: 'APPROVED' });
    expect(await buys(tier)).toBe('ELIGIBLE');
  });

  it('is nothing to those who run the event: its owner, its team, and its organisation’s people', async () => {
    const [member, employee] = [aViewer(), aViewer()];
    const organizationId = randomUUID();
    const team = [{ userId: member.id, role: 'DOOR' as const }];
    const tier = await asking({ requiresApproval: true, minPoints: 1_000 }, { team });
    expect([await buys(tier, tier.organiser), await buys(tier, member), await buys(tier, employee)]).toEqual([
      'ELIGIBLE',
      'ELIGIBLE',
      'POINTS_NEEDED',
    ]);
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, team: [], organizationId });
    const role = { organizationId, version: 1, userId: employee.id, role: 'STAFF' };
    await world.tell('organization.member_changed', organizationId, role);
    expect([await buys(tier, member), await buys(tier, employee)]).toEqual(['POINTS_NEEDED', 'ELIGIBLE']);
    await world.tell('organization.member_changed', organizationId, { ...role, version: 2, role: null });
    expect(await buys(tier, employee)).toBe('POINTS_NEEDED');
  });

  it('may change: late news of an event do not bring back what it asked', async () => {
    const tier = await asking({ minPoints: 10 });
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 3, requirements: undefined });
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2 });
    expect(await buys(tier)).toBe('ELIGIBLE');
  });

  it('comes after what is closed to everybody, and before what is off sale, as in the prediction', async () => {
    const tier = await asking({ minPoints: 10 });
    const off = { input: { tierId: tier.id, onSale: false } };
    await world.run(tier.organiser, 'mutation($input: UpdateTicketTierInput!) { updateTicketTier(input: $input) { __typename } }', off);
    expect(await buys(tier)).toBe('POINTS_NEEDED');
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, status: 'CANCELLED' });
    expect(await buys(tier)).toBe('SalesClosed');
  });

  it('is not asked of a hold: that is a promise. Once it has ended its places are had like any others', async () => {
    const tier = await asking({ minPoints: 10 });
    await tells.person(buyer, 1, { points: 10 });
    const [held, ended, late] = [
      await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]),
      await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]),
      await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]),
    ];
    await tells.person(buyer, 2, { points: 9 });
    expect((await world.confirm(buyer, held.payment!.id)).order.status).toBe('PAID');
    await world.confirm(buyer, late.payment!.id, 'pm_card_delayed');
    world.clock.advance(16 * MINUTE);
    await world.subgraph.runJob('expire-holds');
    expect(await world.confirm(buyer, ended.payment!.id)).toMatchObject({ __typename: 'NotEligible', eligibility: 'POINTS_NEEDED' });
    await world.subgraph.runJob('carry-on-payments');
    expect(await world.sql('SELECT status FROM orders WHERE id = $1', [late.order.id])).toEqual([{ status: 'REFUNDED' }]);
    await tells.person(buyer, 3, { points: 10 });
    expect((await world.confirm(buyer, ended.payment!.id)).order.status).toBe('PAID');
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is nothing of an account that is not active: it buys nothing at all', async () => {
    const tier = await asking({ minPoints: 10 });
    await tells.person(buyer, 1, { points: 50, active: false });
    expect(await buys(tier)).toBe('NotAllowed');
    await tells.person(buyer, 2, { points: 50 });
    expect(await buys(tier)).toBe('ELIGIBLE');
    await world.tell('user.erased', buyer.id, { userId: buyer.id });
    await tells.person(buyer, 3, { points: 50 });
    expect(await buys(tier)).toBe('NotAllowed');
  });
});

describe('an invitation that is withdrawn while somebody is just buying', () => {
  /** The checkout has read the invitation and not yet committed; now it is withdrawn. Returns whether the news was in before the checkout ended. */
  async function overtakes(without: (db: Database) => Database = (db) => db): Promise<boolean> {
    let arrive: () => void;
    let goOn: () => void;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const wait = (statement: string) => {
      if (!/ AS free FROM ticket_tiers/.test(statement)) return;
      arrive();
      return gate;
    };
    const world = await startWorld({ db: (db) => without(watched(db, { before: wait })) });
    const tells = teller(world);
    const buyer = aViewer();
    const tier = await world.aTier({ price: 0, event: await world.anEvent({ requirements: { ...NOTHING, invitationOnly: true } }) });
    const { eventId } = tier.event;
    await tells.invitation(buyer, eventId, 1, true);
    const checkout = world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await arrived;
    let told = false;
    const telling = tells.invitation(buyer, eventId, 2, false).then(() => (told = true));
    await eventually(async () => {
      const waiting = await world.sql(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      if (!told && waiting.length === 0) throw new Error('neither in nor waiting');
    });
    const overtaken = told;
    goOn!();
    expect((await checkout).__typename).toBe('CheckoutSuccess');
    await telling;
    return overtaken;
  }

  it('the news waits for the order', async () => expect(await overtakes()).toBe(false));

  it('control: without the shared lock it does not', async () => expect(await overtakes(withoutLocks)).toBe(true));
});
