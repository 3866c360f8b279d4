import { takeStep } from '@marquee/platform';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Step } from '../src/context';
import type { Database } from '../src/db';
import { deliverDue } from '../src/modules/notification/notification-deliveries.store';
import { REMINDERS, remindGuests } from '../src/modules/notification/notification-reminders.store';
import { NotificationsDocument } from './generated/documents';
import { anAttendance, anEvent, signUp, startWorld, tellAttendance, tellEvent, type Person, type World } from './world';

const HOUR = 60 * 60_000;

/** Somebody with a verified address who goes to an event that begins in a day. */
async function aGuest(world: World) {
  const guest = await signUp(world);
  await world.db.prisma.user.update({ where: { id: guest.id }, data: { emailVerifiedAt: world.clock.now() } });
  const event = anEvent({ startsAt: new Date(world.clock.now().getTime() + 25 * HOUR).toISOString() });
  await tellEvent(world, event);
  const attendance = anAttendance({ eventId: event.eventId, userId: guest.id });
  await tellAttendance(world, attendance);
  return { guest, event, attendance };
}

const kinds = async (world: World, person: Person) =>
  (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes.map(({ type }) => type);

describe('two who send off what is due', () => {
  /** How many mails two make of one delivery. Without locks they meet when both have read what is due. */
  const mailsOfTwo = async (over: (own: Database) => Database) => {
    const world = await startWorld({ db: over });
    const { guest, event } = await aGuest(world);
    await tellEvent(world, { ...event, version: 2, change: 'UPDATED', title: 'Jazz Gala' });
    world.clock.advance(HOUR);
    const one = () => takeStep(world.kept, 'test', deliverDue);
    await Promise.all([one(), one()]);
    return world.db.prisma.mail.count({ where: { userId: guest.id, kind: 'notification:EVENT_UPDATED' } });
  };

  it('make one mail of it', async () => {
    expect(await mailsOfTwo((own) => own)).toBe(1);
  });

  it('would make two without the lock (control)', async () => {
    const meet = meetingOf(2);
    const lockless = (own: Database) =>
      watched(withoutLocks(own), { after: (statement) => (statement.includes('ORDER BY d.priority') ? meet() : undefined) });
    expect(await mailsOfTwo(lockless)).toBe(2);
  });
});

describe('an answer that changes while its person is reminded', () => {
  /** What they have in the end; `during` runs between the look at the guests and the end of the transaction. */
  const kindsAfter = async (over: (own: Database, during: () => unknown) => Database, waits: boolean) => {
    let during = (): unknown => undefined;
    const world = await startWorld({ db: (own) => over(own, () => during()) });
    const { guest, attendance } = await aGuest(world);
    let declined: Promise<void> | undefined;
    during = () => {
      declined = tellAttendance(world, { ...attendance, version: 2, status: 'NOT_GOING' });
      // With the lock it waits for the reminder's end; without it is done before.
      return waits ? undefined : declined;
    };
    world.clock.advance(HOUR);
    await takeStep(world.kept, 'test', (step: Step) => remindGuests(step, REMINDERS[0]));
    await declined;
    return kinds(world, guest);
  };
  const afterTheLook = (own: Database, during: () => unknown) =>
    watched(own, { after: (statement) => (statement.includes('INSERT INTO event_reminders') ? during() : undefined) });

  it('leaves no reminder', async () => {
    expect(await kindsAfter(afterTheLook, true)).toEqual([]);
  });

  it('would leave one without the lock (control)', async () => {
    expect(await kindsAfter((own, during) => afterTheLook(withoutLocks(own), during), false)).toEqual(['EVENT_REMINDER']);
  });
});
