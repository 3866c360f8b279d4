import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { QueueWithFlagsDocument, RaiseFlagDocument, type CurationVerdict, type FlagEventInput } from './generated/documents';
import { aCurator, startWorld, succeeded, type World } from './world';

const flag = (world: World, viewer: Viewer, eventId: string, more: Partial<FlagEventInput> = {}) =>
  world.flag(viewer, { eventId, reason: 'INACCURATE', ...more });

const decide = async (world: World, eventId: string, decision: CurationVerdict) => {
  const { id: workflowId, version } = await world.workflowOf(eventId);
  return world.decide(aCurator(), { workflowId, version, decision, notes: 'So.' });
};

/** A person whose flags went so before. */
async function flagger(world: World, outcomes: { upheld?: number; dismissed?: number }): Promise<Viewer> {
  const viewer = aViewer();
  for (const [decision, count] of [
    ['REJECT', outcomes.upheld ?? 0],
    ['APPROVE', outcomes.dismissed ?? 0],
  ] as const) {
    for (let n = 0; n < count; n++) {
      const { eventId } = await world.published();
      await Promise.all([
        flag(world, viewer, eventId),
        flag(world, aViewer(), eventId),
        flag(world, aViewer(), eventId),
        flag(world, aViewer(), eventId),
      ]);
      await decide(world, eventId, decision);
    }
  }
  return viewer;
}

describe('flags', () => {
  it('hide an event when three people have raised them, and bring it into the queue', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.published();
    expect(await flag(world, aViewer(), eventId)).toMatchObject({
      __typename: 'FlagEventSuccess',
      flag: { status: 'OPEN', reason: 'INACCURATE' },
    });
    await flag(world, aViewer(), eventId);
    expect(await world.decided()).toEqual([]);
    await flag(world, aViewer(), eventId);
    expect(await world.decided()).toMatchObject([{ eventId, creatorId, status: 'FLAGGED', curatorId: null }]);
    const { nodes } = (await world.run(aCurator(), QueueWithFlagsDocument, {})).curationQueue;
    expect(nodes).toMatchObject([{ status: 'FLAGGED', stages: { communityOversight: { openFlags: 3, flagWeight: 3 } } }]);
    expect(nodes[0]!.flags).toHaveLength(3);
  });

  it('raised by three people at the same time hide it once', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    await Promise.all(Array.from({ length: 6 }, () => flag(world, aViewer(), eventId)));
    expect(await world.decided()).toHaveLength(1);
    expect((await world.queue()).totalCount).toBe(1);
  });

  it('are not taken of what they have hidden, but are remembered to those who raised them', async () => {
    const world = await startWorld();
    const event = await world.published();
    const [flagger, guest] = [aViewer(), aViewer()];
    const first = await flag(world, flagger, event.eventId);
    await world.change(event, { hidden: true });
    expect(await flag(world, aViewer(), event.eventId)).toMatchObject({ __typename: 'NotFound' });
    expect(await flag(world, flagger, event.eventId)).toMatchObject({
      __typename: 'AlreadyFlagged',
      flag: { id: succeeded(first).flag.id },
    });
    await world.attends({ eventId: event.eventId, userId: guest.id });
    expect(await flag(world, guest, event.eventId)).toMatchObject({ __typename: 'FlagEventSuccess' });
  });

  it('count once for each person', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const viewer = aViewer();
    const first = await flag(world, viewer, eventId);
    expect(await flag(world, viewer, eventId, { reason: 'SPAM' })).toMatchObject({
      __typename: 'AlreadyFlagged',
      code: 'CONFLICT',
      nextStep: null,
      flag: { id: succeeded(first).flag.id },
    });
    const parallel = await Promise.all(Array.from({ length: 5 }, () => flag(world, viewer, eventId)));
    expect(parallel.map((answer) => answer.__typename)).toEqual(Array(5).fill('AlreadyFlagged'));
    expect(await world.decided()).toEqual([]);
  });

  it('are dismissed by an approval and upheld by a rejection', async () => {
    const world = await startWorld();
    for (const [decision, status, after] of [
      ['APPROVE', 'DISMISSED', 'APPROVED'],
      ['REJECT', 'UPHELD', 'REJECTED'],
      ['REQUEST_CHANGES', 'UPHELD', 'NEEDS_REVISION'],
    ] as const) {
      const { eventId } = await world.published();
      const people = [aViewer(), aViewer(), aViewer()];
      const ids = [];
      for (const viewer of people) ids.push(succeeded(await flag(world, viewer, eventId)).flag.id);
      expect(await decide(world, eventId, decision)).toMatchObject({ workflow: { status: after } });
      const own = await world.entity(people[0]!, { __typename: 'Flag', id: ids[0]! }, '{ status }');
      expect(own.data!._entities).toEqual([{ status }]);
    }
  });

  it('of people who were often right weigh more, and of those who were always wrong against', async () => {
    const world = await startWorld();
    const [right, wrong] = [await flagger(world, { upheld: 2 }), await flagger(world, { dismissed: 4 })];
    const { eventId } = await world.published();
    await flag(world, right, eventId);
    await flag(world, wrong, eventId);
    const { workflow } = (
      await world.entity(aCurator(), { __typename: 'Event', id: eventId }, '{ curation { workflow { flags { weight flagger { id } } } } }')
    ).data!._entities[0].curation;
    const weights = new Map(workflow.flags.map((one: { weight: number; flagger: { id: string } }) => [one.flagger.id, one.weight]));
    // 3 · (2 + 2) / (2 + 3) − 1 and 3 · (0 + 2) / (4 + 3) − 1.
    expect(weights.get(right.id)).toBeCloseTo(1.4, 6);
    expect(weights.get(wrong.id)).toBeCloseTo(-1 / 7, 6);
    await flag(world, aViewer(), eventId);
    // 1.4 − 0.14 + 1 is below 3; with two more it is enough, and enough people.
    expect((await world.workflowOf(eventId)).status).toBe('APPROVED');
    await flag(world, aViewer(), eventId);
    expect((await world.workflowOf(eventId)).status).toBe('FLAGGED');
  });

  it('need two to be three people even if they weigh enough', async () => {
    const world = await startWorld({ settings: { CURATION_FLAG_THRESHOLD: '1' } });
    const { eventId } = await world.published();
    await flag(world, aViewer(), eventId);
    await flag(world, aViewer(), eventId);
    expect((await world.workflowOf(eventId)).status).toBe('APPROVED');
    await flag(world, aViewer(), eventId);
    expect((await world.workflowOf(eventId)).status).toBe('FLAGGED');
  });

  it('are not for one’s own event, for what one may not see, or for visitors', async () => {
    const world = await startWorld();
    const event = await world.published();
    expect((await flag(world, aViewer({ id: event.creatorId }), event.eventId)).__typename).toBe('NotAllowed');
    const pending = await world.submitted();
    const secret = await world.published({ visibility: 'PRIVATE' });
    for (const eventId of [pending.eventId, secret.eventId, aViewer().id])
      expect((await flag(world, aViewer(), eventId)).__typename).toBe('NotFound');
    const visitor = await world.errorOf(null, RaiseFlagDocument, { input: { eventId: event.eventId, reason: 'SPAM' } });
    expect(visitor?.code).toBe('UNAUTHENTICATED');
  });

  it('for another reason say what it is', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    expect(await flag(world, aViewer(), eventId, { reason: 'OTHER' })).toMatchObject({ __typename: 'InvalidInput' });
    const both = [{ path: 'eventId' }, { path: 'details' }];
    expect(await flag(world, aViewer(), 'no id', { reason: 'OTHER' })).toMatchObject({ fields: both });
    expect(await flag(world, aViewer(), eventId, { reason: 'OTHER', details: 'The door is locked.' })).toMatchObject({
      __typename: 'FlagEventSuccess',
    });
  });

  it('are seen by the person who raised them and by curators alone', async () => {
    const world = await startWorld();
    const { eventId, creatorId } = await world.published();
    const viewer = aViewer();
    const { id } = succeeded(await flag(world, viewer, eventId)).flag;
    const read = async (reader: Viewer | null, selection: string) => world.entity(reader, { __typename: 'Flag', id }, selection);
    expect((await read(viewer, '{ id status }')).data!._entities).toEqual([{ id, status: 'OPEN' }]);
    expect((await read(aCurator(), '{ flagger { id } }')).data!._entities).toEqual([{ flagger: { id: viewer.id } }]);
    for (const stranger of [aViewer(), aViewer({ id: creatorId })])
      expect((await read(stranger, '{ id status }')).data!._entities).toEqual([null]);
    expect((await read(null, '{ id status }')).data!._entities[0]).toBeNull();
    expect((await read(viewer, '{ weight }')).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
