import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import type { events } from '../src';
import { CheckInDocument, type CheckInInput } from './generated/documents';
import { aReplica, locklessAfter } from './replicas';
import { anOrder, toldToPayments } from './selling';
import { HOUR, startWorld, type World } from './world';

const TICKETS = 20;

let world: World;
let told: Awaited<ReturnType<typeof toldToPayments>>;
beforeEach(async () => {
  world = await startWorld();
  told = await toldToPayments(world);
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();

/** An event whose door is open, and a way to scan there, on a replica of its own. */
async function aDoor(module?: typeof events) {
  const replica = await aReplica(world, module);
  const { id } = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
  const scan = async (ticketCode: string) => {
    const input: CheckInInput = { eventId: id, ticketCode, nonce: ticketCode };
    return (await replica.execute(world.organiser, CheckInDocument, { input })).data?.checkIn.__typename as string | undefined;
  };
  return { id, scan };
}

/** Payments asks for each ticket while it is scanned. Returns what became of each. */
async function scansAndReturns() {
  const { id, scan } = await aDoor();
  const codes = Array.from({ length: TICKETS }, () => randomUUID());
  const orders = codes.map((code) => anOrder(world, aViewer(), id, [code]));
  for (const order of orders) await order.paid();
  const answers = await Promise.all(codes.flatMap((code, n) => [scan(code), orders[n]!.askBack().then(() => undefined)]));
  const outcomes = [];
  for (const [n, order] of orders.entries()) {
    const [ticketId] = order.ticketIds;
    const states = (await told.statesOf(ticketId!)).map(([, state]) => state);
    outcomes.push({ entered: answers[n * 2] === 'CheckInSuccess', released: states.includes('RELEASED') });
  }
  return { id, outcomes };
}

test('a ticket that is scanned while payments asks for it is used or released, never both (payments F2)', async () => {
  const { id, outcomes } = await scansAndReturns();
  expect(outcomes.filter(({ entered, released }) => entered === released)).toEqual([]);
  expect(await world.counts(id)).toMatchObject({ checkedIn: outcomes.filter(({ entered }) => entered).length });
});

test('of many scanners with one ticket, one lets in; of many scans of one device and nonce, all answer alike', async () => {
  const replicas = await Promise.all([aReplica(world), aReplica(world)]);
  const { id } = await world.anEvent({ startsAt: later(HOUR), endsAt: later(2 * HOUR) });
  await anOrder(world, aViewer(), id, ['ONE', 'TWO']).paid();
  const scan = async (n: number, input: Omit<CheckInInput, 'eventId'>) =>
    (await replicas[n % 2]!.execute(world.organiser, CheckInDocument, { input: { eventId: id, ...input } })).data?.checkIn.__typename;
  const many = await Promise.all(Array.from({ length: 12 }, (_, n) => scan(n, { ticketCode: 'ONE', deviceId: `gate ${n}`, nonce: '1' })));
  expect(many.filter((answer) => answer === 'CheckInSuccess')).toHaveLength(1);
  expect(many.filter((answer) => answer === 'AlreadyCheckedIn')).toHaveLength(11);
  const same = await Promise.all(Array.from({ length: 12 }, (_, n) => scan(n, { ticketCode: 'TWO', deviceId: 'gate', nonce: '2' })));
  expect(same).toEqual(same.map(() => 'CheckInSuccess'));
  expect(await world.counts(id)).toMatchObject({ going: 2, checkedIn: 2 });
});

test('control: without the lock, a ticket that payments asks for between the look at it and the entry is both', async () => {
  const orders: ReturnType<typeof anOrder>[] = [];
  // The scan has seen that the ticket is valid: now it is given back.
  const after = async (statement: string) => {
    if (statement === 'ticketCopy.findFirst') await orders[0]!.askBack();
  };
  const { id, scan } = await aDoor(locklessAfter(after));
  orders.push(anOrder(world, aViewer(), id, ['ONE']));
  await orders[0]!.paid();
  expect(await scan('ONE')).toBe('CheckInSuccess');
  const states = (await told.statesOf(orders[0]!.ticketIds[0]!)).map(([, state]) => state);
  expect(states).toContain('RELEASED');
});
