import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, countStatements, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { aModerator, caseOf, decideCase, readCase, reported } from './cases';
import {
  ClaimEntryDocument,
  CuratorProfilesDocument,
  EscalateCaseDocument,
  ModerationQueueDocument,
  MyCuratorProfileDocument,
  ReleaseEntryDocument,
  SetCuratorProfileDocument,
  type CuratorProfilesQueryVariables,
  type SetCuratorProfileInput,
} from './generated/documents';
import { withoutVersionCheck } from './without-version-check';
import { aCurator, startWorld, succeeded, type World } from './world';

const HOUR_MS = 3_600_000;

const setProfile = async (world: World, viewer: Viewer, input: Partial<SetCuratorProfileInput> = {}) =>
  (await world.run(viewer, SetCuratorProfileDocument, { input: { available: true, capacity: 10, ...input } })).setCuratorProfile;

/** Somebody who judges and to whom work is assigned. */
async function available(world: World, input: Partial<SetCuratorProfileInput> = {}, viewer = aCurator()) {
  await world.person({ userId: viewer.id, role: viewer.role });
  succeeded(await setProfile(world, viewer, input));
  return viewer;
}

/** Who has what of all that waits, by the subject. */
async function holders(world: World) {
  const { nodes } = (await world.run(aModerator(), ModerationQueueDocument, { first: 50, filter: null })).moderationQueue;
  return new Map(nodes.map(({ subjectId, claimer, claimedUntil }) => [subjectId, { id: claimer?.id ?? null, claimedUntil }]));
}
const countOf = async (world: World, { id }: Viewer) => [...(await holders(world)).values()].filter((one) => one.id === id).length;
const assign = (world: World) => world.runJob('assign-queue');

describe('C24: what waits is assigned', () => {
  it('to who knows its category, as far as they can take it, and then to who has least', async () => {
    const world = await startWorld();
    const expert = await available(world, { categories: ['music'], capacity: 2 });
    const others = [await available(world), await available(world)];
    for (let n = 0; n < 6; n++) await world.submitted();
    await assign(world);
    expect(await countOf(world, expert)).toBe(2);
    for (const other of others) expect(await countOf(world, other)).toBe(2);
    const until = new Date(world.clock.now().getTime() + 8 * HOUR_MS).toISOString();
    expect([...(await holders(world)).values()].every(({ claimedUntil }) => claimedUntil === until)).toBe(true);
    await assign(world);
    expect(await countOf(world, expert)).toBe(2);
    const { nodes } = (await world.run(expert, ModerationQueueDocument, { first: 50, filter: { assigneeId: expert.id } })).moderationQueue;
    expect(nodes).toHaveLength(2);
  });

  it('to who knows its city, and to nobody who does not read its language', async () => {
    const world = await startWorld();
    const local = await available(world, { cities: ['TORONTO'], languages: ['EN'] });
    await available(world, { languages: ['de'] });
    const { eventId } = await world.submitted();
    await assign(world);
    expect((await holders(world)).get(eventId)?.id).toBe(local.id);
  });

  it('safety first', async () => {
    const world = await startWorld();
    const moderator = await available(world, { capacity: 1 }, aModerator());
    await world.submitted();
    world.clock.advance(48 * HOUR_MS);
    const { subjectId } = await reported(world, { reason: 'DANGEROUS' });
    await assign(world);
    expect((await holders(world)).get(subjectId)?.id).toBe(moderator.id);
    expect(await countOf(world, moderator)).toBe(1);
  });

  it('to nobody who made it, reported it, or may not judge it', async () => {
    const world = await startWorld();
    const curator = await available(world);
    const moderator = await available(world, {}, aModerator());
    const own = await world.submitted({ creatorId: curator.id });
    const others = await world.submitted({ creatorId: moderator.id });
    const message = await reported(world, { reporter: moderator });
    await assign(world);
    const held = await holders(world);
    expect(held.get(own.eventId)?.id).toBe(moderator.id);
    expect(held.get(others.eventId)?.id).toBe(curator.id);
    expect(held.get(message.subjectId)?.id).toBeNull();
  });

  it('to an administrator alone, where one was asked, however many others come first', async () => {
    const world = await startWorld();
    const moderator = await available(world, {}, aModerator());
    for (let n = 0; n < 20; n++) await available(world, {}, aModerator());
    const { subjectId } = await reported(world);
    const { id: caseId, version } = await caseOf(world, subjectId);
    succeeded((await world.run(aModerator(), EscalateCaseDocument, { input: { caseId, version, note: 'Please.' } })).escalateCase);
    await assign(world);
    expect(await countOf(world, moderator)).toBe(0);
    // Among equals the last.
    const admin = await available(world, {}, aViewer({ id: 'ffffffff-ffff-4fff-bfff-ffffffffffff', role: 'admin' }));
    await assign(world);
    expect((await holders(world)).get(subjectId)?.id).toBe(admin.id);
    const { acts } = (await readCase(world, caseId))!;
    expect(acts.at(-1)).toMatchObject({ kind: 'HANDED_OVER', actor: null });
  });

  it('to nobody who is away, suspended, or judges no more', async () => {
    const world = await startWorld();
    await available(world, { available: false });
    const suspended = await available(world);
    await world.person({ userId: suspended.id, role: 'curator', version: 2, active: false });
    const former = await available(world);
    await world.person({ userId: former.id, role: 'user', version: 2 });
    const { eventId } = await world.submitted();
    await assign(world);
    expect((await holders(world)).get(eventId)?.id).toBeNull();
    // What they said of themselves is forgotten with the role.
    expect((await world.run(former, MyCuratorProfileDocument, {})).myCuratorProfile).toBeNull();
  });

  it('for eight hours, and then to somebody else; who claims it meanwhile loses none of them', async () => {
    const world = await startWorld();
    const expert = await available(world, { categories: ['music'] });
    const other = await available(world);
    const { eventId } = await world.submitted();
    await assign(world);
    const given = (await holders(world)).get(eventId);
    expect(given?.id).toBe(expert.id);
    const { id: entryId, version } = await world.workflowOf(eventId);
    succeeded((await world.run(expert, ClaimEntryDocument, { input: { entryId, version } })).claimEntry);
    expect((await holders(world)).get(eventId)?.claimedUntil).toBe(given?.claimedUntil);
    world.clock.advance(8 * HOUR_MS + 1);
    await assign(world);
    expect((await holders(world)).get(eventId)?.id).toBe(other.id);
  });

  it.each(['an event', 'a message'] as const)(
    'to somebody else once %s was given back, and to nobody where nobody else is',
    async (kind) => {
      const world = await startWorld();
      const one = await available(world, { capacity: 50 }, aModerator());
      const subjectId = kind === 'an event' ? (await world.submitted()).eventId : (await reported(world)).subjectId;
      const holder = async () => (await holders(world)).get(subjectId)?.id;
      await assign(world);
      expect(await holder()).toBe(one.id);
      const { id: entryId, version } = await (kind === 'an event' ? world.workflowOf(subjectId) : caseOf(world, subjectId));
      succeeded((await world.run(one, ReleaseEntryDocument, { input: { entryId, version } })).releaseEntry);
      await assign(world);
      expect(await holder()).toBeNull();
      const other = await available(world, { capacity: 1 }, aModerator());
      await assign(world);
      expect(await holder()).toBe(other.id);
    },
  );

  it('and decided by who has it, whose hands are free then', async () => {
    const world = await startWorld({ settings: { CURATION_CLAIM_REQUIRED: 'true' } });
    const moderator = await available(world, { capacity: 1 }, aModerator());
    const { subjectId } = await reported(world);
    await assign(world);
    await world.submitted();
    await assign(world);
    expect(await countOf(world, moderator)).toBe(1);
    const { id: caseId, version } = await caseOf(world, subjectId);
    succeeded(await decideCase(world, moderator, { caseId, version, verdict: 'DISMISS' }));
    await assign(world);
    expect(await countOf(world, moderator)).toBe(1);
  });
});

/** The job, and somebody who claims it, at once. Returns how many have got it. */
async function race(world: World, kind: 'event' | 'message', begin: () => unknown = () => {}): Promise<number> {
  await available(world, {}, aModerator());
  const subjectId = kind === 'event' ? (await world.submitted()).eventId : (await reported(world)).subjectId;
  const present = async () => (kind === 'event' ? world.workflowOf(subjectId) : caseOf(world, subjectId));
  const { id: entryId, version } = await present();
  begin();
  await Promise.all([world.run(aModerator(), ClaimEntryDocument, { input: { entryId, version } }), assign(world)]);
  return (await present()).version - version;
}

describe.each(['event', 'message'] as const)('a waiting %s that is claimed while it is assigned', (kind) => {
  it('is had by one of the two', async () => {
    for (let round = 0; round < 3; round++) expect(await race(await startWorld(), kind)).toBe(1);
  });
});

describe('control: what is claimed while it is assigned', () => {
  const careless = (change: (db: Database) => Database) =>
    startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: change(basics.db) }) }) });

  it('would be had by both of an event, without the condition on its version', async () => {
    let racing = false;
    const world = await careless((db) => withoutVersionCheck(db, 2, () => racing));
    expect(await race(world, 'event', () => (racing = true))).toBe(2);
  });

  it('would be had by both of a message, without the lock of its subject', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'case.findUniqueOrThrow' ? meet() : undefined);
    const world = await careless((db) => withoutLocks(watched(db, { after })));
    expect(await race(world, 'message', () => (racing = true))).toBe(2);
  });
});

describe('what those who judge say of themselves', () => {
  const listed = async (world: World, viewer: Viewer, variables: CuratorProfilesQueryVariables = {}) =>
    (await world.run(viewer, CuratorProfilesDocument, variables)).curatorProfiles;

  it('is kept as they said it last', async () => {
    const world = await startWorld();
    const curator = aCurator();
    expect((await world.run(curator, MyCuratorProfileDocument, {})).myCuratorProfile).toBeNull();
    const said = { capacity: 5, categories: ['music', 'film', 'music'], cities: ['Köln', 'LYON'], languages: ['DE', 'fr'] };
    const { profile } = succeeded(await setProfile(world, curator, { ...said, idempotencyKey: 'one' }));
    expect(profile).toEqual({
      ...{ curator: { id: curator.id }, version: 1, available: true, capacity: 5, load: 0 },
      ...{ categories: ['music', 'film'], cities: ['köln', 'lyon'], languages: ['de', 'fr'] },
    });
    expect(succeeded(await setProfile(world, curator, { ...said, idempotencyKey: 'one' })).profile.version).toBe(1);
    expect(await setProfile(world, curator, { ...said, capacity: 6, idempotencyKey: 'one' })).toMatchObject({ __typename: 'KeyReused' });
    succeeded(await setProfile(world, curator, { available: false }));
    expect((await world.run(curator, MyCuratorProfileDocument, {})).myCuratorProfile).toMatchObject({
      ...{ version: 2, available: false, capacity: 10, categories: [], cities: [], languages: [] },
    });
  });

  it('may be said by moderators of others who judge, and of nobody else', async () => {
    const world = await startWorld();
    const [curator, moderator] = [aCurator(), aModerator()];
    await world.person({ userId: curator.id, role: 'curator' });
    expect(succeeded(await setProfile(world, moderator, { userId: curator.id })).profile.curator!.id).toBe(curator.id);
    expect(await setProfile(world, aCurator(), { userId: curator.id })).toMatchObject({ __typename: 'NotAllowed' });
    const member = await world.member();
    const asUser = await setProfile(world, moderator, { userId: member.id });
    expect(asUser).toMatchObject({ __typename: 'InvalidInput', fields: [{ path: 'userId' }] });
    expect(await setProfile(world, moderator, { userId: randomUUID() })).toMatchObject({ __typename: 'NotFound' });
    // A token is as old as it is.
    expect(await setProfile(world, { ...member, role: 'curator' })).toMatchObject({ __typename: 'NotAllowed' });
    expect((await world.errorOf(member, SetCuratorProfileDocument, { input: { available: true, capacity: 1 } }))?.code).toBe('FORBIDDEN');
    expect((await world.errorOf(null, CuratorProfilesDocument, {}))?.code).toBe('UNAUTHENTICATED');
  });

  it('is refused with all its faults', async () => {
    const world = await startWorld();
    const wrong = { capacity: 51, categories: ['Live Music'], cities: [''], languages: ['german'] };
    const refused = await setProfile(world, aCurator(), wrong);
    expect(refused).toMatchObject({ __typename: 'InvalidInput' });
    const paths = refused.__typename === 'InvalidInput' ? refused.fields.map(({ path }) => path) : [];
    expect(paths).toEqual(['capacity', 'categories.0', 'cities.0', 'languages.0']);
  });

  it('is listed, the last changed first, by category; how much colleagues have is for those who answer for them', async () => {
    const world = await startWorld();
    const people = [];
    for (let n = 0; n < 4; n++) people.push(await available(world, { categories: n % 2 ? ['music'] : ['film'] }));
    await world.submitted();
    await assign(world);
    const first = await listed(world, aModerator(), { first: 3 });
    const rest = await listed(world, aModerator(), { first: 3, after: first.pageInfo.endCursor });
    const ids = [...first.nodes, ...rest.nodes].map(({ curator }) => curator!.id);
    expect(new Set(ids)).toEqual(new Set(people.map(({ id }) => id)));
    expect(first.totalCount).toBe(4);
    const back = await listed(world, aModerator(), { last: 1, before: rest.pageInfo.startCursor });
    expect(back.nodes[0]!.curator!.id).toBe(ids[2]);
    expect([...first.nodes, ...rest.nodes].reduce((sum, { load }) => sum + load!, 0)).toBe(1);
    const { nodes, totalCount } = await listed(world, people[1]!, { category: 'music' });
    expect([totalCount, nodes.length]).toEqual([2, 2]);
    for (const { curator, load } of nodes) expect(load === null).toBe(curator!.id !== people[1]!.id);
    for (const size of [1, 4])
      expect((await countStatements(world.subgraph, () => listed(world, aModerator(), { first: size }))).statements).toBe(3);
  });

  it('goes with its person', async () => {
    const world = await startWorld();
    const curator = await available(world);
    await world.tell('user.erased', curator.id, { userId: curator.id });
    expect((await listed(world, aModerator())).nodes).toEqual([]);
  });
});
