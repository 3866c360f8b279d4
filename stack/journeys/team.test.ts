import { parse, type DocumentNode } from 'graphql';
import { eventually, type App, type Data } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

/**
 * An organisation and a team of four run one event across events, payments and curation: each may do what their role says, wherever the
 * question comes up, and nothing any more once they are removed (payments-platform F26, users D8).
 */
describe('a team that runs an event', () => {
  let story: Story;
  let odile: Person;
  let mia: Person;
  let ben: Person;
  let dan: Person;
  let guest: Person;
  let event: Data;
  let tierId: string;

  interface Person {
    app: App;
    id: string;
  }

  const mutation = (field: string): DocumentNode => {
    const type = `${field[0]!.toUpperCase()}${field.slice(1)}`;
    return parse(`mutation ($input: ${type}Input!) { ${field}(input: $input) { __typename ... on UserError { message } } }`);
  };
  /** What became of a mutation, as soon as the facts that decide about it have arrived: `until` one of these. */
  const becomes = (who: Person, field: string, input: Record<string, unknown>, until: string): Promise<string> =>
    eventually(
      async () => (await who.app.do(mutation(field), { input })) as Record<string, Data>,
      (data) => data[field]!.__typename === until,
      20_000,
      `${field} is ${until}`,
    ).then((data) => data[field]!.__typename as string);
  const outcome = async (who: Person, field: string, input: Record<string, unknown>): Promise<string> =>
    ((await who.app.do(mutation(field), { input })) as Record<string, Data>)[field]!.__typename as string;
  const tier = (name: string) => ({ eventId: event.id, name, price: { amountMinor: 1500, currency: 'CAD' }, quantity: 5 });

  beforeAll(async () => {
    const { world } = await runningStack();
    story = new Story(world);
    odile = await story.person('Odile', 0);
    mia = await story.person('Mia', 0);
    ben = await story.person('Ben', 0);
    dan = await story.person('Dan', 0);
    guest = await story.person('Gus', 0);
    const made = await odile.app.do(
      parse(`mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) {
        ... on CreateOrganizationSuccess { organization { id } } } }`),
      { input: { name: `Lantern House ${story.tag}` } },
    );
    const organizationId = made.createOrganization.organization.id as string;
    const soon = {
      organizationId,
      startsAt: new Date(Date.now() + 600_000).toISOString(),
      endsAt: new Date(Date.now() + 7_200_000).toISOString(),
    };
    // Its people travel to the events subgraph as a fact.
    event = await eventually(
      () => story.draft(odile.app, soon).catch(() => null as unknown as Data),
      (draft) => draft !== null,
      20_000,
      'the organisation is known',
    );
    for (const [person, role] of [
      [mia, 'EDITOR'],
      [ben, 'BOX_OFFICE'],
      [dan, 'DOOR'],
    ] as const) {
      await becomes(odile, 'inviteToEventTeam', { eventId: event.id, userId: person.id, role }, 'InviteToEventTeamSuccess');
      await outcome(person, 'respondToEventTeamInvitation', { eventId: event.id, accept: true });
    }
    await story.publish(odile.app, await story.curator(0), event.id);
    await eventually(
      () => story.page(guest.app, event.id),
      (page) => page?.status === 'PUBLISHED',
      20_000,
      'published',
    );
  }, 120_000);

  afterAll(() => story?.end());

  test('who is asked hears of it, and who asked hears who joined', async () => {
    const told = async (who: Person) => {
      const { notifications } = await who.app.do(parse('{ notifications { nodes { type readAt target { ... on Event { id } } } } }'));
      return notifications.nodes.filter(({ target }: Data) => target?.id === event.id);
    };
    for (const [person, type, times] of [
      [mia, 'EVENT_TEAM_INVITED', 1],
      [odile, 'EVENT_TEAM_JOINED', 3],
    ] as const)
      await eventually(
        async () => (await told(person)).filter((note: Data) => note.type === type).length,
        (count) => count === times,
        20_000,
        type,
      );
  });

  test('the box office sells, and nobody else but the owner does', async () => {
    expect(await becomes(ben, 'createTicketTier', tier('Evening'), 'CreateTicketTierSuccess')).toBe('CreateTicketTierSuccess');
    tierId = (await story.page(ben.app, event.id)).ticketTiers[0].id as string;
    for (const person of [mia, dan, guest]) expect(await outcome(person, 'createTicketTier', tier('Late'))).toBe('NotAllowed');
    expect(await outcome(odile, 'updateTicketTier', { tierId, name: 'Whole evening' })).toBe('UpdateTicketTierSuccess');
  });

  test('the editor looks after guests and follows the review, and decides nothing that is the owner’s', async () => {
    expect(await outcome(mia, 'inviteToEvent', { eventId: event.id, userIds: [guest.id] })).toBe('InviteToEventSuccess');
    const { version } = (await mia.app.do(parse(`{ event(id: "${event.id}") { version } }`))).event;
    expect(await outcome(mia, 'updateEvent', { eventId: event.id, version, capacity: 5 })).toBe('NotAllowed');
    expect(await outcome(ben, 'inviteToEvent', { eventId: event.id, userIds: [guest.id] })).toBe('NotAllowed');
    const review = parse(`{ event(id: "${event.id}") { curation { workflow { id } } } }`);
    const sees = async (who: Person) => (await who.app.do(review)).event.curation.workflow !== null;
    expect([await sees(mia), await sees(odile), await sees(dan), await sees(guest)]).toEqual([true, true, false, false]);
  });

  test('the door lets in who has a ticket, the box office gives the money back', async () => {
    const { order, payment } = await guest.app.succeed('Checkout', {
      items: [{ tierId, quantity: 1 }],
      idempotencyKey: story.tag,
    });
    await guest.app.succeed('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    const scan = { eventId: event.id, userId: guest.id, nonce: story.tag };
    for (const person of [mia, ben]) expect(await outcome(person, 'checkIn', scan)).toBe('NotAllowed');
    expect(await becomes(dan, 'checkIn', scan, 'CheckInSuccess')).toBe('CheckInSuccess');
    const share = await ben.app.do('RevenueShare', { orderId: order.id });
    expect(share.order.revenueShare.total.amountMinor).toBe(1500);
    expect((await dan.app.do('RevenueShare', { orderId: order.id })).order).toBeNull();
  });

  test('who is removed has no right any more, here and elsewhere', async () => {
    expect(await outcome(odile, 'removeFromEventTeam', { eventId: event.id, userId: dan.id })).toBe('RemoveFromEventTeamSuccess');
    expect(await outcome(dan, 'checkIn', { eventId: event.id, userId: guest.id, nonce: 'again' })).toBe('NotAllowed');
    expect(await outcome(ben, 'removeFromEventTeam', { eventId: event.id, userId: ben.id })).toBe('RemoveFromEventTeamSuccess');
    expect(await becomes(ben, 'updateTicketTier', { tierId, name: 'Mine' }, 'NotAllowed')).toBe('NotAllowed');
  });
});
