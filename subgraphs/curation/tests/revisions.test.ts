import { randomUUID } from 'node:crypto';
import { silentLogger } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import type { EventChanged, EventRevisionChanged } from '@marquee/schema/topics';
import { openDatabase } from '../src/db';
import { aCurator, startWorld, type World } from './world';

const SPAM =
  'Deposit by crypto, guaranteed daily profit, contact our agent on WhatsApp or Telegram and click the link to register. Win real money, instant withdrawal, claim your bonus now.';

const decide = async (world: World, eventId: string, decision: 'APPROVE' | 'REJECT' | 'REQUEST_CHANGES') => {
  const { id: workflowId, version } = await world.workflowOf(eventId);
  return world.decide(aCurator(), { workflowId, version, decision, notes: 'So.' });
};

/** Published, and approved by a person. */
async function approved(world: World, parts: Partial<EventChanged> = {}) {
  const event = await world.submitted(parts);
  await decide(world, event.eventId, 'APPROVE');
  return world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
}

const CHANGED = ['title', 'description', 'tags', 'imageUrl'] as const;

/** Somebody proposes a change of a published event. */
async function proposed(
  world: World,
  event: EventChanged,
  parts: Partial<EventChanged>,
  more: Partial<EventRevisionChanged> & { onlineUrl?: string } = {},
): Promise<EventRevisionChanged> {
  const { onlineUrl = null, ...rest } = more;
  const fact: EventRevisionChanged = {
    ...{ revisionId: randomUUID(), version: 1, eventId: event.eventId, authorId: event.creatorId, status: 'PENDING' as const },
    changed: [...CHANGED.filter((name) => name in parts), ...(onlineUrl ? (['onlineUrl'] as const) : [])],
    proposed: { ...event, ...parts, onlineUrl },
    ...rest,
  };
  await world.tell('event.revision_changed', event.eventId, fact);
  return fact;
}

const over = (
  world: World,
  { revisionId, eventId, authorId, changed }: EventRevisionChanged,
  status: 'WITHDRAWN' | 'REPLACED' | 'APPLIED',
) => world.tell('event.revision_changed', eventId, { revisionId, version: 2, eventId, authorId, status, changed, proposed: null });

describe('a change of what is published', () => {
  it('goes on show at once when it is small against what a person approved and passes the screening', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const { revisionId, eventId } = await proposed(world, event, { description: event.description.replace('candle light', 'lamp light') });
    expect(await world.revisionsDecided()).toMatchObject([
      { revisionId, eventId, authorId: event.creatorId, status: 'APPROVED', curatorId: null, notes: null },
    ]);
    expect((await world.queue()).totalCount).toBe(0);
  });

  it('is judged with all that stands beside the description: a link there is a new link', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const nothing = { shortDescription: null, videoUrl: null, ticketUrl: null, accessibilityNote: null, neighbourhood: null, metadata: [] };
    const facts = { accessibility: [], minAge: null, maxAge: null, petsAllowed: null, outdoors: null, languages: [] };
    const details = { ...nothing, ...facts };
    await proposed(world, event, { details: { ...details, ticketUrl: 'https://tickets.example/x' } }, { changed: ['ticketUrl'] });
    expect(await world.revisionsDecided()).toEqual([]);
    expect((await world.queue()).totalCount).toBe(1);
    const short = await proposed(
      world,
      event,
      { details: { ...details, shortDescription: 'With lamps.' } },
      { changed: ['shortDescription'] },
    );
    expect(await world.revisionsDecided()).toMatchObject([{ revisionId: short.revisionId, status: 'APPROVED' }]);
  });

  it('is read by a curator when it is large, brings something new, or no person had approved anything', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const imported = await world.published({ imported: true });
    const description = `${event.description.slice(0, 60)}. ${Array.from({ length: 90 }, (_, n) => `another${n}`).join(' ')}.`;
    await proposed(world, event, { description });
    await proposed(world, event, { imageUrl: 'https://pictures.example/new-1600x900.jpg' });
    await proposed(world, event, { description: `${event.description} See lanterns.example for more.` });
    await proposed(world, event, {}, { onlineUrl: 'https://meet.example/x' });
    await proposed(world, imported, { description: imported.description.replace('candle', 'lamp') });
    expect(await world.revisionsDecided()).toEqual([]);
    expect((await world.queue()).totalCount).toBe(5);
    // The events themselves do not wait.
    expect(await world.workflowOf(event.eventId)).toMatchObject({ status: 'APPROVED', inQueue: false });
  });

  it('adds up: many small ones are one large one', async () => {
    const world = await startWorld();
    let event = await approved(world);
    let onShow = 0;
    for (let from = 0; from < 60; from += 12) {
      const description = event.description.replace(/note\d+x(\d+)/g, (word, n) => (+n >= from && +n < from + 12 ? `other${n}` : word));
      const before = (await world.revisionsDecided()).length;
      await proposed(world, event, { description });
      if ((await world.revisionsDecided()).length === before) break;
      onShow++;
      event = await world.change(event, { description });
    }
    // A twelfth of the words each time: the third one makes more than a fifth.
    expect(onShow).toBe(2);
    expect((await world.queue()).totalCount).toBe(1);
  });

  it('of a trusted author goes on show when it passes, whatever its size', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '1' } });
    const trusted = await world.member({ reputation: 60 });
    const event = await approved(world, { creatorId: trusted.id });
    const other = (await world.published({ creatorId: trusted.id })).description;
    await proposed(world, event, { description: other.replaceAll('note', 'word') });
    expect(await world.revisionsDecided()).toMatchObject([{ status: 'APPROVED', curatorId: null }]);
    await proposed(world, event, { description: 'Short.', imageUrl: null });
    expect((await world.queue()).totalCount).toBe(1);
  });

  it('that fails the screening is refused with the reason, and the event stays as it is (social-curation F9b, security F5, events F12)', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '1' } });
    const trusted = await world.member({ reputation: 60 });
    const event = await approved(world, { creatorId: trusted.id });
    await proposed(world, event, { title: 'Casino bonus: claim 500 free spins now!!!', description: SPAM, imageUrl: null });
    expect(await world.revisionsDecided()).toMatchObject([
      { status: 'REJECTED', curatorId: null, notes: expect.stringContaining('reads like advertising') },
    ]);
    expect((await world.queue()).totalCount).toBe(0);
    expect(await world.workflowOf(event.eventId)).toMatchObject({ status: 'APPROVED' });
    // A mistake of the machine costs nobody their trust.
    expect((await world.workflowOf((await world.submitted({ creatorId: trusted.id })).eventId)).status).toBe('APPROVED');
  });

  it('is decided by a curator, who is not its author, and measures later ones', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const editor = aViewer({ role: 'curator' });
    const { revisionId } = await proposed(world, event, { imageUrl: 'https://pictures.example/new-1600x900.jpg' }, { authorId: editor.id });
    const [node] = (await world.queue()).nodes;
    expect(node).toMatchObject({ status: 'PENDING', event: { id: event.eventId }, revision: { id: revisionId } });
    const input = { workflowId: node!.id, version: node!.version, decision: 'APPROVE' } as const;
    expect((await world.decide(editor, input)).__typename).toBe('NotAllowed');
    const curator = aCurator();
    expect((await world.decide(curator, input)).__typename).toBe('DecideReviewSuccess');
    expect(await world.revisionsDecided()).toMatchObject([{ revisionId, status: 'APPROVED', curatorId: curator.id, authorId: editor.id }]);
    // Nothing was said of the event itself, and what was approved is the measure from now on.
    expect((await world.decided()).filter((fact) => !fact.rescored)).toHaveLength(1);
    const now = await world.change(event, { imageUrl: 'https://pictures.example/new-1600x900.jpg' });
    await proposed(world, now, { description: now.description.replace('candle light', 'lamp light') });
    expect(await world.revisionsDecided()).toMatchObject([{}, { status: 'APPROVED', curatorId: null }]);
  });

  it('that went on show is not screened a second time', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const description = event.description.replace('candle light', 'lamp light');
    const revision = await proposed(world, event, { description });
    await world.change(event, { description });
    await over(world, revision, 'APPLIED');
    const before = (await world.decided()).length;
    await world.runJob('screen-due');
    expect((await world.decided()).length).toBe(before);
    expect((await world.decided()).at(-1)).toMatchObject({ status: 'APPROVED', rescored: true });
  });

  it('that is withdrawn or replaced leaves the queue, and a decision about it is a conflict', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const first = await proposed(world, event, { imageUrl: 'https://pictures.example/a-1600x900.jpg' });
    const [node] = (await world.queue()).nodes;
    await over(world, first, 'REPLACED');
    const second = await proposed(world, event, { imageUrl: 'https://pictures.example/b-1600x900.jpg' });
    const answer = await world.decide(aCurator(), { workflowId: node!.id, version: node!.version, decision: 'APPROVE' });
    expect(answer.__typename).toBe('WorkflowConflict');
    expect((await world.queue()).nodes).toMatchObject([{ revision: { id: second.revisionId } }]);
    expect(await world.revisionsDecided()).toEqual([]);
  });

  it('is judged once, however often and in whatever order its facts come', async () => {
    const world = await startWorld();
    const event = await approved(world);
    const gone: EventRevisionChanged = {
      ...{ revisionId: randomUUID(), version: 1, eventId: event.eventId, authorId: event.creatorId, status: 'PENDING' as const },
      changed: ['imageUrl'],
      proposed: { ...event, imageUrl: 'https://pictures.example/a-1600x900.jpg', onlineUrl: null },
    };
    await over(world, gone, 'WITHDRAWN');
    await world.tell('event.revision_changed', event.eventId, gone);
    expect((await world.queue()).totalCount).toBe(0);
    const kept = { ...gone, revisionId: randomUUID() };
    for (let n = 0; n < 3; n++) await world.tell('event.revision_changed', event.eventId, kept);
    expect((await world.queue()).totalCount).toBe(1);
  });

  it('is its author’s work: what is refused of it costs the event’s creator no trust', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '1' } });
    const trusted = await world.member({ reputation: 60 });
    const event = await approved(world, { creatorId: trusted.id });
    const editor = await world.member();
    await proposed(world, event, { imageUrl: 'https://pictures.example/a-1600x900.jpg' }, { authorId: editor.id });
    const [node] = (await world.queue()).nodes;
    const input = { workflowId: node!.id, version: node!.version, decision: 'REJECT', notes: 'No.' } as const;
    expect((await world.decide(aCurator(), input)).__typename).toBe('DecideReviewSuccess');
    expect((await world.workflowOf((await world.submitted({ creatorId: trusted.id })).eventId)).status).toBe('APPROVED');
  });

  it('goes with its event: nothing is kept of what was proposed and approved', async () => {
    const world = await startWorld();
    const event = await approved(world);
    await proposed(world, event, { imageUrl: 'https://pictures.example/a-1600x900.jpg' });
    await world.change(event, { change: 'DELETED' });
    // Told late, of what is gone by now.
    await proposed(world, event, { imageUrl: 'https://pictures.example/b-1600x900.jpg' });
    const db = openDatabase(world.databaseUrl, silentLogger);
    try {
      expect(await db.prisma.approvedContent.count()).toBe(0);
      expect((await db.prisma.revisionCopy.findMany()).map((revision) => revision.proposed)).toEqual([null, null]);
    } finally {
      await db.close();
    }
  });
});
