import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import {
  CheckoutWithCodesDocument,
  CreatePromoCodeDocument,
  GiveTicketsDocument,
  UpdatePromoCodeDocument,
  ValidatePromoCodeDocument,
  type CheckoutInput,
  type CreatePromoCodeInput,
  type UpdatePromoCodeInput,
} from './generated/documents';
import { aPerson } from './people';
import { outcome, startWorld, type Tier, type World } from './world';

const create = async (world: World, tier: Tier, input: Partial<CreatePromoCodeInput>, by = tier.organiser) =>
  outcome(
    (
      await world.run(by, CreatePromoCodeDocument, {
        input: { eventId: tier.event.eventId, code: 'SUMMER', kind: 'PERCENT', basisPoints: 2_000, ...input } as CreatePromoCodeInput,
      })
    ).createPromoCode,
  );
const update = async (world: World, by: Viewer, input: UpdatePromoCodeInput) =>
  outcome((await world.run(by, UpdatePromoCodeDocument, { input })).updatePromoCode);
const checkout = async (world: World, by: Viewer, input: CheckoutInput) =>
  outcome((await world.run(by, CheckoutWithCodesDocument, { input })).checkout);
const use = (world: World, by: Viewer, tier: Tier, quantity = 1, promoCodes = ['summer']) =>
  checkout(world, by, { items: [{ tierId: tier.id, quantity }], promoCodes });
const taken = async (world: World, id: string) =>
  (await world.sql<{ taken: number; off: number }>('SELECT taken, discounted_minor::int AS off FROM promo_codes WHERE id = $1', [id]))[0];

describe('codes that organisers give', () => {
  let world: World;
  let tier: Tier;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    tier = await world.aTier();
  });
  afterEach(async () => expect(await world.health()).toMatchObject({ breaks: [] }));

  it('take a part or an amount off each place; tickets and what goes back are what was paid', async () => {
    const { promoCode } = await create(world, tier, { code: 'Summer-26', basisPoints: 1_250 });
    expect(promoCode).toMatchObject({ code: 'SUMMER26', currency: 'CAD', tiers: [{ id: tier.id }], placesTaken: 0 });
    const buyer = aViewer();
    const { order, payment } = await use(world, buyer, tier, 3, ['summer 26']);
    expect(order).toMatchObject({
      promoCodes: ['SUMMER26'],
      total: { amountMinor: 6561 },
      items: [{ quantity: 3, unitPrice: { amountMinor: 2187 }, listPrice: { amountMinor: 2500 } }],
    });
    const { order: paid } = await world.confirm(buyer, payment!.id);
    expect(await taken(world, promoCode!.id)).toEqual({ taken: 3, off: 939 });
    await world.refund(buyer, { orderId: paid!.id, ticketIds: [paid!.tickets[0]!.id] });
    expect((await world.refund(buyer, { orderId: paid!.id })).order).toMatchObject({
      status: 'REFUNDED',
      refundedTotal: { amountMinor: 6561 },
    });
    expect(await taken(world, promoCode!.id)).toEqual({ taken: 3, off: 939 });
  });

  it('that take everything off make an order that is paid at once', async () => {
    await create(world, tier, { kind: 'FIXED', basisPoints: undefined, amountMinor: 9_000 });
    expect(await use(world, aViewer(), tier)).toMatchObject({ order: { status: 'PAID', total: { amountMinor: 0 } }, payment: null });
  });

  it('are used as often as their organiser says, in all, by one person and for so much money', async () => {
    const { promoCode } = await create(world, tier, { maxPlaces: 4, maxPerPerson: 2, budgetMinor: 1_600 });
    const buyer = aViewer();
    expect(await use(world, buyer, tier, 3)).toMatchObject({ promoReason: 'PERSON_LIMIT', promoCode: 'SUMMER' });
    const { order } = await use(world, buyer, tier, 2);
    expect(await use(world, buyer, tier)).toMatchObject({ promoReason: 'PERSON_LIMIT' });
    expect(await update(world, tier.organiser, { promoCodeId: promoCode!.id, maxPlaces: 1 })).toMatchObject({ __typename: 'InvalidInput' });
    await update(world, tier.organiser, { promoCodeId: promoCode!.id, maxPlaces: 3 });
    expect(await use(world, aViewer(), tier, 2)).toMatchObject({ promoReason: 'USED_UP' });
    // A hold that ends gives its places back.
    expect(await taken(world, promoCode!.id)).toEqual({ taken: 2, off: 1_000 });
    world.clock.advance(16 * 60_000);
    await world.subgraph.runJob('expire-holds');
    expect(await taken(world, promoCode!.id)).toEqual({ taken: 0, off: 0 });
    const other = aViewer();
    await use(world, other, tier, 2);
    // Who comes back after the hold takes of the code once more, or is refused before anything is charged.
    await update(world, tier.organiser, { promoCodeId: promoCode!.id, maxPlaces: 4 });
    const [payment] = await world.sql<{ id: string }>('SELECT id FROM payments WHERE order_id = $1', [order!.id]);
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ __typename: 'PromoRefused' });
    await update(world, tier.organiser, { promoCodeId: promoCode!.id, budgetMinor: null });
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ order: { status: 'PAID', total: { amountMinor: 4_000 } } });
  });

  describe('whose hold has ended', () => {
    /** An order with the code whose hold has ended. */
    const lapsed = async (buyer: Viewer) => {
      const { payment } = await use(world, buyer, tier);
      world.clock.advance(16 * 60_000);
      await world.subgraph.runJob('expire-holds');
      return payment!.id;
    };

    it('are used by one person as often as one person may, also by orders that are paid late', async () => {
      const { promoCode } = await create(world, tier, { maxPerPerson: 1 });
      const buyer = aViewer();
      const first = await lapsed(buyer);
      const second = await lapsed(buyer);
      expect(await world.confirm(buyer, first)).toMatchObject({ order: { status: 'PAID' } });
      expect(await world.confirm(buyer, second)).toMatchObject({ __typename: 'PromoRefused' });
      expect(await taken(world, promoCode!.id)).toEqual({ taken: 1, off: 500 });
    });

    it('are of no use any more when they were ended meanwhile, or their time is over', async () => {
      const endsAt = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
      const { promoCode } = await create(world, tier, { endsAt });
      const [first, second] = [aViewer(), aViewer()];
      const payments = [await lapsed(first), await lapsed(second)];
      world.clock.advance(3_600_000);
      expect(await world.confirm(first, payments[0]!)).toMatchObject({ __typename: 'PromoRefused' });
      await update(world, tier.organiser, { promoCodeId: promoCode!.id, endsAt: null, active: false });
      expect(await world.confirm(second, payments[1]!)).toMatchObject({ __typename: 'PromoRefused' });
      // Before the job has come by, too.
      await update(world, tier.organiser, { promoCodeId: promoCode!.id, active: true });
      const late = aViewer();
      const { payment } = await use(world, late, tier);
      await update(world, tier.organiser, { promoCodeId: promoCode!.id, active: false });
      world.clock.advance(16 * 60_000);
      expect(await world.confirm(late, payment!.id)).toMatchObject({ __typename: 'PromoRefused' });
    });
  });

  it('hold from and until when their organiser says, and are ended', async () => {
    const now = world.clock.now().getTime();
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
    const { promoCode } = await create(world, tier, { startsAt: at(1), endsAt: at(2) });
    expect(await use(world, aViewer(), tier)).toMatchObject({ promoReason: 'NOT_STARTED' });
    world.clock.advance(3_600_000);
    expect(await use(world, aViewer(), tier)).toMatchObject({ __typename: 'CheckoutSuccess' });
    world.clock.advance(3_600_000);
    expect(await use(world, aViewer(), tier)).toMatchObject({ promoReason: 'ENDED' });
    await update(world, tier.organiser, { promoCodeId: promoCode!.id, endsAt: null, version: 1 });
    expect(await update(world, tier.organiser, { promoCodeId: promoCode!.id, active: false, version: 1 })).toMatchObject({
      __typename: 'Conflict',
    });
    await update(world, tier.organiser, { promoCodeId: promoCode!.id, active: false });
    expect(await use(world, aViewer(), tier)).toMatchObject({ promoReason: 'UNKNOWN' });
    expect(await use(world, aViewer(), tier, 1, ['NOSUCH'])).toMatchObject({ promoReason: 'UNKNOWN' });
  });

  it('are for the tiers that they name, and go together only where all of them may', async () => {
    const other = await world.aTier({ event: tier.event, organiser: tier.organiser, name: 'Balcony', price: 1_000 });
    await create(world, tier, { code: 'HALF', basisPoints: 5_000, tierIds: [other.id], stackable: true });
    await create(world, tier, { code: 'FIVE', kind: 'FIXED', basisPoints: undefined, amountMinor: 500, stackable: true });
    await create(world, tier, { code: 'ALONE' });
    expect(await use(world, aViewer(), tier, 1, ['HALF'])).toMatchObject({ promoReason: 'NOT_FOR_THESE' });
    expect(await use(world, aViewer(), tier, 1, ['FIVE', 'ALONE'])).toMatchObject({ promoReason: 'NOT_STACKABLE', promoCode: 'ALONE' });
    const items = [tier, other].map(({ id }) => ({ tierId: id, quantity: 2 }));
    const { order } = await checkout(world, aViewer(), { items, promoCodes: ['FIVE', 'HALF'] });
    expect(order).toMatchObject({
      total: { amountMinor: 2 * 2_000 + 0 },
      items: [{ unitPrice: { amountMinor: 2_000 } }, { unitPrice: { amountMinor: 0 } }],
    });
    await create(world, tier, { code: 'TINY', kind: 'FIXED', basisPoints: undefined, amountMinor: 990 });
    expect(await use(world, aViewer(), other, 1, ['TINY'])).toMatchObject({ promoReason: 'BELOW_MINIMUM' });
  });

  it('are looked at before they are used, by whoever may see the event', async () => {
    await create(world, tier, { maxPlaces: 1 });
    const look = async (viewer: Viewer, code: string) =>
      (await world.run(viewer, ValidatePromoCodeDocument, { eventId: tier.event.eventId, code })).validatePromoCode;
    expect(await look(aViewer(), 'sum-mer')).toEqual({
      code: 'SUMMER',
      refusal: null,
      prices: [{ tier: { id: tier.id }, price: { amountMinor: 2_000 } }],
    });
    await use(world, aViewer(), tier);
    expect(await look(aViewer(), 'SUMMER')).toMatchObject({ refusal: 'USED_UP' });
    expect(await look(aViewer(), 'WINTER')).toBeNull();
  });

  it('are made, changed and listed by those who sell the tickets alone', async () => {
    const { promoCode } = await create(world, tier, {});
    expect(await create(world, tier, { code: 'sum mer' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await create(world, tier, { code: 'x' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await create(world, tier, { code: 'NONE', kind: 'FIXED' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await create(world, tier, { code: 'DOOR', kind: 'ACCESS', basisPoints: undefined })).toMatchObject({
      __typename: 'InvalidInput',
    });
    expect(await create(world, tier, { code: 'OTHERS' }, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
    expect(await update(world, aViewer(), { promoCodeId: promoCode!.id, active: false })).toMatchObject({ __typename: 'NotFound' });
    const list = async (viewer: Viewer) =>
      (
        await world.entity(
          viewer,
          { __typename: 'Event', id: tier.event.eventId },
          '{ promoCodes(first: 5) { totalCount nodes { code } } }',
        )
      ).data!._entities[0];
    expect(await list(tier.organiser)).toEqual({ promoCodes: { totalCount: 1, nodes: [{ code: 'SUMMER' }] } });
    expect(await list(aViewer())).toEqual({ promoCodes: null });
    const stranger = await world.entity(aViewer(), { __typename: 'PromoCode', id: promoCode!.id }, '{ code }');
    expect(JSON.stringify(stranger)).not.toContain('SUMMER');
  });
});

describe('tiers that are sold otherwise', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  const edit = async (tier: Tier, input: object) =>
    world.run(
      tier.organiser,
      `mutation($input: UpdateTicketTierInput!) { updateTicketTier(input: $input) { __typename ... on UserError { message } } }`,
      { input: { tierId: tier.id, ...input } },
    );
  const tiersOf = async (viewer: Viewer | null, tier: Tier) =>
    (await world.entity(viewer, { __typename: 'Event', id: tier.event.eventId }, '{ ticketTiers { id } }')).data!._entities[0].ticketTiers;

  it('are hidden from everybody who has no code for them, and told to nobody', async () => {
    const tier = await world.aTier();
    await edit(tier, { hidden: true });
    const buyer = aViewer();
    expect(await tiersOf(buyer, tier)).toEqual([]);
    expect(await tiersOf(tier.organiser, tier)).toEqual([{ id: tier.id }]);
    expect((await world.entity(buyer, { __typename: 'TicketTier', id: tier.id }, '{ name }')).data!._entities[0]).toBeNull();
    const told = await world.sql<{ payload: { tiers: unknown[] } }>(
      `SELECT payload FROM outbox WHERE topic = 'sales.changed' ORDER BY sequence DESC LIMIT 1`,
    );
    expect(told[0]!.payload.tiers).toEqual([]);
    expect(await use(world, buyer, tier, 1, [])).toMatchObject({ __typename: 'NotFound' });
    await create(world, tier, { code: 'FRIENDS', kind: 'ACCESS', basisPoints: undefined, tierIds: [tier.id], maxPlaces: 2 });
    expect(
      (await world.run(buyer, ValidatePromoCodeDocument, { eventId: tier.event.eventId, code: 'friends' })).validatePromoCode,
    ).toMatchObject({
      prices: [{ tier: { id: tier.id }, price: { amountMinor: 2_500 } }],
    });
    expect(await use(world, buyer, tier, 2, ['friends'])).toMatchObject({ order: { total: { amountMinor: 5_000 } } });
    expect(await use(world, aViewer(), tier, 1, ['friends'])).toMatchObject({ promoReason: 'USED_UP' });
  });

  it('are sold from and until when the organiser says', async () => {
    const tier = await world.aTier();
    const now = world.clock.now().getTime();
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
    expect((await edit(tier, { salesStart: at(2), salesEnd: at(1) })).updateTicketTier).toMatchObject({ __typename: 'InvalidInput' });
    await edit(tier, { salesStart: at(1), salesEnd: at(2) });
    expect(await use(world, aViewer(), tier, 1, [])).toMatchObject({ __typename: 'SalesClosed', reason: 'TIER_NOT_YET' });
    world.clock.advance(3_600_000);
    expect(await use(world, aViewer(), tier, 1, [])).toMatchObject({ __typename: 'CheckoutSuccess' });
    world.clock.advance(3_600_000);
    expect(await use(world, aViewer(), tier, 1, [])).toMatchObject({ reason: 'TIER_ENDED' });
    await edit(tier, { salesEnd: null });
    expect(await use(world, aViewer(), tier, 1, [])).toMatchObject({ __typename: 'CheckoutSuccess' });
  });

  it('are sold to nobody after that, nor to whose hold has ended', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await use(world, buyer, tier, 1, []);
    world.clock.advance(16 * 60_000);
    await world.subgraph.runJob('expire-holds');
    await edit(tier, { salesEnd: world.clock.now().toISOString() });
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ __typename: 'SalesClosed', reason: 'TIER_ENDED' });
    await edit(tier, { salesEnd: null });
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ order: { status: 'PAID' } });
  });

  it('let buyers say what they give (P16)', async () => {
    const organiser = aViewer();
    const { eventId } = await world.anEvent({ creatorId: organiser.id });
    const { createTicketTier } = await world.run(
      organiser,
      `mutation($input: CreateTicketTierInput!) { createTicketTier(input: $input) { ... on CreateTicketTierSuccess { tier { id buyerSetsPrice } } } }`,
      { input: { eventId, name: 'Donation', price: { amountMinor: 0, currency: 'CAD' }, quantity: 10, buyerSetsPrice: true } },
    );
    await world.grant(eventId, null);
    const tierId = createTicketTier.tier.id;
    const give = (unitPriceMinor?: number) => checkout(world, aViewer(), { items: [{ tierId, quantity: 2, unitPriceMinor }] });
    expect(await give()).toMatchObject({ __typename: 'InvalidInput' });
    expect(await give(20)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await give(1_234)).toMatchObject({ order: { total: { amountMinor: 2_468 } } });
    expect(await give(0)).toMatchObject({ order: { status: 'PAID' }, payment: null });
    const plain = await world.aTier();
    expect(await checkout(world, aViewer(), { items: [{ tierId: plain.id, quantity: 1, unitPriceMinor: 1 }] })).toMatchObject({
      __typename: 'InvalidInput',
    });
  });

  it('are given by those who sell them, and count like any other', async () => {
    const tier = await world.aTier({ quantity: 3 });
    const guest = await aPerson(world);
    const give = async (by: Viewer, quantity: number, idempotencyKey?: string) =>
      outcome(
        (await world.run(by, GiveTicketsDocument, { input: { tierId: tier.id, quantity, toUserId: guest.id, idempotencyKey } }))
          .giveTickets,
      );
    const { order } = await give(tier.organiser, 2, 'k');
    expect(order).toMatchObject({
      status: 'PAID',
      isComplimentary: true,
      total: { amountMinor: 0 },
      buyer: { id: guest.id },
      tickets: [{ status: 'VALID' }, { status: 'VALID' }],
    });
    expect((await give(tier.organiser, 2, 'k')).order!.id).toBe(order!.id);
    expect(await world.remaining(tier.id)).toBe(1);
    expect(await give(tier.organiser, 2)).toMatchObject({ __typename: 'SoldOut' });
    expect(await give(guest, 1)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await world.refund(tier.organiser, { orderId: order!.id })).toMatchObject({ order: { status: 'REFUNDED' } });
    expect(await world.remaining(tier.id)).toBe(3);
  });
});

describe('two hundred people want a code for ten places', () => {
  const rush = async (world: World, buyers: number) => {
    const tier = await world.aTier({ quantity: 1_000 });
    const { promoCode } = await create(world, tier, { maxPlaces: 10 });
    const answers: Awaited<ReturnType<typeof use>>[] = [];
    // Fifty at a time: more of them would only wait in line for a connection.
    for (let come = 0; come < buyers; come += 50)
      answers.push(...(await Promise.all(Array.from({ length: Math.min(50, buyers - come) }, () => use(world, aViewer(), tier)))));
    const outcomes = answers.map((answer): string => answer.promoReason ?? answer.__typename);
    return {
      successes: outcomes.filter((one) => one === 'CheckoutSuccess').length,
      outcomes: new Set(outcomes),
      taken: (await taken(world, promoCode!.id))!.taken,
    };
  };

  it('ten get it', async () => {
    const world = await startWorld();
    expect(await rush(world, 200)).toEqual({ successes: 10, outcomes: new Set(['CheckoutSuccess', 'USED_UP']), taken: 10 });
    expect(await world.health()).toMatchObject({ breaks: [] });
  }, 180_000);

  it('control: without the lock on the code more do', async () => {
    const meet = meetingOf(6);
    const world = await startWorld({
      db: (db) => withoutLocks(watched(db, { after: (statement) => (statement === 'promoCode.findMany' ? meet() : undefined) })),
    });
    await world.sql('ALTER TABLE promo_codes DROP CONSTRAINT promo_codes_never_beyond');
    const { successes } = await rush(world, 30);
    expect(successes).toBeGreaterThan(10);
  }, 180_000);
});
