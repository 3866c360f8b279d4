import type { Viewer } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import { print, type DocumentNode } from 'graphql';
import {
  AddToWishListDocument,
  CreateWishListDocument,
  DeleteWishListDocument,
  EndConnectionDocument,
  LeaveWishListDocument,
  RemoveFromWishListDocument,
  ShareWishListDocument,
  UnshareWishListDocument,
  UpdateWishListDocument,
  WishListDocument,
  WishListsDocument,
  type WishListPartsFragment,
} from './generated/documents';
import { as, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const aList = async (owner: Viewer, visibility: 'PRIVATE' | 'FRIENDS' = 'PRIVATE', name = 'Some day') =>
  as((await world.run(owner, CreateWishListDocument, { input: { name, visibility } })).createWishList, 'CreateWishListSuccess')
    .wishList as WishListPartsFragment;
const read = async (viewer: Viewer | null, id: string) =>
  (await world.run(viewer, WishListDocument, { id })).wishList as WishListPartsFragment | null;
const share = async (owner: Viewer, wishListId: string, ...friends: Viewer[]) =>
  as(
    (await world.run(owner, ShareWishListDocument, { input: { wishListId, userIds: friends.map(({ id }) => id) } })).shareWishList,
    'ShareWishListSuccess',
  );
async function outcome(person: Viewer | null, document: DocumentNode, input: Record<string, unknown>): Promise<string> {
  const { data, errors } = await world.execute(person, print(document), { input });
  return errors ? String(errors[0]!.extensions?.code) : (Object.values(data!)[0] as { __typename: string }).__typename;
}
const adds = (person: Viewer, wishListId: string, eventId: string) => outcome(person, AddToWishListDocument, { wishListId, eventId });
const removes = (person: Viewer, wishListId: string, eventId: string) =>
  outcome(person, RemoveFromWishListDocument, { wishListId, eventId });
const LISTS_OF = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { wishLists { nodes { id } } } } }`;
const listsOf = async (viewer: Viewer | null, owner: Viewer) => {
  const { data } = await world.execute(viewer, LISTS_OF, { id: owner.id });
  return (data!._entities[0].wishLists.nodes as { id: string }[]).map(({ id }) => id);
};
const told = async (id: string) =>
  (
    await world.sql<{ payload: { userId: string; shared: boolean } }>(
      `SELECT payload FROM outbox WHERE topic = 'wish_list.shared' AND key = $1 ORDER BY sequence`,
      [id],
    )
  ).map(({ payload: { userId, shared } }) => ({ userId, shared }));

async function friends(count: number) {
  const people = await Promise.all(Array.from({ length: count + 1 }, () => world.person()));
  const [owner, ...others] = people as [Viewer, ...Viewer[]];
  for (const other of others) await world.befriend(owner, other);
  return { owner, others };
}

test('friends put events on one list together, and each sees who wished for what (S25)', async () => {
  const { owner, others } = await friends(1);
  const [bo] = others as [Viewer];
  const [jazz, chess] = [await world.event(owner), await world.event(owner)];
  const { id } = await aList(owner);
  expect(await read(bo, id)).toBeNull();
  const stranger = await world.person();
  expect((await share(owner, id, bo, stranger)).notAdded).toEqual([stranger.id]);
  expect(await adds(owner, id, jazz)).toBe('AddToWishListSuccess');
  world.clock.advance(1_000);
  expect(await adds(bo, id, chess)).toBe('AddToWishListSuccess');
  expect(await adds(owner, id, chess)).toBe('AddToWishListSuccess');
  expect(await read(bo, id)).toMatchObject({
    owner: { id: owner.id },
    people: [{ id: bo.id }],
    viewerMayWrite: true,
    items: {
      nodes: [
        { event: { id: chess }, addedBy: { id: bo.id } },
        { event: { id: jazz }, addedBy: { id: owner.id } },
      ],
      totalCount: 2,
    },
  });
  expect(await removes(bo, id, jazz)).toBe('RemoveFromWishListSuccess');
  expect((await read(owner, id))!.items.totalCount).toBe(1);
  expect((await world.run(bo, WishListsDocument, {})).wishLists).toMatchObject({ nodes: [{ id }], totalCount: 1 });
  expect(await told(id)).toEqual([{ userId: bo.id, shared: true }]);
});

test('friends read a list that is for them and do not write on it; who is no friend finds nothing, by any path', async () => {
  const { owner, others } = await friends(1);
  const [bo] = others as [Viewer];
  const [secret, open] = [await aList(owner, 'PRIVATE'), await aList(owner, 'FRIENDS')];
  const eventId = await world.event(owner);
  expect(await read(bo, open.id)).toMatchObject({ viewerMayWrite: false });
  expect(await listsOf(bo, owner)).toEqual([open.id]);
  expect(new Set(await listsOf(owner, owner))).toEqual(new Set([open.id, secret.id]));
  expect(await adds(bo, open.id, eventId)).toBe('NotAllowed');
  expect(await adds(bo, secret.id, eventId)).toBe('NotFound');
  for (const other of [await world.person(), null]) {
    expect(await read(other, open.id)).toBeNull();
    expect(await listsOf(other, owner)).toEqual([]);
  }
  expect(await outcome(null, CreateWishListDocument, { name: 'Mine', visibility: 'PRIVATE' })).toBe('UNAUTHENTICATED');
});

test('only its owner names a list, shares it and deletes it', async () => {
  const { owner, others } = await friends(2);
  const [bo, cy] = others as [Viewer, Viewer];
  const { id } = await aList(owner);
  await share(owner, id, bo);
  expect(await outcome(bo, UpdateWishListDocument, { wishListId: id, name: 'Ours' })).toBe('NotAllowed');
  expect(await outcome(bo, ShareWishListDocument, { wishListId: id, userIds: [cy.id] })).toBe('NotAllowed');
  expect(await outcome(bo, UnshareWishListDocument, { wishListId: id, userId: bo.id })).toBe('NotAllowed');
  expect(await outcome(bo, DeleteWishListDocument, { wishListId: id })).toBe('NotAllowed');
  expect(await outcome(owner, LeaveWishListDocument, { wishListId: id })).toBe('NotAllowed');
  expect(await outcome(owner, UpdateWishListDocument, { wishListId: id, name: 'Soon' })).toBe('UpdateWishListSuccess');
  expect(await outcome(owner, UpdateWishListDocument, { wishListId: id, name: 'Soon' })).toBe('UpdateWishListSuccess');
  expect(await read(bo, id)).toMatchObject({ name: 'Soon', visibility: 'PRIVATE', version: 3 });
  expect(await outcome(owner, DeleteWishListDocument, { wishListId: id })).toBe('DeleteWishListSuccess');
  expect(await read(bo, id)).toBeNull();
  expect((await told(id)).at(-1)).toEqual({ userId: bo.id, shared: false });
});

test('a list is left, taken back, and ends with the friendship, a block and a suspension', async () => {
  const { owner, others } = await friends(4);
  const [bo, cy, di, ed] = others as [Viewer, Viewer, Viewer, Viewer];
  const { id } = await aList(owner);
  await share(owner, id, bo, cy, di);
  expect(await outcome(bo, LeaveWishListDocument, { wishListId: id })).toBe('LeaveWishListSuccess');
  expect(await outcome(owner, UnshareWishListDocument, { wishListId: id, userId: cy.id })).toBe('UnshareWishListSuccess');
  for (const gone of [bo, cy]) expect(await read(gone, id)).toBeNull();
  await world.block(di, owner);
  expect(await read(di, id)).toBeNull();
  const [{ connection }] = (await world.sql(
    `SELECT id AS connection FROM connections WHERE status = 'ACCEPTED' AND $1 IN (requester_id, addressee_id) AND $2 IN (requester_id, addressee_id)`,
    [owner.id, ed.id],
  )) as [{ connection: string }];
  await share(owner, id, ed);
  await world.run(ed, EndConnectionDocument, { input: { connectionId: connection } });
  expect(await read(ed, id)).toBeNull();
  // Nobody comes back unasked with a new friendship.
  await world.befriend(owner, ed);
  expect(await read(ed, id)).toBeNull();
  await share(owner, id, ed);
  expect((await told(id)).filter(({ userId }) => userId === ed.id).map(({ shared }) => shared)).toEqual([true, false, true]);
  await world.tellPerson(owner.id, { active: false });
  expect(await read(ed, id)).toBeNull();
});

test('an event that a reader may not see is on no page and in no count of theirs, and cannot be wished for', async () => {
  const { owner, others } = await friends(1);
  const [bo] = others as [Viewer];
  const { id } = await aList(owner, 'FRIENDS');
  const secret = await world.event(owner, { visibility: 'PRIVATE' });
  expect(await adds(owner, id, secret)).toBe('AddToWishListSuccess');
  expect((await read(owner, id))!.items.totalCount).toBe(1);
  expect((await read(bo, id))!.items).toEqual({ nodes: [], totalCount: 0 });
  const own = await aList(bo);
  expect(await adds(bo, own.id, secret)).toBe('NotFound');
});

test('two people on a list who are in a block do not see each other there', async () => {
  const { owner, others } = await friends(2);
  const [bo, cy] = others as [Viewer, Viewer];
  const eventId = await world.event(owner);
  const { id } = await aList(owner);
  await share(owner, id, bo, cy);
  await adds(cy, id, eventId);
  await world.block(bo, cy);
  expect(await read(bo, id)).toMatchObject({ people: [{ id: bo.id }], items: { nodes: [{ event: { id: eventId }, addedBy: null }] } });
});

test('an erased person takes their lists along and is on those of others no more', async () => {
  const { owner, others } = await friends(1);
  const [bo] = others as [Viewer];
  const eventId = await world.event(bo);
  const [theirs, own] = [await aList(bo), await aList(owner)];
  await share(bo, theirs.id, owner);
  await adds(owner, theirs.id, eventId);
  await adds(owner, own.id, eventId);
  await world.tell('user.erased', owner.id, { userId: owner.id });
  expect(await read(bo, theirs.id)).toMatchObject({ people: [], items: { nodes: [{ event: { id: eventId }, addedBy: null }] } });
  expect(await world.sql('SELECT 1 FROM wish_lists WHERE id = $1', [own.id])).toEqual([]);
});

test('a request that is repeated makes one list; fifty are the most', async () => {
  const owner = await world.person();
  const input = { name: 'Once', visibility: 'PRIVATE' as const, idempotencyKey: 'one' };
  const made = [await world.run(owner, CreateWishListDocument, { input }), await world.run(owner, CreateWishListDocument, { input })];
  expect(new Set(made.map(({ createWishList }) => as(createWishList, 'CreateWishListSuccess').wishList.id)).size).toBe(1);
  await world.sql(
    `INSERT INTO wish_lists (id, owner_id, name, visibility, created_at) SELECT gen_random_uuid(), $1, 'L' || n, 'PRIVATE', now() FROM generate_series(1, 49) n`,
    [owner.id],
  );
  expect(await outcome(owner, CreateWishListDocument, { name: 'One more', visibility: 'PRIVATE' })).toBe('NotAllowed');
  const { wishLists } = await world.run(owner, WishListsDocument, { first: 20 });
  expect(wishLists).toMatchObject({ totalCount: 50, pageInfo: { hasNextPage: true } });
  const next = await world.run(owner, WishListsDocument, { first: 40, after: wishLists.pageInfo.endCursor });
  expect(new Set([...wishLists.nodes, ...next.wishLists.nodes].map(({ id }) => id)).size).toBe(50);
});

test('many lists with what is on them cost as many statements as one', async () => {
  const { owner } = await friends(0);
  const query = `query { wishLists(first: 20) { totalCount nodes { name owner { id } people { id } viewerMayWrite items(first: 5) { totalCount nodes { event { id } addedBy { id } } } } } }`;
  const eventId = await world.event(owner);
  await adds(owner, (await aList(owner)).id, eventId);
  const cost = async () => (await countStatements(world.subgraph, () => world.run(owner, query))).statements;
  const one = await cost();
  for (let n = 0; n < 5; n++) await adds(owner, (await aList(owner)).id, eventId);
  expect(await cost()).toEqual(one);
});
