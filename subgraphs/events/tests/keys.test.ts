import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { EventAnalyticsDocument, EventVersionDocument, UpdateEventDocument } from './generated/documents';
import { HOUR, startWorld, type World } from './world';

/** What staff may do by their role does not come along with a key that was given something else (A21). */
describe('a key of somebody on the staff', () => {
  let world: World;
  const admin = aViewer({ role: 'admin', permissions: ['create:event', 'edit:event', 'view:analytics'] });
  beforeAll(async () => {
    world = await startWorld();
    await world.know([world.organiser, admin]);
  });

  const keyed = (...scopes: string[]): Viewer => ({ ...admin, keyId: 'k', scopes });
  const soon = () => new Date(world.clock.now().getTime() + HOUR).toISOString();
  const edit = async (viewer: Viewer, id: string, version: number) =>
    (await world.run(viewer, UpdateEventDocument, { input: { eventId: id, version, title: 'Another name' } })).updateEvent.__typename;

  it('edits the events of others only with STAFF_WRITE', async () => {
    const { id, version } = await world.anEvent({ startsAt: soon() });
    expect(await edit(keyed('EVENTS_WRITE'), id, version)).toBe('NotAllowed');
    expect(await edit(keyed('EVENTS_WRITE', 'STAFF_READ'), id, version)).toBe('NotAllowed');
    expect(await edit(keyed('EVENTS_WRITE', 'STAFF_WRITE'), id, version)).toBe('UpdateEventSuccess');
  });

  it('sees their drafts and numbers only with STAFF_READ', async () => {
    const { id } = await world.anEvent({ startsAt: soon(), status: 'DRAFT' });
    const seen = async (viewer: Viewer) => (await world.run(viewer, EventVersionDocument, { id })).event?.id ?? null;
    expect(await seen(keyed('EVENTS_WRITE'))).toBeNull();
    expect(await seen(keyed('EVENTS_READ', 'STAFF_READ'))).toBe(id);
    const day = soon().slice(0, 10);
    const numbers = async (viewer: Viewer) =>
      (await world.run(viewer, EventAnalyticsDocument, { eventId: id, range: { from: day, to: day } })).eventAnalytics ?? null;
    expect(await numbers(keyed('EVENTS_READ'))).toBeNull();
    expect(await numbers(keyed('EVENTS_READ', 'STAFF_READ'))).not.toBeNull();
  });

  it('keeps what is its own person’s', async () => {
    const { id, version } = await world.anEvent({ startsAt: soon(), by: admin });
    expect(await edit(keyed('EVENTS_WRITE'), id, version)).toBe('UpdateEventSuccess');
  });
});
