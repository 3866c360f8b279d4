import { randomBytes } from 'node:crypto';
import type { Subgraph, Viewer } from '@marquee/platform';
import { parse } from 'graphql';
import { decodeJwt } from 'jose';
import { type App, type Data, eventually } from './client';
import { entityTypes, everythingOf } from './entity-paths';
import { runningStack } from './running-stack';
import { Story } from './story';

/**
 * The matrix: every entity of every subgraph, every id that something private has, asked for by reference as a gateway would, with
 * everything that can be selected. Private texts carry a mark; no answer to a stranger or a visitor may contain it. That the same
 * questions show the marks to those they belong to is the control.
 */
describe('what is private cannot be reached by reference (X124)', () => {
  const mark = `zq${randomBytes(6).toString('hex')}`;
  const ids = new Set<string>();
  let subgraphs: readonly Subgraph[];
  let owner: Viewer;
  let stranger: Viewer;

  beforeAll(async () => {
    const { stack, world } = await runningStack();
    subgraphs = stack.subgraphs;
    const story = new Story(world);
    const [olga, gwen, sly] = [await story.person('Olga', 0), await story.person('Gwen', 0), await story.person('Sly', 0)];
    owner = viewerOf(olga.app);
    stranger = viewerOf(sly.app);
    await fillWithSecrets(story, olga, gwen);
    await story.end();
    ids.add(olga.id).add(gwen.id);
  });

  async function fillWithSecrets(story: Story, olga: { app: App; id: string }, gwen: { app: App; id: string }): Promise<void> {
    const note = (answer: Data) =>
      JSON.stringify(answer, (key, value: unknown) => (key === 'id' && typeof value === 'string' && ids.add(value), value));
    const did = async (name: string, input: Record<string, unknown>) => {
      const answer = await olga.app.succeed(name, input);
      note(answer);
      return answer;
    };
    await did('UpdateProfile', { bio: mark, interests: [mark], location: { latitude: 43.65, longitude: -79.38 } });
    const event = await story.draft(olga.app, {
      visibility: 'PRIVATE',
      title: `Secret ${mark}`,
      description: `${mark} `.repeat(10),
      tags: [mark],
    });
    ids.add(event.id);
    note(await story.page(olga.app, event.id));
    await story.publish(olga.app, await story.curator(0), event.id);
    await eventually(
      () => story.page(olga.app, event.id),
      (page) => page.status === 'PUBLISHED',
      20_000,
      'published',
    );
    // Before there are tickets: afterwards a place comes by one.
    await did('Rsvp', { eventId: event.id, status: 'GOING', visibility: 'PRIVATE' });
    await eventually(
      () =>
        olga.app.do('CreateTicketTier', {
          input: { eventId: event.id, name: mark, price: { amountMinor: 500, currency: 'CAD' }, quantity: 5 },
        }),
      (data) => (note(data), data.createTicketTier.__typename === 'CreateTicketTierSuccess'),
      20_000,
      'payments knows the event',
    );
    const { group } = await did('CreateGroup', { name: `Group ${mark}`, description: mark, privacy: 'PRIVATE' });
    await did('SendMessage', { roomId: group.chatRoom.id, text: mark, clientMessageId: '1' });
    const { openDirectRoom } = await olga.app.do(
      parse('mutation ($input: OpenDirectRoomInput!) { openDirectRoom(input: $input) { ... on OpenDirectRoomSuccess { room { id } } } }'),
      { input: { userId: gwen.id } },
    );
    ids.add(openDirectRoom.room.id);
    await did('SendMessage', { roomId: openDirectRoom.room.id, text: mark, clientMessageId: '2' });
    await did('RequestConnection', { userId: gwen.id, type: 'FRIEND' });
    const page = await story.page(olga.app, event.id);
    note(page);
    const { order, payment } = await did('Checkout', { items: [{ tierId: page.ticketTiers[0].id, quantity: 1 }], idempotencyKey: mark });
    ids.add(order.id).add(payment.id);
    await did('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
  }

  /** Everything that this person gets of all private ids, from every entity type of every subgraph, as one text. */
  async function everything(viewer: Viewer | null): Promise<string> {
    const answers: string[] = [];
    for (const subgraph of subgraphs) {
      for (const type of entityTypes(subgraph.schema)) {
        const answer = await subgraph.execute({
          query: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type.name} ${everythingOf(type, 2)} } }`,
          variables: { of: [...ids].map((id) => ({ __typename: type.name, id })) },
          caller: { viewer, correlationId: 'matrix' },
        });
        answers.push(`${subgraph.name} ${type.name} ${JSON.stringify(answer)}`);
      }
    }
    return answers.join('\n');
  }

  test('by a stranger', async () => {
    expect(linesWith(mark, await everything(stranger))).toEqual([]);
  });

  test('by a visitor', async () => {
    expect(linesWith(mark, await everything(null))).toEqual([]);
  });

  test('control: the same questions show it to its owner, in every subgraph that keeps it', async () => {
    const shown = linesWith(mark, await everything(owner)).map((line) => line.split(' ')[0]);
    expect(new Set(shown)).toEqual(new Set(['users', 'events', 'social', 'payments']));
  });

  test('e-mail addresses are nobody else’s', async () => {
    expect(linesWith('@story.test', await everything(stranger))).toEqual([]);
  });
});

const linesWith = (mark: string, text: string) =>
  text
    .split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => line.slice(0, 2_000));

function viewerOf(app: App): Viewer {
  const claims = decodeJwt(app.accessToken!) as unknown as Viewer & { sub: string };
  return { id: claims.sub, username: claims.username, role: claims.role, permissions: claims.permissions, sessionId: claims.sessionId };
}
