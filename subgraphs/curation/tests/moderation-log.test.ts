import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { Client } from 'pg';
import { aModerator, caseOf, decideCase, makeReport, readCase, reported } from './cases';
import {
  AppealDecisionDocument,
  ClaimEntryDocument,
  EscalateCaseDocument,
  HandOverEntryDocument,
  ModerationLogDocument,
  NoteOnCaseDocument,
  ReleaseEntryDocument,
  RestoreCaseDocument,
  RestoreDocument,
  TakeDownDocument,
  type ModerationLogQueryVariables,
} from './generated/documents';
import { aCurator, anEvent, inHours, startWorld, succeeded, type World } from './world';

const log = async (world: World, variables: ModerationLogQueryVariables = {}, viewer: Viewer = aModerator()) =>
  (await world.run(viewer, ModerationLogDocument, variables)).moderationLog;
/** What was done, the first act first. */
const acts = async (world: World, subjectId: string, viewer?: Viewer) =>
  (await log(world, { filter: { subjectId } }, viewer)).nodes
    .reverse()
    .map(({ verb, by, actor, to, note }) => [verb, by, actor?.id, to?.id, note]);

/** Somebody who judges and is known as such. */
async function aKnown(world: World, role: 'curator' | 'moderator' = 'curator') {
  const viewer = aViewer({ role });
  await world.person({ userId: viewer.id, role });
  return viewer;
}
async function sql(world: World, text: string, values: unknown[] = []) {
  const client = new Client(world.databaseUrl);
  await client.connect();
  return client.query(text, values).finally(() => client.end());
}
const entryRead = async (world: World, eventId: string) => {
  const { id: entryId, version } = await world.workflowOf(eventId);
  return { entryId, version };
};

describe('the log of what is done to what is judged (C24, C25)', () => {
  it('has every act on an event, with who did it', async () => {
    const world = await startWorld();
    const [one, two] = [await aKnown(world), await aKnown(world)];
    const { eventId, creatorId, title } = await world.submitted();
    const step = async (work: (read: { entryId: string; version: number }) => Promise<unknown>) => {
      await work(await entryRead(world, eventId));
      world.clock.advance(1_000);
    };
    await step(async (input) => succeeded((await world.run(one, ClaimEntryDocument, { input })).claimEntry));
    await step(async (input) => succeeded((await world.run(one, ReleaseEntryDocument, { input })).releaseEntry));
    const given = async (input: { entryId: string; version: number }) =>
      succeeded((await world.run(one, HandOverEntryDocument, { input: { ...input, toUserId: two.id } })).handOverEntry);
    await step(given);
    await step(async ({ entryId, version }) =>
      succeeded(await world.decide(two, { workflowId: entryId, version, decision: 'REJECT', reason: 'SPAM', notes: 'Spam.' })),
    );
    const owner = aViewer({ id: creatorId });
    await step(async ({ entryId: workflowId }) =>
      succeeded((await world.run(owner, AppealDecisionDocument, { input: { workflowId, text: 'No.' } })).appealDecision),
    );
    await step(async ({ entryId, version }) => succeeded(await world.decide(one, { workflowId: entryId, version, decision: 'APPROVE' })));
    expect(await acts(world, eventId)).toEqual([
      ['CLAIMED', 'STAFF', one.id, undefined, null],
      ['RELEASED', 'STAFF', one.id, undefined, null],
      ['HANDED_OVER', 'STAFF', one.id, two.id, null],
      ['REJECTED', 'STAFF', two.id, undefined, 'Spam.'],
      ['APPEALED', 'AUTHOR', undefined, undefined, null],
      ['APPROVED', 'STAFF', one.id, undefined, null],
    ]);
    const { nodes } = await log(world, { filter: { verbs: ['REJECTED'] } });
    expect(nodes).toMatchObject([
      { kind: 'EVENT', subjectId: eventId, event: { id: eventId }, author: { id: creatorId }, category: 'music', title, reason: 'SPAM' },
    ]);
  });

  it('tells what flags hid, what was taken down, and what was put back', async () => {
    const world = await startWorld();
    const event = await world.published();
    for (let n = 0; n < 4; n++) await world.flag(await world.regular(), { eventId: event.eventId, reason: 'SPAM' });
    const taker = aCurator();
    const down = { eventId: event.eventId, reason: 'SPAM', notes: 'Not here.' } as const;
    world.clock.advance(1_000);
    await world.change(event, { hidden: true });
    await world.change(event, { hidden: false, version: 3 });
    succeeded((await world.run(taker, TakeDownDocument, { input: down })).takeDownEvent);
    await world.change(event, { status: 'REJECTED', version: 4 });
    world.clock.advance(1_000);
    succeeded((await world.run(taker, RestoreDocument, { input: { eventId: event.eventId, eventVersion: 4 } })).restoreEvent);
    const verbs = (await acts(world, event.eventId)).map(([verb, by]) => [verb, by]);
    expect(verbs.filter(([, by]) => by !== 'MACHINE')).toEqual([
      ['REJECTED', 'STAFF'],
      ['RESTORED', 'STAFF'],
    ]);
    expect(verbs).toContainEqual(['HIDDEN', 'MACHINE']);
  });

  it('has every act on a case, and a suspension with its days', async () => {
    const world = await startWorld();
    const [moderator, other] = [await aKnown(world, 'moderator'), await aKnown(world, 'moderator')];
    const { subjectId, authorId } = await reported(world, { reporter: await world.member() });
    const { id: caseId } = await caseOf(world, subjectId);
    const step = async (work: (version: number) => Promise<unknown>) => {
      await work((await readCase(world, caseId))!.version);
      world.clock.advance(1_000);
    };
    await step(async (version) =>
      succeeded((await world.run(moderator, NoteOnCaseDocument, { input: { caseId, version, note: 'Again.' } })).noteOnCase),
    );
    await step(async (version) =>
      succeeded((await world.run(moderator, EscalateCaseDocument, { input: { caseId, version, note: 'Look.' } })).escalateCase),
    );
    const admin = aViewer({ role: 'admin' });
    await step(async (version) =>
      succeeded(await decideCase(world, admin, { caseId, version, verdict: 'REMOVE', notes: 'Unkind.', restrictDays: 7 })),
    );
    const back = aViewer({ role: 'admin' });
    await step(async (version) => succeeded((await world.run(back, RestoreCaseDocument, { input: { caseId, version } })).restoreCase));
    const done = await acts(world, subjectId);
    expect(done.slice(0, 2)).toEqual([
      ['NOTED', 'STAFF', moderator.id, undefined, 'Again.'],
      ['ESCALATED', 'STAFF', moderator.id, undefined, 'Look.'],
    ]);
    expect(done.slice(2, 4).sort()).toEqual([
      ['REMOVED', 'STAFF', admin.id, undefined, 'Unkind.'],
      ['RESTRICTED', 'STAFF', admin.id, undefined, 'Unkind.'],
    ]);
    expect(done.slice(4)).toEqual([['RESTORED', 'STAFF', back.id, undefined, null]]);
    const { nodes } = await log(world, { filter: { verbs: ['RESTRICTED', 'REMOVED'] } }, other);
    expect(nodes.map(({ verb, restrictDays, author }) => [verb, restrictDays, author?.id]).sort()).toEqual([
      ['REMOVED', null, authorId],
      ['RESTRICTED', 7, authorId],
    ]);
  });

  it('is filtered by person, kind, act and time, and read page by page both ways', async () => {
    const world = await startWorld();
    const [one, two] = [aCurator(), aCurator()];
    for (const curator of [one, two, one]) {
      const { eventId } = await world.submitted();
      const { id: workflowId, version } = await world.workflowOf(eventId);
      succeeded(await world.claim(curator, { workflowId, version }));
      succeeded(await world.decide(curator, { workflowId, version: version + 1, decision: 'APPROVE' }));
      world.clock.advance(3_600_000);
    }
    const times = async (filter: ModerationLogQueryVariables['filter']) =>
      (await log(world, { filter })).nodes.map(({ at, verb, actor }) => [at, verb, actor?.id]);
    expect(await times({ actorId: one.id, verbs: ['APPROVED'] })).toEqual([
      [inHours(2), 'APPROVED', one.id],
      [inHours(0), 'APPROVED', one.id],
    ]);
    expect(await times({ from: inHours(1), until: inHours(2), verbs: ['CLAIMED', 'REJECTED'] })).toEqual([[inHours(1), 'CLAIMED', two.id]]);
    expect(await times({ kinds: ['REVIEW', 'MESSAGE'] })).toEqual([]);
    const first = await log(world, { first: 4 });
    const rest = await log(world, { first: 4, after: first.pageInfo.endCursor! });
    expect([first.nodes.length, rest.nodes.length, rest.pageInfo.hasNextPage]).toEqual([4, 2, false]);
    const before = await log(world, { last: 4, before: rest.pageInfo.startCursor! });
    expect(before.nodes).toEqual(first.nodes);
    const wrong = await world.errorOf(aModerator(), ModerationLogDocument, { filter: { from: inHours(2), until: inHours(1) } });
    expect(wrong).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await world.errorOf(aModerator(), ModerationLogDocument, { filter: { actorId: 'x' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('shows curators their own acts alone, moderators everybody’s, and nobody what was done to what is theirs', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const organizationId = randomUUID();
    const host = await aKnown(world, 'moderator');
    const colleague = await aKnown(world, 'moderator');
    const member = { organizationId, userId: colleague.id, version: 1, role: 'STAFF' } as const;
    await world.tell('organization.member_changed', organizationId, member);
    const event = await world.submitted({ creatorId: host.id, organizationId });
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    succeeded(await world.decide(curator, { workflowId, version, decision: 'APPROVE' }));
    const { subjectId } = await reported(world);
    const { id: caseId, version: read } = await caseOf(world, subjectId);
    succeeded(await decideCase(world, aModerator(), { caseId, version: read, verdict: 'DISMISS' }));
    expect((await log(world, {}, curator)).nodes.map(({ verb }) => verb)).toEqual(['APPROVED']);
    expect((await log(world, {}, aCurator())).nodes).toEqual([]);
    expect((await log(world, { filter: { actorId: curator.id } }, aCurator())).nodes).toEqual([]);
    expect((await log(world)).nodes.map(({ verb }) => verb).sort()).toEqual(['APPROVED', 'DISMISSED']);
    for (const viewer of [host, colleague]) expect((await log(world, {}, viewer)).nodes.map(({ verb }) => verb)).toEqual(['DISMISSED']);
    expect(await world.errorOf(aViewer(), ModerationLogDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.errorOf(null, ModerationLogDocument, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is only added to; who is erased stays in it without a name, and what they made without its own', async () => {
    const world = await startWorld();
    const curator = await aKnown(world);
    const { eventId, creatorId } = await world.submitted(
      anEvent({ status: 'PENDING_REVIEW', change: 'SUBMITTED', title: 'Quiet evening' }),
    );
    const { id: workflowId, version } = await world.workflowOf(eventId);
    succeeded(await world.decide(curator, { workflowId, version, decision: 'REJECT', notes: 'No.' }));
    for (const statement of [
      `UPDATE moderation_acts SET note = 'Yes.'`,
      `UPDATE moderation_acts SET verb = 'APPROVED'`,
      `UPDATE moderation_acts SET actor_id = gen_random_uuid()`,
      `UPDATE moderation_acts SET by = 'MACHINE', actor_id = NULL`,
      `UPDATE moderation_acts SET title = 'Other'`,
      'DELETE FROM moderation_acts',
      'TRUNCATE moderation_acts',
    ])
      await expect(sql(world, statement)).rejects.toThrow('only added to');
    for (const userId of [curator.id, creatorId]) await world.tell('user.erased', userId, { userId });
    expect((await log(world, { filter: { subjectId: eventId } })).nodes).toMatchObject([
      { verb: 'REJECTED', by: 'ERASED', actor: null, author: null, title: null, note: 'No.' },
    ]);
    const { rows } = await sql(world, 'SELECT FROM workflow_versions WHERE actor_id = $1 OR curator_id = $1', [curator.id]);
    expect(rows).toEqual([]);
  });
});

test('a report of a person is in the log by the name that they showed', async () => {
  const world = await startWorld();
  const { report } = succeeded(await makeReport(world, await world.member(), { kind: 'PROFILE', subjectId: randomUUID(), reason: 'SPAM' }));
  const raised = (await world.reportsRaised()).find(({ reportId }) => reportId === report.id)!;
  await world.evidence(raised, raised.subjectId, { displayName: 'Ann', bio: 'Buy!' });
  const { id: caseId, version } = await caseOf(world, raised.subjectId);
  succeeded(await decideCase(world, aModerator(), { caseId, version, verdict: 'REMOVE', notes: 'Spam.' }));
  expect((await log(world)).nodes).toMatchObject([{ kind: 'PROFILE', title: 'Ann', verb: 'REMOVED' }]);
});
