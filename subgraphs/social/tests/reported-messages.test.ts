import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import type { CaseDecided, ReportEvidence } from '@marquee/schema/topics';
import { DeleteMessageDocument, EditMessageDocument, LeaveGroupDocument, RoomDocument } from './generated/documents';
import { after, NOW, startWorld, type World } from './world';

describe('a reported message', () => {
  let world: World;
  const heard: ReportEvidence[] = [];
  beforeAll(async () => {
    world = await startWorld();
    await world.bus.consume('test', ['report.evidence'], async ({ payload }) => void heard.push(payload as ReportEvidence));
  });

  const evidenceFor = async (reporter: Viewer, subjectId: string) => {
    const reportId = randomUUID();
    await world.tell('report.raised', subjectId, {
      ...{ reportId, kind: 'MESSAGE', subjectId, reporterId: reporter.id },
      raisedAt: NOW.toISOString(),
    });
    await world.subgraph.drain();
    return heard.find((told) => told.reportId === reportId);
  };
  const decided = (subjectId: string, authorId: string, outcome: CaseDecided['outcome'], at: Date) =>
    world.tell('case.decided', subjectId, {
      ...{ caseId: randomUUID(), version: 3, kind: 'MESSAGE', subjectId, authorId, outcome, restrictDays: null },
      ...{ curatorId: randomUUID(), notes: null, decidedAt: at.toISOString() },
    } satisfies CaseDecided);
  const textOf = async (viewer: Viewer, roomId: string) =>
    (await world.run(viewer, RoomDocument, { id: roomId })).chatRoom!.messages.nodes[0]!.text;
  const pair = async () => {
    const [ada, bob] = [await world.person(), await world.person()];
    const roomId = await world.directRoom(ada, bob);
    const { id } = await world.say(bob, roomId, 'Watch your back.');
    return { ada, bob, roomId, id };
  };

  it('is told to curation as it is, for who is where it was said', async () => {
    const { ada, bob, id } = await pair();
    expect(await evidenceFor(ada, id)).toMatchObject({ authorId: bob.id, evidence: { text: 'Watch your back.' } });
    expect(await evidenceFor(await world.person(), id)).toMatchObject({ authorId: null, evidence: null });
    expect(await evidenceFor(ada, randomUUID())).toMatchObject({ authorId: null, evidence: null });
  });

  it('is told with how it read before; changing or deleting it hides nothing from who judges', async () => {
    const { ada, bob, id } = await pair();
    await world.run(bob, EditMessageDocument, { input: { messageId: id, text: 'Have a nice day.' } });
    expect((await evidenceFor(ada, id))?.evidence).toEqual({ text: 'Have a nice day.', before1: 'Watch your back.' });
    await world.run(bob, DeleteMessageDocument, { input: { messageId: id } });
    expect(await evidenceFor(ada, id)).toMatchObject({ authorId: bob.id });
    expect((await evidenceFor(ada, id))?.evidence).toEqual({ before1: 'Watch your back.', before2: 'Have a nice day.' });
    expect(await evidenceFor(await world.person(), id)).toMatchObject({ authorId: null, evidence: null });
    await world.tell('user.erased', bob.id, { userId: bob.id });
    expect(await evidenceFor(ada, id)).toMatchObject({ authorId: null, evidence: null });
  });

  it('that was removed, and deleted by its author then, is not told again', async () => {
    const { ada, bob, id } = await pair();
    await world.run(bob, EditMessageDocument, { input: { messageId: id, text: 'Really, watch it.' } });
    await decided(id, bob.id, 'REMOVED', after(1_000));
    await world.run(bob, DeleteMessageDocument, { input: { messageId: id } });
    expect(await evidenceFor(ada, id)).toMatchObject({ evidence: null });
  });

  it('can be reported by who has blocked its sender, and not by who has left', async () => {
    const { ada, bob, id } = await pair();
    await world.block(ada, bob);
    expect(await evidenceFor(ada, id)).toMatchObject({ evidence: { text: 'Watch your back.' } });
    const [owner, member] = [await world.person(), await world.person()];
    const group = await world.group(owner, [member]);
    const said = await world.say(owner, group.roomId, 'Out with you.');
    await world.run(member, LeaveGroupDocument, { input: { groupId: group.id } });
    expect(await evidenceFor(member, said.id)).toMatchObject({ evidence: null });
  });

  it('that is removed says nothing any more, and keeps its place; put back, it says what it said', async () => {
    const { ada, bob, roomId, id } = await pair();
    await decided(id, bob.id, 'REMOVED', after(1_000));
    expect([await textOf(ada, roomId), await textOf(bob, roomId)]).toEqual([null, null]);
    expect(await evidenceFor(ada, id)).toMatchObject({ evidence: null });
    await decided(id, bob.id, 'RESTORED', after(2_000));
    expect(await textOf(ada, roomId)).toBe('Watch your back.');
    // An earlier decision that comes late takes nothing away.
    await decided(id, bob.id, 'REMOVED', after(1_500));
    expect(await textOf(ada, roomId)).toBe('Watch your back.');
    await decided(id, bob.id, 'DISMISSED', after(3_000));
    expect(await textOf(ada, roomId)).toBe('Watch your back.');
  });

  it('of an erased person comes back by nothing', async () => {
    const { ada, bob, roomId, id } = await pair();
    await decided(id, bob.id, 'REMOVED', after(1_000));
    await world.tell('user.erased', bob.id, { userId: bob.id });
    await decided(id, bob.id, 'RESTORED', after(2_000));
    expect(await textOf(ada, roomId)).toBeNull();
    expect(await world.sql('SELECT 1 FROM message_removals WHERE message_id = $1 AND text IS NOT NULL', [id])).toEqual([]);
  });
});
