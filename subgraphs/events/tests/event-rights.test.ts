import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { EventRight } from '@marquee/schema/rules/event-rights';
import {
  AttendeesDocument,
  CancelEventDocument,
  CheckInDocument,
  DeleteEventDocument,
  EventTeamDocument,
  EventVersionDocument,
  InviteToEventDocument,
  InviteToEventTeamDocument,
  RemoveFromEventTeamDocument,
  SetEventTeamRoleDocument,
  SubmitEventDocument,
  UpdateEventDocument,
  WithdrawEventInvitationsDocument,
} from './generated/documents';
import { HOUR, startWorld, type World } from './world';

/** Who may do what with an event (payments-platform F26, users D8): every role, every mutation that asks a right. */
const MAY: Record<string, readonly EventRight[]> = {
  creator: ['SEE', 'EDIT', 'GUESTS', 'ADMIT', 'RUN'],
  'OWNER on the team': ['SEE', 'EDIT', 'GUESTS', 'ADMIT', 'RUN'],
  EDITOR: ['SEE', 'EDIT', 'GUESTS'],
  BOX_OFFICE: ['SEE'],
  DOOR: ['SEE', 'ADMIT'],
  'owner of the organisation': ['SEE', 'EDIT', 'GUESTS', 'ADMIT', 'RUN'],
  'manager of the organisation': ['SEE', 'EDIT', 'GUESTS', 'ADMIT', 'RUN'],
  'staff of the organisation': ['SEE', 'ADMIT'],
  'creator who left the organisation': [],
  stranger: [],
  curator: ['SEE'],
  admin: ['SEE', 'EDIT', 'GUESTS', 'ADMIT', 'RUN'],
  'staff with edit:event': ['SEE', 'EDIT', 'RUN'],
  'staff with manage:attendees': ['SEE', 'GUESTS', 'ADMIT'],
};

let world: World;
const guest = aViewer();
beforeAll(async () => {
  world = await startWorld();
  await world.know([world.organiser, guest]);
});

/** Makes an event on which this person is what the row says, and returns both. */
async function being(who: string, status: 'DRAFT' | 'PUBLISHED'): Promise<{ id: string; viewer: Viewer }> {
  const soon = { startsAt: new Date(world.clock.now().getTime() + HOUR).toISOString(), status };
  const roles = { 'OWNER on the team': 'OWNER', EDITOR: 'EDITOR', BOX_OFFICE: 'BOX_OFFICE', DOOR: 'DOOR' } as const;
  const house = {
    'owner of the organisation': 'OWNER',
    'manager of the organisation': 'MANAGER',
    'staff of the organisation': 'STAFF',
  } as const;
  if (who in house || who === 'creator who left the organisation') {
    const organizationId = randomUUID();
    const [viewer, maker] = [aViewer(), aViewer()];
    await world.employ(maker, organizationId, 'OWNER');
    const { id } = await world.anEvent({ ...soon, by: maker, organizationId });
    if (who in house) await world.employ(viewer, organizationId, house[who as keyof typeof house]);
    else await world.employ(maker, organizationId, null, 2);
    return { id, viewer: who in house ? viewer : maker };
  }
  const { id } = await world.anEvent(soon);
  const viewer = {
    creator: world.organiser,
    curator: aViewer({ role: 'curator' }),
    admin: aViewer({ role: 'admin' }),
    'staff with edit:event': aViewer({ role: 'moderator', permissions: ['edit:event'] }),
    'staff with manage:attendees': aViewer({ role: 'moderator', permissions: ['manage:attendees'] }),
  }[who];
  if (viewer) return { id, viewer };
  const person = aViewer();
  if (who in roles) await world.join(id, person, roles[who as keyof typeof roles]);
  return { id, viewer: person };
}

const refusals = ['NotAllowed', 'NotFound'];
const outcome = ({ __typename }: Data): boolean => {
  if (!refusals.includes(__typename as string) && !(__typename as string).endsWith('Success')) throw new Error(__typename as string);
  return !refusals.includes(__typename as string);
};

describe.each(Object.entries(MAY))('%s', (who, rights) => {
  test('with an event that is on show (E28, E51)', async () => {
    const { id, viewer } = await being(who, 'PUBLISHED');
    await world.rsvp(guest, id);
    const version = async () => (await world.run(viewer, EventVersionDocument, { id })).event!.version;
    const update = async (change: object) =>
      outcome((await world.run(viewer, UpdateEventDocument, { input: { eventId: id, version: await version(), ...change } })).updateEvent);
    /** An event with guests is called off by who has seen what that does to them. */
    const cancel = async (confirmation: string | null = null): Promise<boolean> => {
      const { cancelEvent }: Data = await world.run(viewer, CancelEventDocument, { input: { eventId: id, confirmation } });
      return cancelEvent.__typename === 'ConfirmationNeeded' ? cancel(cancelEvent.impact.confirmation.token) : outcome(cancelEvent);
    };
    const attendees = (await world.run(viewer, AttendeesDocument, { id })).event!.attendees;
    const { team, viewerMay } = (await world.run(viewer, EventTeamDocument, { id })).event!;
    const on = (userId: string) => ({ input: { eventId: id, userId } });
    const invited = { input: { eventId: id, userIds: [guest.id] } };
    expect({
      told: viewerMay.filter((right) => right !== 'SELL' && right !== 'REPORT'),
      team: team !== null,
      title: await update({ title: 'Another evening' }),
      capacity: await update({ capacity: 7 }),
      visibility: await update({ visibility: 'PRIVATE' }),
      guests: attendees.totalCount === 1,
      invite: outcome((await world.run(viewer, InviteToEventDocument, invited)).inviteToEvent),
      withdraw: outcome((await world.run(viewer, WithdrawEventInvitationsDocument, invited)).withdrawEventInvitations),
      admit: outcome((await world.run(viewer, CheckInDocument, { input: { eventId: id, userId: guest.id, nonce: '1' } })).checkIn),
      ask: outcome(
        (await world.run(viewer, InviteToEventTeamDocument, { input: { ...on(guest.id).input, role: 'DOOR' } })).inviteToEventTeam,
      ),
      promote: outcome(
        (await world.run(viewer, SetEventTeamRoleDocument, { input: { ...on(guest.id).input, role: 'EDITOR' } })).setEventTeamRole,
      ),
      dismiss: outcome((await world.run(viewer, RemoveFromEventTeamDocument, on(guest.id))).removeFromEventTeam),
      cancel: await cancel(),
    }).toEqual({
      told: rights,
      team: rights.includes('SEE'),
      title: rights.includes('EDIT'),
      capacity: rights.includes('RUN'),
      visibility: rights.includes('RUN'),
      guests: rights.includes('GUESTS'),
      invite: rights.includes('GUESTS'),
      withdraw: rights.includes('GUESTS'),
      admit: rights.includes('ADMIT'),
      ask: rights.includes('RUN'),
      promote: rights.includes('RUN'),
      dismiss: rights.includes('RUN'),
      cancel: rights.includes('RUN'),
    });
  });

  test('with a draft', async () => {
    const { id, viewer } = await being(who, 'DRAFT');
    const other = await being(who, 'DRAFT');
    const missing = rights.includes('SEE') ? 'NotAllowed' : 'NotFound';
    const isRun = rights.includes('RUN');
    expect((await world.run(viewer, EventVersionDocument, { id })).event !== null).toBe(rights.includes('SEE'));
    expect((await world.run(viewer, SubmitEventDocument, { input: { eventId: id } })).submitEvent.__typename).toBe(
      isRun ? 'SubmitEventSuccess' : missing,
    );
    expect((await world.run(other.viewer, DeleteEventDocument, { input: { eventId: other.id } })).deleteEvent.__typename).toBe(
      isRun ? 'DeleteEventSuccess' : missing,
    );
  });
});

test('an editor may send capacity and visibility as they are', async () => {
  const { id, viewer } = await being('EDITOR', 'PUBLISHED');
  const { version } = (await world.run(viewer, EventVersionDocument, { id })).event!;
  const input = { eventId: id, version, title: 'Another evening', capacity: null, visibility: 'PUBLIC' as const, groupId: null };
  expect((await world.run(viewer, UpdateEventDocument, { input })).updateEvent.__typename).toBe('UpdateEventSuccess');
});
