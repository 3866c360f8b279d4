import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { ReplyDocument, WorkflowDocument } from './generated/documents';
import { anAttendance, aPerson, inHours, startWorld, succeeded, type World } from './world';

/** What curation lets people do with events that they have a part in, by their roles (social-curation S, users D8). */
interface Who {
  viewer: Viewer;
  owner?: Partial<EventChanged>;
  employed?: 'OWNER' | 'MANAGER' | 'STAFF';
}

const house = randomUUID();
const maker = aViewer({ role: 'curator' });
const left = aViewer({ role: 'curator' });
const inTeam = (role: 'OWNER' | 'EDITOR' | 'BOX_OFFICE' | 'DOOR', staff: Viewer['role'] = 'user'): Who => {
  const viewer = aViewer({ role: staff });
  return { viewer, owner: { team: [{ userId: viewer.id, role }] } };
};
const ofHouse = (employed: Who['employed'], staff: Viewer['role'] = 'user'): Who => ({
  viewer: aViewer({ role: staff }),
  employed,
  owner: { organizationId: house },
});

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

async function being({ viewer, owner, employed }: Who, make: 'published' | 'submitted', times = {}): Promise<EventChanged> {
  if (employed)
    await world.tell('organization.member_changed', house, { organizationId: house, version: 1, userId: viewer.id, role: employed });
  return world[make]({ ...owner, ...times });
}

test.each<[string, Who, { replies: boolean; isOwn: boolean }]>([
  ['its creator', { viewer: maker, owner: { creatorId: maker.id } }, { replies: true, isOwn: true }],
  ['an OWNER on the team', inTeam('OWNER'), { replies: true, isOwn: true }],
  ['an EDITOR', inTeam('EDITOR'), { replies: true, isOwn: true }],
  ['BOX_OFFICE', inTeam('BOX_OFFICE'), { replies: false, isOwn: true }],
  ['the DOOR', inTeam('DOOR'), { replies: false, isOwn: true }],
  ['a manager of the organisation', ofHouse('MANAGER'), { replies: true, isOwn: true }],
  ['staff of the organisation', ofHouse('STAFF'), { replies: false, isOwn: true }],
  [
    'its creator, who is not in the organisation',
    { viewer: left, owner: { creatorId: left.id, organizationId: house } },
    { replies: false, isOwn: true },
  ],
  ['a stranger', { viewer: aViewer() }, { replies: false, isOwn: false }],
  ['an admin', { viewer: aViewer({ role: 'admin' }) }, { replies: false, isOwn: false }],
])('%s replies to reviews, reviews and flags as their roles say', async (_name, who, { replies, isOwn }) => {
  const { viewer } = who;
  const event = await being(who, 'published', { startsAt: inHours(-1), endsAt: inHours(1) });
  const guest = aViewer();
  for (const { id: userId } of [guest, viewer]) {
    const attendance = anAttendance({ eventId: event.eventId, userId, checkedInAt: event.startsAt });
    await world.tell('attendance.changed', event.eventId, attendance);
  }
  const { review } = succeeded(await world.review(guest, { eventId: event.eventId, rating: 4, text: 'Good.' }));
  const answers = [
    (await world.run(viewer, ReplyDocument, { input: { reviewId: review.id, text: 'Thanks' } })).replyToReview,
    await world.review(viewer, { eventId: event.eventId, rating: 5, text: 'The best.' }),
    await world.flag(viewer, { eventId: event.eventId, reason: 'SPAM' }),
  ];
  expect(answers.map(({ __typename }) => __typename)).toEqual([
    replies ? 'ReplyToReviewSuccess' : 'NotAllowed',
    isOwn ? 'NotAllowed' : 'ReviewEventSuccess',
    isOwn ? 'NotAllowed' : 'FlagEventSuccess',
  ]);
});

test.each<[string, Who]>([
  ['made it', { viewer: maker, owner: { creatorId: maker.id } }],
  ['are at its door', inTeam('DOOR', 'curator')],
  ['work for its organisation', ofHouse('STAFF', 'curator')],
])('curators do not judge an event when they %s', async (_name, who) => {
  const { viewer } = who;
  const event = await being(who, 'submitted');
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  expect((await world.claim(viewer, { workflowId, version })).__typename).toBe('NotAllowed');
  expect((await world.decide(viewer, { workflowId, version, decision: 'APPROVE' })).__typename).toBe('NotAllowed');
});

test('the review of a draft is followed by those who can mend it, for as long as they can', async () => {
  const [editor, door, stranger] = [aViewer(), aViewer(), aViewer()];
  const team: EventChanged['team'] = [
    { userId: editor.id, role: 'EDITOR' },
    { userId: door.id, role: 'DOOR' },
  ];
  const event = await world.submitted({ team });
  const { id } = await world.workflowOf(event.eventId);
  const sees = async (viewer: Viewer) => (await world.run(viewer, WorkflowDocument, { id })).curationWorkflow !== null;
  expect([await sees(editor), await sees(door), await sees(stranger)]).toEqual([true, false, false]);
  const stream = await world.subscribe(editor, 'subscription ($id: ID!) { curationStatusChanged(eventId: $id) { id } }', {
    id: event.eventId,
  });
  await world.change(event, { team: [] });
  await expect(stream.next()).rejects.toThrow('The stream has ended.');
  expect(await sees(editor)).toBe(false);
});

test('a change of the team asks for no new screening', async () => {
  const event = await world.submitted();
  const before = await world.workflowOf(event.eventId);
  await world.change(event, { team: [{ userId: randomUUID(), role: 'DOOR' }] });
  expect(await world.workflowOf(event.eventId)).toEqual(before);
});

describe('who sees an event here', () => {
  const sees = async (viewer: Viewer, eventId: string) =>
    (await world.entity(viewer, { __typename: 'Event', id: eventId }, '{ curation { badges } }')).data!._entities[0].curation !== null;

  test('of a group its members, whatever they answered; of a private one those who are invited', async () => {
    const [member, invited, goer] = [aViewer(), aViewer(), aViewer()];
    const groupId = randomUUID();
    const ofGroup = await world.published({ visibility: 'GROUP_ONLY', groupId });
    const secret = await world.published({ visibility: 'PRIVATE' });
    const membership = (version: number, role: string | null) =>
      world.tell('group.member_changed', groupId, { groupId, groupName: 'G', version, userId: member.id, role });
    const invitation = (version: number, stands: boolean) =>
      world.tell('event.invitation_changed', secret.eventId, {
        eventId: secret.eventId,
        version,
        userId: invited.id,
        invitedBy: secret.creatorId,
        invited: stands,
      });
    await world.tell('attendance.changed', ofGroup.eventId, anAttendance({ eventId: ofGroup.eventId, userId: goer.id }));
    await membership(1, 'MEMBER');
    await invitation(1, true);
    expect([await sees(member, ofGroup.eventId), await sees(goer, ofGroup.eventId), await sees(invited, secret.eventId)]).toEqual([
      true,
      false,
      true,
    ]);
    await membership(2, null);
    await membership(1, 'MEMBER');
    await invitation(2, false);
    await invitation(1, true);
    expect([await sees(member, ofGroup.eventId), await sees(invited, secret.eventId)]).toEqual([false, false]);
  });

  test('nobody by a role once they are suspended or erased', async () => {
    const [ann, bob] = [aViewer(), aViewer()];
    const event = await world.submitted({ team: [ann, bob].map(({ id: userId }) => ({ userId, role: 'OWNER' as const })) });
    expect([await sees(ann, event.eventId), await sees(bob, event.eventId)]).toEqual([true, true]);
    await world.tell('user.updated', ann.id, aPerson({ userId: ann.id, active: false }));
    await world.tell('user.erased', bob.id, { userId: bob.id });
    await world.tell('organization.member_changed', house, { organizationId: house, version: 1, userId: bob.id, role: 'OWNER' });
    expect([await sees(ann, event.eventId), await sees(bob, event.eventId)]).toEqual([false, false]);
  });
});
