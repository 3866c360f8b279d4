import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { print } from 'graphql';
import { curation } from '../src';
import { keep } from '../src/kept';
import { aModerator, decideCase, makeReport, readCase } from './cases';
import {
  AppealContentDecisionDocument,
  DecideCaseAppealDocument,
  HandOverCaseDocument,
  ModerationQueueDocument,
  MyContentDecisionsDocument,
  type ReportInput,
} from './generated/documents';
import { aCurator, startWorld, succeeded, type World } from './world';

type Kind = 'VENUE' | 'ORGANIZATION';
const works = (world: World, organizationId: string, { id: userId }: { id: string }, role: 'OWNER' | 'MANAGER' | null, version = 1) =>
  world.tell('organization.member_changed', organizationId, { organizationId, version, userId, role });
const decisionsOf = async (world: World, viewer: Viewer) =>
  (await world.run(viewer, MyContentDecisionsDocument, {})).myContentDecisions.nodes;
const appeal = async (world: World, viewer: Viewer, decisionId: string) =>
  (await world.run(viewer, AppealContentDecisionDocument, { input: { decisionId, text: 'It is our name.' } })).appealContentDecision;
const queueOf = async (world: World, viewer: Viewer) =>
  (await world.run(viewer, ModerationQueueDocument, { first: 50, filter: { kinds: ['VENUE', 'ORGANIZATION'] } })).moderationQueue.nodes;

/** Somebody reports a place or an organisation, and it says what it says. */
async function reported(
  world: World,
  kind: Kind,
  parts: { subjectId?: string; authorId?: string | null; organizationId?: string; reporter?: Viewer } = {},
) {
  const { subjectId = randomUUID(), authorId = randomUUID(), reporter = await world.member() } = parts;
  const input: ReportInput = { kind, subjectId, reason: 'IMPERSONATION', details: 'It is not who it says.' };
  const { report } = succeeded(await makeReport(world, reporter, input));
  const raised = (await world.reportsRaised()).find(({ reportId }) => reportId === report.id)!;
  expect(raised).toMatchObject({ kind, subjectId });
  await world.evidence(raised, authorId, { name: 'The real house' }, parts.organizationId);
  const entry = (await queueOf(world, aModerator())).find((one) => one.subjectId === subjectId);
  return { subjectId, authorId, reporter, reportId: report.id, caseId: entry?.id };
}

/** It was removed by a curator. */
async function removed(world: World, kind: Kind, parts: Parameters<typeof reported>[2] = {}) {
  const { caseId, ...one } = await reported(world, kind, parts);
  const curator = aCurator();
  const { version } = (await readCase(world, caseId!, curator))!;
  succeeded(await decideCase(world, curator, { caseId: caseId!, version, verdict: 'REMOVE', notes: 'Not its name.' }));
  return { ...one, caseId: caseId!, curator };
}

describe('places and organisations that are reported (A12)', () => {
  it.each(['VENUE', 'ORGANIZATION'] as const)('a %s waits with what it says, and what is decided is told', async (kind) => {
    const world = await startWorld();
    const { caseId, subjectId, authorId, reportId } = await removed(world, kind);
    expect(await readCase(world, caseId)).toMatchObject({
      ...{ kind, subjectId, status: 'REMOVED', author: { id: authorId } },
      evidence: [{ name: 'name', text: 'The real house' }],
    });
    expect((await world.casesDecided()).at(-1)).toMatchObject({
      kind,
      subjectId,
      outcome: 'REMOVED',
      restrictDays: null,
      notes: 'Not its name.',
    });
    expect((await world.reportsSettled()).at(-1)).toMatchObject({ reportId, kind, outcome: 'UPHELD' });
  });

  it('of nobody are judged, too; what is not there, or not to be seen, is not', async () => {
    const world = await startWorld();
    const { caseId } = await reported(world, 'VENUE', { authorId: null });
    expect(await readCase(world, caseId!, aCurator())).toMatchObject({ author: null, status: 'OPEN' });
    const { report } = succeeded(await makeReport(world, await world.member(), { kind: 'VENUE', subjectId: randomUUID(), reason: 'SPAM' }));
    const raised = (await world.reportsRaised()).find(({ reportId }) => reportId === report.id)!;
    await world.evidence(raised, null, null);
    expect((await world.reportsSettled()).at(-1)).toMatchObject({ reportId: report.id, outcome: 'UNAVAILABLE' });
  });

  it('suspend nobody', async () => {
    const world = await startWorld();
    const { caseId } = await reported(world, 'ORGANIZATION');
    const { version } = (await readCase(world, caseId!))!;
    const input = { caseId: caseId!, version, verdict: 'REMOVE' as const, notes: 'Out.', restrictDays: 7 };
    expect((await decideCase(world, aCurator(), input)).__typename).toBe('InvalidInput');
  });

  it('are reported and judged by nobody who works there, who does not read who reported, either', async () => {
    const world = await startWorld();
    const subjectId = randomUUID();
    const inside = aCurator();
    await world.person({ userId: inside.id, role: 'curator' });
    await works(world, subjectId, inside, 'MANAGER');
    const input: ReportInput = { kind: 'ORGANIZATION', subjectId, reason: 'SPAM' };
    expect((await makeReport(world, inside, input)).__typename).toBe('InvalidInput');
    const { caseId } = await reported(world, 'ORGANIZATION', { subjectId });
    expect(await readCase(world, caseId!, inside)).toBeNull();
    const { version } = (await readCase(world, caseId!))!;
    const verdict = { caseId: caseId!, version, verdict: 'DISMISS' as const };
    expect((await decideCase(world, inside, verdict)).__typename).toBe('NotAllowed');
    const handOver = { caseId: caseId!, version, toUserId: inside.id };
    expect((await world.run(aModerator(), HandOverCaseDocument, { input: handOver })).handOverCase.__typename).toBe('InvalidInput');
    await works(world, subjectId, inside, null, 2);
    succeeded(await decideCase(world, inside, verdict));
  });

  it('may be appealed against by any owner who is there now, once, before somebody else', async () => {
    const world = await startWorld();
    const [first, second, manager, former] = [aViewer(), aViewer(), aViewer(), aViewer()];
    const subjectId = randomUUID();
    await works(world, subjectId, first, 'OWNER');
    await works(world, subjectId, second, 'OWNER');
    await works(world, subjectId, manager, 'MANAGER');
    await works(world, subjectId, former, null);
    const { caseId, curator } = await removed(world, 'ORGANIZATION', { subjectId, authorId: first.id });
    for (const owner of [first, second])
      expect(await decisionsOf(world, owner)).toMatchObject([
        { id: caseId, kind: 'ORGANIZATION', status: 'REMOVED', notes: 'Not its name.' },
      ]);
    for (const other of [manager, former]) {
      expect(await decisionsOf(world, other)).toEqual([]);
      expect((await appeal(world, other, caseId)).__typename).toBe('NotFound');
    }
    succeeded(await appeal(world, second, caseId));
    expect((await appeal(world, first, caseId)).__typename).toBe('NotAllowed');
    const { version } = (await readCase(world, caseId))!;
    const input = { caseId, version, verdict: 'REVERSED' as const };
    expect((await world.run(curator, DecideCaseAppealDocument, { input })).decideCaseAppeal.__typename).toBe('NotAllowed');
    succeeded((await world.run(aCurator(), DecideCaseAppealDocument, { input })).decideCaseAppeal);
    expect((await world.casesDecided()).at(-1)).toMatchObject({ kind: 'ORGANIZATION', subjectId, outcome: 'RESTORED' });
  });

  it('stay when an owner is erased, as long as others work there; of a place always', async () => {
    const world = await startWorld();
    const [owner, other, alone] = [aViewer(), aViewer(), aViewer()];
    const [shared, lonely] = [randomUUID(), randomUUID()];
    await works(world, shared, owner, 'OWNER');
    await works(world, shared, other, 'OWNER');
    await works(world, lonely, alone, 'OWNER');
    const stays = await reported(world, 'ORGANIZATION', { subjectId: shared, authorId: owner.id });
    const place = await reported(world, 'VENUE', { authorId: alone.id });
    const goes = await reported(world, 'ORGANIZATION', { subjectId: lonely, authorId: alone.id });
    for (const { id: userId } of [owner, alone]) await world.tell('user.erased', userId, { userId });
    for (const { caseId } of [stays, place])
      expect(await readCase(world, caseId!)).toMatchObject({ status: 'OPEN', author: null, evidence: [{ text: 'The real house' }] });
    expect(await readCase(world, goes.caseId!)).toMatchObject({ status: 'MOOT', author: null, evidence: null });
    const { version } = (await readCase(world, stays.caseId!))!;
    succeeded(await decideCase(world, aCurator(), { caseId: stays.caseId!, version, verdict: 'REMOVE', notes: 'Out.' }));
    expect(await decisionsOf(world, other)).toMatchObject([{ id: stays.caseId, appealableUntil: expect.any(String) }]);
    succeeded(await appeal(world, other, stays.caseId!));
  });
});

/** A place of an organisation with two owners. */
async function ofOrganization(world: World) {
  const [organizationId, owners] = [randomUUID(), [aViewer(), aViewer()] as const];
  for (const owner of owners) await works(world, organizationId, owner, 'OWNER');
  return { organizationId, owners };
}

describe('a place of an organisation that is reported', () => {
  it('is reported and judged by nobody who works there, who does not read who reported, either', async () => {
    const world = await startWorld();
    const { organizationId, owners } = await ofOrganization(world);
    const inside = aCurator();
    await world.person({ userId: inside.id, role: 'curator' });
    await works(world, organizationId, inside, 'MANAGER');
    const own = await reported(world, 'VENUE', { organizationId, authorId: owners[0].id, reporter: inside });
    expect((await world.reportsSettled()).at(-1)).toMatchObject({ reportId: own.reportId, outcome: 'UNAVAILABLE' });
    const { caseId, subjectId } = await reported(world, 'VENUE', { organizationId, authorId: owners[0].id });
    expect(await readCase(world, caseId!, inside)).toBeNull();
    const { version } = (await readCase(world, caseId!))!;
    const verdict = { caseId: caseId!, version, verdict: 'REMOVE' as const, notes: 'Out.' };
    expect((await decideCase(world, inside, verdict)).__typename).toBe('NotAllowed');
    const handOver = { caseId: caseId!, version, toUserId: inside.id };
    expect((await world.run(aModerator(), HandOverCaseDocument, { input: handOver })).handOverCase.__typename).toBe('InvalidInput');
    await works(world, organizationId, inside, null, 2);
    succeeded(await decideCase(world, inside, verdict));
    expect((await world.casesDecided()).at(-1)).toMatchObject({ kind: 'VENUE', subjectId, organizationId, outcome: 'REMOVED' });
  });

  it('may be appealed against by every owner of today, also when the one who was named is erased', async () => {
    const world = await startWorld();
    const { organizationId, owners } = await ofOrganization(world);
    const [named, other] = owners;
    const former = aViewer();
    await works(world, organizationId, former, null);
    const { caseId } = await removed(world, 'VENUE', { organizationId, authorId: named.id });
    for (const owner of owners) expect(await decisionsOf(world, owner)).toMatchObject([{ id: caseId, kind: 'VENUE', status: 'REMOVED' }]);
    expect(await decisionsOf(world, former)).toEqual([]);
    expect((await appeal(world, former, caseId)).__typename).toBe('NotFound');
    await world.tell('user.erased', named.id, { userId: named.id });
    succeeded(await appeal(world, other, caseId));
    const { version } = (await readCase(world, caseId))!;
    const input = { caseId, version, verdict: 'UPHELD' as const, notes: 'It stands.' };
    succeeded((await world.run(aCurator(), DecideCaseAppealDocument, { input })).decideCaseAppeal);
    expect((await world.caseAppealsDecided()).at(-1)).toMatchObject({ kind: 'VENUE', organizationId, outcome: 'UPHELD' });
  });

  it('who was its owner, and is named by it, has no part in it any more', async () => {
    const world = await startWorld();
    const { organizationId, owners } = await ofOrganization(world);
    const { caseId } = await removed(world, 'VENUE', { organizationId, authorId: owners[0].id });
    await works(world, organizationId, owners[0], null, 2);
    expect(await decisionsOf(world, owners[0])).toEqual([]);
    expect((await appeal(world, owners[0], caseId)).__typename).toBe('NotFound');
  });
});

/** Both owners appeal at once. Returns what each hears. */
async function appealTogether(world: World, begin: () => unknown = () => undefined) {
  const { organizationId, owners } = await ofOrganization(world);
  const { caseId } = await removed(world, 'VENUE', { organizationId, authorId: owners[0].id });
  begin();
  const input = { decisionId: caseId, text: 'It is our name.' };
  const answers = await Promise.all(owners.map((owner) => world.execute(owner, print(AppealContentDecisionDocument), { input })));
  return answers.map(({ data }) => (data?.appealContentDecision as { __typename: string } | undefined)?.__typename ?? 'error').sort();
}

describe('two owners of a place who appeal at once', () => {
  it('make one appeal, and the other one reads that there is one', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) expect(await appealTogether(world)).toEqual(['AppealContentDecisionSuccess', 'NotAllowed']);
  });

  it('control: without the lock of the place both would, and only the last defence keeps one out', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'caseAppeal.findUnique' ? meet() : undefined);
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });
    const answers = await appealTogether(await startWorld({ subgraph }), () => (racing = true));
    expect(answers).not.toContain('NotAllowed');
    expect(answers).not.toEqual(['AppealContentDecisionSuccess', 'AppealContentDecisionSuccess']);
  });
});
