import type { Viewer } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { aKnownCurator, answer, arrange, begun, inABlock, invite, published, read } from './collections';
import { OwnCollectionsDocument, RemoveCoCuratorDocument } from './generated/documents';
import { aCurator, startWorld, succeeded, type World } from './world';

const remove = async (world: World, viewer: Viewer, collectionId: string, userId: string) =>
  (await world.run(viewer, RemoveCoCuratorDocument, { input: { collectionId, userId } })).removeCoCurator;

describe('a co-curator', () => {
  it('is asked with a share, accepts, arranges, and leaves; what they added stays', async () => {
    const world = await startWorld();
    const [owner, co] = [await aKnownCurator(world), await aKnownCurator(world)];
    const [one, two] = [await world.published(), await world.published()];
    const { id, slug } = await published(world, owner, [one]);
    succeeded(await invite(world, owner, id, co.id, 30));
    succeeded(await invite(world, owner, id, co.id, 30));
    expect(await world.collectionsInvited()).toMatchObject([{ collectionId: id, userId: co.id, inviterId: owner.id, sharePercent: 30 }]);
    // Not before they have accepted.
    expect((await read(world, slug))!.curators).toMatchObject([{ user: { id: owner.id } }]);
    const asked = (await read(world, slug, co))!;
    expect(asked).toMatchObject({ viewerRole: 'INVITED', curators: [{ sharePercent: 100 }, { role: 'INVITED', sharePercent: 30 }] });
    expect((await arrange(world, co, asked, [{ eventId: two.eventId }])).__typename).toBe('NotAllowed');
    succeeded(await answer(world, co, id));
    expect((await answer(world, co, id)).__typename).toBe('NotFound');
    expect((await world.run(co, OwnCollectionsDocument, {})).myCollections.nodes).toEqual([{ id, status: 'PUBLISHED' }]);
    const part = (await read(world, slug, co))!;
    expect(part.curators).toMatchObject([{ sharePercent: 70 }, { user: { id: co.id }, role: 'CO_CURATOR', sharePercent: 30 }]);
    succeeded(await arrange(world, co, part, [{ eventId: one.eventId }, { eventId: two.eventId }]));
    expect((await read(world, slug))!.curators).toMatchObject([{ sharePercent: null }, { user: { id: co.id }, sharePercent: null }]);
    // Another share is asked for anew.
    succeeded(await invite(world, owner, id, co.id, 50));
    expect((await read(world, slug, co))!.viewerRole).toBe('INVITED');
    succeeded(await answer(world, co, id));
    expect((await remove(world, aCurator(), id, co.id)).__typename).toBe('NotAllowed');
    expect(succeeded(await remove(world, co, id, co.id)).deletedId).toBe(co.id);
    const after = (await read(world, slug, co))!;
    expect(after).toMatchObject({ viewerRole: null, entries: [{}, { addedBy: { id: co.id } }] });
    expect((await arrange(world, co, after, [])).__typename).toBe('NotAllowed');
  });

  it('must be an active curator whom no block keeps from the owner, and declines by an answer', async () => {
    const world = await startWorld();
    const [owner, co, foe, idle] = [await aKnownCurator(world), await aKnownCurator(world), await aKnownCurator(world), aCurator()];
    await world.person({ userId: idle.id, role: 'curator', active: false });
    const guest = await world.member();
    const { id, slug } = await begun(world, owner);
    succeeded(await invite(world, owner, id, foe.id));
    await inABlock(world, foe.id, owner.id);
    // Blocked since they were asked.
    expect((await answer(world, foe, id)).__typename).toBe('NotFound');
    for (const { id: userId } of [foe, idle, guest]) expect((await invite(world, owner, id, userId)).__typename).toBe('NotFound');
    expect((await invite(world, owner, id, owner.id)).__typename).toBe('InvalidInput');
    expect((await invite(world, co, id, idle.id)).__typename).toBe('NotFound');
    succeeded(await invite(world, owner, id, co.id));
    expect(succeeded(await answer(world, co, id, false)).collection).toBeNull();
    expect((await read(world, slug, owner))!.curators.map(({ user }) => user!.id)).toEqual([owner.id, foe.id]);
    expect((await invite(world, owner, id, co.id, 71)).__typename).toBe('InvalidInput');
    // Who is suspended or no curator any more changes nothing.
    succeeded(await invite(world, owner, id, co.id, 70));
    succeeded(await answer(world, co, id));
    await world.person({ userId: co.id, role: 'curator', version: 2, active: false });
    expect((await arrange(world, co, (await read(world, slug, owner))!, [])).__typename).toBe('NotAllowed');
  });
});

/** The owner gives 60 % to each of two people at once. Returns what is given away. */
async function race(world: World, begin: () => unknown = () => {}): Promise<number> {
  const [owner, one, other] = [await aKnownCurator(world), await aKnownCurator(world), await aKnownCurator(world)];
  const { id, slug } = await begun(world, owner);
  begin();
  await Promise.all([one, other].map((co) => invite(world, owner, id, co.id, 60)));
  const { curators } = (await read(world, slug, owner))!;
  return curators.filter(({ role }) => role === 'INVITED').reduce((sum, { sharePercent }) => sum + sharePercent!, 0);
}

describe('the shares of a collection', () => {
  it('are given away once, whatever is done at once', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) expect(await race(world)).toBe(60);
  });

  it('would be given away twice without the lock (control)', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'collectionCurator.findMany' ? meet() : undefined);
    const careless = (db: Database) => withoutLocks(watched(db, { after }));
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    expect(await race(world, () => (racing = true))).toBe(120);
  });
});
