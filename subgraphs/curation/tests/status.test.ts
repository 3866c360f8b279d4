import { aViewer } from '@marquee/platform/testing';
import type { Bus, Viewer } from '@marquee/platform';
import { print } from 'graphql';
import { curation } from '../src';
import { keep } from '../src/kept';
import { WatchStatusDocument } from './generated/documents';
import { aCurator, startWorld, type World } from './world';

const watch = (world: World, viewer: Viewer | null, eventId: string) => world.subscribe(viewer, print(WatchStatusDocument), { eventId });
/** A world whose bus can lose the connection. */
async function withGaps(): Promise<{ world: World; lose: () => void }> {
  const gaps: (() => void)[] = [];
  const listening =
    (bus: Bus): Bus['listen'] =>
    (channel, listener, options) => {
      if (options?.onGap) gaps.push(options.onGap);
      return bus.listen(channel, listener, options);
    };
  const unsteady = (bus: Bus): Bus => Object.assign(Object.create(bus) as Bus, { listen: listening(bus) });
  const subgraph = curation.with({ keep: (basics) => keep({ ...basics, bus: unsteady(basics.bus) }) });
  const world = await startWorld({ subgraph, settings: { CURATION_STATUS_GRACE_MS: '30' } });
  return { world, lose: () => gaps.forEach((gap) => gap()) };
}

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
      await world.flag(await world.regular(), { eventId: event.eventId, reason: 'SPAM' });
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

  it('tells that an event was cancelled while it waits', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const stream = await watch(world, aViewer({ id: event.creatorId }), event.eventId);
    await world.claim(aCurator(), { workflowId, version });
    expect(await statusOf(stream)).toBe('IN_REVIEW');
    await world.change(event, { status: 'CANCELLED', change: 'CANCELLED' });
    expect((await stream.next()).data).toMatchObject({ curationStatusChanged: { status: 'IN_REVIEW', version: version + 2 } });
  });

  it('outlives a lost connection before there is a workflow', async () => {
    const { world, lose } = await withGaps();
    const event = await world.published({ status: 'DRAFT' });
    const stream = await watch(world, aViewer({ id: event.creatorId }), event.eventId);
    const first = statusOf(stream);
    lose();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await world.tell('event.submitted', event.eventId, { ...event, version: 2, status: 'PENDING_REVIEW' });
    expect(await first).toBe('PENDING');
  });

  it('is told again after a lost connection, and once more when the event has followed', async () => {
    const { world, lose } = await withGaps();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const stream = await watch(world, aCurator(), event.eventId);
    await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' });
    expect(await statusOf(stream)).toBe('APPROVED');
    const again = statusOf(stream);
    lose();
    expect(await again).toBe('APPROVED');
    await world.change(event, { status: 'PUBLISHED', change: 'PUBLISHED' });
    expect(await statusOf(stream)).toBe('APPROVED');
  });

  it.each([
    ['its creator', (creatorId: string) => aViewer({ id: creatorId })],
    ['a curator', () => aCurator()],
  ])('costs %s one look at who they are by now and one at the workflow', async (_who, reader) => {
    const world = await startWorld();
    const event = await world.submitted();
    const stream = await watch(world, reader(event.creatorId), event.eventId);
    const status = statusOf(stream);
    const { statements } = world.subgraph;
    const before = statements.count;
    await world.bus.push(`curation:event:${event.eventId}:status`, { version: 1e12, settled: true });
    expect(await status).toBe('PENDING');
    expect(statements.count - before).toBe(2);
  });

  it('ends for a creator who is suspended', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(event.eventId);
    const stream = await watch(world, aViewer({ id: event.creatorId }), event.eventId);
    await world.person({ userId: event.creatorId, active: false });
    await world.claim(aCurator(), { workflowId, version });
    await expect(stream.next()).rejects.toThrow('ended');
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
