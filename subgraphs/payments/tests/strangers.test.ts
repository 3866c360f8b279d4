import { randomUUID } from 'node:crypto';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import { admin, startWorld, type Tier, type World } from './world';

const PRIVATE_ORDER = `{ id status total { amountMinor } buyer { id } tickets { id code } payment { id clientSecret }
  revenueShare { total { amountMinor } platform { amountMinor } creator { amountMinor } } }`;

describe('what strangers see of a purchase', () => {
  let world: World;
  let tier: Tier;
  let buyer: Viewer;
  let order: Data;
  let ticket: Data;
  beforeAll(async () => {
    world = await startWorld();
    tier = await world.aTier();
    buyer = aViewer();
    order = await world.buy(buyer, tier.id, 2);
    ticket = order.tickets[0];
  });

  const strangers = (): [string, Viewer | null][] => [
    ['a visitor', null],
    ['somebody else', aViewer()],
    ['a curator', aViewer({ role: 'curator' })],
    ['a moderator', aViewer({ role: 'moderator' })],
  ];
  /** Everything in an answer but the errors' positions, as text: a secret anywhere in it is found. */
  const text = (answer: unknown) => JSON.stringify(answer);
  const secrets = () => [buyer.id, ticket.code, order.payment.id, 'pi_', '5000'];

  it.each(strangers())('%s finds nothing of the order, by root field or _entities', async (_who, viewer) => {
    const answers = [
      await world.execute(viewer, `query($id: ID!) { order(id: $id) ${PRIVATE_ORDER} }`, { id: order.id }),
      await world.execute(viewer, `query($code: String!) { ticket(code: $code) { id holder { id } order ${PRIVATE_ORDER} } }`, {
        code: ticket.code,
      }),
      await world.entity(viewer, { __typename: 'Order', id: order.id }, PRIVATE_ORDER),
      await world.entity(viewer, { __typename: 'Ticket', id: ticket.id }, `{ id code status holder { id } order ${PRIVATE_ORDER} }`),
      await world.entity(viewer, { __typename: 'Payment', id: order.payment.id }, `{ id clientSecret status order ${PRIVATE_ORDER} }`),
      await world.entity(
        viewer,
        { __typename: 'User', id: buyer.id },
        `{ orders(first: 5) { totalCount nodes ${PRIVATE_ORDER} } tickets(first: 5) { totalCount nodes { id code } } }`,
      ),
      await world.entity(
        viewer,
        { __typename: 'Event', id: tier.event.eventId },
        `{ orders(first: 5) { totalCount nodes ${PRIVATE_ORDER} } ticketTiers { sold } }`,
      ),
    ];
    for (const answer of answers) {
      const said = text(answer);
      for (const secret of secrets()) expect(said).not.toContain(secret);
    }
    expect(answers[5]!.data!._entities[0]).toEqual({ orders: null, tickets: null });
    expect(answers[6]!.data!._entities[0]).toEqual({ orders: null, ticketTiers: [{ sold: null }] });
  });

  it('the buyer sees all of the own order, but of the revenue share only the total', async () => {
    const own = (await world.run(buyer, `query($id: ID!) { order(id: $id) ${PRIVATE_ORDER} }`, { id: order.id })).order;
    expect(own).toMatchObject({
      buyer: { id: buyer.id },
      payment: { clientSecret: expect.any(String) },
      tickets: [{ code: expect.any(String) }, {}],
    });
    expect(own.revenueShare).toEqual({ total: { amountMinor: 5000 }, platform: null, creator: null });
    const { data } = await world.entity(
      buyer,
      { __typename: 'User', id: buyer.id },
      '{ orders(first: 5) { nodes { id } totalCount } tickets { nodes { code } totalCount } }',
    );
    expect(data!._entities[0]).toMatchObject({ orders: { nodes: [{ id: order.id }], totalCount: 1 }, tickets: { totalCount: 2 } });
  });

  it.each([['organiser', () => tier.organiser] as const, ['an admin', () => admin] as const])(
    '%s sees order, share and ticket, but no code and no payment secret',
    async (_who, who) => {
      const seen = (await world.run(who(), `query($id: ID!) { order(id: $id) ${PRIVATE_ORDER} }`, { id: order.id })).order;
      expect(seen).toMatchObject({
        id: order.id,
        payment: null,
        tickets: [{ code: null }, { code: null }],
        revenueShare: { platform: { amountMinor: 200 } },
      });
      const atTheDoor = await world.run(who(), 'query($code: String!) { ticket(code: $code) { id status code holder { id } } }', {
        code: ticket.code.toLowerCase(),
      });
      expect(atTheDoor.ticket).toEqual({ id: ticket.id, status: 'VALID', code: null, holder: { id: buyer.id } });
      const { data } = await world.entity(
        who(),
        { __typename: 'Event', id: tier.event.eventId },
        '{ orders { nodes { id } totalCount } ticketTiers { sold } }',
      );
      expect(data!._entities[0]).toEqual({ orders: { nodes: [{ id: order.id }], totalCount: 1 }, ticketTiers: [{ sold: 2 }] });
    },
  );

  it('stores no code anywhere', async () => {
    const tables = await world.sql<{ name: string }>(`SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`);
    for (const { name } of tables) {
      expect(await world.sql(`SELECT 1 FROM ${name} t WHERE t::text ILIKE $1`, [`%${ticket.code}%`])).toEqual([]);
    }
  });

  it('nobody but buyer, organiser and admin can refund it, and only who sees it learns that it exists', async () => {
    for (const [, viewer] of strangers().filter(([, somebody]) => somebody)) {
      expect(await world.refund(viewer!, { orderId: order.id })).toMatchObject({ __typename: 'NotFound' });
    }
    const { errors } = await world.execute(null, `mutation { refundOrder(input: { orderId: "${order.id}" }) { __typename } }`);
    expect(errors![0]!.extensions!.code).toBe('UNAUTHENTICATED');
  });

  it('my orders, with tickets, tiers and payments, take five statements for ten orders and for fifty', async () => {
    const regular = aViewer();
    // Of one event a person may have ten places.
    for (let n = 0; n < 5; n++) {
      const { id } = await world.aTier();
      for (let order = 0; order < 10; order++) await world.buy(regular, id);
    }
    const page = (first: number) =>
      world.run(
        regular,
        `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { orders(first: ${first}) { nodes { id status total { amountMinor currency } event { id }
          items { name } tickets { id code tier { name } } payment { status } } } } } }`,
        { r: [{ __typename: 'User', id: regular.id }] },
      );
    expect((await page(50))._entities[0].orders.nodes).toHaveLength(50);
    expect(await world.statements(() => page(10))).toBe(5);
    expect(await world.statements(() => page(50))).toBe(5);
  });

  it('pages of orders go on where the last ended, forwards and backwards, and refuse foreign cursors', async () => {
    const regular = aViewer();
    const many = await world.aTier({ quantity: 100 });
    const made: string[] = [];
    for (let n = 0; n < 5; n++) {
      made.unshift((await world.buy(regular, many.id, 1)).id);
      if (n % 2) world.clock.advance(1000);
    }
    const orders = async (args: string) =>
      (await world.entity(
        regular,
        { __typename: 'User', id: regular.id },
        `{ orders(${args}) { nodes { id } pageInfo { endCursor startCursor hasNextPage } totalCount } }`,
      )) as Data;
    const first = (await orders('first: 2')).data._entities[0].orders;
    const rest = (await orders(`first: 9, after: "${first.pageInfo.endCursor}"`)).data._entities[0].orders;
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect(new Set([...first.nodes, ...rest.nodes].map(({ id }: Data) => id))).toEqual(new Set(made));
    const back = (await orders(`last: 9, before: "${rest.pageInfo.startCursor}"`)).data._entities[0].orders;
    expect(back.nodes).toEqual(first.nodes);
    const foreign = Buffer.from(JSON.stringify(['ticketsOfUser', 'x', 'y'])).toString('base64url');
    const tampered = Buffer.from(JSON.stringify(['ordersOfUser', 'x', 'y'])).toString('base64url');
    for (const cursor of [foreign, tampered, 'garbage']) {
      expect((await orders(`first: 2, after: "${cursor}"`)).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('tickets of an event that not everybody may see', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  /** What a viewer gets to see and do. */
  async function sight(viewer: Viewer | null, { id, event }: Tier) {
    const tiers = (await world.entity(viewer, { __typename: 'Event', id: event.eventId }, '{ ticketTiers { id } }')).data!._entities[0]
      .ticketTiers;
    const tier = (await world.entity(viewer, { __typename: 'TicketTier', id }, '{ id name price { amountMinor } }')).data!._entities[0];
    const bought = viewer && (await world.checkout(viewer, [{ tierId: id, quantity: 1 }])).__typename;
    return [tiers === null ? 'hidden' : 'seen', tier === null ? 'hidden' : 'seen', bought];
  }
  const hidden = (viewer: Viewer | null) => ['hidden', 'hidden', viewer && 'NotFound'];
  const changed = async (tier: Tier, parts: Partial<EventChanged>) => {
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, ...parts });
    return tier;
  };

  it('drafts are for their organiser and those who judge events', async () => {
    const tier = await changed(await world.aTier(), { status: 'DRAFT' });
    for (const viewer of [null, aViewer()]) expect(await sight(viewer, tier)).toEqual(hidden(viewer));
    for (const viewer of [tier.organiser, aViewer({ role: 'curator' })])
      expect((await sight(viewer, tier)).slice(0, 2)).toEqual(['seen', 'seen']);
  });

  it('an event for a group is for its members, as long as they are', async () => {
    const groupId = randomUUID();
    const tier = await changed(await world.aTier(), { visibility: 'GROUP_ONLY', groupId });
    const member = aViewer();
    const membership = { groupId, groupName: 'G', userId: member.id };
    await world.tell('group.member_changed', groupId, { ...membership, version: 1, role: 'MEMBER' });
    for (const viewer of [null, aViewer()]) expect(await sight(viewer, tier)).toEqual(hidden(viewer));
    expect(await sight(member, tier)).toEqual(['seen', 'seen', 'CheckoutSuccess']);
    await world.tell('group.member_changed', groupId, { ...membership, version: 2, role: null });
    await world.tell('group.member_changed', groupId, { ...membership, version: 1, role: 'MEMBER' });
    expect(await sight(member, tier)).toEqual(hidden(member));
  });

  it('a private event is for its guests and those who hold an order', async () => {
    const tier = await world.aTier();
    const early = aViewer();
    await world.buy(early, tier.id);
    await changed(tier, { visibility: 'PRIVATE' });
    const guest = aViewer();
    const attendance = { attendanceId: randomUUID(), version: 1, eventId: tier.event.eventId, userId: guest.id, status: 'INTERESTED' };
    await world.tell('attendance.changed', tier.event.eventId, {
      ...attendance,
      previousStatus: null,
      visibility: 'PUBLIC',
      checkedInAt: null,
      offerExpiresAt: null,
    });
    for (const viewer of [null, aViewer()]) expect(await sight(viewer, tier)).toEqual(hidden(viewer));
    for (const viewer of [guest, early]) expect(await sight(viewer, tier)).toEqual(['seen', 'seen', 'CheckoutSuccess']);
  });

  it('an event that flags hide is for its organiser, those who judge events and those who hold an order, until it is shown again', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    await world.buy(buyer, tier.id);
    await changed(tier, { hidden: true });
    for (const viewer of [null, aViewer()]) expect(await sight(viewer, tier)).toEqual(hidden(viewer));
    for (const viewer of [buyer, tier.organiser, aViewer({ role: 'curator' })])
      expect((await sight(viewer, tier)).slice(0, 2)).toEqual(['seen', 'seen']);
    await changed(tier, { version: 3 });
    expect((await sight(null, tier)).slice(0, 2)).toEqual(['seen', 'seen']);
  });

  it('a cancelled event stays visible to those who saw it; a cancelled draft does not become so', async () => {
    const shown = await changed(await world.aTier(), { status: 'CANCELLED' });
    expect((await sight(null, shown)).slice(0, 2)).toEqual(['seen', 'seen']);
    const organiser = aViewer();
    const draft = await world.anEvent({ creatorId: organiser.id, status: 'DRAFT' });
    const tier = await changed(await world.aTier({ event: draft, organiser }), { status: 'CANCELLED' });
    expect(await sight(null, { ...tier, event: draft })).toEqual(hidden(null));
  });

  it('of an event that does not exist are null', async () => {
    expect((await world.entity(null, { __typename: 'Event', id: randomUUID() }, '{ ticketTiers { id } }')).data!._entities).toEqual([
      { ticketTiers: null },
    ]);
    expect((await world.entity(null, { __typename: 'Event', id: 'x' }, '{ ticketTiers { id } }')).data!._entities).toEqual([
      { ticketTiers: null },
    ]);
  });
});
