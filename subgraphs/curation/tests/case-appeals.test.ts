import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { aModerator, caseOf, casesOf, decideCase, readCase, reported } from './cases';
import { aKnownCurator, decideCollection, entryOf, proposed, published, read } from './collections';
import {
  AppealContentDecisionDocument,
  ClaimEntryDocument,
  DecideCaseAppealDocument,
  EditCollectionDocument,
  HandOverEntryDocument,
  ModerationReportDocument,
  MyContentDecisionsDocument,
  RestoreCaseDocument,
  type DecideCaseAppealInput,
} from './generated/documents';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

const DAY = 86_400_000;

const appeal = async (world: World, viewer: Viewer, decisionId: string, text = 'It was a joke among friends.') =>
  (await world.run(viewer, AppealContentDecisionDocument, { input: { decisionId, text } })).appealContentDecision;

const decideAppeal = async (world: World, viewer: Viewer, input: DecideCaseAppealInput) =>
  (await world.run(viewer, DecideCaseAppealDocument, { input })).decideCaseAppeal;

const decisionsOf = async (world: World, viewer: Viewer) =>
  (await world.run(viewer, MyContentDecisionsDocument, {})).myContentDecisions.nodes;

/** A message that a moderator has removed. */
async function removed(world: World) {
  const reporter = await world.member();
  const { subjectId, authorId } = await reported(world, { reporter });
  const { id: caseId, version } = await caseOf(world, subjectId);
  const moderator = aModerator();
  succeeded(await decideCase(world, moderator, { caseId, version, verdict: 'REMOVE', notes: 'Unkind.' }));
  return { caseId, subjectId, author: aViewer({ id: authorId }), moderator, reporter, version: version + 1 };
}

describe('what was removed', () => {
  it('is read by its author with the reason, and who reported it by nobody; what was dismissed is not theirs to know', async () => {
    const world = await startWorld();
    const { caseId, subjectId, author } = await removed(world);
    const other = await reported(world, { reporter: await world.member(), authorId: author.id });
    const { id, version } = await caseOf(world, other.subjectId);
    expect((await appeal(world, author, id)).__typename).toBe('NotFound');
    succeeded(await decideCase(world, aModerator(), { caseId: id, version, verdict: 'DISMISS' }));
    expect(await decisionsOf(world, author)).toEqual([
      {
        ...{ id: caseId, kind: 'MESSAGE', subjectId, status: 'REMOVED', notes: 'Unkind.', appeal: null },
        evidence: [{ name: 'text', text: 'Go away.' }],
        ...{ decidedAt: inHours(0), appealableUntil: inHours(30 * 24) },
      },
    ]);
    expect((await appeal(world, author, id)).__typename).toBe('NotFound');
    expect(await readCase(world, caseId, aViewer({ id: author.id, role: 'moderator' }))).toBeNull();
    expect((await world.errorOf(null, MyContentDecisionsDocument, {}))?.code).toBe('UNAUTHENTICATED');
  });

  it('comes before somebody else when its author appeals, and is back when the decision was wrong (C32)', async () => {
    const world = await startWorld();
    const { caseId, author, moderator, reporter, version } = await removed(world);
    for (const stranger of [aViewer(), reporter, aModerator()]) expect((await appeal(world, stranger, caseId)).__typename).toBe('NotFound');
    expect((await appeal(world, author, caseId, '')).__typename).toBe('InvalidInput');
    const { decision } = succeeded(await appeal(world, author, caseId));
    expect(decision).toMatchObject({ status: 'APPEALED', appealableUntil: null, appeal: { outcome: null, author: { id: author.id } } });
    expect((await appeal(world, author, caseId)).__typename).toBe('NotAllowed');
    const at = { caseId, version: version + 1 };
    expect(await readCase(world, caseId)).toMatchObject({ status: 'APPEALED', inQueue: true, version: at.version });
    const claim = (viewer: Viewer) =>
      world.run(viewer, ClaimEntryDocument, { input: { entryId: caseId, version: at.version } }).then(({ claimEntry }) => claimEntry);
    expect((await claim(moderator)).__typename).toBe('NotAllowed');
    expect((await decideAppeal(world, moderator, { ...at, verdict: 'UPHELD', notes: 'No.' })).__typename).toBe('NotAllowed');
    const judge = aModerator();
    expect((await decideCase(world, judge, { ...at, verdict: 'DISMISS' })).__typename).toBe('NotAllowed');
    expect((await decideAppeal(world, judge, { ...at, verdict: 'UPHELD' })).__typename).toBe('InvalidInput');
    await world.person({ userId: moderator.id, role: 'moderator' });
    const given = await world.run(judge, HandOverEntryDocument, {
      input: { entryId: caseId, version: at.version, toUserId: moderator.id },
    });
    expect(given.handOverEntry.__typename).toBe('InvalidInput');
    const back = succeeded(await decideAppeal(world, judge, { ...at, verdict: 'REVERSED', notes: 'A joke.' })).case;
    expect(back).toMatchObject({ status: 'RESTORED', inQueue: false, appeal: { outcome: 'REVERSED' } });
    expect((await world.casesDecided()).map(({ outcome }) => outcome)).toEqual(['REMOVED', 'RESTORED']);
    expect((await world.reportsSettled()).map(({ outcome }) => outcome)).toEqual(['UPHELD', 'DISMISSED']);
    expect(await world.caseAppealsDecided()).toMatchObject([{ caseId, outcome: 'REVERSED', authorId: author.id, curatorId: judge.id }]);
    expect((await decideAppeal(world, aModerator(), { ...at, verdict: 'REVERSED' })).__typename).toBe('CaseConflict');
    await world.clock.advance(1_000);
    const period = { from: inHours(-1), until: inHours(1) };
    const { appeals } = (await world.run(aModerator(), ModerationReportDocument, period)).moderationReport;
    expect(appeals).toMatchObject({ made: 1, reversed: 1, upheld: 0 });
  });

  it('stays removed for good when the decision stands, and is appealed against for a month', async () => {
    const world = await startWorld();
    const { caseId, author, version } = await removed(world);
    succeeded(await appeal(world, author, caseId));
    const upheld = await decideAppeal(world, aModerator(), { caseId, version: version + 1, verdict: 'UPHELD', notes: 'It was not.' });
    expect(succeeded(upheld).case).toMatchObject({ status: 'REMOVED', inQueue: false, appeal: { outcome: 'UPHELD' } });
    expect(await appeal(world, author, caseId)).toMatchObject({ __typename: 'NotAllowed', message: expect.stringContaining('final') });
    expect(await decisionsOf(world, author)).toMatchObject([{ status: 'REMOVED', notes: 'It was not.', appealableUntil: null }]);
    // Nothing is taken away twice.
    expect(await world.casesDecided()).toHaveLength(1);
    const late = await removed(world);
    await world.clock.advance(31 * DAY);
    expect(await appeal(world, late.author, late.caseId)).toMatchObject({
      ...{ __typename: 'NotAllowed', message: expect.stringContaining('30 days') },
    });
    expect(await decisionsOf(world, late.author)).toMatchObject([{ appealableUntil: null }]);
  });

  it('and is reported anew meanwhile is two things to decide', async () => {
    const world = await startWorld();
    const { caseId, subjectId, author, version } = await removed(world);
    succeeded(await appeal(world, author, caseId));
    await reported(world, { reporter: await world.member(), subjectId, authorId: author.id, text: 'Go away again.' });
    expect(await readCase(world, caseId)).toMatchObject({ version: version + 1, status: 'APPEALED', inQueue: true });
    const { nodes } = await casesOf(world, aModerator(), { first: 50 });
    expect(
      nodes
        .filter((one) => one.subjectId === subjectId)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['APPEALED', 'OPEN']);
  });

  it('by somebody who is erased is nothing to look at again', async () => {
    const world = await startWorld();
    const { caseId, author } = await removed(world);
    succeeded(await appeal(world, author, caseId));
    await world.tell('user.erased', author.id, { userId: author.id });
    expect(await readCase(world, caseId)).toMatchObject({ status: 'MOOT', inQueue: false });
    const moderator = aModerator();
    const { data } = await world.execute(moderator, `{ moderationCase(id: "${caseId}") { appeal { text outcome author { id } } } }`);
    expect(data!.moderationCase).toEqual({ appeal: { text: null, outcome: 'MOOT', author: null } });
  });
});

describe('a collection that was refused', () => {
  it('is published when somebody else finds that wrong', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const { id, slug } = await proposed(world, owner, [await world.published()]);
    const { case: one } = (await entryOf(world, id))!;
    const refusing = aCurator();
    succeeded(await decideCollection(world, refusing, { caseId: one!.id, version: one!.version, verdict: 'REJECT', notes: 'Dull.' }));
    expect(await decisionsOf(world, owner)).toMatchObject([{ kind: 'COLLECTION', status: 'REJECTED', notes: 'Dull.' }]);
    succeeded(await appeal(world, owner, one!.id));
    const at = { caseId: one!.id, version: one!.version + 2 };
    expect((await decideCollection(world, aCurator(), { ...at, verdict: 'APPROVE' })).__typename).toBe('NotAllowed');
    expect((await decideAppeal(world, refusing, { ...at, verdict: 'REVERSED' })).__typename).toBe('NotAllowed');
    succeeded(await decideAppeal(world, aCurator(), { ...at, verdict: 'REVERSED' }));
    expect(await read(world, slug)).toMatchObject({ status: 'PUBLISHED' });
  });

  it('in other words alone can be proposed again, and is not appealed against', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const { id, version } = await published(world, owner, [await world.published()]);
    const input = { collectionId: id, version, title: 'Other words', text: '' };
    succeeded((await world.run(owner, EditCollectionDocument, { input })).editCollection);
    const { case: one } = (await entryOf(world, id))!;
    succeeded(await decideCollection(world, aCurator(), { caseId: one!.id, version: one!.version, verdict: 'REJECT', notes: 'No.' }));
    expect((await appeal(world, owner, one!.id)).__typename).toBe('NotAllowed');
  });
});

describe('an appeal and a restoration of one message at the same time', () => {
  /** Did both take place? Then what is back is still before somebody. */
  async function both(world: World, begin: () => unknown = () => {}): Promise<boolean> {
    const { caseId, author, version } = await removed(world);
    begin();
    const [appealed, restored] = await Promise.all([
      appeal(world, author, caseId),
      world.run(aModerator(), RestoreCaseDocument, { input: { caseId, version } }).then(({ restoreCase }) => restoreCase),
    ]);
    const succeededOnes = [appealed.__typename, restored.__typename].filter((name) => name.endsWith('Success'));
    expect(succeededOnes.length).toBeGreaterThan(0);
    return succeededOnes.length === 2;
  }

  it('are one of the two', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) expect(await both(world)).toBe(false);
  });

  it('would be both without the lock of the subject (control)', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'case.findUniqueOrThrow' ? meet() : undefined);
    const careless = (db: Database) => withoutLocks(watched(db, { after }));
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    expect(await both(world, () => (racing = true))).toBe(true);
  });
});
