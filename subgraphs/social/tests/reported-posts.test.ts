import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import type { CaseDecided, ReportEvidence, ReportRaised } from '@marquee/schema/topics';
import {
  CommentOnPostDocument,
  CreatePostDocument,
  GroupProfileDocument,
  GroupsDocument,
  PostDocument,
  PostFeedDocument,
  RoomDocument,
  SendMessageDocument,
  type CreatePostMutationVariables,
} from './generated/documents';
import { after, as, NOW, startWorld, type World } from './world';

let world: World;
const heard: ReportEvidence[] = [];
beforeAll(async () => {
  world = await startWorld();
  await world.bus.consume('test', ['report.evidence'], async ({ payload }) => void heard.push(payload as ReportEvidence));
});

type Kind = ReportRaised['kind'];

const write = async (author: Viewer, parts: Partial<CreatePostMutationVariables['input']> = {}) =>
  as(
    (await world.run(author, CreatePostDocument, { input: { text: 'They should be run out of town.', visibility: 'PUBLIC', ...parts } }))
      .createPost,
    'CreatePostSuccess',
  ).post;
const comment = async (by: Viewer, postId: string, text: string, parentId?: string) =>
  as((await world.run(by, CommentOnPostDocument, { input: { postId, text, parentId } })).commentOnPost, 'CommentOnPostSuccess').comment;
async function evidenceFor(reporter: Viewer, kind: Kind, subjectId: string) {
  const reportId = randomUUID();
  const raised = { reportId, kind, subjectId, reporterId: reporter.id, raisedAt: NOW.toISOString() };
  await world.tell('report.raised', subjectId, raised satisfies ReportRaised);
  await world.subgraph.drain();
  return heard.find((told) => told.reportId === reportId);
}
const decided = (kind: Kind, subjectId: string, outcome: CaseDecided['outcome'], at: Date) =>
  world.tell('case.decided', subjectId, {
    ...{ caseId: randomUUID(), version: 3, kind, subjectId, authorId: null, outcome, restrictDays: null },
    ...{ curatorId: randomUUID(), notes: null, decidedAt: at.toISOString() },
  } satisfies CaseDecided);
const read = async (viewer: Viewer | null, id: string) => (await world.run(viewer, PostDocument, { id })).post;
const nothing = { authorId: null, evidence: null };

describe('a reported post', () => {
  it('is told to curation as it is, for who may see it where it stands, and for who has blocked its author', async () => {
    const [author, friend, stranger] = [await world.person(), await world.person(), await world.person()];
    await world.befriend(author, friend);
    const { id } = await write(author, { visibility: 'FRIENDS', imageUrls: ['https://pictures.example/a.jpg'] });
    const told = { authorId: author.id, evidence: { text: 'They should be run out of town.', image1: 'https://pictures.example/a.jpg' } };
    expect(await evidenceFor(friend, 'POST', id)).toMatchObject(told);
    expect(await evidenceFor(stranger, 'POST', id)).toMatchObject(nothing);
    expect(await evidenceFor(stranger, 'POST', randomUUID())).toMatchObject(nothing);
    const open = await write(author);
    await world.block(stranger, author);
    expect(await evidenceFor(stranger, 'POST', open.id)).toMatchObject({ authorId: author.id });
  });

  it('that is removed is seen by nobody, its author too, and told no more; put back, it stands where it stood', async () => {
    const [author, reader] = [await world.person(), await world.person()];
    const { id } = await write(author);
    const sharer = await world.person();
    const share = await write(sharer, { text: 'Look at this.', sharedPostId: id });
    await decided('POST', id, 'REMOVED', after(1_000));
    expect([await read(reader, id), await read(author, id)]).toEqual([null, null]);
    expect((await read(reader, share.id))!.shared).toBeNull();
    const { postFeed } = await world.run(author, PostFeedDocument, { first: 10 });
    expect(postFeed.nodes.map((post) => post.id)).not.toContain(id);
    expect(await evidenceFor(reader, 'POST', id)).toMatchObject(nothing);
    await decided('POST', id, 'RESTORED', after(2_000));
    expect(await read(reader, id)).toMatchObject({ text: 'They should be run out of town.' });
  });

  it('follows the last decision, in whatever order they come', async () => {
    const author = await world.person();
    const { id } = await write(author);
    await decided('POST', id, 'RESTORED', after(2_000));
    await decided('POST', id, 'REMOVED', after(1_000));
    expect(await read(author, id)).not.toBeNull();
    await decided('POST', id, 'REMOVED', after(3_000));
    await decided('POST', id, 'REMOVED', after(3_000));
    expect(await read(author, id)).toBeNull();
    await decided('POST', randomUUID(), 'REMOVED', after(3_000));
  });

  it('of a suspended author is not there to be reported', async () => {
    const [author, reader] = [await world.person(), await world.person()];
    const { id } = await write(author);
    await world.sql('UPDATE people SET active = false WHERE id = $1', [author.id]);
    expect(await evidenceFor(reader, 'POST', id)).toMatchObject(nothing);
  });
});

describe('a reported comment', () => {
  it('is told, and removed with what was answered to it', async () => {
    const [author, guest, reader] = [await world.person(), await world.person(), await world.person()];
    const post = await write(author);
    const bad = await comment(guest, post.id, 'You will regret this.');
    await comment(reader, post.id, 'Calm down.', bad.id);
    const fine = await comment(reader, post.id, 'I see it differently.');
    expect(await evidenceFor(reader, 'COMMENT', bad.id)).toMatchObject({ authorId: guest.id, evidence: { text: 'You will regret this.' } });
    await decided('COMMENT', bad.id, 'REMOVED', after(1_000));
    expect(await read(reader, post.id)).toMatchObject({ commentCount: 1, comments: { totalCount: 1, nodes: [{ id: fine.id }] } });
    expect(await evidenceFor(reader, 'COMMENT', bad.id)).toMatchObject(nothing);
    const answered = await world.run(reader, CommentOnPostDocument, { input: { postId: post.id, text: 'And?', parentId: bad.id } });
    expect(answered.commentOnPost.__typename).toBe('InvalidInput');
    await decided('COMMENT', bad.id, 'RESTORED', after(2_000));
    expect(await read(reader, post.id)).toMatchObject({ commentCount: 3, comments: { totalCount: 2 } });
  });

  it('is not there for who may not see the post', async () => {
    const [author, stranger] = [await world.person(), await world.person()];
    const post = await write(author, { visibility: 'PRIVATE' });
    const { id } = await comment(author, post.id, 'To myself.');
    expect(await evidenceFor(stranger, 'COMMENT', id)).toMatchObject(nothing);
  });
});

describe('a reported group', () => {
  const speaks = async (person: Viewer, roomId: string) =>
    (await world.run(person, SendMessageDocument, { input: { roomId, text: 'Still here.', clientMessageId: randomUUID() } })).sendMessage
      .__typename;
  const seen = async (viewer: Viewer | null, id: string) => (await world.run(viewer, GroupProfileDocument, { id })).group;

  it('is told for who may see it; its author is its owner', async () => {
    const [owner, stranger] = [await world.person(), await world.person()];
    const open = await world.group(owner, [], { name: 'Clean streets', description: 'We know who they are.' });
    expect(await evidenceFor(stranger, 'GROUP', open.id)).toMatchObject({
      authorId: owner.id,
      evidence: { name: 'Clean streets', description: 'We know who they are.' },
    });
    const hidden = await world.group(owner, [], { privacy: 'PRIVATE' });
    expect(await evidenceFor(stranger, 'GROUP', hidden.id)).toMatchObject(nothing);
    expect(await evidenceFor(owner, 'GROUP', hidden.id)).toMatchObject({ authorId: owner.id });
  });

  it('that is removed is closed with its posts and its room, and opens again as it was', async () => {
    const [owner, member, stranger] = [await world.person(), await world.person(), await world.person()];
    const { id, roomId } = await world.group(owner, [member], { name: 'Night watchmen of the hill' });
    const post = await write(member, { groupId: id });
    await decided('GROUP', id, 'REMOVED', after(1_000));
    expect([await seen(owner, id), await seen(stranger, id)]).toEqual([null, null]);
    expect((await world.run(stranger, GroupsDocument, { query: 'watchmen' })).groups.totalCount).toBe(0);
    expect(await read(member, post.id)).toBeNull();
    expect((await world.run(member, RoomDocument, { id: roomId })).chatRoom).toBeNull();
    expect(await speaks(member, roomId)).toBe('NotFound');
    expect(await evidenceFor(stranger, 'GROUP', id)).toMatchObject(nothing);
    await world.tell('user.erased', member.id, { userId: member.id });
    await decided('GROUP', id, 'RESTORED', after(2_000));
    expect(await seen(owner, id)).not.toBeNull();
    expect(await speaks(owner, roomId)).toBe('SendMessageSuccess');
    expect(await world.sql('SELECT 1 FROM room_members WHERE room_id = $1 AND user_id = $2 AND active', [roomId, member.id])).toEqual([]);
  });

  it('that its owner has deleted meanwhile is not opened by a decision', async () => {
    const owner = await world.person();
    const { id } = await world.group(owner);
    await world.sql('UPDATE groups SET closed_at = $2 WHERE id = $1', [id, after(500)]);
    await decided('GROUP', id, 'REMOVED', after(1_000));
    await decided('GROUP', id, 'RESTORED', after(2_000));
    expect(await seen(owner, id)).toBeNull();
  });
});
