import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import {
  AnswerCoCuratorInvitationDocument,
  ArrangeCollectionDocument,
  CreateCollectionDocument,
  DecideCollectionDocument,
  InviteCoCuratorDocument,
  ModerationQueueDocument,
  OneCollectionDocument,
  ProposeCollectionDocument,
  type CollectionEntryInput,
  type CollectionNodeFragment,
  type DecideCollectionInput,
} from './generated/documents';
import { aCurator, succeeded, type World } from './world';

export async function aKnownCurator(world: World): Promise<Viewer> {
  const viewer = aCurator();
  await world.person({ userId: viewer.id, role: 'curator' });
  return viewer;
}

export const begun = async (world: World, owner: Viewer, parts: { title?: string; text?: string; city?: string } = {}) => {
  const input = { title: 'Nights by candle light', text: 'Quiet evenings for you and for all of the city.', ...parts };
  return succeeded((await world.run(owner, CreateCollectionDocument, { input })).createCollection).collection;
};

export const arrange = async (world: World, viewer: Viewer, one: CollectionNodeFragment, entries: CollectionEntryInput[]) =>
  (await world.run(viewer, ArrangeCollectionDocument, { input: { collectionId: one.id, version: one.version, entries } }))
    .arrangeCollection;

/** Begun, with these events, and before a curator. */
export async function proposed(world: World, owner: Viewer, events: EventChanged[], parts: Parameters<typeof begun>[2] = {}) {
  const entries = events.map(({ eventId }, at) => ({ eventId, note: `Number ${at + 1}` }));
  const { collection } = succeeded(await arrange(world, owner, await begun(world, owner, parts), entries));
  const input = { collectionId: collection.id, version: collection.version };
  return succeeded((await world.run(owner, ProposeCollectionDocument, { input })).proposeCollection).collection;
}

/** The entry of the queue for this collection, with its case. */
export async function entryOf(world: World, collectionId: string, viewer: Viewer = aViewer({ role: 'admin' })) {
  const { nodes } = (await world.run(viewer, ModerationQueueDocument, { first: 50, filter: { kinds: ['COLLECTION'] } })).moderationQueue;
  return nodes.find(({ subjectId }) => subjectId === collectionId) ?? null;
}

export const decideCollection = async (world: World, viewer: Viewer, input: DecideCollectionInput) =>
  (await world.run(viewer, DecideCollectionDocument, { input })).decideCollection;

export async function published(world: World, owner: Viewer, events: EventChanged[], parts: Parameters<typeof begun>[2] = {}) {
  const { id } = await proposed(world, owner, events, parts);
  const entry = (await entryOf(world, id))!;
  const input = { caseId: entry.case!.id, version: entry.case!.version, verdict: 'APPROVE' as const };
  return succeeded(await decideCollection(world, aCurator(), input)).collection;
}

export const read = async (world: World, slug: string, viewer: Viewer | null = null) =>
  (await world.run(viewer, OneCollectionDocument, { slug })).collection;

export const invite = async (world: World, owner: Viewer, collectionId: string, userId: string, sharePercent = 30) =>
  (await world.run(owner, InviteCoCuratorDocument, { input: { collectionId, userId, sharePercent } })).inviteCoCurator;

export const answer = async (world: World, viewer: Viewer, collectionId: string, accept = true) =>
  (await world.run(viewer, AnswerCoCuratorInvitationDocument, { input: { collectionId, accept } })).answerCoCuratorInvitation;

/** One of the two has blocked the other. */
export const inABlock = (world: World, requesterId: string, addresseeId: string) =>
  world.tell('connection.changed', requesterId, {
    ...{ connectionId: requesterId, version: 1, requesterId, addresseeId, type: 'FRIEND' as const, status: 'BLOCKED' as const },
  });
