import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterTests } from '@marquee/platform/testing';
import { type DocumentNode, OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { typePolicies } from '../../clients/sdk/src/cache/type-policies';
import possibleTypes from '../../schema/possible-types.json';
import { type App, type Data, eventually } from './client';
import { operation } from './operations';
import { runningStack } from './running-stack';
import { Story } from './story';

/** An app with the cache that `schema/` describes, as a screen sees it: what it shows comes from the cache, and requests are counted. */
class Screen {
  readonly requests: string[] = [];
  readonly apollo: ApolloClient;
  private readonly shown: Data[] = [];

  constructor(endpoint: string, accessToken: string) {
    const authorization = `Bearer ${accessToken}`;
    const socket = createClient({ url: endpoint.replace(/^http/, 'ws'), connectionParams: { authorization } });
    const counting = new ApolloLink((request, forward) => {
      this.requests.push(request.operationName ?? '');
      return forward(request);
    });
    this.apollo = new ApolloClient({
      cache: new InMemoryCache({ possibleTypes, typePolicies }),
      link: ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        new GraphQLWsLink(socket),
        counting.concat(new HttpLink({ uri: endpoint, headers: { authorization } })),
      ),
    });
    afterTests(async () => {
      this.apollo.stop();
      await socket.dispose();
    });
  }

  /** Shows a query, and every later state of the cache. */
  show(query: DocumentNode, variables: Record<string, unknown>): void {
    const watched = this.apollo.watchQuery({ query, variables });
    const subscription = watched.subscribe(({ data, dataState }) => {
      if (dataState === 'complete') this.shown.push(data);
    });
    afterTests(async () => subscription.unsubscribe());
  }

  /** Resolves when what is shown fits. */
  sees = (fits: (data: Data) => boolean): Promise<Data> =>
    eventually(
      async () => this.shown.at(-1),
      (data) => data !== undefined && fits(data),
      10_000,
      'the screen',
    );

  follow(query: DocumentNode, variables: Record<string, unknown>, onMessage: (data: Data) => void = () => undefined): void {
    const subscription = this.apollo.subscribe({ query, variables }).subscribe(({ data }) => onMessage(data));
    afterTests(async () => subscription.unsubscribe());
  }
}

let story: Story;
let endpoint: string;
let olga: { app: App; id: string };
beforeAll(async () => {
  const { world } = await runningStack();
  endpoint = world.endpoints[0];
  story = new Story(world);
  olga = await story.person('Olga', 0);
});
afterAll(() => story.end());

const screenOf = ({ app }: { app: App }) => new Screen(endpoint, app.accessToken!);

test('a live message of an event is whole for the page that shows it: no request follows', async () => {
  const event = await story.draft(olga.app, { capacity: 5 });
  await story.publish(olga.app, await story.curator(0), event.id);
  const gwen = await story.person('Gwen', 0);
  await eventually(
    () => story.page(gwen.app, event.id),
    (page) => page !== null,
    20_000,
    'the event is on show',
  );
  const screen = screenOf(gwen);
  screen.show(operation('EventPage'), { id: event.id });
  await screen.sees(({ event }) => event?.attendanceCounts.going === 0);
  screen.follow(operation('AttendanceChanged'), { eventId: event.id });
  await eventually(
    async () => {
      await olga.app.succeed('Rsvp', { eventId: event.id, status: 'INTERESTED' });
      return screen.sees(() => true);
    },
    ({ event }) => event.attendanceCounts.interested === 1,
    10_000,
    'the stream is open',
  );
  await olga.app.succeed('Rsvp', { eventId: event.id, status: 'GOING' });
  const page = await screen.sees(({ event }) => event.attendanceCounts.going === 1);
  expect(page.event).toMatchObject({ title: event.title, attendanceCounts: { interested: 0, available: 4 } });
  expect(screen.requests).toEqual(['EventPage']);
});

test('a live message of a room goes on the screen as it came, and pages of a list become one list', async () => {
  const { group } = await olga.app.succeed('CreateGroup', { name: `Crew ${story.tag}` });
  const roomId = group.chatRoom.id as string;
  const say = (text: string) => olga.app.succeed('SendMessage', { roomId, text, clientMessageId: text });
  for (let n = 1; n <= 60; n++) await say(`message ${n}`);
  const screen = screenOf(olga);
  const room = operation('Room');
  screen.show(room, { id: roomId });
  const { chatRoom } = await screen.sees(({ chatRoom }) => chatRoom?.messages.nodes.length === 50);
  screen.follow(operation('MessageAdded'), { roomId, since: 60 }, ({ messageAdded }) =>
    screen.apollo.cache.modify({
      id: screen.apollo.cache.identify({ __typename: 'ChatRoom', id: roomId }),
      fields: {
        messages: (list: Data) => ({ ...list, nodes: [...list.nodes, { __ref: screen.apollo.cache.identify(messageAdded) }] }),
      },
    }),
  );
  await say('message 61');
  const shown = await screen.sees(({ chatRoom }) => chatRoom.messages.nodes.at(-1).text === 'message 61');
  expect(shown.chatRoom.messages.nodes.map(({ sequence }: Data) => sequence)).toEqual(Array.from({ length: 51 }, (_, n) => n + 11));
  expect(screen.requests).toEqual(['Room']);

  await screen.apollo.query({
    query: room,
    variables: { id: roomId, before: chatRoom.messages.pageInfo.startCursor },
    fetchPolicy: 'network-only',
  });
  const whole = await screen.sees(({ chatRoom }) => chatRoom.messages.nodes.length === 61);
  expect(whole.chatRoom.messages.nodes.map(({ sequence }: Data) => sequence)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1));
  expect(whole.chatRoom.messages.pageInfo.hasPreviousPage).toBe(false);
});
