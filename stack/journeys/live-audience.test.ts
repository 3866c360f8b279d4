import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import type { DirectiveNode } from 'graphql';
import { type App, type Data, eventually } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

const DEPTH = 3;
/** What of the changes of a room is caused here. */
const COMES = 'MessageAdded';

const schema = buildASTSchema(parse(readFileSync(join(__dirname, '../../schema/supergraph.graphql'), 'utf8')), { assumeValidSDL: true });

const argumentOf = (directives: readonly DirectiveNode[] | undefined, directive: string, name: string): unknown => {
  const found = directives?.find((one) => one.name.value === directive)?.arguments?.find((one) => one.name.value === name);
  return found && valueFromASTUntyped(found.value);
};

const isPrivate = (field: GraphQLField<unknown, unknown>) => {
  const own = argumentOf(field.astNode?.directives, 'cacheControl', 'scope');
  return (own ?? argumentOf(getNamedType(field.type).astNode?.directives, 'cacheControl', 'scope')) === 'PRIVATE';
};

/** Everything that a shared event may hold, so many levels deep: what is PUBLIC, and what the stream covers. */
function everythingShared(type: GraphQLObjectType, covered: readonly string[], depth: number): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    if (isPrivate(field) && !covered.includes(`${type.name}.${field.name}`)) return [];
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return [field.name];
    if (depth === 0 || !isObjectType(named)) return [];
    return [`${field.name} ${everythingShared(named, covered, depth - 1)}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

/**
 * What holds up the sharing of streams: a field that is PUBLIC is the same for everybody who may have the stream. Each viewer asks for
 * all of it under an operation name of their own, so that each is answered by a stream and executions of their own.
 */
describe('what is PUBLIC is the same for all who may have a stream', () => {
  const live = Object.values(schema.getSubscriptionType()!.getFields()).filter((field) =>
    field.astNode?.directives?.some((directive) => directive.name.value === 'live'),
  );
  let story: Story;
  let streams: () => number;

  beforeAll(async () => {
    const { stack, world } = await runningStack();
    story = new Story(world);
    streams = () => stack.gateway.statistics.live.streams;
  });
  afterAll(() => story.end());

  const documentFor = (name: string, viewer: string, argument: string) => {
    const field = live.find((one) => one.name === name)!;
    const covers = (argumentOf(field.astNode?.directives, 'live', 'covers') ?? []) as string[];
    const type = getNamedType(field.type);
    const selection = isAbstractType(type)
      ? `{ __typename ${schema
          .getPossibleTypes(type)
          // Of what does not come here a level is enough: a document has 1,000 tokens at most.
          .map((one) => `... on ${one.name} ${everythingShared(one, covers, one.name === COMES ? DEPTH : 0)}`)
          .join(' ')} }`
      : everythingShared(type as GraphQLObjectType, covers, DEPTH);
    return parse(`subscription ${viewer}($id: ID!) { ${name}(${argument}: $id) ${selection} }`);
  };

  async function sameForAll(name: string, argument: string, id: string, viewers: Record<string, App>, cause: () => Promise<unknown>) {
    const before = streams();
    const open = Object.entries(viewers).map(([viewer, app]) => app.live(documentFor(name, viewer, argument), { id }));
    await eventually(
      async () => streams(),
      (count) => count === before + open.length,
      5_000,
      'each has a stream of its own',
    );
    await cause();
    const events: Data[] = await Promise.all(open.map(async (one) => (await one.next())[name]));
    for (const event of events) expect(event).toEqual(events[0]);
    for (const one of open) one.stop();
    await eventually(
      async () => streams(),
      (count) => count === before,
      5_000,
      'the streams are over',
    );
    return events[0];
  }

  test('every stream that is shared is looked at here', () => {
    expect(live.map(({ name }) => name).sort()).toEqual(['attendanceChanged', 'eventUpdated', 'messageAdded', 'roomChanged']);
  });

  test('of an event, for its organiser, a curator, a guest and a visitor; and of its room, for its organiser and a guest', async () => {
    const [olga, gwen] = [await story.person('Olga', 0), await story.person('Gwen', 0)];
    const curator = await story.curator(0);
    const { id } = await story.draft(olga.app, { capacity: 5 });
    await story.publish(olga.app, curator, id);
    await eventually(
      () => story.page(gwen.app, id),
      (page) => page?.status === 'PUBLISHED',
      20_000,
      'published',
    );
    await gwen.app.succeed('Rsvp', { eventId: id, status: 'GOING' });
    const viewers = { Organiser: olga.app, Curator: curator, Guest: gwen.app, Visitor: story.visitor() };

    const counted = await sameForAll('attendanceChanged', 'eventId', id, viewers, () =>
      gwen.app.succeed('Rsvp', { eventId: id, status: 'INTERESTED' }),
    );
    expect(counted.event).toMatchObject({
      id,
      attendanceCounts: { going: 0, interested: 1 },
      creator: { id: olga.id, displayName: 'Olga' },
    });

    const updated = await sameForAll('eventUpdated', 'eventId', id, viewers, async () => {
      const { event } = await olga.app.do(parse('query ($id: ID!) { event(id: $id) { version } }'), { id });
      const update = parse('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }');
      await olga.app.do(update, { input: { eventId: id, version: event.version, timezone: 'America/Vancouver' } });
    });
    expect(updated).toMatchObject({ timezone: 'America/Vancouver' });
    expect(updated).not.toHaveProperty('viewerAttendance');

    const page = await eventually(
      () => story.page(gwen.app, id),
      ({ chatRoom }) => chatRoom !== null,
      20_000,
      'Gwen is in the room',
    );
    const said = await sameForAll('messageAdded', 'roomId', page.chatRoom.id, { Organiser: olga.app, Guest: gwen.app }, () =>
      olga.app.succeed('SendMessage', { roomId: page.chatRoom.id, text: 'Welcome', clientMessageId: '1' }),
    );
    expect(said).toMatchObject({ text: 'Welcome', sender: { displayName: 'Olga', reputation: expect.anything() } });

    const changed = await sameForAll('roomChanged', 'roomId', page.chatRoom.id, { Organiser: olga.app, Guest: gwen.app }, () =>
      olga.app.succeed('SendMessage', {
        roomId: page.chatRoom.id,
        text: 'Gwen is here',
        clientMessageId: '2',
        mentionedUserIds: [gwen.id],
      }),
    );
    expect(changed).toMatchObject({ __typename: 'MessageAdded', added: { text: 'Gwen is here', mentions: [{ displayName: 'Gwen' }] } });
  });
});
