import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { print } from 'graphql';
import { aModerator, caseOf, decideCase, reported } from './cases';
import { WatchQueueDocument, type WatchQueueSubscription } from './generated/documents';
import { aCurator, startWorld, type World } from './world';

type Change = WatchQueueSubscription['queueChanged'];

async function following(world: World, viewer: Viewer | null) {
  const stream = await world.subscribe(viewer, print(WatchQueueDocument), {});
  return {
    next: async (): Promise<Change> => ((await stream.next()).data as WatchQueueSubscription).queueChanged,
    /** The first change that fits. */
    async until(fits: (change: Change) => boolean): Promise<Change> {
      for (;;) {
        const change = await this.next();
        if (fits(change)) return change;
      }
    },
    ends: () => expect(stream.next()).rejects.toThrow('ended'),
  };
}

describe('the live queue', () => {
  it('tells what comes, that somebody takes it, and that it is decided', async () => {
    const world = await startWorld();
    const stream = await following(world, aModerator());
    const { eventId } = await world.submitted();
    const came = await stream.until(({ entry }) => entry?.subjectId === eventId);
    expect(came).toMatchObject({ kind: 'EVENT', entry: { workflow: { status: 'PENDING' }, claimer: null } });
    const { id: workflowId, version } = await world.workflowOf(eventId);
    const curator = aCurator();
    await world.claim(curator, { workflowId, version });
    expect(await stream.next()).toMatchObject({ entryId: workflowId, entry: { claimer: { id: curator.id } } });
    await world.decide(curator, { workflowId, version: version + 1, decision: 'APPROVE' });
    expect(await stream.next()).toEqual({ entryId: workflowId, kind: 'EVENT', entry: null });
  });

  it('tells of reports who may read them, and nobody of what is their own', async () => {
    const world = await startWorld();
    const [moderator, author] = [aModerator(), aModerator()];
    const [moderators, curators, authors] = [
      await following(world, moderator),
      await following(world, aCurator()),
      await following(world, author),
    ];
    const { subjectId } = await reported(world, { authorId: author.id });
    expect(await moderators.until(({ entry }) => entry !== null)).toMatchObject({ kind: 'MESSAGE', entry: { subjectId } });
    const { id: caseId, version } = await caseOf(world, subjectId);
    await decideCase(world, aModerator(), { caseId, version, verdict: 'DISMISS' });
    expect(await moderators.until(({ entry }) => entry === null)).toMatchObject({ entryId: caseId });
    // What they may read comes after it, and is the first that they hear of.
    const { eventId } = await world.submitted();
    for (const stream of [curators, authors]) expect(await stream.next()).toMatchObject({ kind: 'EVENT', entry: { subjectId: eventId } });
  });

  it('ends with the role, and with the account', async () => {
    const world = await startWorld();
    const curator = aCurator();
    await world.person({ userId: curator.id, role: 'curator' });
    const stream = await following(world, curator);
    await world.person({ userId: curator.id, role: 'curator', active: false, version: 2 });
    await stream.ends();
  });

  it('is for nobody else', async () => {
    const world = await startWorld();
    await expect(following(world, aViewer())).rejects.toThrow();
  });
});
