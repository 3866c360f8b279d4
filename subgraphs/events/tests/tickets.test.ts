import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { anOrder } from './selling';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const statusOf = async (viewer: Viewer, id: string) =>
  (await world.run(viewer, 'query ($id: ID!) { event(id: $id) { viewerAttendance { status } } }', { id })).event.viewerAttendance?.status ??
  null;

describe('a paid ticket', () => {
  test('makes its buyer going; a refund takes the place back', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ capacity: 5 });
    const order = anOrder(world, ann, id);
    await order.paid();
    expect(await statusOf(ann, id)).toBe('GOING');
    expect(await world.counts(id)).toMatchObject({ going: 1, available: 4 });
    await order.refunded();
    expect(await statusOf(ann, id)).toBe('CANCELLED');
    expect(await world.counts(id)).toMatchObject({ going: 0, available: 5 });
  });

  test('that nobody granted is not refused: its place comes on top, and the next one given back makes up for it', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    await world.rsvp(ann, id);
    await world.rsvp(cleo, id);
    await anOrder(world, bob, id).paid();
    expect(await statusOf(bob, id)).toBe('GOING');
    expect(await world.counts(id)).toMatchObject({ going: 2, capacity: 1, available: 0, waitlisted: 1 });
    await world.rsvp(ann, id, 'NOT_GOING');
    expect(await statusOf(cleo, id)).toBe('WAITLISTED');
    expect(await world.counts(id)).toMatchObject({ going: 1, available: 0, waitlisted: 1 });
  });

  test('takes its buyer out of the queue', async () => {
    const [ann, bob, cleo] = [aViewer(), aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 1 });
    for (const guest of [ann, bob, cleo]) await world.rsvp(guest, id);
    await world.rsvp(ann, id, 'NOT_GOING');
    await anOrder(world, bob, id).paid();
    expect(await world.counts(id)).toMatchObject({ going: 1, waitlisted: 1, available: 0 });
    expect(await statusOf(bob, id)).toBe('GOING');
  });

  test('turns the place its buyer had into a paid one, without taking a second', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ capacity: 5 });
    await world.rsvp(ann, id);
    await anOrder(world, ann, id).paid();
    expect(await world.counts(id)).toMatchObject({ going: 1 });
    expect(await world.rsvp(ann, id, 'NOT_GOING')).toMatchObject({ __typename: 'HasTicket', code: 'NOT_ALLOWED_NOW' });
    expect(await statusOf(ann, id)).toBe('GOING');
  });

  test('is one person each: three of one buyer are three (payments F5, bug-reports-domain F19)', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const { id } = await world.anEvent({ capacity: 5 });
    await world.rsvp(bob, id);
    const order = anOrder(world, ann, id, ['a', 'b', 'c']);
    await order.paid();
    expect(await world.counts(id)).toMatchObject({ going: 4, available: 1 });
    await order.refunded(1);
    expect(await world.counts(id)).toMatchObject({ going: 2, available: 3 });
  });

  test('holds the place while one of several is left', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    const [order, second] = [anOrder(world, ann, id, ['a', 'b']), anOrder(world, ann, id, ['c'])];
    await order.paid();
    await second.paid();
    await order.refunded(1);
    expect(await statusOf(ann, id)).toBe('GOING');
    await order.refunded(0);
    expect(await statusOf(ann, id)).toBe('GOING');
    await second.refunded();
    expect(await statusOf(ann, id)).toBe('CANCELLED');
  });

  test('ends the same in whatever order and however often its facts come (A4)', async () => {
    const steps = ['paid', 'refunded'] as const;
    for (const order of [
      ['refunded', 'paid'],
      ['paid', 'refunded', 'paid', 'refunded'],
      ['refunded', 'paid', 'paid'],
    ] as const) {
      const ann = aViewer();
      const { id } = await world.anEvent({ capacity: 2 });
      const ticket = anOrder(world, ann, id);
      for (const step of order) await ticket[steps.find((known) => known === step)!]();
      expect([null, 'CANCELLED']).toContain(await statusOf(ann, id));
      expect(await world.counts(id)).toMatchObject({ going: 0, available: 2 });
    }
  });

  test('is taken in though its event is over, cancelled or unknown here', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent();
    await world.callOff(id);
    const order = anOrder(world, ann, id);
    await order.paid();
    expect(await world.counts(id)).toMatchObject({ going: 1 });
    await order.refunded();
    expect(await world.counts(id)).toMatchObject({ going: 0 });
    expect(await statusOf(ann, id)).toBe('CANCELLED');
    await anOrder(world, ann, randomUUID()).paid();
  });
});
