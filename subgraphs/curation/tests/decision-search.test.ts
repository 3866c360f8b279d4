import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, readCase, reported } from './cases';
import {
  AppealContentDecisionDocument,
  CreateCannedReasonDocument,
  DecideCaseAppealDocument,
  MyDecisionNotesDocument,
  RestoreCaseDocument,
  RestoreDocument,
  SearchDecisionsDocument,
  TakeDownDocument,
  type CreateCannedReasonInput,
  type DecideReviewInput,
  type SearchDecisionsQueryVariables,
} from './generated/documents';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

const search = async (world: World, variables: SearchDecisionsQueryVariables = {}, viewer: Viewer = aCurator()) =>
  (await world.run(viewer, SearchDecisionsDocument, variables)).searchDecisions;
const found = async (world: World, variables: SearchDecisionsQueryVariables = {}, viewer?: Viewer) =>
  (await search(world, variables, viewer)).nodes.map(({ act }) => act.title);

async function decided(
  world: World,
  title: string,
  decision: Partial<DecideReviewInput> = {},
  curator = aCurator(),
  categorySlug = 'music',
) {
  const { eventId, creatorId } = await world.submitted({ title, categorySlug });
  const { id: workflowId, version } = await world.workflowOf(eventId);
  succeeded(await world.decide(curator, { workflowId, version, decision: 'REJECT', notes: 'No.', ...decision }));
  world.clock.advance(3_600_000);
  return { eventId, creatorId };
}
const canned = async (world: World, input: Partial<CreateCannedReasonInput> = {}) =>
  succeeded(
    (
      await world.run(aModerator(), CreateCannedReasonDocument, {
        input: {
          code: 'the-door',
          texts: [
            { language: 'en', text: 'Say where the entrance is.' },
            { language: 'de', text: 'Sag, wo der Eingang ist.' },
          ],
          decisions: ['REJECT', 'RESTORE', 'UPHOLD'],
          ...input,
        },
      })
    ).createCannedReason,
  ).cannedReason;

describe('a search for past decisions (C19 to C25)', () => {
  it('finds words of the title and of what was said, in any language, and says where they stand', async () => {
    const world = await startWorld();
    const { id: cannedReasonId } = await canned(world);
    await decided(world, 'Raffles by the sea', { notes: 'A raffle is not an event.' });
    await decided(world, 'Morning choir', { notes: null, cannedReasonId });
    await decided(world, 'Evening choir', { decision: 'APPROVE', notes: null });
    const [one] = (await search(world, { query: 'raffle' })).nodes;
    expect(one).toMatchObject({
      act: { title: 'Raffles by the sea', note: 'A raffle is not an event.', verb: 'REJECTED' },
      titleSpans: [{ start: 0, length: 7 }],
      noteSpans: [{ start: 2, length: 6 }],
    });
    expect(await found(world, { query: 'choir' })).toEqual(['Evening choir', 'Morning choir']);
    expect(await found(world, { query: 'choir -evening' })).toEqual(['Morning choir']);
    expect(await found(world, { query: '"morning choir" or "by the sea"' })).toEqual(['Morning choir', 'Raffles by the sea']);
    const [german] = (await search(world, { query: 'Eingang' })).nodes;
    expect(german).toMatchObject({ act: { inGerman: 'Sag, wo der Eingang ist.', cannedReason: { code: 'the-door' } }, noteSpans: [] });
    for (const query of ['nothing of it', 'the', `'); DROP TABLE x; --`]) expect(await found(world, { query })).toEqual([]);
    expect(await found(world)).toEqual(['Evening choir', 'Morning choir', 'Raffles by the sea']);
  });

  it('is filtered by outcome, kind, category, person, reasons and time', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const { id: cannedReasonId } = await canned(world);
    await decided(world, 'One', { reason: 'SPAM' }, curator);
    await decided(world, 'Two', { decision: 'REQUEST_CHANGES' }, undefined, 'sports');
    await decided(world, 'Three', { cannedReasonId });
    const { subjectId } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    succeeded(await decideCase(world, aModerator(), { caseId, version, verdict: 'REMOVE', notes: 'Unkind.' }));
    const by = async (filter: SearchDecisionsQueryVariables['filter'], viewer?: Viewer) => found(world, { filter }, viewer);
    expect(await by({ outcomes: ['CHANGES_REQUESTED'] })).toEqual(['Two']);
    expect(await by({ category: 'sports' })).toEqual(['Two']);
    expect(await by({ curatorId: curator.id })).toEqual(['One']);
    expect(await by({ reason: 'SPAM' })).toEqual(['One']);
    expect(await by({ cannedReasonId })).toEqual(['Three']);
    expect(await by({ from: inHours(1), until: inHours(2) })).toEqual(['Two']);
    // What people say to each other is read by few.
    expect(await by({ kinds: ['MESSAGE'] })).toEqual([]);
    expect((await search(world, { query: 'unkind' }, aModerator())).nodes).toMatchObject([{ act: { kind: 'MESSAGE', title: null } }]);
    for (const variables of [
      { filter: { curatorId: 'x' } },
      { filter: { from: inHours(2), until: inHours(1) } },
      { query: 'x'.repeat(201) },
      { query: 'a\u0000b' },
      { order: 'RELEVANCE' as const },
    ])
      expect(await world.errorOf(aCurator(), SearchDecisionsDocument, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is ordered by time or by what fits best, page by page', async () => {
    const world = await startWorld();
    await decided(world, 'Lottery night', { notes: 'Lottery, lottery.' });
    await decided(world, 'Choir', { notes: 'Not even a lottery.' });
    await decided(world, 'Band', { notes: 'Lottery? No lottery.' });
    expect(await found(world, { query: 'lottery' })).toEqual(['Band', 'Choir', 'Lottery night']);
    const pageOf = (after?: string, order: 'NEWEST' | 'RELEVANCE' = 'RELEVANCE') =>
      search(world, { query: 'lottery', order, first: 2, after });
    const first = await pageOf();
    const rest = await pageOf(first.pageInfo.endCursor!);
    expect([...first.nodes, ...rest.nodes].map(({ act }) => act.title)).toEqual(['Lottery night', 'Band', 'Choir']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const newest = await pageOf(undefined, 'NEWEST');
    expect((await pageOf(newest.pageInfo.endCursor!, 'NEWEST')).nodes.map(({ act }) => act.title)).toEqual(['Lottery night']);
    const wrong = { query: 'lottery', order: 'NEWEST' as const, after: first.pageInfo.endCursor };
    expect(await world.errorOf(aCurator(), SearchDecisionsDocument, wrong)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('is for those who judge, without what is theirs, and without what the machine decided', async () => {
    const world = await startWorld();
    const { creatorId } = await decided(world, 'Mine');
    await world.published({ title: 'Imported', imported: true });
    expect(await found(world)).toEqual(['Mine']);
    expect(await found(world, { query: 'mine' }, aViewer({ id: creatorId, role: 'curator' }))).toEqual([]);
    expect(await found(world, {}, aViewer({ id: creatorId, role: 'curator' }))).toEqual([]);
    expect(await world.errorOf(aViewer(), SearchDecisionsDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.errorOf(null, SearchDecisionsDocument, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('a canned reason', () => {
  it('is named by who puts an event or a case back, where it is for that', async () => {
    const world = await startWorld();
    const { id: cannedReasonId } = await canned(world);
    const { id: other } = await canned(world, { code: 'other', decisions: ['REJECT'] });
    const event = await world.published();
    const { eventId } = event;
    const down = { eventId, reason: 'SPAM', notes: 'Not here.' } as const;
    succeeded((await world.run(aCurator(), TakeDownDocument, { input: down })).takeDownEvent);
    await world.change(event, { status: 'REJECTED' });
    const back = async (id: string) =>
      (await world.run(aCurator(), RestoreDocument, { input: { eventId, eventVersion: 2, cannedReasonId: id, notes: 'Sorry.' } }))
        .restoreEvent;
    expect(await back(other)).toMatchObject({ __typename: 'InvalidInput', message: expect.stringContaining('cannedReasonId') as string });
    succeeded(await back(cannedReasonId));
    expect((await world.decided()).at(-1)).toMatchObject({
      status: 'APPROVED',
      notes: 'Say where the entrance is.\n\nSorry.',
      noteTexts: { de: 'Sag, wo der Eingang ist.\n\nSorry.' },
    });
    const { caseId, author, version } = await removed(world);
    const restored = await world.run(aModerator(), RestoreCaseDocument, { input: { caseId, version, cannedReasonId } });
    succeeded(restored.restoreCase);
    expect((await world.casesDecided()).at(-1)).toMatchObject({ outcome: 'RESTORED', noteTexts: { de: 'Sag, wo der Eingang ist.' } });
    expect((await world.run(author, MyDecisionNotesDocument, { language: 'de' })).myContentDecisions.nodes).toMatchObject([
      { notes: 'Sag, wo der Eingang ist.' },
    ]);
  });

  it('is named by who decides about an appeal, and read by its author in their language', async () => {
    const world = await startWorld();
    const { id: cannedReasonId } = await canned(world);
    const { caseId, author, version } = await removed(world);
    succeeded(
      (await world.run(author, AppealContentDecisionDocument, { input: { decisionId: caseId, text: 'No.' } })).appealContentDecision,
    );
    const decide = { caseId, version: version + 1, verdict: 'UPHELD' } as const;
    const run = async (input: typeof decide & { cannedReasonId?: string }) =>
      (await world.run(aModerator(), DecideCaseAppealDocument, { input })).decideCaseAppeal;
    expect(await run(decide)).toMatchObject({ __typename: 'InvalidInput', message: expect.stringContaining('notes') as string });
    succeeded(await run({ ...decide, cannedReasonId }));
    expect((await world.caseAppealsDecided()).at(-1)).toMatchObject({
      outcome: 'UPHELD',
      notes: 'Say where the entrance is.',
      noteTexts: { de: 'Sag, wo der Eingang ist.' },
    });
    expect((await world.run(author, MyDecisionNotesDocument, { language: 'de' })).myContentDecisions.nodes).toMatchObject([
      { notes: 'Sag, wo der Eingang ist.' },
    ]);
  });
});

/** A message that a moderator has removed. */
async function removed(world: World) {
  const { subjectId, authorId } = await reported(world, { reporter: await world.member() });
  const { id: caseId, version } = await caseOf(world, subjectId);
  succeeded(await decideCase(world, aModerator(), { caseId, version, verdict: 'REMOVE', notes: 'Unkind.' }));
  return { caseId, author: aViewer({ id: authorId }), version: (await readCase(world, caseId))!.version };
}
