import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, reported } from './cases';
import {
  CaseHistoryDocument,
  ChecklistsDocument,
  DecideReviewsDocument,
  DecisionHistoryDocument,
  SetChecklistDocument,
  type ChecklistItemInput,
  type SetChecklistInput,
} from './generated/documents';
import { aCurator, startWorld, succeeded, type World } from './world';

const ITEMS: ChecklistItemInput[] = [
  { key: 'read', text: 'All of it was read.', required: true },
  { key: 'picture', text: 'The picture is of the event.' },
];
const set = async (world: World, input: Partial<SetChecklistInput> = {}, viewer: Viewer = aModerator()) =>
  (await world.run(viewer, SetChecklistDocument, { input: { kind: 'EVENT', version: 0, items: ITEMS, ...input } })).setChecklist;

async function waiting(world: World) {
  const { eventId } = await world.submitted();
  const { id: workflowId, version } = await world.workflowOf(eventId);
  return { workflowId, version };
}

describe('checklists', () => {
  it('are set for each kind by moderators, by the version that was read', async () => {
    const world = await startWorld();
    expect(succeeded(await set(world)).checklist).toEqual({ kind: 'EVENT', version: 1, items: [{ key: 'read' }, { key: 'picture' }] });
    expect((await set(world)).__typename).toBe('Conflict');
    expect(succeeded(await set(world, { version: 1, items: [] })).checklist).toMatchObject({ version: 2, items: [] });
    expect((await set(world, { version: 1 })).__typename).toBe('Conflict');
    succeeded(await set(world, { kind: 'MESSAGE' }));
    const { checklists } = await world.run(aCurator(), ChecklistsDocument, {});
    expect(checklists.map(({ kind, version, items }) => [kind, version, items.length])).toEqual([
      ['MESSAGE', 1, 2],
      ['EVENT', 2, 0],
    ]);
    expect(checklists[0]!.items[1]).toEqual({ key: 'picture', text: 'The picture is of the event.', required: false });
  });

  it('are for those who judge, and set by those who answer for them', async () => {
    const world = await startWorld();
    const input = { kind: 'EVENT' as const, version: 0, items: ITEMS };
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'],
      [aCurator(), 'FORBIDDEN'],
    ] as const)
      expect(await world.errorOf(viewer, SetChecklistDocument, { input })).toMatchObject({ code });
    expect(await world.errorOf(aViewer(), ChecklistsDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    for (const items of [[ITEMS[0]!, ITEMS[0]!], [{ key: 'Not a key', text: 'x' }]])
      expect((await set(world, { items })).__typename).toBe('InvalidInput');
  });

  it('two at once: one is set', async () => {
    const world = await startWorld();
    for (const version of [0, 1]) {
      const answers = await Promise.all([set(world, { version }), set(world, { version, items: [ITEMS[1]!] })]);
      expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['Conflict', 'SetChecklistSuccess']);
    }
  });
});

describe('a decision where there is a checklist', () => {
  it('approves nothing of which what is required is not met, and keeps what was said', async () => {
    const world = await startWorld();
    succeeded(await set(world));
    const one = await waiting(world);
    const approve = { ...one, decision: 'APPROVE' as const };
    for (const checklist of [undefined, [], [{ key: 'read', met: false }], [{ key: 'picture', met: true }]])
      expect(await world.decide(aCurator(), { ...approve, ...(checklist && { checklist }) })).toMatchObject({
        __typename: 'InvalidInput',
      });
    succeeded(await world.decide(aCurator(), { ...approve, checklist: [{ key: 'read', met: true }] }));
    succeeded(await set(world, { version: 1, items: [] }));
    const { history } = (await world.run(aCurator(), DecisionHistoryDocument, { id: one.workflowId })).curationWorkflow!;
    expect(history![0]!.checklist).toEqual([
      { key: 'read', text: 'All of it was read.', required: true, met: true },
      { key: 'picture', text: 'The picture is of the event.', required: false, met: false },
    ]);
  });

  it('refuses without it, and approves without it where there is none', async () => {
    const world = await startWorld();
    succeeded(await set(world));
    const refused = await waiting(world);
    succeeded(await world.decide(aCurator(), { ...refused, decision: 'REJECT', notes: 'No.' }));
    succeeded(await set(world, { version: 1, items: [] }));
    const approved = await waiting(world);
    succeeded(await world.decide(aCurator(), { ...approved, decision: 'APPROVE' }));
    const { history } = (await world.run(aCurator(), DecisionHistoryDocument, { id: approved.workflowId })).curationWorkflow!;
    expect(history![0]!.checklist).toBeNull();
  });

  it('answers the present list: what is not on it is refused', async () => {
    const world = await startWorld();
    const one = await waiting(world);
    const checklist = [{ key: 'read', met: true }];
    expect((await world.decide(aCurator(), { ...one, decision: 'APPROVE', checklist })).__typename).toBe('InvalidInput');
    succeeded(await set(world));
    succeeded(await world.decide(aCurator(), { ...one, decision: 'APPROVE', checklist }));
  });

  it('is asked of each of many, and of cases that are dismissed', async () => {
    const world = await startWorld();
    succeeded(await set(world));
    const decisions = [
      { ...(await waiting(world)), decision: 'APPROVE' as const },
      { ...(await waiting(world)), decision: 'APPROVE' as const, checklist: [{ key: 'read', met: true }] },
    ];
    const { decideReviews } = await world.run(aCurator(), DecideReviewsDocument, { input: { decisions } });
    expect(succeeded(decideReviews).outcomes.map(({ refusal }) => refusal)).toEqual(['BAD_USER_INPUT', null]);
    succeeded(await set(world, { kind: 'MESSAGE' }));
    const { subjectId } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    const dismiss = { caseId, version, verdict: 'DISMISS' as const };
    expect((await decideCase(world, aModerator(), dismiss)).__typename).toBe('InvalidInput');
    succeeded(await decideCase(world, aModerator(), { ...dismiss, checklist: [{ key: 'read', met: true }] }));
    const { acts } = (await world.run(aModerator(), CaseHistoryDocument, { id: caseId })).moderationCase!;
    expect(acts.at(-1)).toMatchObject({
      kind: 'DISMISSED',
      checklist: [
        { key: 'read', met: true },
        { key: 'picture', met: false },
      ],
    });
  });
});
