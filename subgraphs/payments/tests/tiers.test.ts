import { aViewer, type Data } from '@marquee/platform/testing';
import { CreateTicketTierDocument, UpdateTicketTierDocument, type UpdateTicketTierInput } from './generated/documents';
import { outcome, startWorld, type World } from './world';

describe('ticket tiers', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  const TIERS = '{ ticketTiers { id name remaining price { amountMinor currency } sold } }';
  const tiersOf = async (viewer: Parameters<World['entity']>[0], eventId: string) =>
    (await world.entity(viewer, { __typename: 'Event', id: eventId }, TIERS)).data!._entities[0].ticketTiers;
  const create = async (viewer: Parameters<World['run']>[0], eventId: string, input: object = {}) =>
    outcome(
      (
        await world.run(viewer, CreateTicketTierDocument, {
          input: { eventId, name: 'Evening', price: { amountMinor: 100, currency: 'CAD' }, quantity: 5, ...input },
        })
      ).createTicketTier,
    );
  const update = async (viewer: Parameters<World['run']>[0], input: UpdateTicketTierInput) =>
    outcome((await world.run(viewer, UpdateTicketTierDocument, { input })).updateTicketTier);

  it('are put on sale by the organiser, in order, and shown to visitors with the places left (P13)', async () => {
    const organiser = aViewer();
    const event = await world.anEvent({ creatorId: organiser.id });
    await world.grant(event.eventId, null);
    expect(await tiersOf(null, event.eventId)).toEqual([]);
    const { tier } = await create(organiser, event.eventId, { name: '  Front row ', description: 'Near' });
    expect(tier).toMatchObject({
      version: 1,
      name: 'Front row',
      description: 'Near',
      quantity: 5,
      remaining: 5,
      sold: 0,
      onSale: true,
      event: { id: event.eventId },
    });
    await create(organiser, event.eventId, { name: 'Balcony', quantity: 3 });
    await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }]);
    await world.buy(aViewer(), tier.id, 1);
    const price = { amountMinor: 100, currency: 'CAD' };
    expect(await tiersOf(null, event.eventId)).toEqual([
      { id: tier.id, name: 'Front row', remaining: 2, price, sold: null },
      { id: expect.any(String), name: 'Balcony', remaining: 3, price, sold: null },
    ]);
    expect((await tiersOf(organiser, event.eventId))[0].sold).toBe(1);
  });

  it.each([
    ['a negative price', { price: { amountMinor: -1, currency: 'CAD' } }, 'price.amountMinor'],
    ['a price beyond a million', { price: { amountMinor: 100_000_001, currency: 'CAD' } }, 'price.amountMinor'],
    ['no currency', { price: { amountMinor: 1, currency: 'dollars' } }, 'price.currency'],
    ['no places', { quantity: 0 }, 'quantity'],
    ['no place for anybody', { maxPerPerson: 0 }, 'maxPerPerson'],
    ['no name', { name: '   ' }, 'name'],
    ['a name with control characters', { name: 'a\u0000b' }, 'name'],
    ['a name of a thousand characters', { name: 'x'.repeat(1000) }, 'name'],
    ['an event that is no id', { eventId: 'nonsense' }, 'eventId'],
  ])('are refused with %s, naming the field', async (_what, input, field) => {
    const organiser = aViewer();
    const event = await world.anEvent({ creatorId: organiser.id });
    expect(await create(organiser, event.eventId, input)).toMatchObject({
      __typename: 'InvalidInput',
      code: 'BAD_USER_INPUT',
      retryable: false,
      field,
    });
  });

  it('are the organiser’s alone to make and change; the event must be known, and not over', async () => {
    const { id, event } = await world.aTier();
    expect(await create(aViewer(), event.eventId)).toMatchObject({ __typename: 'NotAllowed', code: 'FORBIDDEN' });
    expect(await update(aViewer(), { tierId: id, name: 'Mine' })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await create(aViewer(), '00000000-0000-4000-8000-000000000000')).toMatchObject({ __typename: 'NotFound' });
    expect(await update(aViewer(), { tierId: event.eventId, name: 'Mine' })).toMatchObject({ __typename: 'NotFound' });
    const organiser = aViewer();
    const over = await world.anEvent({ creatorId: organiser.id, status: 'COMPLETED' });
    expect(await create(organiser, over.eventId)).toMatchObject({ __typename: 'SalesClosed', reason: 'ENDED' });
    const draft = await world.anEvent({ creatorId: organiser.id, status: 'DRAFT' });
    expect(await create(organiser, draft.eventId)).toMatchObject({ __typename: 'CreateTicketTierSuccess' });
  });

  it('have one currency in an event', async () => {
    const { event, organiser, id } = await world.aTier();
    const price = { amountMinor: 100, currency: 'USD' };
    expect(await create(organiser, event.eventId, { price })).toMatchObject({ __typename: 'InvalidInput', field: 'price.currency' });
    expect(await update(organiser, { tierId: id, price })).toMatchObject({ __typename: 'InvalidInput', field: 'price.currency' });
    await world.checkout(aViewer(), [{ tierId: id, quantity: 2 }]);
    expect((await update(organiser, { tierId: id, price, quantity: 1 })).fields).toEqual([
      { path: 'price.currency', message: 'must be CAD, as in the other tiers of this event' },
      { path: 'quantity', message: 'must be at least 2, because so many places are sold or held' },
    ]);
  });

  it('change what is named and leave the rest; orders keep the price they were made with', async () => {
    const { id, organiser } = await world.aTier({ price: 2500, quantity: 10 });
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: id, quantity: 2 }]);
    const { tier } = await update(organiser, { tierId: id, version: 1, price: { amountMinor: 9900, currency: 'CAD' } });
    expect(tier).toMatchObject({ version: 2, name: 'Evening', price: { amountMinor: 9900 }, quantity: 10 });
    expect((await world.confirm(buyer, payment!.id)).order.total).toEqual({ amountMinor: 5000, currency: 'CAD' });
    expect(await update(organiser, { tierId: id, version: 1, name: 'Late' })).toMatchObject({ __typename: 'Conflict', retryable: true });
    expect(await update(organiser, { tierId: id, quantity: 1 })).toMatchObject({ __typename: 'InvalidInput', field: 'quantity' });
    expect((await update(organiser, { tierId: id, quantity: 2 })).tier).toMatchObject({ quantity: 2, remaining: 0 });
  });

  it('can be taken off sale', async () => {
    const { id, organiser } = await world.aTier();
    expect((await update(organiser, { tierId: id, onSale: false })).tier.onSale).toBe(false);
    expect(await world.checkout(aViewer(), [{ tierId: id, quantity: 1 }])).toMatchObject({
      __typename: 'SalesClosed',
      reason: 'TIER_CLOSED',
      nextStep: 'CHOOSE_OTHER',
    });
  });

  it('are made once for a key', async () => {
    const organiser = aViewer();
    const event = await world.anEvent({ creatorId: organiser.id });
    const [one, two] = await Promise.all([1, 2].map(() => create(organiser, event.eventId, { idempotencyKey: 'k' })));
    expect(one!.tier.id).toBe(two!.tier.id);
    expect(await create(organiser, event.eventId, { idempotencyKey: 'k', quantity: 6 })).toMatchObject({ __typename: 'KeyReused' });
    expect(await tiersOf(organiser, event.eventId)).toHaveLength(1);
  });

  it('of twenty events take two statements, of a hundred too', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 100; n++) ids.push((await world.aTier({ name: `Tier ${n}` })).event.eventId);
    const query = `query($r: [_Any!]!) { _entities(representations: $r) { ... on Event { ticketTiers { id name price { amountMinor currency } remaining } } } }`;
    const load = (some: string[]) => world.run(aViewer(), query, { r: some.map((id) => ({ __typename: 'Event', id })) });
    expect((await load(ids))._entities.every(({ ticketTiers }: Data) => ticketTiers.length === 1)).toBe(true);
    expect(await world.statements(() => load(ids.slice(0, 20)))).toBe(2);
    expect(await world.statements(() => load(ids))).toBe(2);
  });
});
