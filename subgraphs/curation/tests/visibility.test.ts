import { aViewer } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import { WorkflowDocument } from './generated/documents';
import { aCurator, startWorld, succeeded } from './world';

const CURATION = '{ curation { status qualityScore badges notes workflow { id status } } }';

describe('what curation says about an event', () => {
  it('is score and badges for everybody, status and notes for its creator and curators (C7)', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE', notes: 'Fine.', qualityScore: 0.9 });
    await world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
    const read = async (viewer: Viewer | null) =>
      (await world.entity(viewer, { __typename: 'Event', id: event.eventId }, CURATION)).data!._entities[0].curation;
    const shown = { qualityScore: 0.9, badges: ['CURATORS_PICK', 'DETAILED_LISTING'] };
    for (const viewer of [aViewer({ id: event.creatorId }), aCurator(), aViewer({ role: 'moderator' }), aViewer({ role: 'admin' })]) {
      expect(await read(viewer)).toEqual({
        ...shown,
        status: 'APPROVED',
        notes: 'Fine.',
        workflow: { id: workflowId, status: 'APPROVED' },
      });
    }
    // A visitor may ask for the workflow and gets none; its fields are never reached.
    for (const viewer of [null, aViewer()])
      expect(await read(viewer)).toEqual({ ...shown, status: 'APPROVED', notes: null, workflow: null });
  });

  it('is nothing to a stranger while the event is not published, by any path', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId } = await world.workflowOf(event.eventId);
    for (const viewer of [null, aViewer()]) {
      expect(
        (
          await world.entity(
            viewer,
            { __typename: 'Event', id: event.eventId },
            `{ averageRating reviews { nodes { id } } curation { qualityScore } }`,
          )
        ).data!._entities,
      ).toEqual([{ averageRating: null, reviews: null, curation: null }]);
      expect((await world.entity(viewer, { __typename: 'CurationWorkflow', id: workflowId }, '{ id status }')).data!._entities).toEqual([
        null,
      ]);
      const direct = await world.execute(viewer, print(WorkflowDocument), { id: workflowId });
      expect(direct.data?.curationWorkflow ?? null).toBeNull();
    }
  });

  it('says to the creator where it stands and not how it was judged', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id } = await world.workflowOf(event.eventId);
    const creator = aViewer({ id: event.creatorId });
    const read = (selection: string) => world.entity(creator, { __typename: 'CurationWorkflow', id }, selection);
    expect(
      (await read('{ id status submission version notes qualityScore submittedAt decidedAt event { id } }')).data!._entities[0],
    ).toMatchObject({ id, status: 'PENDING', event: { id: event.eventId } });
    // What is for curators alone is null, so that one fragment serves both (social-curation F12).
    const curators =
      'priority inQueue claimedUntil curator { id } assessment { overall } history { id } flags { id } stages { preScreening { status } }';
    const answer = await read(`{ status ${curators} }`);
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            ...{ status: 'PENDING', priority: null, inQueue: null, claimedUntil: null, curator: null },
            ...{ assessment: null, history: null, flags: null, stages: null },
          },
        ],
      },
    });
  });

  it('is found by an id in capitals, too', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id } = await world.workflowOf(event.eventId);
    const reader = aViewer({ id: event.creatorId });
    expect((await world.run(reader, WorkflowDocument, { id: id.toUpperCase() })).curationWorkflow).toEqual({ id, status: 'PENDING' });
    const inCapitals = { __typename: 'Event', id: event.eventId.toUpperCase() };
    expect((await world.entity(reader, inCapitals, '{ id curation { status } }')).data!._entities).toEqual([
      { id: event.eventId, curation: { status: 'PENDING' } },
    ]);
    const [flagger, published] = [aViewer(), await world.published()];
    const { flag } = succeeded(await world.flag(flagger, { eventId: published.eventId.toUpperCase(), reason: 'SPAM' }));
    const found = await world.entity(flagger, { __typename: 'Flag', id: flag.id.toUpperCase() }, '{ id }');
    expect(found.data!._entities).toEqual([{ id: flag.id }]);
    expect(succeeded(await world.claim(aCurator(), { workflowId: id.toUpperCase(), version: 1 })).workflow.id).toBe(id);
  });

  it('is null for invalid ids', async () => {
    const world = await startWorld();
    for (const id of ['x', '', "'; DROP TABLE reviews; --", '00000000-0000-4000-8000-000000000000']) {
      expect(
        (await world.entity(null, { __typename: 'Event', id }, '{ averageRating reviews { nodes { id } } curation { badges } }')).data!
          ._entities,
      ).toEqual([{ averageRating: null, reviews: null, curation: null }]);
      expect((await world.entity(aCurator(), { __typename: 'CurationWorkflow', id }, '{ id }')).data!._entities).toEqual([null]);
      expect((await world.entity(null, { __typename: 'Review', id }, '{ id }')).data!._entities).toEqual([null]);
    }
  });
});
