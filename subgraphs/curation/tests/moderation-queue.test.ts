import { aViewer } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, makeReport, readCase, reported } from './cases';
import {
  ClaimEntryDocument,
  DecideCasesDocument,
  HandOverEntryDocument,
  ModerationQueueDocument,
  ReleaseEntryDocument,
  type ModerationQueueFilter,
} from './generated/documents';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

const queueOf = async (world: World, viewer = aModerator(), filter: ModerationQueueFilter | null = null) =>
  (await world.run(viewer, ModerationQueueDocument, { first: 50, filter })).moderationQueue;
const idsIn = async (...asked: Parameters<typeof queueOf>) => (await queueOf(...asked)).nodes.map(({ subjectId }) => subjectId);

const GERMAN = 'Ein Abend mit Musik und Tee für alle, die nicht schlafen wollen; wir spielen auf der Wiese und das ist schön.';

describe('the queue of all that waits', () => {
  it('has events, changes of them and reported things in one order, safety first', async () => {
    const world = await startWorld();
    const submitted = await world.submitted();
    const message = await reported(world);
    const danger = await reported(world, { reason: 'DANGEROUS' });
    const flagged = await world.published();
    await world.flag(await world.member(), { eventId: flagged.eventId, reason: 'DANGEROUS' });
    const { nodes, totalCount } = await queueOf(world);
    expect(totalCount).toBe(4);
    const kinds = new Map(nodes.map((node) => [node.subjectId, node]));
    expect(kinds.get(submitted.eventId)).toMatchObject({ kind: 'EVENT', workflow: { status: 'PENDING' }, case: null, urgent: false });
    expect(kinds.get(message.subjectId)).toMatchObject({ kind: 'MESSAGE', workflow: null, author: { id: message.authorId } });
    expect(new Set(nodes.slice(0, 2).map(({ subjectId }) => subjectId))).toEqual(new Set([danger.subjectId, flagged.eventId]));
    expect(nodes.map(({ urgent }) => urgent)).toEqual([true, true, false, false]);
  });

  it('keeps danger first, however long something harmless has waited', async () => {
    const world = await startWorld();
    const old = await world.submitted({ startsAt: inHours(50_000), endsAt: inHours(50_002) });
    world.clock.advance(10_000 * 3_600_000);
    const danger = await reported(world, { reason: 'DANGEROUS' });
    expect(await idsIn(world)).toEqual([danger.subjectId, old.eventId]);
  });

  it('shows curators what they judge, and nobody what they made themselves', async () => {
    const world = await startWorld();
    const moderator = aModerator();
    const own = await world.submitted({ creatorId: moderator.id });
    const { subjectId } = await reported(world, { authorId: moderator.id });
    expect(await idsIn(world, aCurator())).toEqual([own.eventId]);
    expect(await idsIn(world, moderator)).toEqual([]);
    expect(new Set(await idsIn(world))).toEqual(new Set([own.eventId, subjectId]));
    for (const viewer of [null, aViewer()])
      expect((await world.errorOf(viewer, ModerationQueueDocument, {}))?.code).toBe(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  });

  it('is filtered by kind, category, city, language, age and urgency', async () => {
    const world = await startWorld();
    const music = await world.submitted();
    world.clock.advance(5 * 3_600_000);
    const venue = { id: music.venue!.id, name: 'Hof', city: 'Köln', latitude: 50.9, longitude: 6.9 };
    const garden = await world.submitted({ categorySlug: 'outdoors', description: GERMAN, venue });
    const { subjectId } = await reported(world, { reason: 'DANGEROUS', text: 'I know where you live, and you are not safe.' });
    const found = (filter: ModerationQueueFilter) => idsIn(world, aModerator(), filter);
    expect(await found({ kinds: ['MESSAGE'] })).toEqual([subjectId]);
    expect(await found({ category: 'outdoors' })).toEqual([garden.eventId]);
    expect(await found({ city: 'KÖLN' })).toEqual([garden.eventId]);
    expect(await found({ language: 'de' })).toEqual([garden.eventId]);
    expect(await found({ language: 'EN', kinds: ['EVENT'] })).toEqual([music.eventId]);
    expect(await found({ language: 'en', category: 'outdoors' })).toEqual([]);
    expect(await found({ waitingHours: 5 })).toEqual([music.eventId]);
    expect(await found({ urgent: true })).toEqual([subjectId]);
    expect(new Set(await found({ urgent: false }))).toEqual(new Set([music.eventId, garden.eventId]));
    expect((await queueOf(world, aModerator(), { city: 'köln' })).totalCount).toBe(1);
    expect((await world.errorOf(aModerator(), ModerationQueueDocument, { filter: { waitingHours: -1 } }))?.code).toBe('BAD_USER_INPUT');
    expect(await world.errorOf(aModerator(), ModerationQueueDocument, { filter: { assigneeId: 'nobody' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'filter.assigneeId',
    });
  });

  it('follows an event that moves and changes what it is', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    await world.change({ ...event, change: 'UPDATED' }, { categorySlug: 'film', venue: { ...event.venue!, city: 'Lyon' } });
    expect((await queueOf(world)).nodes).toMatchObject([{ subjectId: event.eventId, category: 'film', city: 'lyon' }]);
  });

  it('is paged both ways without loss or repetition', async () => {
    const world = await startWorld();
    for (let n = 0; n < 3; n++) {
      await world.submitted();
      await reported(world, n === 1 ? { reason: 'DANGEROUS' } : {});
    }
    const all = await idsIn(world);
    const viewer = aModerator();
    const seen: string[] = [];
    let after: string | null = null;
    for (let turn = 0; turn < 3; turn++) {
      const page: Awaited<ReturnType<typeof queueOf>> = (await world.run(viewer, ModerationQueueDocument, { first: 2, after }))
        .moderationQueue;
      seen.push(...page.nodes.map(({ subjectId }) => subjectId));
      expect(page.pageInfo.hasNextPage).toBe(turn < 2);
      after = page.pageInfo.endCursor;
      world.clock.advance(86_400_000);
    }
    expect(seen).toEqual(all);
    const back = (await world.run(viewer, ModerationQueueDocument, { last: 2, before: after })).moderationQueue;
    expect(back.nodes.map(({ subjectId }) => subjectId)).toEqual(all.slice(-3, -1));
  });

  it('loses what is decided, and what nobody need decide any more', async () => {
    const world = await startWorld();
    const [one, two] = [await world.submitted(), await world.submitted()];
    const { subjectId } = await reported(world);
    const { id: workflowId, version } = await world.workflowOf(one.eventId);
    await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' });
    await world.change(two, { status: 'CANCELLED' });
    const { id: caseId, version: read } = await caseOf(world, subjectId);
    await decideCase(world, aModerator(), { caseId, version: read, verdict: 'DISMISS' });
    expect(await queueOf(world)).toMatchObject({ nodes: [], totalCount: 0 });
  });
});

describe('a claim', () => {
  const claimed = async (world: World, viewer = aCurator()) => {
    const event = await world.submitted();
    const { id: entryId, version } = await world.workflowOf(event.eventId);
    const { entry } = succeeded((await world.run(viewer, ClaimEntryDocument, { input: { entryId, version } })).claimEntry);
    return { event, entryId, entry: entry!, version: version + 1, viewer };
  };

  it('is kept for longer, given back as it was, and given to somebody else who may judge', async () => {
    const world = await startWorld();
    const { entryId, entry, version, viewer, event } = await claimed(world);
    expect(entry).toMatchObject({ claimer: { id: viewer.id }, workflow: { status: 'IN_REVIEW' } });
    expect((await queueOf(world, aModerator(), { assigneeId: viewer.id })).totalCount).toBe(1);
    expect((await queueOf(world, aModerator(), { unclaimed: true })).totalCount).toBe(0);
    world.clock.advance(20 * 60_000);
    const longer = await world.run(viewer, ClaimEntryDocument, { input: { entryId, version } });
    expect(Date.parse(succeeded(longer.claimEntry).entry!.claimedUntil!) - Date.parse(entry.claimedUntil!)).toBe(20 * 60_000);
    const other = aCurator();
    const hand = (toUserId: string) => world.run(viewer, HandOverEntryDocument, { input: { entryId, version: version + 1, toUserId } });
    expect((await hand(other.id)).handOverEntry.__typename).toBe('InvalidInput');
    await world.person({ userId: other.id, role: 'curator' });
    await world.person({ userId: event.creatorId, role: 'curator' });
    expect((await hand(event.creatorId)).handOverEntry.__typename).toBe('InvalidInput');
    expect((await hand(other.id)).handOverEntry).toMatchObject({ entry: { claimer: { id: other.id } } });
    const back = (by: typeof other) => world.run(by, ReleaseEntryDocument, { input: { entryId, version: version + 2 } });
    expect((await back(viewer)).releaseEntry.__typename).toBe('WorkflowConflict');
    expect((await back(other)).releaseEntry).toMatchObject({
      entry: { claimer: null, claimedUntil: null, workflow: { status: 'PENDING' } },
    });
    expect((await queueOf(world, aModerator(), { unclaimed: true })).totalCount).toBe(1);
  });

  it('given back by an admin leaves what flags have hidden as it was', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    for (let n = 0; n < 3; n++) await world.flag(await world.regular(), { eventId, reason: 'SPAM' });
    const { id: entryId, version } = await world.workflowOf(eventId);
    await world.run(aCurator(), ClaimEntryDocument, { input: { entryId, version } });
    const admin = aViewer({ role: 'admin' });
    const back = await world.run(admin, ReleaseEntryDocument, { input: { entryId, version: version + 1 } });
    expect(back.releaseEntry).toMatchObject({ entry: { workflow: { status: 'FLAGGED' } } });
  });

  it('is the same for what was reported', async () => {
    const world = await startWorld();
    const { subjectId } = await reported(world);
    const { id: entryId, version } = await caseOf(world, subjectId);
    const [one, other] = [aModerator(), aModerator()];
    await world.person({ userId: other.id, role: 'moderator' });
    const taken = await world.run(one, ClaimEntryDocument, { input: { entryId, version } });
    expect(taken.claimEntry).toMatchObject({ entry: { claimer: { id: one.id }, case: { version: version + 1 } } });
    expect((await world.run(other, ClaimEntryDocument, { input: { entryId, version: version + 1 } })).claimEntry.__typename).toBe(
      'CaseConflict',
    );
    const input = { entryId, version: version + 1, toUserId: other.id };
    expect((await world.run(one, HandOverEntryDocument, { input })).handOverEntry).toMatchObject({ entry: { claimer: { id: other.id } } });
    const back = await world.run(other, ReleaseEntryDocument, { input: { entryId, version: version + 2 } });
    expect(back.releaseEntry).toMatchObject({ entry: { claimer: null } });
  });

  it('ends by itself, and then shows nobody', async () => {
    const world = await startWorld();
    const { viewer } = await claimed(world);
    world.clock.advance(31 * 60_000);
    expect((await queueOf(world)).nodes).toMatchObject([{ claimer: null, claimedUntil: null }]);
    expect((await queueOf(world, aModerator(), { assigneeId: viewer.id })).totalCount).toBe(0);
    expect((await queueOf(world, aModerator(), { unclaimed: false })).totalCount).toBe(0);
  });

  it('repeated with the same key is made once', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: entryId, version } = await world.workflowOf(event.eventId);
    const curator = aCurator();
    const input = { entryId, version, idempotencyKey: 'k' };
    const first = await world.run(curator, ClaimEntryDocument, { input });
    expect(await world.run(curator, ClaimEntryDocument, { input })).toEqual(first);
    expect((await world.run(curator, ClaimEntryDocument, { input: { ...input, version: 9 } })).claimEntry.__typename).toBe('KeyReused');
  });

  it('is needed where the setting says so', async () => {
    const world = await startWorld({ settings: { CURATION_CLAIM_REQUIRED: 'true' } });
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const curator = aCurator();
    expect(await world.decide(curator, { workflowId, version, decision: 'APPROVE' })).toMatchObject({
      __typename: 'WorkflowConflict',
      nextStep: null,
    });
    await world.claim(curator, { workflowId, version });
    expect((await world.decide(curator, { workflowId, version: version + 1, decision: 'APPROVE' })).__typename).toBe('DecideReviewSuccess');
    const { subjectId } = await reported(world);
    const one = await caseOf(world, subjectId);
    const moderator = aModerator();
    const verdict = { caseId: one.id, version: one.version, verdict: 'DISMISS' } as const;
    expect((await decideCase(world, moderator, verdict)).__typename).toBe('CaseConflict');
    await world.run(moderator, ClaimEntryDocument, { input: { entryId: one.id, version: one.version } });
    expect((await decideCase(world, moderator, { ...verdict, version: one.version + 1 })).__typename).toBe('DecideCaseSuccess');
  });
});

describe('flags and reports are settled one by one', () => {
  it('of an event: what the curator says of one counts before its reason and the decision', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const raised = [];
    for (let n = 0; n < 3; n++) raised.push(succeeded(await world.flag(await world.member(), { eventId, reason: 'SPAM' })).flag.id);
    const { id: workflowId, version } = await world.workflowOf(eventId);
    await world.decide(aCurator(), {
      ...{ workflowId, version, decision: 'REQUEST_CHANGES', notes: 'Say when.' },
      flags: [{ reason: 'SPAM', upheld: false }],
      flagDecisions: [{ flagId: raised[1]!, upheld: true }],
    });
    const outcomes = new Map((await world.settled()).map(({ flagId, outcome }) => [flagId, outcome]));
    expect(raised.map((id) => outcomes.get(id))).toEqual(['DISMISSED', 'UPHELD', 'DISMISSED']);
  });

  it('of a case: a report that lied is dismissed where the others were right', async () => {
    const world = await startWorld();
    const first = await reported(world);
    const { subjectId, authorId } = first;
    const liar = await reported(world, { subjectId, authorId });
    const { id: caseId, version } = await caseOf(world, subjectId);
    const reports = [{ reportId: liar.reportId, upheld: false }];
    await decideCase(world, aModerator(), { caseId, version, verdict: 'REMOVE', notes: 'Out.', reports });
    const { reports: settled } = (await readCase(world, caseId))!;
    expect(new Map(settled.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [first.reportId, 'UPHELD'],
        [liar.reportId, 'DISMISSED'],
      ]),
    );
  });
});

describe('keys of many decisions', () => {
  it('that are long and end alike are two', async () => {
    const world = await startWorld();
    const one = await reported(world);
    const { id: caseId, version } = await caseOf(world, one.subjectId);
    const moderator = aModerator();
    const many = async (first: string, read: number) =>
      (
        await world.run(moderator, DecideCasesDocument, {
          input: { decisions: [{ caseId, version: read, verdict: 'DISMISS' }], idempotencyKey: first + 'k'.repeat(250) },
        })
      ).decideCases;
    expect(await many('a', version + 1)).toMatchObject({ outcomes: [{ refusal: 'CONFLICT' }] });
    expect(await many('a', version)).toMatchObject({ outcomes: [{ case: { status: 'DISMISSED' } }] });
    // The key of the first one, and not that of the second.
    expect(await many('b', version)).toMatchObject({ outcomes: [{ refusal: 'CONFLICT' }] });
    expect(await many('a', version)).toMatchObject({ outcomes: [{ case: { status: 'DISMISSED' } }] });
  });
});

test.each(['POST', 'COMMENT', 'GROUP'] as const)('a reported %s is judged by moderators and stands under its category', async (kind) => {
  const world = await startWorld();
  const reporter = await world.member();
  const [subjectId, authorId] = [aViewer().id, aViewer().id];
  const { report } = succeeded(await makeReport(world, reporter, { kind, subjectId, reason: 'HATE' }));
  const raised = (await world.reportsRaised()).find(({ reportId }) => reportId === report.id)!;
  expect(raised).toMatchObject({ kind, subjectId, reporterId: reporter.id });
  await world.tell('report.evidence', subjectId, {
    ...{ reportId: raised.reportId, kind: raised.kind, subjectId, authorId },
    ...{ evidence: { text: 'They are not of us.' }, category: 'music' },
  });
  expect(await idsIn(world, aCurator())).toEqual([]);
  const { nodes } = await queueOf(world, aModerator(), { category: 'music' });
  expect(nodes).toMatchObject([{ kind, subjectId, category: 'music' }]);
  const { id: caseId } = nodes[0]!;
  await decideCase(world, aModerator(), { caseId, version: nodes[0]!.case!.version, verdict: 'REMOVE', notes: 'Out.' });
  expect((await world.casesDecided()).at(-1)).toMatchObject({ caseId, kind, subjectId, authorId, outcome: 'REMOVED' });
  expect((await world.reportsSettled()).at(-1)).toMatchObject({ reportId: report.id, kind, outcome: 'UPHELD', reporterId: reporter.id });
});

test('an event is not reported, but flagged', async () => {
  const world = await startWorld();
  const { eventId } = await world.published();
  expect(await makeReport(world, aViewer(), { kind: 'EVENT', subjectId: eventId, reason: 'SPAM' })).toMatchObject({
    __typename: 'InvalidInput',
    message: expect.stringContaining('flagged') as string,
  });
});
