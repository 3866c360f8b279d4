import type { Viewer } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { aModerator, caseOf, reported } from './cases';
import { ClaimEntryDocument, HandOverEntryDocument, ReleaseEntryDocument } from './generated/documents';
import { withoutVersionCheck } from './without-version-check';
import { startWorld, succeeded, type World } from './world';

interface Entry {
  entryId: string;
  version: number;
}

const claim = async (world: World, viewer: Viewer, input: Entry) => (await world.run(viewer, ClaimEntryDocument, { input })).claimEntry;
const release = async (world: World, viewer: Viewer, input: Entry) =>
  (await world.run(viewer, ReleaseEntryDocument, { input })).releaseEntry;
const handOver = async (world: World, viewer: Viewer, input: Entry & { toUserId: string }) =>
  (await world.run(viewer, HandOverEntryDocument, { input })).handOverEntry;

/** What waits, in its present version. */
const KINDS: Record<string, (world: World) => Promise<() => Promise<Entry>>> = {
  async event(world) {
    const { eventId } = await world.submitted();
    return async () => {
      const { id: entryId, version } = await world.workflowOf(eventId);
      return { entryId, version };
    };
  },
  async message(world) {
    const { subjectId } = await reported(world, { reporter: await world.member() });
    return async () => {
      const { id: entryId, version } = await caseOf(world, subjectId);
      return { entryId, version };
    };
  },
};

/** Who has claimed it gives it back, and hands it over to two people, all at once. Returns how many of the three took place. */
async function race(world: World, kind: string, begin: () => unknown = () => {}): Promise<number> {
  const [claimer, one, other] = [aModerator(), aModerator(), aModerator()];
  for (const { id: userId } of [one, other]) await world.person({ userId, role: 'moderator' });
  const present = await KINDS[kind]!(world);
  succeeded(await claim(world, claimer, await present()));
  const read = await present();
  begin();
  const answers = await Promise.all([
    release(world, claimer, read),
    handOver(world, claimer, { ...read, toUserId: one.id }),
    handOver(world, claimer, { ...read, toUserId: other.id }),
  ]);
  return answers.filter(({ __typename }) => __typename.endsWith('Success')).length;
}

describe.each(Object.keys(KINDS))('a claim of a reported or submitted %s', (kind) => {
  it('is given back or handed over once, whatever is done at once', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) expect(await race(world, kind)).toBe(1);
  });
});

describe('control: what a claim becomes', () => {
  it('would be three things of an event, without the condition on its version', async () => {
    let racing = false;
    const careless = (db: Database) => withoutVersionCheck(db, 3, () => racing);
    const world = await startWorld({ subgraph: curation.with({ keep: (basics) => keep({ ...basics, db: careless(basics.db) }) }) });
    expect(await race(world, 'event', () => (racing = true))).toBe(3);
  });

  it('would be three things of a message, without the lock of its subject', async () => {
    const meet = meetingOf(3);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'case.findUniqueOrThrow' ? meet() : undefined);
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });
    const world = await startWorld({ subgraph });
    expect(await race(world, 'message', () => (racing = true))).toBe(3);
  });
});
