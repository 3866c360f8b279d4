import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import { keep } from '../src/kept';
import { aModerator, caseOf, casesOf, decideCase, makeReport, readCase, reported } from './cases';
import {
  CasesDocument,
  ClaimCaseDocument,
  DecideCasesDocument,
  DeleteReviewDocument,
  EscalateCaseDocument,
  HandOverCaseDocument,
  MakeReportDocument,
  MyReportsDocument,
  NoteOnCaseDocument,
  ReleaseCaseDocument,
  RestoreCaseDocument,
  TakeReportBackDocument,
} from './generated/documents';
import { aCurator, aPerson, inHours, startWorld, succeeded, type World } from './world';

const myReports = async (world: World, viewer: ReturnType<typeof aViewer>) => (await world.run(viewer, MyReportsDocument, {})).myReports;

describe('reporting a message', () => {
  it('asks its owner what it says, and brings that before moderators', async () => {
    const world = await startWorld();
    const reporter = await world.member();
    const { subjectId, authorId } = await reported(world, { reporter });
    const { nodes, totalCount } = await casesOf(world);
    expect(totalCount).toBe(1);
    expect(nodes[0]).toMatchObject({
      kind: 'MESSAGE',
      subjectId,
      author: { id: authorId },
      evidence: [{ name: 'text', text: 'Go away.' }],
    });
    const one = await readCase(world, nodes[0]!.id);
    expect(one!.reports).toMatchObject([{ reporter: { id: reporter.id }, weight: 1, status: 'OPEN' }]);
    // The reporter reads of it what is theirs.
    expect((await myReports(world, reporter)).nodes).toMatchObject([{ status: 'OPEN', reporter: null, weight: null, evidence: null }]);
  });

  it('ends where there is nothing that the reporter may see, and where it is their own', async () => {
    const world = await startWorld();
    const reporter = await world.member();
    for (const author of [null, reporter.id]) {
      const { report } = succeeded(await makeReport(world, reporter, { kind: 'MESSAGE', subjectId: randomUUID(), reason: 'SPAM' }));
      const raised = (await world.reportsRaised()).find(({ reportId }) => reportId === report.id)!;
      await world.evidence(raised, author, author === null ? null : { text: 'Mine.' });
      expect((await world.reportsSettled()).at(-1)).toMatchObject({ reportId: report.id, outcome: 'UNAVAILABLE', reporterId: reporter.id });
    }
    expect((await casesOf(world)).totalCount).toBe(0);
  });

  it('is one piece of work, however many report it, and one report for each of them', async () => {
    const world = await startWorld();
    const reporter = await world.member();
    const { subjectId, authorId } = await reported(world, { reporter });
    await reported(world, { subjectId, authorId });
    expect(await makeReport(world, reporter, { kind: 'MESSAGE', subjectId, reason: 'SPAM' })).toMatchObject({
      __typename: 'AlreadyReported',
    });
    const { nodes } = await casesOf(world);
    expect(nodes).toHaveLength(1);
    expect((await readCase(world, nodes[0]!.id))!.acts.map(({ kind }) => kind)).toEqual(['QUEUED', 'REPORTED', 'REPORTED']);
  });

  it('again after a decision counts only if it says something else', async () => {
    const world = await startWorld();
    const { subjectId, authorId, reporter } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    await decideCase(world, aModerator(), { caseId, version, verdict: 'DISMISS' });
    await world.clock.advance(1_000);
    await reported(world, { subjectId, authorId, reporter });
    expect((await myReports(world, reporter)).nodes[0]).toMatchObject({ status: 'REPEATED' });
    await reported(world, { subjectId, authorId, reporter, text: 'Something else.' });
    expect((await casesOf(world)).nodes).toMatchObject([{ subjectId, evidence: [{ text: 'Something else.' }] }]);
  });

  it('of words that were removed and stand there again is a new one', async () => {
    const world = await startWorld();
    const { subjectId, authorId, reporter } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    await decideCase(world, aModerator(), { caseId, version, verdict: 'REMOVE', notes: 'Out.' });
    await world.clock.advance(1_000);
    await reported(world, { subjectId, authorId, reporter });
    expect((await myReports(world, reporter)).nodes[0]).toMatchObject({ status: 'OPEN' });
    expect((await casesOf(world)).nodes).toMatchObject([{ subjectId, evidence: [{ text: 'Go away.' }] }]);
  });

  it('taken back leaves the queue', async () => {
    const world = await startWorld();
    const { reporter, reportId } = await reported(world);
    const back = await world.run(reporter, TakeReportBackDocument, { input: { reportId } });
    expect(back.withdrawReport).toMatchObject({ report: { status: 'WITHDRAWN' } });
    expect((await casesOf(world)).totalCount).toBe(0);
    const other = await world.run(aViewer(), TakeReportBackDocument, { input: { reportId } });
    expect(other.withdrawReport.__typename).toBe('NotFound');
  });

  it('is limited by the day and the standing of the account', async () => {
    const world = await startWorld({ settings: { CURATION_REPORTS_A_DAY: '2', CURATION_REPORTS_A_DAY_NEW: '1' } });
    const [member, fresh] = [await world.member(), aViewer()];
    const report = (viewer: typeof member) => makeReport(world, viewer, { kind: 'MESSAGE', subjectId: randomUUID(), reason: 'SPAM' });
    expect([(await report(member)).__typename, (await report(member)).__typename, (await report(member)).__typename]).toEqual([
      'ReportSuccess',
      'ReportSuccess',
      'TooManyReports',
    ]);
    expect([(await report(fresh)).__typename, (await report(fresh)).__typename]).toEqual(['ReportSuccess', 'TooManyReports']);
    const OTHER = { kind: 'MESSAGE', subjectId: randomUUID(), reason: 'OTHER' } as const;
    expect((await makeReport(world, aViewer(), OTHER)).__typename).toBe('InvalidInput');
    const myself = aViewer();
    expect((await makeReport(world, myself, { kind: 'PROFILE', subjectId: myself.id, reason: 'SPAM' })).__typename).toBe('InvalidInput');
    expect((await world.errorOf(null, MakeReportDocument, { input: OTHER }))?.code).toBe('UNAUTHENTICATED');
  });

  it('with the same key is one report', async () => {
    const world = await startWorld();
    const [reporter, subjectId] = [await world.member(), randomUUID()];
    const input = { kind: 'MESSAGE', subjectId, reason: 'SPAM', idempotencyKey: 'once' } as const;
    const [one, two] = [await makeReport(world, reporter, input), await makeReport(world, reporter, input)];
    expect(succeeded(two).report.id).toBe(succeeded(one).report.id);
    expect((await makeReport(world, reporter, { ...input, reason: 'HATE' })).__typename).toBe('KeyReused');
    expect(await world.reportsRaised()).toHaveLength(1);
  });
});

describe('deciding a case', () => {
  it('settles its reports, and tells the owner and the author what follows (C34)', async () => {
    const world = await startWorld();
    const { subjectId, authorId, reportId, reporter } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    const moderator = aModerator();
    const remove = { caseId, version, verdict: 'REMOVE', notes: 'Be kind.', restrictDays: 7 } as const;
    expect((await decideCase(world, moderator, { ...remove, notes: null })).__typename).toBe('InvalidInput');
    expect(await decideCase(world, moderator, remove)).toMatchObject({ case: { status: 'REMOVED', inQueue: false } });
    expect(await world.casesDecided()).toMatchObject([
      { caseId, subjectId, authorId, outcome: 'REMOVED', restrictDays: 7, notes: 'Be kind.', curatorId: moderator.id },
    ]);
    expect(await world.reportsSettled()).toMatchObject([{ reportId, outcome: 'UPHELD', reporterId: reporter.id }]);
    expect((await decideCase(world, moderator, remove)).__typename).toBe('CaseConflict');
  });

  it('is for moderators, of reviews for curators too; not for the author and not for who reported it (C34)', async () => {
    const world = await startWorld();
    const author = aModerator();
    const reporter = aModerator();
    const { subjectId } = await reported(world, { authorId: author.id, reporter });
    const { id: caseId, version } = await caseOf(world, subjectId);
    const dismiss = { caseId, version, verdict: 'DISMISS' } as const;
    expect((await decideCase(world, aCurator(), dismiss)).__typename).toBe('NotFound');
    expect(await readCase(world, caseId, aCurator())).toBeNull();
    expect((await casesOf(world, aCurator())).totalCount).toBe(0);
    for (const viewer of [author, reporter]) expect((await decideCase(world, viewer, dismiss)).__typename).toBe('NotAllowed');
    expect((await world.errorOf(aViewer(), CasesDocument, {}))?.code).toBe('FORBIDDEN');
  });

  it('hides from a moderator who reported what they wrote themselves', async () => {
    const world = await startWorld();
    const [author, reporter] = [aModerator(), await world.member()];
    const { subjectId, reportId } = await reported(world, { authorId: author.id, reporter });
    const { id: caseId } = await caseOf(world, subjectId);
    expect((await casesOf(world, author)).totalCount).toBe(0);
    expect((await casesOf(world, author)).nodes).toEqual([]);
    expect(await readCase(world, caseId, author)).toBeNull();
    const entity = async (viewer: Viewer, __typename: 'Report' | 'ModerationCase', id: string) => {
      const answer = await world.entity(viewer, { __typename, id }, __typename === 'Report' ? '{ reporter { id } }' : '{ id }');
      return answer.data!._entities[0] as unknown;
    };
    expect(await entity(author, 'Report', reportId)).toBeNull();
    expect(await entity(author, 'ModerationCase', caseId)).toBeNull();
    expect(await entity(aModerator(), 'Report', reportId)).toEqual({ reporter: { id: reporter.id } });
    expect(await entity(aModerator(), 'ModerationCase', caseId)).toEqual({ id: caseId });
  });

  it('waits for a claim, which is given back, handed over, or ends by itself', async () => {
    const world = await startWorld();
    const { subjectId, reporter } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    const [claimer, other] = [aModerator(), aModerator()];
    await world.person({ userId: other.id, role: 'moderator' });
    await world.person({ userId: reporter.id });
    const claimed = await world.run(claimer, ClaimCaseDocument, { input: { caseId, version } });
    expect(claimed.claimCase).toMatchObject({ case: { judge: { id: claimer.id }, version: version + 1 } });
    expect((await casesOf(world, claimer, { filter: { mine: true } })).totalCount).toBe(1);
    expect((await casesOf(world, other, { filter: { mine: false } })).totalCount).toBe(0);
    const late = { caseId, version: version + 1, verdict: 'DISMISS' } as const;
    expect(await decideCase(world, other, late)).toMatchObject({ __typename: 'CaseConflict', nextStep: 'WAIT' });
    const hand = (toUserId: string) => world.run(claimer, HandOverCaseDocument, { input: { caseId, version: version + 1, toUserId } });
    expect((await hand(reporter.id)).handOverCase.__typename).toBe('InvalidInput');
    expect((await hand(other.id)).handOverCase).toMatchObject({ case: { judge: { id: other.id } } });
    const back = await world.run(other, ReleaseCaseDocument, { input: { caseId, version: version + 2 } });
    expect(back.releaseCase).toMatchObject({ case: { judge: null } });
    const noted = await world.run(claimer, NoteOnCaseDocument, { input: { caseId, version: version + 3, note: 'Looks bad.' } });
    expect(noted.noteOnCase.__typename).toBe('NoteOnCaseSuccess');
    const up = await world.run(claimer, EscalateCaseDocument, { input: { caseId, version: version + 4, note: 'Above me.' } });
    expect(up.escalateCase).toMatchObject({ case: { escalated: true } });
    expect((await decideCase(world, claimer, { ...late, version: version + 5 })).__typename).toBe('NotAllowed');
    const admin = aViewer({ role: 'admin' });
    expect((await decideCase(world, admin, { ...late, version: version + 5 })).__typename).toBe('DecideCaseSuccess');
    expect((await readCase(world, caseId))!.acts.map(({ kind }) => kind)).toEqual([
      'QUEUED',
      'REPORTED',
      'CLAIMED',
      'HANDED_OVER',
      'RELEASED',
      'NOTED',
      'ESCALATED',
      'DISMISSED',
    ]);
  });

  it('of many gives each its own outcome', async () => {
    const world = await startWorld();
    const [one, two] = [await reported(world), await reported(world)];
    const cases = [await caseOf(world, one.subjectId), await caseOf(world, two.subjectId)];
    const decisions = cases.map(({ id: caseId, version }, at) => ({ caseId, version: version + at, verdict: 'DISMISS' as const }));
    const input = { decisions: [...decisions, { caseId: randomUUID(), version: 1, verdict: 'DISMISS' as const }] };
    const { decideCases } = await world.run(aModerator(), DecideCasesDocument, { input });
    expect(decideCases).toMatchObject({
      outcomes: [
        { case: { status: 'DISMISSED' }, refusal: null },
        { case: null, refusal: 'CONFLICT' },
        { case: null, refusal: 'NOT_FOUND' },
      ],
    });
  });

  it('puts danger first, and finds cases by reason', async () => {
    const world = await startWorld();
    const first = await reported(world);
    const danger = await reported(world, { reason: 'DANGEROUS' });
    expect((await casesOf(world)).nodes.map(({ subjectId }) => subjectId)).toEqual([danger.subjectId, first.subjectId]);
    const found = await casesOf(world, aModerator(), { filter: { reason: 'HARASSMENT', kinds: ['MESSAGE'] } });
    expect(found).toMatchObject({ totalCount: 1, nodes: [{ subjectId: first.subjectId }] });
    expect((await casesOf(world, aModerator(), { filter: { kinds: ['PROFILE'] } })).totalCount).toBe(0);
  });

  it('is undone by somebody else, and then the reports were wrong', async () => {
    const world = await startWorld();
    const { subjectId, reportId } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    const moderator = aModerator();
    await decideCase(world, moderator, { caseId, version, verdict: 'REMOVE', notes: 'Out.' });
    const input = { caseId, version: version + 1, notes: 'Sorry.' };
    expect((await world.run(moderator, RestoreCaseDocument, { input })).restoreCase.__typename).toBe('NotAllowed');
    expect((await world.run(aModerator(), RestoreCaseDocument, { input })).restoreCase).toMatchObject({ case: { status: 'RESTORED' } });
    expect((await world.casesDecided()).at(-1)).toMatchObject({ caseId, outcome: 'RESTORED', notes: 'Sorry.' });
    expect((await world.reportsSettled()).at(-1)).toMatchObject({ reportId, outcome: 'DISMISSED' });
  });
});

describe('a reported review', () => {
  it('is decided by curators: removed, and put back', async () => {
    const world = await startWorld();
    const author = aViewer();
    const event = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3), status: 'COMPLETED' });
    await world.attends({ eventId: event.eventId, userId: author.id });
    const { review } = succeeded(await world.review(author, { eventId: event.eventId, rating: 1, text: 'Scum.' }));
    const reporter = await world.member();
    expect((await makeReport(world, author, { kind: 'REVIEW', subjectId: review.id, reason: 'HATE' })).__typename).toBe('InvalidInput');
    expect(await makeReport(world, reporter, { kind: 'REVIEW', subjectId: review.id, reason: 'HATE' })).toMatchObject({
      report: { status: 'OPEN' },
    });
    const { nodes } = await casesOf(world, aCurator());
    expect(nodes).toMatchObject([{ kind: 'REVIEW', subjectId: review.id, author: { id: author.id } }]);
    const { id: caseId, version } = nodes[0]!;
    await decideCase(world, aCurator(), { caseId, version, verdict: 'REMOVE', notes: 'Not so.' });
    expect((await world.reviewNews()).at(-1)).toMatchObject({ reviewId: review.id, rating: null, removedBy: 'MODERATOR' });
    await world.run(aCurator(), RestoreCaseDocument, { input: { caseId, version: version + 1 } });
    expect((await world.reviewNews()).at(-1)).toMatchObject({ reviewId: review.id, rating: 1 });
  });

  it('is not judged by who runs the event', async () => {
    const world = await startWorld();
    const [author, organiser] = [aViewer(), aModerator()];
    const times = { startsAt: inHours(-5), endsAt: inHours(-3), status: 'COMPLETED' } as const;
    const event = await world.published({ ...times, creatorId: organiser.id });
    await world.person({ userId: organiser.id, role: 'moderator' });
    await world.attends({ eventId: event.eventId, userId: author.id });
    const { review } = succeeded(await world.review(author, { eventId: event.eventId, rating: 1, text: 'Too loud.' }));
    await makeReport(world, await world.member(), { kind: 'REVIEW', subjectId: review.id, reason: 'HATE' });
    const { id: caseId, version } = await caseOf(world, review.id);
    const remove = { caseId, version, verdict: 'REMOVE', notes: 'Lies.' } as const;
    expect((await decideCase(world, organiser, remove)).__typename).toBe('NotAllowed');
    const hand = { caseId, version, toUserId: organiser.id };
    expect((await world.run(aModerator(), HandOverCaseDocument, { input: hand })).handOverCase.__typename).toBe('InvalidInput');
    expect((await world.run(organiser, DeleteReviewDocument, { input: { reviewId: review.id } })).deleteReview.__typename).toBe(
      'NotAllowed',
    );
    expect((await decideCase(world, aModerator(), remove)).__typename).toBe('DecideCaseSuccess');
  });
});

describe('an erased person', () => {
  it('takes what they wrote from the cases about it, and nobody has to decide', async () => {
    const world = await startWorld();
    const author = aPerson();
    await world.person(author);
    const { subjectId, reporter } = await reported(world, { authorId: author.userId });
    const { id } = await caseOf(world, subjectId);
    await world.tell('user.erased', author.userId, { userId: author.userId });
    expect(await readCase(world, id)).toMatchObject({
      status: 'MOOT',
      inQueue: false,
      author: null,
      evidence: null,
      reports: [{ evidence: null }],
    });
    expect((await myReports(world, reporter)).nodes).toMatchObject([{ status: 'UNAVAILABLE' }]);
  });
});

describe('a report that comes while somebody decides', () => {
  const ROUNDS = 5;

  /** How many reports are neither settled by a decision that had them before it nor waiting in the queue. */
  async function lost(world: World, race: (decide: () => Promise<unknown>, report: () => Promise<unknown>) => Promise<unknown>) {
    let count = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { subjectId, authorId } = await reported(world);
      const { id: caseId, version } = await caseOf(world, subjectId);
      const late = aViewer();
      await race(
        () => decideCase(world, aModerator(), { caseId, version, verdict: 'DISMISS' }),
        () => reported(world, { subjectId, authorId, reporter: late }),
      );
      const [report] = (await myReports(world, late)).nodes;
      const waiting = await caseOf(world, subjectId);
      if (report!.status === 'OPEN' && !waiting) count++;
    }
    return count;
  }

  it('is not lost', async () => {
    expect(await lost(await startWorld(), (decide, report) => Promise.all([decide(), report()]))).toBe(0);
  });

  it('control: without the lock of the subject each is', async () => {
    let meanwhile: () => Promise<unknown> = () => Promise.resolve();
    const after = (statement: string) => (statement === 'case.findFirst' ? meanwhile() : undefined);
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });
    // The decision is made between the case as the report read it and what the report does to it.
    const race = async (decide: () => Promise<unknown>, report: () => Promise<unknown>) => {
      meanwhile = async () => {
        meanwhile = () => Promise.resolve();
        await decide();
      };
      await report();
    };
    expect(await lost(await startWorld({ subgraph }), race)).toBe(ROUNDS);
  });
});
