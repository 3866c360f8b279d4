import { aViewer } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { print } from 'graphql';
import { WatchStatusDocument } from './generated/documents';
import { aCurator, startWorld, type World } from './world';

const watch = (world: World, viewer: Viewer | null, eventId: string) => world.subscribe(viewer, print(WatchStatusDocument), { eventId });
const statusOf = async (stream: { next(): Promise<{ data?: unknown }> }) =>
  ((await stream.next()).data as { curationStatusChanged: { status: string } }).curationStatusChanged.status;

describe('the live status of an event', () => {
  it('reaches its creator and curators: the claim at once, the decision when the event has followed', async () => {
    // Longer than the test: only the returning fact can be what tells.
    const world = await startWorld({ settings: { CURATION_STATUS_GRACE_MS: '60000' } });
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const streams = [await watch(world, aViewer({ id: event.creatorId }), event.eventId), await watch(world, aCurator(), event.eventId)];
    const curator = aCurator();
    await world.claim(curator, { workflowId, version });
    for (const stream of streams) expect(await statusOf(stream)).toBe('IN_REVIEW');
    await world.decide(curator, { workflowId, version: version + 1, decision: 'APPROVE' });
    await world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
    for (const stream of streams) {
      expect((await stream.next()).data).toEqual({
        curationStatusChanged: { id: workflowId, status: 'APPROVED', version: version + 2, event: { id: event.eventId } },
      });
    }
  });

  it('comes after the grace when the events service is silent, and is not repeated', async () => {
    const world = await startWorld({ settings: { CURATION_STATUS_GRACE_MS: '30' } });
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const stream = await watch(world, aCurator(), event.eventId);
    await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' });
    expect(await statusOf(stream)).toBe('APPROVED');
    // The event followed late: the same status once more, because now `event.status` agrees. Then nothing until it changes again.
    const published = await world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
    expect(await statusOf(stream)).toBe('APPROVED');
    await world.change(published, { capacity: 5 });
    for (let n = 0; n < 3; n++) {
      await world.flag(aViewer(), { eventId: event.eventId, reason: 'SPAM' });
    }
    expect(await statusOf(stream)).toBe('FLAGGED');
  });

  it('tells of a new submission', async () => {
    const world = await startWorld();
    const event = await world.published({ status: 'DRAFT' });
    const stream = await watch(world, aViewer({ id: event.creatorId }), event.eventId);
    await world.tell('event.submitted', event.eventId, { ...event, version: 2, status: 'PENDING_REVIEW' });
    expect(await statusOf(stream)).toBe('PENDING');
  });

  it('is nobody else’s business', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'],
      [aViewer(), 'NOT_FOUND'],
    ] as const)
      await expect(watch(world, viewer, event.eventId)).rejects.toThrow(code);
    await expect(watch(world, aCurator(), aViewer().id)).rejects.toThrow('NOT_FOUND');
    await expect(watch(world, aCurator(), 'e1')).rejects.toThrow('NOT_FOUND');
  });

  it('ends for a curator who is one no more', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const curator = aCurator();
    const stream = await watch(world, curator, event.eventId);
    await world.person({ userId: curator.id, role: 'user' });
    await world.claim(aCurator(), { workflowId, version });
    await expect(stream.next()).rejects.toThrow('ended');
  });
});
