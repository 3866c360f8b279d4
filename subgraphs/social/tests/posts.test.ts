import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print, type DocumentNode } from 'graphql';
import {
  ArchiveGroupDocument,
  BanFromGroupDocument,
  BanFromRoomDocument,
  CommentOnPostDocument,
  CreatePostDocument,
  DeletePostCommentDocument,
  DeletePostDocument,
  FeedChangedDocument,
  FollowDocument,
  GroupPostsDocument,
  HidePostDocument,
  LikePostDocument,
  PostDocument,
  PostFeedDocument,
  RemoveFromGroupDocument,
  UnlikePostDocument,
  UpdatePostDocument,
  type CreatePostMutationVariables,
} from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

type Parts = Partial<CreatePostMutationVariables['input']>;

const write = async (author: Viewer, text: string | null, parts: Parts = {}) =>
  as((await world.run(author, CreatePostDocument, { input: { text, visibility: 'PUBLIC', ...parts } })).createPost, 'CreatePostSuccess')
    .post;
async function outcome(person: Viewer | null, document: DocumentNode, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await world.execute(person, print(document), { input });
  return errors ? String(errors[0]!.extensions?.code) : (Object.values(data!)[0] as { __typename: string }).__typename;
}
const read = async (viewer: Viewer | null, id: string) => (await world.run(viewer, PostDocument, { id })).post;
const feed = async (viewer: Viewer) => (await world.run(viewer, PostFeedDocument, { first: 50 })).postFeed.nodes.map(({ text }) => text);
const profile = async (viewer: Viewer | null, author: Viewer): Promise<string[] | null> =>
  (
    await world.entity(viewer, { __typename: 'User', id: author.id }, '{ posts(first: 20) { nodes { text } } }')
  ).data!._entities[0].posts?.nodes.map(({ text }: { text: string }) => text) ?? null;
const comment = async (by: Viewer, postId: string, text: string, parentId?: string) =>
  as((await world.run(by, CommentOnPostDocument, { input: { postId, text, parentId } })).commentOnPost, 'CommentOnPostSuccess').comment;

describe('a post on a profile', () => {
  test('is seen by those its visibility says, and by nobody in a block with its author', async () => {
    const [author, friend, stranger, blocked] = [await world.person(), await world.person(), await world.person(), await world.person()];
    await world.befriend(author, friend);
    await world.block(blocked, author);
    const seen: Record<string, unknown> = {};
    for (const visibility of ['PUBLIC', 'FRIENDS', 'PRIVATE'] as const) {
      const { id } = await write(author, visibility, { visibility });
      world.clock.advance(1_000);
      seen[visibility] = await Promise.all(
        [author, friend, stranger, blocked, null].map(async (viewer) => (await read(viewer, id)) !== null),
      );
    }
    expect(seen).toEqual({
      PUBLIC: [true, true, true, false, true],
      FRIENDS: [true, true, false, false, false],
      PRIVATE: [true, false, false, false, false],
    });
    expect(await profile(author, author)).toEqual(['PRIVATE', 'FRIENDS', 'PUBLIC']);
    expect(await profile(friend, author)).toEqual(['FRIENDS', 'PUBLIC']);
    expect(await profile(null, author)).toEqual(['PUBLIC']);
    expect(await profile(blocked, author)).toBeNull();
    await world.tellPerson(author.id, { active: false });
    expect(await profile(friend, author)).toEqual([]);
  });

  test('shows a text, pictures, an event, a place or another post, and at least one of them', async () => {
    const [author, other, stranger] = [await world.person(), await world.person(), await world.person()];
    const eventId = await world.event(author);
    const hidden = await world.event(other, { visibility: 'PRIVATE' });
    const post = await write(author, null, {
      imageUrls: ['https://pictures.example/a.jpg'],
      eventCardId: eventId,
      placeCard: { name: 'The pier' },
    });
    expect(post).toMatchObject({
      text: null,
      imageUrls: ['https://pictures.example/a.jpg'],
      eventCard: { id: eventId },
      placeCard: { name: 'The pier' },
      version: 1,
      editedAt: null,
    });
    expect(await outcome(author, CreatePostDocument, {})).toBe('InvalidInput');
    expect(await outcome(author, CreatePostDocument, { text: ' \u200b ' })).toBe('InvalidInput');
    expect(await outcome(author, CreatePostDocument, { text: 'x', eventCardId: hidden })).toBe('InvalidInput');
    expect(await outcome(author, CreatePostDocument, { imageUrls: ['http://127.0.0.1/a.jpg'] })).toBe('InvalidInput');

    const secret = await write(author, 'For friends', { visibility: 'FRIENDS' });
    await world.befriend(author, other);
    const shares = await write(other, 'Look', { sharedPostId: secret.id });
    expect(shares.shared).toEqual({ id: secret.id, text: 'For friends' });
    expect((await read(stranger, shares.id))!.shared).toBeNull();
    const again = await write(other, 'Again', { sharedPostId: shares.id });
    expect(again.shared!.id).toBe(secret.id);
    expect((await read(author, secret.id))!.shareCount).toBe(2);
    expect(await outcome(stranger, CreatePostDocument, { sharedPostId: secret.id })).toBe('NotFound');
    await world.run(author, DeletePostDocument, { input: { postId: secret.id } });
    expect(await read(other, shares.id)).toMatchObject({ text: 'Look', shared: null });
  });

  test('is changed and deleted by its author, and each change is told to be judged', async () => {
    const [author, stranger] = [await world.person(), await world.person()];
    const { id } = await write(author, 'One');
    const changed = await world.run(author, UpdatePostDocument, { input: { postId: id, text: 'Two', visibility: 'PRIVATE' } });
    expect(as(changed.updatePost, 'UpdatePostSuccess').post).toMatchObject({
      ...{ text: 'Two', visibility: 'PRIVATE', version: 2, editedAt: world.clock.now().toISOString() },
    });
    expect(await outcome(stranger, UpdatePostDocument, { postId: id, text: 'Mine' })).toBe('NotFound');
    expect(await outcome(author, UpdatePostDocument, { postId: id, text: null })).toBe('InvalidInput');
    expect(await outcome(author, UpdatePostDocument, { postId: id, visibility: 'PUBLIC' })).toBe('UpdatePostSuccess');
    expect(await outcome(stranger, UpdatePostDocument, { postId: id, text: 'Mine' })).toBe('NotAllowed');
    expect(await outcome(stranger, DeletePostDocument, { postId: id })).toBe('NotAllowed');
    expect(await outcome(author, DeletePostDocument, { postId: id })).toBe('DeletePostSuccess');
    expect(await read(author, id)).toBeNull();
    const told = await world.sql(`SELECT payload FROM outbox WHERE topic = 'post.changed' AND key = $1 ORDER BY sequence`, [id]);
    expect(told.map(({ payload }) => [payload.version, payload.change, payload.text])).toEqual([
      [1, 'WRITTEN', 'One'],
      [2, 'EDITED', 'Two'],
      [3, 'EDITED', 'Two'],
      [4, 'DELETED', 'Two'],
    ]);
  });
});

test('a post in a group is written by members and seen as the group is; those who run it may delete it', async () => {
  const [owner, member, removed, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id: groupId } = await world.group(owner, [member, removed]);
  const { id } = await write(removed, 'In the group', { groupId, visibility: 'PRIVATE' });
  expect(await read(stranger, id)).toMatchObject({ group: { id: groupId }, visibility: 'PUBLIC' });
  await world.sql(`UPDATE groups SET privacy = 'INVITE_ONLY' WHERE id = $1`, [groupId]);
  expect([await read(stranger, id), (await read(member, id))?.text]).toEqual([null, 'In the group']);
  expect((await world.run(stranger, GroupPostsDocument, { id: groupId })).group!.posts).toBeNull();
  expect((await world.run(member, GroupPostsDocument, { id: groupId })).group!.posts!.nodes).toEqual([{ text: 'In the group' }]);
  await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: removed.id } });
  expect(await read(removed, id)).toBeNull();
  expect(await outcome(removed, CreatePostDocument, { text: 'Still here', groupId })).toBe('NotFound');
  expect(await outcome(member, UpdatePostDocument, { postId: id, text: 'Mine' })).toBe('NotAllowed');
  expect(await outcome(member, DeletePostDocument, { postId: id })).toBe('NotAllowed');
  expect(await outcome(owner, DeletePostDocument, { postId: id })).toBe('DeletePostSuccess');
  await world.run(owner, ArchiveGroupDocument, { input: { groupId, archived: true } });
  expect(await outcome(member, CreatePostDocument, { text: 'Too late', groupId })).toBe('NotAllowed');
});

test('a post about an event is written by those in its room, and seen by those who see the event (E54)', async () => {
  const [organiser, guest, stranger] = [await world.person(), await world.person(), await world.person()];
  const eventId = await world.event(organiser);
  await world.attends(eventId, guest, 'GOING');
  const { id } = await write(guest, 'Cannot wait', { eventId });
  expect((await read(stranger, id))!.event).toEqual({ id: eventId });
  expect(await outcome(stranger, CreatePostDocument, { text: 'Me too', eventId })).toBe('NotAllowed');
  expect(await outcome(guest, CreatePostDocument, { text: 'Both', eventId, groupId: eventId })).toBe('InvalidInput');
  const ofEvent = async (viewer: Viewer | null) =>
    (await world.entity(viewer, { __typename: 'Event', id: eventId }, '{ posts(first: 5) { nodes { text } } }')).data!._entities[0].posts
      .nodes;
  expect(await ofEvent(null)).toEqual([{ text: 'Cannot wait' }]);
  await world.tellEvent(eventId, { creatorId: organiser.id, visibility: 'PRIVATE' });
  expect([await ofEvent(stranger), await read(stranger, id)]).toEqual([[], null]);
  expect(await ofEvent(guest)).toEqual([{ text: 'Cannot wait' }]);
  expect(await outcome(organiser, DeletePostDocument, { postId: id })).toBe('DeletePostSuccess');
});

test('who is banned says nothing where they are banned from, and changes nothing there; what is theirs they take away', async () => {
  const [owner, banned, guest, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id: groupId } = await world.group(owner, [banned]);
  const post = await write(owner, 'In the group', { groupId });
  const own = await write(banned, 'My word', { groupId });
  const said = await comment(banned, post.id, 'Hear me');
  await world.run(owner, BanFromGroupDocument, { input: { groupId, userId: banned.id } });
  const again = { postId: post.id, text: 'Hear me again' };
  expect(await outcome(banned, CommentOnPostDocument, again)).toBe('NotAllowed');
  expect(await outcome(stranger, CommentOnPostDocument, again)).toBe('CommentOnPostSuccess');
  expect(await outcome(banned, UpdatePostDocument, { postId: own.id, text: 'Worse' })).toBe('NotFound');
  await world.sql(`UPDATE groups SET privacy = 'PRIVATE' WHERE id = $1`, [groupId]);
  expect(await read(banned, own.id)).toBeNull();
  expect(await outcome(stranger, DeletePostDocument, { postId: own.id })).toBe('NotFound');
  expect(await outcome(stranger, DeletePostCommentDocument, { commentId: said.id })).toBe('NotFound');
  expect(await outcome(banned, DeletePostCommentDocument, { commentId: said.id })).toBe('DeletePostCommentSuccess');
  expect(await outcome(banned, DeletePostDocument, { postId: own.id })).toBe('DeletePostSuccess');
  await world.run(owner, ArchiveGroupDocument, { input: { groupId, archived: true } });
  expect(await outcome(owner, CommentOnPostDocument, again)).toBe('NotAllowed');

  const eventId = await world.event(owner);
  await world.attends(eventId, guest, 'GOING');
  const about = await write(owner, 'Bring a lamp', { eventId });
  const theirs = await write(guest, 'Cannot wait', { eventId });
  const { chatRoom } = (await world.entity(owner, { __typename: 'Event', id: eventId }, '{ chatRoom { id } }')).data!._entities[0];
  await world.run(owner, BanFromRoomDocument, { input: { roomId: chatRoom.id, userId: guest.id } });
  expect(await outcome(guest, CommentOnPostDocument, { postId: about.id, text: 'Still here' })).toBe('NotAllowed');
  expect(await outcome(guest, UpdatePostDocument, { postId: theirs.id, text: 'Worse' })).toBe('NotAllowed');
});

test('a block is no way around those who run a place', async () => {
  const [owner, member] = [await world.person(), await world.person()];
  const { id: groupId } = await world.group(owner, [member]);
  const { id } = await write(member, 'Nobody stops me', { groupId });
  const { id: commentId } = await comment(member, id, 'Nor this');
  await world.block(member, owner);
  expect(await read(owner, id)).toBeNull();
  expect(await outcome(owner, DeletePostCommentDocument, { commentId })).toBe('DeletePostCommentSuccess');
  expect(await outcome(owner, DeletePostDocument, { postId: id })).toBe('DeletePostSuccess');
  expect(await outcome(owner, DeletePostDocument, { postId: id })).toBe('NotFound');
});

test('likes count people once, and not those in a block with the reader (S31)', async () => {
  const [author, fan, blocked] = [await world.person(), await world.person(), await world.person()];
  const { id } = await write(author, 'Like me');
  const like = async (by: Viewer) =>
    as((await world.run(by, LikePostDocument, { input: { postId: id } })).likePost, 'LikePostSuccess').post;
  await like(fan);
  expect(await like(fan)).toEqual({ likeCount: 1, viewerLikes: true });
  expect(await like(blocked)).toEqual({ likeCount: 2, viewerLikes: true });
  await world.block(fan, blocked);
  expect(await read(fan, id)).toMatchObject({ likeCount: 1, viewerLikes: true });
  expect(await read(null, id)).toMatchObject({ likeCount: 2, viewerLikes: null });
  const { unlikePost } = await world.run(fan, UnlikePostDocument, { input: { postId: id } });
  expect(as(unlikePost, 'UnlikePostSuccess').post).toEqual({ likeCount: 0, viewerLikes: false });
});

test('comments have two levels; who is in a block with their author does not see them (E54, S31)', async () => {
  const [author, one, other, stranger] = [await world.person(), await world.person(), await world.person(), await world.person()];
  const { id } = await write(author, 'Say something');
  const first = await comment(one, id, 'First');
  world.clock.advance(1_000);
  const answer = await comment(other, id, 'Answer', first.id);
  world.clock.advance(1_000);
  expect((await comment(one, id, 'Answer to the answer', answer.id)).parentId).toBe(first.id);
  await comment(other, id, 'Second');
  expect((await read(author, id))!.comments).toMatchObject({
    nodes: [
      { text: 'First', replies: { nodes: [{ text: 'Answer' }, { text: 'Answer to the answer' }], totalCount: 2 } },
      { text: 'Second', replies: { nodes: [] } },
    ],
    totalCount: 2,
  });
  expect((await read(author, id))!.commentCount).toBe(4);
  await world.block(stranger, other);
  expect((await read(stranger, id))!.comments.nodes.map(({ text, replies }) => [text, replies.totalCount])).toEqual([['First', 1]]);
  const elsewhere = await write(author, 'Elsewhere');
  expect(await outcome(one, CommentOnPostDocument, { postId: elsewhere.id, text: 'x', parentId: first.id })).toBe('InvalidInput');
  expect(await outcome(one, CommentOnPostDocument, { postId: id, text: '' })).toBe('InvalidInput');
  expect(await outcome(stranger, DeletePostCommentDocument, { commentId: first.id })).toBe('NotAllowed');
  expect(await outcome(author, DeletePostCommentDocument, { commentId: answer.id })).toBe('DeletePostCommentSuccess');
  expect(await outcome(one, DeletePostCommentDocument, { commentId: first.id })).toBe('DeletePostCommentSuccess');
  expect(await outcome(one, DeletePostCommentDocument, { commentId: first.id })).toBe('NotFound');
  expect((await read(author, id))!.comments.nodes.map(({ text }) => text)).toEqual(['Second']);
});

describe('the feed', () => {
  test('has what one’s circle and groups write, newest first, page by page, without what is hidden (S31)', async () => {
    const [reader, friend, followed, member, stranger] = [
      await world.person(),
      await world.person(),
      await world.person(),
      await world.person(),
      await world.person(),
    ];
    await world.befriend(reader, friend);
    await world.run(reader, FollowDocument, { input: { userId: followed.id } });
    const { id: groupId } = await world.group(member, [reader]);
    const posts = [];
    for (const [author, text, parts] of [
      [friend, 'for friends', { visibility: 'FRIENDS' }],
      [followed, 'for all', {}],
      [followed, 'for their friends', { visibility: 'FRIENDS' }],
      [member, 'in the group', { groupId }],
      [member, 'elsewhere', {}],
      [stranger, 'strange', {}],
      [reader, 'mine', { visibility: 'PRIVATE' }],
    ] as const) {
      posts.push(await write(author, text, parts));
      world.clock.advance(1_000);
    }
    expect(await feed(reader)).toEqual(['mine', 'in the group', 'for all', 'for friends']);
    const first = (await world.run(reader, PostFeedDocument, { first: 3 })).postFeed;
    const second = (await world.run(reader, PostFeedDocument, { first: 3, after: first.pageInfo.endCursor })).postFeed;
    expect([...first.nodes, ...second.nodes].map(({ text }) => text)).toEqual(['mine', 'in the group', 'for all', 'for friends']);
    expect(second.pageInfo.hasNextPage).toBe(false);
    await world.run(reader, HidePostDocument, { input: { postId: posts[1]!.id, hidden: true } });
    expect(await feed(reader)).toEqual(['mine', 'in the group', 'for friends']);
    await world.run(reader, HidePostDocument, { input: { postId: posts[1]!.id, hidden: false } });
    await world.block(friend, reader);
    expect(await feed(reader)).toEqual(['mine', 'in the group', 'for all']);
  });

  test('is told live, to those alone who may see it (X45)', async () => {
    const [reader, friend, followed] = [await world.person(), await world.person(), await world.person()];
    await world.befriend(reader, friend);
    await world.run(reader, FollowDocument, { input: { userId: followed.id } });
    const stream = await world.subscribe(reader, print(FeedChangedDocument));
    await write(followed, 'for their friends', { visibility: 'FRIENDS' });
    const { id } = await write(friend, 'hello', { visibility: 'FRIENDS' });
    expect(await stream.next()).toMatchObject({ data: { feedChanged: { id, text: 'hello' } } });
    await world.tellPerson(reader.id, { active: false });
    await expect(stream.next()).rejects.toThrow('The stream has ended.');
  });

  test('costs the same number of statements for one post and for many', async () => {
    const [reader, friend] = [await world.person(), await world.person()];
    await world.befriend(reader, friend);
    const query = `{ postFeed(first: 20) { nodes { id text shared { text } likeCount viewerLikes commentCount
      comments(first: 2) { totalCount nodes { text replies(first: 2) { totalCount nodes { text } } } } } } }`;
    const cost = async () => (await countStatements(world.subgraph, () => world.run(reader, query, {}))).statements;
    const full = async () => {
      const { id } = await write(friend, 'A post');
      const { id: parentId } = await comment(reader, id, 'A comment');
      await comment(friend, id, 'An answer', parentId);
      await write(friend, 'A share', { sharedPostId: id });
    };
    await full();
    const one = await cost();
    for (let n = 0; n < 4; n++) await full();
    expect(await cost()).toBe(one);
  });
});

test('a new account writes twenty posts and comments in an hour, and is told when the next fits in', async () => {
  const author = await world.person({ registeredAt: world.clock.now().toISOString() });
  const { id } = await write(author, 'The first');
  for (let n = 0; n < 18; n++) await write(author, `Post ${n}`);
  await comment(author, id, 'The twentieth');
  // What was deleted was written all the same.
  await world.run(author, DeletePostDocument, { input: { postId: id } });
  expect(await outcome(author, CreatePostDocument, { text: 'One too many' })).toBe('TooManyRequests');
  const { id: other } = await write(await world.person(), 'Of somebody else');
  expect(await outcome(author, CommentOnPostDocument, { postId: other, text: 'One too many' })).toBe('TooManyRequests');
  world.clock.advance(3_600_000);
  expect(await outcome(author, CreatePostDocument, { text: 'An hour later' })).toBe('CreatePostSuccess');
});

test('what an erased person wrote is gone, and a visitor writes nothing', async () => {
  const [author, reader] = [await world.person(), await world.person()];
  const { id } = await write(author, 'Remember me');
  const other = await write(reader, 'Stay');
  const said = await comment(author, other.id, 'And this');
  await world.run(author, LikePostDocument, { input: { postId: other.id } });
  await world.tell('user.erased', author.id, { userId: author.id });
  expect(await read(reader, id)).toBeNull();
  expect(await read(reader, other.id)).toMatchObject({ likeCount: 0, commentCount: 0 });
  expect(await world.sql('SELECT 1 FROM post_comments WHERE id = $1', [said.id])).toEqual([]);
  for (const document of [CreatePostDocument, LikePostDocument, CommentOnPostDocument])
    expect(await outcome(null, document, { postId: other.id, text: 'x' })).toMatch(/UNAUTHENTICATED|BAD_USER_INPUT/);
});
