import { randomUUID } from 'node:crypto';
import { aViewer, type Data } from '@marquee/platform/testing';
import fc from 'fast-check';
import { CheckInDocument, DecideAttendanceDocument, EligibilityDocument, InviteToEventDocument } from './generated/documents';
import { aBoxOffice, anOrder } from './selling';
import { HOUR, startWorld } from './world';

/** What a mutation did, in the words of the query. */
function outcomeOf(result: Data): string {
  if (result.__typename === 'RsvpSuccess')
    return { GOING: 'ELIGIBLE', WAITLISTED: 'FULL', PENDING_APPROVAL: 'APPROVAL' }[result.attendance.status as string] ?? 'odd';
  if (result.__typename === 'CheckInSuccess') return 'ELIGIBLE';
  if (result.__typename === 'NotAllowed') return 'ACCOUNT_INACTIVE';
  if (result.__typename === 'NoPlace') return 'PLACE_NEEDED';
  if (result.__typename === 'AlreadyCheckedIn') return 'ALREADY_IN';
  return result.eligibility as string;
}

const asked = (code: string) => (code === 'APPROVAL_NEEDED' || code === 'APPROVAL_PENDING' ? 'APPROVAL' : code);

const aWorld = fc.record({
  capacity: fc.constantFrom(null, 1, 2, 3),
  startsIn: fc.constantFrom(-1, 1, 7, 100),
  requirements: fc.record({
    requiresApproval: fc.boolean(),
    invitationOnly: fc.boolean(),
    minPoints: fc.constantFrom(null, null, 5),
    minRating: fc.constantFrom(null, null, 50),
  }),
  status: fc.constantFrom('PUBLISHED', 'PUBLISHED', 'PUBLISHED', 'CANCELLED'),
  others: fc.nat(3),
  points: fc.nat(8),
  reputation: fc.nat(80),
  active: fc.constantFrom(true, true, true, false),
  invited: fc.boolean(),
  ticketed: fc.constantFrom('never', 'before', 'after'),
  first: fc.constantFrom(null, 'GOING', 'INTERESTED', 'NOT_GOING'),
  decision: fc.constantFrom(null, null, 'APPROVE', 'DECLINE'),
  tickets: fc.constantFrom(0, 0, 1, 2),
  scans: fc.nat(2),
  wait: fc.constantFrom(0, 2, 12, 200),
});

/** Tries so many random worlds, and returns what stood in the way in them. */
export async function tryWorlds(numRuns: number): Promise<Set<string>> {
  const world = await startWorld();
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(aWorld, async (parts) => {
      const now = world.clock.now().getTime();
      const at = (hours: number) => new Date(now + hours * HOUR).toISOString();
      const guest = aViewer();
      const { capacity, startsIn, requirements } = parts;
      const { id } = await world.anEvent({ capacity, startsAt: at(startsIn), endsAt: at(startsIn + 4), requirements });
      const invite = async (userIds: string[]) => world.run(world.organiser, InviteToEventDocument, { input: { eventId: id, userIds } });
      const person = {
        ...{ userId: guest.id, version: 1, username: guest.username, displayName: 'Ann', avatarUrl: null, role: 'user', verified: false },
        ...{ interests: [], traits: [], location: null, activityLevel: 5, points: parts.points, reputation: parts.reputation },
        ...{ privacy: { interests: 'PRIVATE', attendance: 'PRIVATE' }, active: true },
      };
      await world.tell('user.updated', guest.id, person);
      const office = aBoxOffice(world, id);
      if (parts.ticketed === 'before') await office.tell();
      if (parts.invited) await invite([guest.id]);
      for (let n = 0; n < parts.others; n++) await world.rsvp(aViewer(), id);
      if (parts.first) await world.rsvp(guest, id, parts.first);
      if (parts.ticketed === 'after') await office.tell();
      const own = await world.run(guest, 'query ($id: ID!) { event(id: $id) { viewerAttendance { id } } }', { id });
      const attendanceId = own.event.viewerAttendance?.id as string | undefined;
      if (parts.decision && attendanceId)
        await world.run(world.organiser, DecideAttendanceDocument, { input: { attendanceId, decision: parts.decision } });
      if (parts.tickets && parts.ticketed !== 'never')
        await anOrder(world, guest, id, Array.from({ length: parts.tickets }, randomUUID)).paid();
      const checkIn = async () =>
        (await world.run(world.organiser, CheckInDocument, { input: { eventId: id, userId: guest.id, nonce: randomUUID() } })).checkIn;
      for (let n = 0; n < parts.scans; n++) await checkIn();
      if (parts.status === 'CANCELLED') await world.callOff(id);
      if (!parts.active) await world.tell('user.updated', guest.id, { ...person, version: 2, active: false });
      world.clock.advance(parts.wait * HOUR);

      for (const [purpose, act] of [
        ['ENTRY', checkIn],
        ['GOING', () => world.rsvp(guest, id)],
      ] as const) {
        const { eligibility } = await world.run(guest, EligibilityDocument, { eventId: id, purpose });
        const outcome = outcomeOf((await act()) as Data);
        expect({ purpose, code: outcome }).toEqual({ purpose, code: asked(eligibility!.code) });
        seen.add(outcome);
      }
    }),
    { numRuns, seed: 8 },
  );
  return seen;
}
