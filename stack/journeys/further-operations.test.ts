import { createECDH, randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import sharp from 'sharp';
import { codeOfApp } from './authenticator';
import { eventually, type App, type Data } from './client';
import { mailedCode, mailedToken, messagedCode } from './mailed';
import { operationsIn } from './operations';
import { isFurther, remembering, setStage } from './stage';
import type { Story } from './story';

/** The operations that every-operation.test.ts leaves to this file: through the gateway, against real data, each answered without an error. */
describe('the further operations of the clients', () => {
  const { ran, ask, succeed } = remembering();
  let story: Story;
  let organiser: { app: App; id: string; username: string };
  let member: { app: App; id: string; username: string };
  let curator: App;
  let admin: App;
  let event: Data;

  const HOUR = 3_600_000;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  /** Until another subgraph knows what this takes. */
  const soon = (app: App, name: string, input: Record<string, unknown>): Promise<Data> =>
    eventually(
      () => ask(app, name, { input }).then((data) => Object.values(data as Record<string, Data>)[0]!),
      (outcome) => (outcome.__typename as string).endsWith('Success'),
      20_000,
      name,
    );
  /** Until everybody may see it, which is a little later than the decision. */
  async function putOnShow(id: string): Promise<void> {
    await story.publish(organiser.app, curator, id);
    await eventually(
      () => story.page(organiser.app, id),
      (page) => page.status === 'PUBLISHED',
      20_000,
      'the event is published',
    );
  }
  const versionOf = async (id: string): Promise<number> =>
    (await organiser.app.do(parse(`{ event(id: "${id}") { version } }`))).event.version;

  /** A plan is looked at, paid with a card whose bank asks first, tried, changed, cancelled and kept. */
  async function plansOf(app: App): Promise<void> {
    expect((await ask(app, 'PlanOffers', { currency: 'CAD' })).planOffers).toHaveLength(4);
    ran.add('SaveBillingMethod');
    expect((await app.refused('SaveBillingMethod', { paymentMethod: 'pm_card_3ds' })).__typename).toBe('PaymentActionRequired');
    expect((await succeed(app, 'CompleteBillingMethod', { proof: 'approve' })).billing.hasMethod).toBe(true);
    const { billing } = await succeed(app, 'StartPlan', { plan: 'PLUS', interval: 'MONTH', currency: 'CAD' });
    expect(billing).toMatchObject({ plan: 'PLUS', subscription: { status: 'TRIALING' } });
    expect((await ask(app, 'PlanChangePreview', { plan: 'ORGANISER', interval: 'YEAR' })).planChangePreview.dueNow.amountMinor).toBe(0);
    expect((await succeed(app, 'ChangePlan', { plan: 'ORGANISER', interval: 'YEAR' })).billing.plan).toBe('ORGANISER');
    expect((await succeed(app, 'CancelPlan', {})).billing.subscription.endsAtPeriodEnd).toBe(true);
    expect((await succeed(app, 'KeepPlan', {})).billing.subscription.endsAtPeriodEnd).toBe(false);
    expect((await ask(app, 'MyBilling', { first: 5 })).myBilling).toMatchObject({ plan: 'ORGANISER', invoices: { nodes: [] } });
    // Nothing was paid yet: what is given back is told by the payments subgraph's own tests.
    expect((await ask(app, 'PlanInvoice', { id: randomUUID() })).planInvoice).toBeNull();
    ran.add('RefundPlanInvoice');
    expect((await admin.refused('RefundPlanInvoice', { invoiceId: randomUUID(), reason: 'None.' })).code).toBe('NOT_FOUND');
  }

  /** The member's review is removed once more, and back when somebody else has looked again. */
  async function appealed(subjectId: string): Promise<void> {
    const reporter = await story.person('Ute', 0);
    await succeed(reporter.app, 'Report', { kind: 'REVIEW', subjectId, reason: 'SPAM', details: 'Only for the test.' });
    const { nodes } = (await ask(curator, 'ModerationQueue', { first: 50, filter: { kinds: ['REVIEW'] } })).moderationQueue;
    const { case: one } = (nodes as Data[]).find((entry) => entry.subjectId === subjectId)!;
    await succeed(curator, 'DecideCase', { caseId: one.id, version: one.version, verdict: 'REMOVE', notes: 'Unkind.' });
    const [mine] = (await ask(member.app, 'MyContentDecisions', { first: 5 })).myContentDecisions.nodes as Data[];
    expect(mine).toMatchObject({ id: one.id, status: 'REMOVED', notes: 'Unkind.', appeal: null });
    const { decision } = await succeed(member.app, 'AppealContentDecision', { decisionId: one.id, text: 'It is kind.' });
    expect(decision.status).toBe('APPEALED');
    const decided = await succeed(admin, 'DecideCaseAppeal', { caseId: one.id, version: one.version + 2, verdict: 'REVERSED' });
    expect(decided.case).toMatchObject({ status: 'RESTORED', appeal: { outcome: 'REVERSED' } });
    const decisions = [{ entryId: randomUUID(), version: 1, decision: 'DISMISS' }];
    const { batch } = await succeed(curator, 'StartDecisionBatch', { decisions });
    const done = await eventually(
      async () => (await ask(curator, 'DecisionBatch', { id: batch.id })).decisionBatch as Data,
      ({ state }) => state === 'SUCCEEDED',
      20_000,
      'the batch has come to its end',
    );
    expect(done).toMatchObject({ done: 1, refused: 1, outcomes: [{ refusal: 'NOT_FOUND' }] });
    const { moderationLog } = await ask(admin, 'ModerationLog', { first: 5, filter: { verbs: ['REMOVED', 'DISMISSED'] } });
    expect(moderationLog.nodes).toContainEqual(expect.objectContaining({ verb: 'REMOVED', by: 'STAFF', kind: 'REVIEW' }));
    const { searchDecisions } = await ask(curator, 'SearchDecisions', { query: 'unkind', order: 'RELEVANCE', first: 5 });
    expect(searchDecisions.nodes[0]).toMatchObject({ act: { verb: 'REMOVED' }, noteSpans: [{ start: 0, length: 6 }] });
  }

  /** A review is reported, claimed, handed over, given back, removed, put back; reported again, escalated, dismissed; and not reported. */
  async function moderated(subjectId: string): Promise<void> {
    const reportIt = async (reporter: App, reason: string) =>
      (await succeed(reporter, 'Report', { kind: 'REVIEW', subjectId, reason, details: 'Only for the test.' })).report.id as string;
    const waiting = async (): Promise<Data> => {
      const { nodes } = (await ask(curator, 'ModerationCases', { first: 50, filter: { kinds: ['REVIEW'] } })).moderationCases;
      return (nodes as Data[]).find((one) => one.subjectId === subjectId)!;
    };
    await reportIt(organiser.app, 'HARASSMENT');
    const { id: caseId, version } = await waiting();
    const { nodes: entries } = (await ask(curator, 'ModerationQueue', { first: 50, filter: { kinds: ['REVIEW'] } })).moderationQueue;
    expect((entries as Data[]).find((one) => one.id === caseId)).toMatchObject({ subjectId, case: { version } });
    const { id: adminId } = (await admin.do(parse('{ me { user { id } } }'))).me.user;
    const stream = curator.live('QueueChanged', {});
    ran.add('QueueChanged');
    let told: Data;
    const first = stream.until(({ queueChanged }: Data) => queueChanged.entryId === caseId).then((data: Data) => (told = data));
    // Until the stream is open, nothing is told: the claim is kept for longer and longer.
    let [turn, claims] = [0, 0];
    await eventually(
      async () =>
        void (
          told === undefined &&
          turn++ % 40 === 0 &&
          (await succeed(curator, 'ClaimEntry', { entryId: caseId, version: version + claims++ }))
        ),
      () => told !== undefined,
      20_000,
      'the claim is told',
    );
    await first;
    stream.stop();
    expect(
      (await succeed(curator, 'HandOverEntry', { entryId: caseId, version: version + claims, toUserId: adminId })).entry.claimer.id,
    ).toBe(adminId);
    await succeed(admin, 'ReleaseEntry', { entryId: caseId, version: version + claims + 1 });
    const at = (steps: number) => ({ caseId, version: version + claims + 2 + steps });
    await succeed(curator, 'ClaimCase', at(0));
    await succeed(curator, 'NoteOnCase', { ...at(1), note: 'Read it twice.' });
    expect((await succeed(curator, 'HandOverCase', { ...at(2), toUserId: adminId })).case.judge.id).toBe(adminId);
    await succeed(admin, 'ReleaseCase', at(3));
    expect((await succeed(curator, 'DecideCase', { ...at(4), verdict: 'REMOVE', notes: 'Unkind.' })).case.status).toBe('REMOVED');
    expect((await succeed(admin, 'RestoreCase', { ...at(5), notes: 'It is fair.' })).case.status).toBe('RESTORED');
    expect((await ask(curator, 'ModerationCase', { id: caseId })).moderationCase.acts).toHaveLength(version + claims + 8);
    const other = await story.person('Rae', 0);
    await reportIt(other.app, 'SPAM');
    const again = await waiting();
    await succeed(curator, 'EscalateCase', { caseId: again.id, version: again.version, note: 'A second opinion, please.' });
    const decisions = [{ caseId: again.id, version: again.version + 1, verdict: 'DISMISS' }];
    expect((await succeed(admin, 'DecideCases', { decisions })).outcomes[0].case.status).toBe('DISMISSED');
    const third = await story.person('Sol', 0);
    const reportId = await reportIt(third.app, 'HATE');
    expect((await succeed(third.app, 'WithdrawReport', { reportId })).report.status).toBe('WITHDRAWN');
    const [from, until] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];
    const period = { from: from.toISOString(), until: until.toISOString() };
    const { kinds } = (await ask(curator, 'ModerationReport', period)).moderationReport;
    expect((kinds as Data[]).find(({ kind }) => kind === 'REVIEW')).toMatchObject({ decisions: 3, removals: 1, restorations: 1 });
    const { curationDashboard } = await ask(admin, 'CurationDashboard', { days: 1 });
    expect(curationDashboard.pace.decisions).toBeGreaterThanOrEqual(3);
    expect(curationDashboard.people.length).toBeGreaterThan(0);
    expect((await ask(admin, 'QualityTrends', { weeks: 2 })).qualityTrends.weeks).toHaveLength(2);
    await ask(admin, 'CreatorsInQueue', {});
    expect((await ask(admin, 'ScreeningDrift', { days: 1 })).screeningDrift).toBeInstanceOf(Array);
    // Nothing is assigned here: others of this test judge at the same time.
    expect((await succeed(curator, 'SetCuratorProfile', { available: false, capacity: 3, categories: ['music'] })).profile.capacity).toBe(
      3,
    );
    expect((await ask(curator, 'MyCuratorProfile', {})).myCuratorProfile).toMatchObject({
      available: false,
      categories: ['music'],
      load: 0,
    });
    expect((await ask(admin, 'CuratorProfiles', { category: 'music', first: 5 })).curatorProfiles.nodes).toHaveLength(1);
    const said = { texts: [{ language: 'en', text: 'Say more.' }], decisions: ['REMOVE'] };
    const { cannedReason } = await succeed(admin, 'CreateCannedReason', { code: 'say-more', ...said });
    const edited = await succeed(admin, 'EditCannedReason', { cannedReasonId: cannedReason.id, version: 1, ...said, kinds: ['REVIEW'] });
    expect((await ask(curator, 'CannedReasons', { kind: 'REVIEW', decision: 'REMOVE' })).cannedReasons).toMatchObject([
      { code: 'say-more' },
    ]);
    await succeed(admin, 'ArchiveCannedReason', { cannedReasonId: cannedReason.id, version: edited.cannedReason.version });
    const items = [{ key: 'read', text: 'All of it was read.' }];
    expect((await succeed(admin, 'SetChecklist', { kind: 'VENUE', version: 0, items })).checklist.version).toBe(1);
    expect((await ask(curator, 'Checklists', {})).checklists).toMatchObject([{ kind: 'VENUE', items }]);
    // Everybody is told of days that are over: what was decided just now is not in it.
    expect((await ask(third.app, 'ModerationReport', period)).moderationReport.kinds).not.toEqual(kinds);
    expect((await ask(third.app, 'MyReports', { first: 5 })).myReports.nodes[0].id).toBe(reportId);
    await appealed(subjectId);
  }

  beforeAll(async () => {
    ({ story, organiser, member, curator, event } = await setStage({ tags: ['lantern', 'walks'] }));
    admin = await story.demo('admin', 0);
  }, 90_000);

  afterAll(() => story?.end());

  test('people who meet, and part', async () => {
    const { connection } = await soon(member.app, 'RequestConnection', { userId: organiser.id, type: 'FRIEND' });
    expect((await ask(organiser.app, 'Connections', { status: 'PENDING', direction: 'INCOMING' })).connections.nodes[0].id).toBe(
      connection.id,
    );
    await organiser.app.succeed('RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
    expect((await ask(member.app, 'PersonPage', { id: organiser.id })).user.viewerConnection).toMatchObject({ status: 'ACCEPTED' });
    expect((await succeed(member.app, 'EndConnection', { connectionId: connection.id })).connection.status).not.toBe('ACCEPTED');
    expect((await succeed(member.app, 'Follow', { userId: organiser.id })).user.viewerFollows).toBe(true);
    expect((await succeed(member.app, 'Unfollow', { userId: organiser.id })).user.viewerFollows).toBe(false);
    await succeed(member.app, 'Follow', { userId: organiser.id });
    expect((await succeed(organiser.app, 'RemoveFollower', { userId: member.id })).deletedId).toBe(member.id);
    const other = await story.person('Nora', 0);
    await soon(member.app, 'DismissSuggestion', { userId: other.id });
    await soon(member.app, 'BlockUser', { userId: other.id });
    expect((await ask(member.app, 'BlockedPeople', { first: 5 })).blockedPeople.nodes[0].id).toBe(other.id);
    await succeed(member.app, 'UnblockUser', { userId: other.id });
    expect((await ask(member.app, 'Heartbeat')).heartbeat.presence.state).toBe('ONLINE');
    expect((await succeed(member.app, 'SetPresence', { state: 'BUSY' })).presence.state).toBe('BUSY');
  });

  test('a collection: begun, proposed, published, followed, looked after by two (A11)', async () => {
    const title = `Nights ${story.tag}`;
    const { collection } = await succeed(curator, 'CreateCollection', { title, text: 'Quiet ones.', city: 'Toronto' });
    const { id: collectionId, slug } = collection;
    const arranged = await soon(curator, 'ArrangeCollection', { collectionId, version: 1, entries: [{ eventId: event.id, note: 'Go.' }] });
    const input = { collectionId, title, text: 'Quieter ones.', city: 'Toronto' };
    const edited = await succeed(curator, 'EditCollection', { ...input, version: arranged.collection.version });
    await succeed(curator, 'ProposeCollection', { collectionId, version: edited.collection.version });
    const { nodes } = (await ask(admin, 'ModerationQueue', { first: 50, filter: { kinds: ['COLLECTION'] } })).moderationQueue;
    const { case: proposed } = (nodes as Data[]).find(({ subjectId }) => subjectId === collectionId)!;
    const decided = { caseId: proposed.id, version: proposed.version, verdict: 'APPROVE' };
    expect((await succeed(admin, 'DecideCollection', decided)).collection.status).toBe('PUBLISHED');
    expect((await ask(story.visitor(), 'Collection', { slug })).collection.entries).toMatchObject([
      { note: 'Go.', event: { id: event.id } },
    ]);
    const found = (await ask(member.app, 'Collections', { first: 50, filter: { city: 'toronto' } })).collections.nodes as Data[];
    expect(found.map(({ id }) => id)).toContain(collectionId);
    expect((await ask(member.app, 'CollectionsOfEvent', { id: event.id })).event.collections).toMatchObject([{ id: collectionId }]);
    expect((await succeed(member.app, 'FollowCollection', { collectionId })).collection.followerCount).toBe(1);
    expect((await succeed(member.app, 'ViewCollection', { collectionId })).collection.viewCount).toBe(1);
    expect((await ask(member.app, 'FollowedCollections', { first: 5 })).followedCollections.nodes[0].id).toBe(collectionId);
    expect((await succeed(member.app, 'UnfollowCollection', { collectionId })).deletedId).toBe(collectionId);
    const { id: userId } = (await admin.do(parse('{ me { user { id } } }'))).me.user;
    await succeed(curator, 'InviteCoCurator', { collectionId, userId, sharePercent: 40 });
    await eventually(
      () => admin.do(parse('{ notifications(first: 20) { nodes { type title } } }')),
      (data) => (data.notifications.nodes as Data[]).some((one) => one.type === 'COLLECTION_INVITED' && one.title.includes(title)),
      20_000,
      'the co-curator is told',
    );
    await succeed(admin, 'AnswerCoCuratorInvitation', { collectionId, accept: true });
    expect((await ask(admin, 'MyCollections', { first: 5 })).myCollections.nodes[0]).toMatchObject({
      id: collectionId,
      viewerRole: 'CO_CURATOR',
    });
    const removed = await succeed(curator, 'RemoveCoCurator', { collectionId, userId });
    const version = removed.collection.version as number;
    expect((await succeed(curator, 'ArchiveCollection', { collectionId, version })).collection.status).toBe('ARCHIVED');
  });

  test('groups and rooms (S20)', async () => {
    const { group } = await organiser.app.succeed('CreateGroup', { name: `Walkers ${story.tag}`, privacy: 'PUBLIC' });
    const groupId = group.id as string;
    expect((await ask(member.app, 'Groups', { first: 5 })).groups.nodes[0].id).toBe(groupId);
    expect((await succeed(member.app, 'JoinGroup', { groupId })).group.memberCount).toBe(2);
    expect((await ask(member.app, 'Group', { id: groupId })).group.viewerMembership.role).toBe('MEMBER');
    expect((await ask(member.app, 'MyGroups', { first: 5 })).me.user.groups.nodes).toContainEqual(expect.objectContaining({ id: groupId }));
    const { members } = (await ask(member.app, 'GroupMembers', { id: groupId, first: 5 })).group;
    expect(members.nodes.map(({ role }: Data) => role).sort()).toEqual(['MEMBER', 'OWNER']);
    expect((await ask(member.app, 'GroupPosts', { groupId, first: 5 })).group.posts.nodes).toEqual([]);
    await succeed(member.app, 'LeaveGroup', { groupId });
    await soon(organiser.app, 'InviteToGroup', { groupId, userId: member.id });
    expect((await ask(member.app, 'GroupInvitations')).groupInvitations.nodes[0].group.id).toBe(groupId);
    const joined = await member.app.succeed('JoinGroup', { groupId });
    const roomId = joined.group.chatRoom.id as string;
    expect((await ask(member.app, 'ChatRooms', { kind: 'GROUP' })).chatRooms.nodes[0].id).toBe(roomId);
    expect((await succeed(organiser.app, 'OpenRoom', { groupId, purpose: 'ANNOUNCEMENTS' })).room.settings.announcementsOnly).toBe(true);
    const { chatRooms } = (await ask(member.app, 'RoomsOfGroup', { id: groupId })).group;
    expect(chatRooms.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['MAIN', 'ANNOUNCEMENTS']);
    expect((await succeed(organiser.app, 'RemoveFromGroup', { groupId, userId: member.id })).group.memberCount).toBe(1);
    const guest = await story.person('Gus', 0);
    await soon(guest.app, 'Rsvp', { eventId: event.id, status: 'GOING' });
    const open = await eventually(
      () => story.page(guest.app, event.id).then((page) => page.chatRoom?.id ?? null),
      (id) => id !== null,
      20_000,
      'the room is open',
    );
    await succeed(organiser.app, 'BanFromRoom', { roomId: open, userId: guest.id, reason: 'Only for the test.' });
    expect((await ask(organiser.app, 'RoomBans', { roomId: open })).roomBans.nodes[0].user.id).toBe(guest.id);
    await succeed(organiser.app, 'UnbanFromRoom', { roomId: open, userId: guest.id });
    const slow = await succeed(organiser.app, 'UpdateRoomSettings', { roomId: open, slowModeSeconds: 5 });
    expect(slow.room.settings.slowModeSeconds).toBe(5);
    expect((await ask(organiser.app, 'RoomSettings', { id: open })).chatRoom.viewerRights.maySetUp).toBe(true);
    const written = await succeed(organiser.app, 'ExportRoom', { roomId: open, format: 'TEXT' });
    const { roomExport } = await eventually(
      () => ask(organiser.app, 'RoomExport', { id: written.export.id }),
      (data) => data.roomExport.state === 'SUCCEEDED',
      20_000,
      'the room is written',
    );
    const file = await fetch(roomExport.url as string);
    expect([file.headers.get('content-type'), await file.text()]).toEqual([
      'text/plain; charset=utf-8',
      expect.stringContaining('As it was read on'),
    ]);
  });

  test('a room of several people', async () => {
    const guest = await story.person('Sev', 1);
    const { room } = await succeed(organiser.app, 'CreateRoom', { name: `Trip ${story.tag}`, userIds: [member.id] });
    expect([room.kind, room.members.totalCount]).toEqual(['PEOPLE', 2]);
    expect((await succeed(organiser.app, 'UpdateRoom', { roomId: room.id, name: 'Trip to the sea' })).room.name).toBe('Trip to the sea');
    const { id } = guest;
    await eventually(
      () => organiser.app.succeed('AddToRoom', { roomId: room.id, userIds: [id] }),
      ({ notAdded }) => notAdded.length === 0,
      20_000,
      'social knows the guest',
    );
    expect((await succeed(organiser.app, 'AddToRoom', { roomId: room.id, userIds: [id] })).notAdded).toEqual([]);
    expect((await succeed(organiser.app, 'RemoveFromRoom', { roomId: room.id, userId: id })).room.members.totalCount).toBe(2);
    await member.app.succeed('RespondToMessageRequest', { roomId: room.id, response: 'ACCEPT' });
    await member.app.succeed('SendMessage', { roomId: room.id, text: 'The ferry sails at nine', clientMessageId: 'ferry' });
    const found = (await ask(organiser.app, 'SearchMessages', { query: 'ferries sailing' })).searchMessages.nodes;
    expect(found.map(({ text, room: { id: where } }: { text: string; room: { id: string } }) => [text, where])).toEqual([
      ['The ferry sails at nine', room.id],
    ]);
    expect((await succeed(organiser.app, 'PinRoom', { roomId: room.id })).room.viewerState.pinnedAt).not.toBeNull();
    expect((await ask(organiser.app, 'ChatRooms', { pinned: true })).chatRooms.nodes).toHaveLength(1);
    expect((await succeed(organiser.app, 'UnpinRoom', { roomId: room.id })).room.viewerState.pinnedAt).toBeNull();
    await succeed(organiser.app, 'TransferRoom', { roomId: room.id, userId: member.id });
    expect((await succeed(organiser.app, 'LeaveRoom', { roomId: room.id })).deletedId).toBe(room.id);
  });

  test('a group that is run: what it says, ranks, requests, links, bans', async () => {
    const { group } = await organiser.app.succeed('CreateGroup', { name: `Rowers ${story.tag}`, privacy: 'INVITE_ONLY' });
    const groupId = group.id as string;
    const changed = await succeed(organiser.app, 'UpdateGroup', { groupId, tags: ['rowing'], place: { name: 'The pier' } });
    expect(changed.group).toMatchObject({ tags: ['rowing'], place: { name: 'The pier', location: null } });
    expect((await ask(member.app, 'Groups', { query: `rowers ${story.tag}`, first: 5 })).groups.nodes[0].id).toBe(groupId);
    expect((await soon(member.app, 'RequestToJoinGroup', { groupId, message: 'I can row.' })).group.viewerRequested).toBe(true);
    await succeed(member.app, 'WithdrawGroupRequest', { groupId });
    await succeed(member.app, 'RequestToJoinGroup', { groupId });
    expect((await ask(organiser.app, 'GroupRequests', { groupId })).groupRequests.nodes[0].user.id).toBe(member.id);
    expect((await succeed(organiser.app, 'AnswerGroupRequest', { groupId, userId: member.id, accept: true })).group.memberCount).toBe(2);
    await succeed(organiser.app, 'SetGroupRole', { groupId, userId: member.id, role: 'MODERATOR' });
    const { link } = await succeed(member.app, 'CreateGroupLink', { groupId, maxUses: 2 });
    const other = await story.person('Rosa', 0);
    await soon(other.app, 'JoinGroupByLink', { code: link.code });
    expect((await ask(member.app, 'GroupLinks', { groupId })).groupLinks.nodes[0]).toMatchObject({ id: link.id, uses: 1 });
    await succeed(member.app, 'RevokeGroupLink', { linkId: link.id });
    expect((await succeed(member.app, 'BanFromGroup', { groupId, userId: other.id, reason: 'Rocks the boat.' })).group.memberCount).toBe(2);
    expect((await ask(member.app, 'GroupBans', { groupId })).groupBans.nodes[0].user.id).toBe(other.id);
    await succeed(member.app, 'UnbanFromGroup', { groupId, userId: other.id });
    await succeed(member.app, 'InviteToGroup', { groupId, userId: other.id });
    expect((await ask(organiser.app, 'SentGroupInvitations', { groupId })).sentGroupInvitations.nodes[0].user.id).toBe(other.id);
    await succeed(organiser.app, 'WithdrawGroupInvitation', { groupId, userId: other.id });
    await succeed(member.app, 'InviteToGroup', { groupId, userId: other.id });
    await succeed(other.app, 'DeclineGroupInvitation', { groupId });
    expect((await succeed(organiser.app, 'TransferGroup', { groupId, userId: member.id })).group.viewerMembership.role).toBe('ADMIN');
    expect((await ask(member.app, 'GroupLog', { groupId })).groupLog.nodes[0].action).toBe('TRANSFERRED');
    expect((await succeed(member.app, 'ArchiveGroup', { groupId, archived: true })).group.archivedAt).not.toBeNull();
    expect((await succeed(member.app, 'DeleteGroup', { groupId })).deletedId).toBe(groupId);
  });

  test('what a group is asked (S26, S30)', async () => {
    const { group } = await organiser.app.succeed('CreateGroup', { name: `Deciders ${story.tag}`, privacy: 'PUBLIC' });
    const groupId = group.id as string;
    await soon(member.app, 'JoinGroup', { groupId });
    const options = [{ text: 'A walk' }, { eventId: event.id }];
    const { poll } = await succeed(organiser.app, 'CreatePoll', { groupId, question: 'What shall we do?', options });
    expect((await succeed(member.app, 'ShareFreeBusy', { groupId, shared: true })).group.viewerSharesFreeBusy).toBe(true);
    expect((await ask(organiser.app, 'GroupFreeBusy', { groupId })).group.viewerSharesFreeBusy).toBe(false);
    expect((await ask(member.app, 'Poll', { id: poll.id })).poll.options).toMatchObject([
      { availability: null },
      { availability: { unknownCount: 2 } },
    ]);
    const [walk, going] = poll.options.map(({ id }: Data) => id);
    const stream = member.app.live('PollChanged', { pollId: poll.id });
    ran.add('PollChanged');
    let told: Data;
    const first = stream.next().then((data) => (told = data));
    // Until the stream is open, answers are not told.
    await eventually(
      async () => void (await succeed(organiser.app, 'CastVote', { pollId: poll.id, optionIds: [going] })),
      () => told !== undefined,
      20_000,
      'an answer is told live',
    );
    await succeed(member.app, 'CastVote', { pollId: poll.id, optionIds: [walk] });
    expect((await succeed(member.app, 'WithdrawVote', { pollId: poll.id })).poll.viewerVote).toEqual([]);
    expect((await first).pollChanged.id).toBe(poll.id);
    stream.stop();
    expect((await ask(member.app, 'GroupPolls', { groupId, first: 5 })).group.polls.nodes[0]).toMatchObject({ id: poll.id, voterCount: 1 });
    expect((await succeed(organiser.app, 'ClosePoll', { pollId: poll.id })).poll.leaders).toMatchObject([{ id: going }]);
    expect((await ask(member.app, 'Poll', { id: poll.id })).poll.options[1]).toMatchObject({
      event: { id: event.id },
      voteCount: 1,
      rank: 1,
    });
    expect((await ask(member.app, 'GroupCalendar', { groupId, first: 5 })).groupCalendar.nodes).toMatchObject([
      { event: { id: event.id }, poll: { id: poll.id } },
    ]);
    expect((await succeed(organiser.app, 'DeletePoll', { pollId: poll.id })).deletedId).toBe(poll.id);
  });

  test('who would like company at an event', async () => {
    const company = await soon(member.app, 'LookForCompanions', { eventId: event.id });
    ran.add('LookForCompanions');
    expect(company.event).toMatchObject({ id: event.id, viewerLooksForCompanions: true });
    await succeed(organiser.app, 'LookForCompanions', { eventId: event.id });
    expect((await ask(member.app, 'CompanionsFor', { eventId: event.id, first: 5 })).companionsFor.nodes).toMatchObject([
      { user: { id: organiser.id } },
    ]);
    expect((await succeed(member.app, 'StopLookingForCompanions', { eventId: event.id })).deletedId).toBe(event.id);
    expect((await ask(member.app, 'CompanionsFor', { eventId: event.id, first: 5 })).companionsFor.nodes).toEqual([]);
  });

  test('where friends are while they are at an event (S47)', async () => {
    const [soonAt, until] = [1, 3].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString()) as [string, string];
    const now = await story.draft(organiser.app, { title: `Lanterns now ${story.tag}`, startsAt: soonAt, endsAt: until });
    await putOnShow(now.id as string);
    const friend = await story.person('Lou', 0);
    const { connection } = await succeed(friend.app, 'RequestConnection', { userId: member.id, type: 'FRIEND' });
    await succeed(member.app, 'RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
    for (const { app } of [member, friend]) await soon(app, 'Rsvp', { eventId: now.id, status: 'GOING' });
    expect((await soon(member.app, 'StartSharingLocation', { eventId: now.id, until, precision: 'NEIGHBOURHOOD' })).share.endsAt).toBe(
      until,
    );
    ran.add('StartSharingLocation');
    await succeed(member.app, 'ShareLocation', { latitude: 43.638, longitude: -79.3817 });
    const shares = await eventually(
      async () => (await ask(friend.app, 'FriendLocations', { eventId: now.id })).friendLocations as Data[],
      (found) => found.length === 1,
      20_000,
      'the friend goes, too',
    );
    expect(shares[0]).toMatchObject({ user: { id: member.id }, position: { latitude: 43.64, longitude: -79.38 } });
    const stream = friend.app.live('FriendLocationsChanged', { eventId: now.id });
    ran.add('FriendLocationsChanged');
    expect((await stream.next()).friendLocationsChanged).toMatchObject({ user: { id: member.id }, isOver: false });
    expect((await succeed(member.app, 'StopSharingLocation', {})).deletedId).toBe(now.id);
    expect((await stream.next()).friendLocationsChanged).toMatchObject({ isOver: true, position: null });
  });

  test('crews around an event, a venue and an area (S23)', async () => {
    const { group: crew } = await soon(organiser.app, 'CreateCrew', { name: `Front row ${story.tag}`, eventId: event.id });
    ran.add('CreateCrew');
    expect(crew.crew.anchor).toBe('EVENT');
    expect((await ask(member.app, 'Crews', { eventId: event.id, first: 50 })).crews.nodes).toContainEqual(
      expect.objectContaining({ id: crew.id, memberCount: 1 }),
    );
    expect((await member.app.succeed('JoinGroup', { groupId: crew.id })).group.memberCount).toBe(2);
    expect((await ask(member.app, 'Crew', { id: crew.id })).group).toMatchObject({
      crew: { isOver: false, event: { id: event.id }, venue: null },
      viewerMembership: { role: 'MEMBER' },
    });
    const area = { name: 'The harbour', latitude: 43.6, longitude: -79.4 };
    const { group: out } = await succeed(organiser.app, 'CreateCrew', { name: `Out ${story.tag}`, area });
    const endsAt = at(48 * HOUR);
    expect((await succeed(organiser.app, 'ExtendCrew', { groupId: out.id, endsAt })).group.crew).toMatchObject({ endsAt, isOver: false });
    // Nobody is asked before it is over (S24).
    expect((await ask(member.app, 'CrewFeedback', { groupId: crew.id })).crewFeedback).toBeNull();
    const answers = [{ userId: organiser.id, wouldMeetAgain: true }];
    const { giveCrewFeedback } = await ask(member.app, 'GiveCrewFeedback', { input: { groupId: crew.id, answers } });
    expect(giveCrewFeedback.__typename).toBe('NotFound');
    expect((await ask(member.app, 'MyCrewKarma')).me.user).toMatchObject({ crewKarma: null, isGoodCompany: false });
  });

  test('a wish-list of friends (S25)', async () => {
    const [friend, owner] = [await story.person('Wilma', 0), await story.person('Winston', 0)];
    const { connection } = await soon(owner.app, 'RequestConnection', { userId: friend.id, type: 'FRIEND' });
    await succeed(friend.app, 'RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
    const wishListId = (await succeed(owner.app, 'CreateWishList', { name: 'Some day', visibility: 'PRIVATE' })).wishList.id as string;
    expect((await succeed(owner.app, 'ShareWishList', { wishListId, userIds: [friend.id] })).wishList.people).toMatchObject([
      { id: friend.id },
    ]);
    await soon(friend.app, 'AddToWishList', { wishListId, eventId: event.id });
    expect((await ask(owner.app, 'WishList', { id: wishListId, first: 5 })).wishList.items).toMatchObject({
      nodes: [{ event: { id: event.id }, addedBy: { id: friend.id } }],
      totalCount: 1,
    });
    expect((await ask(friend.app, 'WishLists', { first: 5 })).wishLists.nodes).toMatchObject([{ id: wishListId, viewerMayWrite: true }]);
    expect((await succeed(friend.app, 'RemoveFromWishList', { wishListId, eventId: event.id })).wishList.items.totalCount).toBe(0);
    expect((await succeed(friend.app, 'LeaveWishList', { wishListId })).deletedId).toBe(wishListId);
    expect((await succeed(owner.app, 'UnshareWishList', { wishListId, userId: friend.id })).wishList.people).toEqual([]);
    await succeed(owner.app, 'UpdateWishList', { wishListId, visibility: 'FRIENDS' });
    expect((await ask(friend.app, 'WishListsOfUser', { userId: owner.id, first: 5 })).user.wishLists.totalCount).toBe(1);
    expect((await succeed(owner.app, 'DeleteWishList', { wishListId })).deletedId).toBe(wishListId);
  });

  test('posts, comments and the feed', async () => {
    await soon(member.app, 'Follow', { userId: organiser.id });
    const stream = member.app.live('FeedChanged', {});
    ran.add('FeedChanged');
    const lamp = { text: 'Bring a lamp.', visibility: 'PUBLIC', eventCardId: event.id };
    let told: Data;
    const first = stream.next().then((data) => (told = data));
    // Until the stream is open, what is written is not told; an account may not write without end.
    let turn = 0;
    await eventually(
      async () => void (told === undefined && turn++ % 40 === 0 && (await soon(organiser.app, 'CreatePost', lamp))),
      () => told !== undefined,
      20_000,
      'a new post is told live',
    );
    expect((await first).feedChanged.text).toBe(lamp.text);
    stream.stop();
    const { post } = await succeed(organiser.app, 'CreatePost', lamp);
    expect((await ask(member.app, 'PostFeed', { first: 5 })).postFeed.nodes[0]).toMatchObject({ id: post.id, eventCard: { id: event.id } });
    expect((await succeed(member.app, 'LikePost', { postId: post.id })).post).toMatchObject({ likeCount: 1, viewerLikes: true });
    expect((await succeed(member.app, 'UnlikePost', { postId: post.id })).post.likeCount).toBe(0);
    const { comment } = await succeed(member.app, 'CommentOnPost', { postId: post.id, text: 'Two lamps.' });
    await succeed(organiser.app, 'CommentOnPost', { postId: post.id, parentId: comment.id, text: 'Three.' });
    expect((await ask(member.app, 'Post', { id: post.id })).post.comments.nodes[0]).toMatchObject({
      id: comment.id,
      replies: { totalCount: 1 },
    });
    await succeed(organiser.app, 'DeletePostComment', { commentId: comment.id });
    await succeed(member.app, 'HidePost', { postId: post.id, hidden: true });
    expect((await succeed(organiser.app, 'UpdatePost', { postId: post.id, text: 'Bring lamps.' })).post.version).toBe(2);
    const about = await soon(organiser.app, 'CreatePost', { text: 'Doors at eight.', eventId: event.id });
    expect((await ask(member.app, 'EventPosts', { eventId: event.id, first: 5 })).event.posts.nodes[0].id).toBe(about.post.id);
    await succeed(organiser.app, 'DeletePost', { postId: post.id });
    await succeed(member.app, 'Unfollow', { userId: organiser.id });
  });

  test('tickets after the sale: named, given to others', async () => {
    const later = await story.draft(organiser.app);
    await putOnShow(later.id as string);
    const { tier } = await soon(organiser.app, 'CreateTicketTier', {
      ...{ eventId: later.id, name: 'Evening', price: { amountMinor: 1500, currency: 'CAD' }, quantity: 2 },
    });
    const { payment } = await soon(member.app, 'Checkout', { items: [{ tierId: tier.id, quantity: 2 }] });
    const { order } = await member.app.succeed('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    const [first, second] = order.tickets as Data[];
    expect((await succeed(member.app, 'AssignTicket', { ticketId: second!.id, attendeeName: 'Cleo' })).ticket.attendeeName).toBe('Cleo');
    const friend = await story.person('Fern', 0);
    const offered = await soon(member.app, 'TransferTicket', { ticketId: first!.id, toUserId: friend.id });
    expect((await succeed(friend.app, 'CancelTransfer', { transferId: offered.transfer.id })).transfer.status).toBe('DECLINED');
    const { transfer } = await succeed(member.app, 'TransferTicket', { ticketId: first!.id });
    expect((await ask(friend.app, 'TicketTransfer', { token: transfer.token })).ticketTransfer.id).toBe(transfer.id);
    const taken = await succeed(friend.app, 'AcceptTransfer', { token: transfer.token });
    expect(taken.ticket.code).not.toBe(first!.code);
    const mine = await ask(friend.app, 'MyTicketTransfers', { direction: 'INCOMING', first: 5 });
    expect(mine.me.user.ticketTransfers.nodes).toContainEqual(expect.objectContaining({ id: transfer.id, status: 'ACCEPTED' }));
    await eventually(
      () => story.page(friend.app, later.id as string),
      (page) => page.viewerAttendance?.status === 'GOING',
      20_000,
      'who took the ticket goes',
    );
    const { resale } = await succeed(member.app, 'OfferResale', { ticketId: second!.id });
    expect((await succeed(member.app, 'WithdrawResale', { resaleId: resale.id })).resale.status).toBe('WITHDRAWN');
    const again = await succeed(member.app, 'OfferResale', { ticketId: second!.id });
    const listed = await ask(friend.app, 'EventResales', { eventId: later.id, first: 5 });
    expect(listed.event.resales.nodes).toEqual([expect.objectContaining({ id: again.resale.id, viewerSells: false })]);
    const bought = await succeed(friend.app, 'BuyResale', { resaleId: again.resale.id });
    const paid = await friend.app.succeed('ConfirmPayment', { paymentId: bought.payment.id, paymentMethod: 'pm_card_visa' });
    expect(paid.order.status).toBe('PAID');
  });

  /** The papers about a paid order of the member: read by both, exported by who sold. */
  async function documentsOf({ id: orderId, tickets }: Data): Promise<void> {
    const named = { name: 'The Hall', address: '1 Main Street' };
    expect((await succeed(organiser.app, 'SetSellerDetails', named)).seller).toMatchObject(named);
    expect((await ask(organiser.app, 'SellerDetails')).sellerDetails).toMatchObject(named);
    const [document] = await eventually(
      () => ask(member.app, 'OrderDocuments', { id: orderId }).then((data) => data.order.documents as Data[]),
      (documents) => documents.every(({ url }) => url !== null) && documents.length > 0,
      20_000,
      'the receipt is written',
    );
    const pdf = await fetch(document!.url as string);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await ask(member.app, 'OrderDocument', { id: document!.id })).orderDocument).toMatchObject({ kind: 'RECEIPT', seller: null });
    expect((await ask(member.app, 'MyDocuments', { first: 50 })).myDocuments.nodes).toContainEqual(
      expect.objectContaining({ id: document!.id }),
    );
    const time = { from: new Date(Date.now() - 86_400_000).toISOString(), until: new Date(Date.now() + 86_400_000).toISOString() };
    expect((await ask(organiser.app, 'SellerDocuments', { first: 50 })).sellerDocuments.totalCount).toBeGreaterThan(0);
    const { event: reported } = await ask(organiser.app, 'SalesReport', { eventId: event.id, by: 'TIER' });
    expect(reported.salesReport).toEqual([expect.objectContaining({ tier: expect.objectContaining({ name: 'Evening' }) })]);
    const { event: expected } = await ask(organiser.app, 'SalesForecast', { eventId: event.id });
    expect(expected.salesForecast.tiers).toEqual([]);
    expect((await ask(organiser.app, 'TaxReport', time)).taxReport.length).toBeGreaterThan(0);
    expect((await succeed(member.app, 'MakeTicketPdf', { ticketId: tickets[0].id })).url).toContain('tickets/');
    const { export: started } = await succeed(organiser.app, 'ExportDocuments', { content: 'DOCUMENTS', ...time });
    await eventually(
      () => ask(organiser.app, 'DocumentExport', { id: started.id }).then((data) => data.documentExport as Data),
      ({ state }) => state === 'SUCCEEDED',
      20_000,
      'the documents are exported',
    );
  }

  test('tickets: bought, given up, looked at; the books', async () => {
    const { tier } = await soon(organiser.app, 'CreateTicketTier', {
      ...{ eventId: event.id, name: 'Evening', price: { amountMinor: 1500, currency: 'CAD' }, quantity: 5 },
    });
    const held = await soon(member.app, 'Checkout', { items: [{ tierId: tier.id, quantity: 1 }] });
    expect((await succeed(member.app, 'CancelOrder', { orderId: held.order.id })).order.status).toBe('CANCELLED');
    const { order, payment } = await member.app.succeed('Checkout', { items: [{ tierId: tier.id, quantity: 1 }] });
    const parts = (await succeed(member.app, 'SplitPayment', { paymentId: payment.id, amountsMinor: [900, 600] })).order.payments as Data[];
    const first = await member.app.succeed('ConfirmPayment', { paymentId: parts[0]!.id, paymentMethod: 'pm_card_visa' });
    expect(first.order.status).toBe('AWAITING_PAYMENT');
    const bank = { paymentId: parts[1]!.id, paymentMethod: 'pm_card_3ds' };
    expect((await member.app.refused('ConfirmPayment', bank)).__typename).toBe('PaymentActionRequired');
    const paid = await succeed(member.app, 'CompletePaymentAction', { paymentId: parts[1]!.id, proof: 'approve' });
    expect(paid.order).toMatchObject({ id: order.id, status: 'PAID' });
    expect((await ask(member.app, 'Ticket', { code: paid.order.tickets[0].code })).ticket.holder.id).toBe(member.id);
    const { promoCode } = await succeed(organiser.app, 'CreatePromoCode', {
      eventId: event.id,
      code: 'Half',
      kind: 'PERCENT',
      basisPoints: 5_000,
    });
    const offer = (await ask(member.app, 'ValidatePromoCode', { eventId: event.id, code: 'half' })).validatePromoCode;
    expect(offer.prices).toEqual([expect.objectContaining({ price: { __typename: 'Money', amountMinor: 750, currency: 'CAD' } })]);
    expect((await succeed(organiser.app, 'UpdatePromoCode', { promoCodeId: promoCode.id, active: false })).promoCode.active).toBe(false);
    expect((await ask(organiser.app, 'EventPromoCodes', { eventId: event.id, first: 5 })).event.promoCodes.nodes[0].code).toBe('HALF');
    ran.add('LiveSalesChanged');
    const sold = organiser.app.live('LiveSalesChanged', { eventId: event.id });
    expect((await sold.next()).liveSalesChanged).toMatchObject({ tickets: 1, gross: { amountMinor: 1500 } });
    const called = (await member.app.succeed('Checkout', { items: [{ tierId: tier.id, quantity: 1 }] })).payment as Data;
    expect((await sold.next()).liveSalesChanged).toMatchObject({ tickets: 1, held: 1 });
    sold.stop();
    expect((await ask(organiser.app, 'LiveSales', { eventId: event.id })).event.liveSales).toMatchObject({ orders: 1, held: 1 });
    await member.app.succeed('ConfirmPayment', { paymentId: called.id, paymentMethod: 'pm_card_dispute' });
    const disputes = await eventually(
      () => ask(organiser.app, 'EventDisputes', { eventId: event.id, first: 5 }).then((data) => data.event.disputes.nodes as Data[]),
      (nodes) => nodes.length > 0,
      20_000,
      'the dispute is heard of',
    );
    expect((await ask(admin, 'Disputes', { openOnly: true, first: 50 })).disputes.nodes).toContainEqual(
      expect.objectContaining({ id: disputes[0]!.id }),
    );
    const answered = await succeed(organiser.app, 'SubmitDisputeEvidence', {
      disputeId: disputes[0]!.id,
      text: 'They came: winning_evidence',
    });
    expect(answered.dispute.status).toBe('WON');
    const warned = (await member.app.succeed('Checkout', { items: [{ tierId: tier.id, quantity: 1 }] })).payment as Data;
    const looked = (await member.app.succeed('ConfirmPayment', { paymentId: warned.id, paymentMethod: 'pm_card_suspect' })).order as Data;
    expect(looked.status).toBe('AWAITING_PAYMENT');
    const queue = (await ask(admin, 'OrderInspections', { openOnly: true, first: 50 })).orderInspections.nodes as Data[];
    const inspection = queue.find((one) => one.order.id === looked.id)!;
    expect(inspection).toMatchObject({
      status: 'OPEN',
      reasons: ['PROCESSOR_WARNING'],
      buyer: { id: member.id },
      order: { isInspected: true },
    });
    expect((await succeed(admin, 'DecideInspection', { inspectionId: inspection.id, decision: 'REFUND' })).inspection.status).toBe(
      'REFUNDED',
    );
    expect((await succeed(organiser.app, 'GiveTickets', { tierId: tier.id, quantity: 1 })).order.status).toBe('PAID');
    const counter = { items: [{ tierId: tier.id, quantity: 1 }], tender: 'CASH', guestName: 'Gwen' };
    const atCounter = (await succeed(organiser.app, 'SellAtBoxOffice', counter)).order as Data;
    expect(atCounter).toMatchObject({ status: 'PAID', tickets: [{ code: expect.any(String) as string }] });
    expect(['MADE', 'REQUESTED', 'PROMISED']).toContain(
      (await succeed(organiser.app, 'UndoBoxOfficeSale', { orderId: atCounter.id })).refund.status,
    );
    const later = (await succeed(organiser.app, 'SellAtBoxOffice', counter)).order as Data;
    await succeed(organiser.app, 'RefundOrder', { orderId: later.id });
    const owed = await eventually(
      () => ask(organiser.app, 'CashToGiveBack', { eventId: event.id, first: 5 }).then((data) => data.event.cashToGiveBack.nodes as Data[]),
      (nodes) => nodes.some(({ order }) => order.id === later.id),
      20_000,
      'the door has answered',
    );
    for (const { id } of owed) expect((await succeed(organiser.app, 'ConfirmCashReturned', { refundId: id })).refund.status).toBe('MADE');
    const deposited = await succeed(organiser.app, 'SetTierDeposit', { tierId: tier.id, depositMinor: 500, waivedFrom: 90 });
    expect(deposited.tier.deposit).toMatchObject({ amount: { amountMinor: 500 }, waivedFrom: 90 });
    expect((await succeed(organiser.app, 'SetTierDeposit', { tierId: tier.id, depositMinor: 0 })).tier.deposit).toBeNull();
    expect((await ask(member.app, 'OrderDeposits', { orderId: paid.order.id })).order.deposit).toBeNull();
    expect((await ask(organiser.app, 'EventDeposits', { eventId: event.id })).event.depositReport).toBeNull();
    expect((await succeed(organiser.app, 'SetRefundPolicy', { eventId: event.id, refundable: false })).policy.hoursBefore).toBeNull();
    expect((await ask(member.app, 'EventRefunds', { eventId: event.id })).event).toMatchObject({
      refundPolicy: { refundable: false },
      refundRun: null,
    });
    expect((await ask(member.app, 'RefundTerms', { orderId: paid.order.id })).order.refundTerms).toHaveLength(1);
    const given = await succeed(organiser.app, 'GiveMoneyBack', { orderId: paid.order.id, amountMinor: 1, reason: 'The heating was off.' });
    expect(given.refund.amount.amountMinor).toBe(1);
    expect(
      (await succeed(organiser.app, 'SetTaxRates', { rates: [{ name: 'HST', basisPoints: 1300, mode: 'INCLUSIVE' }] })).rates,
    ).toHaveLength(1);
    expect((await ask(organiser.app, 'TaxRates')).taxRates).toHaveLength(1);
    const onTop = { eventId: event.id, tax: { name: 'HST', basisPoints: 1000, mode: 'EXCLUSIVE' } };
    expect((await succeed(organiser.app, 'SetEventTax', onTop)).tax.basisPoints).toBe(1000);
    const priced = (await ask(member.app, 'TicketPrices', { eventId: event.id })).event.ticketTiers as Data[];
    expect(priced.find(({ id }) => id === tier.id)!.priceWithTax.amountMinor).toBe(1650);
    expect((await succeed(organiser.app, 'SetUpPayee', { country: 'CA', schedule: 'WEEKLY' })).payee.status).toBe('VERIFIED');
    expect((await ask(organiser.app, 'MyPayouts', { first: 5 })).payee.balances[0].held.amountMinor).toBeGreaterThan(0);
    expect((await ask(organiser.app, 'PayoutStatement', { first: 5 })).payee.payouts.nodes).toEqual([]);
    await documentsOf(paid.order);
    await plansOf(member.app);
    expect((await succeed(organiser.app, 'UpdateTicketTier', { tierId: tier.id, onSale: false })).tier.onSale).toBe(false);
    expect((await ask(admin, 'LedgerHealth')).ledgerHealth.healthy).toBe(true);
    expect((await ask(admin, 'SpamModels', { first: 5 })).spamModels).toEqual([]);
    expect((await ask(admin, 'FailedRefunds', { first: 5 })).failedRefunds.nodes).toEqual([]);
    // None has failed here: that a person makes one go is told by the payments subgraph's own tests.
    ran.add('RetryRefund');
    expect((await admin.refused('RetryRefund', { refundId: order.id })).code).toBe('NOT_FOUND');
    // Nor was any payout withheld.
    ran.add('SettleWithheldPayout');
    const decision = { payoutId: order.id, decision: 'WITHDRAW', reason: 'Nobody is left' };
    expect((await admin.refused('SettleWithheldPayout', decision)).code).toBe('NOT_FOUND');
  });

  test('a picture of oneself, sent to the gateway', async () => {
    const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200_000, 'p')]);
    const { upload } = await succeed(member.app, 'RequestAvatarUpload', { contentType: 'image/png', size: picture.length });
    const headers = Object.fromEntries(upload.headers.map(({ name, value }: Data) => [name, value]));
    expect((await fetch(upload.url, { method: upload.method, headers, body: picture })).status).toBe(200);
    const { user } = await succeed(member.app, 'SetAvatar', { uploadId: upload.id });
    expect((await ask(organiser.app, 'Person', { id: user.id })).user.avatarUrl).toBe(user.avatarUrl);
    const read = await fetch(user.avatarUrl);
    expect([read.headers.get('content-type'), Buffer.from(await read.arrayBuffer()).equals(picture)]).toEqual(['image/png', true]);
    // The same address, sent to again: what everybody sees stays as it was looked at.
    await fetch(upload.url, { method: 'PUT', headers, body: Buffer.alloc(picture.length, '<') });
    expect(Buffer.from(await (await fetch(user.avatarUrl)).arrayBuffer()).equals(picture)).toBe(true);
    expect((await succeed(member.app, 'RemoveAvatar', {})).user.avatarUrl).toBeNull();
    expect((await fetch(user.avatarUrl)).status).toBe(404);
  });

  test('an event that is shared, and who follows', async () => {
    const { share } = await succeed(organiser.app, 'ShareEvent', { eventId: event.id, channel: 'SOCIAL_NETWORK' });
    expect((await succeed(member.app, 'FollowShare', { token: share.token })).event.id).toBe(event.id);
    const { event: shared } = await ask(organiser.app, 'EventEngagement', { id: event.id });
    expect(shared).toMatchObject({
      engagement: { shares: 1, visits: 1 },
      shareSources: [{ channel: 'SOCIAL_NETWORK', links: 1, visits: 1 }],
    });
  });

  test('what people do in an app, and whether it is learned from', async () => {
    const interactions = [
      { clientId: 'a', type: 'VIEW', at: at(0), eventId: event.id, source: 'FEED' },
      { clientId: 'b', type: 'SEARCH', at: at(0), query: 'lantern', resultCount: 1, referenceId: 'search-1' },
    ];
    const batch = { interactions, session: randomUUID(), consent: true };
    expect(await succeed(member.app, 'TrackInteractions', batch)).toMatchObject({ recorded: 2, repeated: 0, consented: true });
    expect(await succeed(member.app, 'TrackInteractions', batch)).toMatchObject({ recorded: 0, repeated: 2 });
    const day = at(0).slice(0, 10);
    expect(Array.isArray((await ask(admin, 'SearchLog', { range: { from: day, to: day } })).searchLog.nodes)).toBe(true);
    expect((await ask(admin, 'PlatformAnalytics', { range: { from: day, to: day } })).platformAnalytics.csv).toContain('day,active');
    const days = { range: { from: day, to: day } };
    expect((await ask(organiser.app, 'EventAnalytics', { eventId: event.id, ...days })).eventAnalytics.csv).toContain('impressions');
    expect((await ask(member.app, 'OrganizationAnalytics', { organizationId: randomUUID(), ...days })).organizationAnalytics).toBeNull();
    expect((await succeed(member.app, 'SetPersonalization', { enabled: false })).personalization.enabled).toBe(false);
    expect((await ask(member.app, 'Personalization')).personalization.enabled).toBe(false);
    expect((await succeed(member.app, 'SetPersonalization', { enabled: true })).personalization.enabled).toBe(true);
  });

  test('a place, what is told of it, and that two of them are one', async () => {
    const [hall, double] = await Promise.all(
      ['Hall', 'Hall of lanterns'].map(async (name) => {
        const venue = { name: `${name} ${story.tag}`, address: '1 Lantern Way', latitude: 43.6501, longitude: -79.4101 };
        const made = await story.draft(organiser.app, { title: `At ${venue.name}`, venue });
        await putOnShow(made.id as string);
        return (await organiser.app.do(parse(`{ event(id: "${made.id}") { venue { id version } } }`))).event.venue as Data;
      }),
    );
    const { organization } = await organiser.app.succeed('CreateOrganization', { name: `House ${story.tag}` });
    await succeed(admin, 'SetVenueOrganization', { venueId: hall!.id, organizationId: organization.id });
    const update = { venueId: hall!.id, version: (hall!.version as number) + 1, capacity: 120, amenities: ['STAGE'] };
    expect((await soon(organiser.app, 'UpdateVenue', update)).venue.capacity).toBe(120);
    ran.add('UpdateVenue');
    expect((await ask(admin, 'VenueDoubles', { first: 50 })).venueDoubles.length).toBeGreaterThan(0);
    await succeed(admin, 'MergeVenues', { keptId: hall!.id, mergedId: double!.id });
    const { venue } = await eventually(
      () => ask(member.app, 'VenuePage', { id: double!.id }),
      ({ venue: page }: Data) => page.events.totalCount === 2,
      20_000,
      'events follow',
    );
    expect(venue).toMatchObject({ id: hall!.id, capacity: 120, organization: { id: organization.id } });
    expect((await succeed(admin, 'UndoVenueMerge', { mergedId: double!.id })).venue.id).toBe(double!.id);
  });

  test('pictures of an event, sent to the gateway and drawn', async () => {
    const { data } = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#2a7' } })
      .jpeg()
      .toBuffer({ resolveWithObject: true });
    const { upload } = await succeed(organiser.app, 'CreateUpload', { contentType: 'image/jpeg', size: data.length });
    const headers = Object.fromEntries(upload.headers.map(({ name, value }: Data) => [name, value]));
    expect((await fetch(upload.url, { method: upload.method, headers, body: new Uint8Array(data) })).status).toBe(200);
    ran.add('ImageChanged');
    const stream = organiser.app.live('ImageChanged', { imageId: upload.id });
    await succeed(organiser.app, 'CompleteUpload', { uploadId: upload.id, altText: 'Green' });
    const states: string[] = [];
    while (states.at(-1) !== 'READY') states.push((await stream.next()).imageChanged.state as string);
    stream.stop();
    const { image } = await ask(organiser.app, 'Image', { id: upload.id });
    const read = await fetch(image.url);
    expect([read.headers.get('content-type'), read.headers.get('cache-control')]).toEqual([
      'image/jpeg',
      'public, max-age=31536000, s-maxage=86400, immutable',
    ]);
    await succeed(organiser.app, 'DescribeImage', { imageId: upload.id, altText: 'A green wall' });
    const draft = await story.draft(organiser.app, { title: `Pictured ${story.tag}`, coverId: upload.id, galleryIds: [upload.id] });
    const { event: pictured } = await ask(organiser.app, 'EventPictures', { id: draft.id });
    expect(pictured).toMatchObject({ imageUrl: image.url, cover: { altText: 'A green wall' }, gallery: [{ id: upload.id }] });
    expect((await ask(organiser.app, 'MyImages', { first: 5 })).myImages.nodes[0].id).toBe(upload.id);
    await succeed(organiser.app, 'DeleteImage', { imageId: upload.id });
    await eventually(
      () => fetch(image.url),
      ({ status }) => status === 404,
      20_000,
      'its file is gone',
    );
  });

  test('what an organiser writes, and takes back', async () => {
    const draft = await story.draft(organiser.app, { title: `Never ${story.tag}` });
    await succeed(organiser.app, 'DeleteEvent', { eventId: draft.id });
    const { venue } = await succeed(organiser.app, 'CreateVenue', { venue: { name: `Lantern Hall ${story.tag}`, city: 'Toronto' } });
    expect((await ask(organiser.app, 'Venue', { id: venue.id })).venue.city).toBe('Toronto');
    expect((await ask(organiser.app, 'Venues', { name: 'Lantern Hall' })).venues[0].id).toBe(venue.id);
    expect((await ask(member.app, 'Tags', { prefix: 'wal' })).tags[0].name).toBe('walks');
    expect((await ask(member.app, 'Category', { slug: 'music' })).category.slug).toBe('music');
    const secret = await story.draft(organiser.app, { title: `Secret ${story.tag}`, visibility: 'PRIVATE' });
    await putOnShow(secret.id as string);
    await soon(organiser.app, 'InviteToEvent', { eventId: secret.id, userIds: [member.id] });
    await eventually(
      () => ask(member.app, 'EventInvitations', { first: 5 }),
      (data) => data.eventInvitations.nodes[0]?.id === secret.id,
      20_000,
      'the invitation is there',
    );
    await member.app.succeed('Rsvp', { eventId: secret.id, status: 'GOING' });
    const change = { eventId: secret.id, version: 1, startsAt: at(72 * HOUR), endsAt: at(74 * HOUR) };
    expect((await ask(organiser.app, 'PreviewEventChange', { input: change })).previewEventChange).toMatchObject({
      notifications: 1,
      confirmation: null,
      events: [{ going: 1, event: { id: secret.id, refundsDue: null } }],
    });
    const { previewCancellation: impact } = await ask(organiser.app, 'PreviewCancellation', { eventId: secret.id });
    const off = { eventId: secret.id, reason: 'Rain', confirmation: impact.confirmation.token };
    expect((await succeed(organiser.app, 'CancelEvent', off)).event.status).toBe('CANCELLED');
  });

  test('what an event was, and making it so again', async () => {
    const draft = await story.draft(organiser.app, { title: `First ${story.tag}` });
    const version = await versionOf(draft.id);
    await succeed(organiser.app, 'UpdateEvent', { eventId: draft.id, version, title: `Second ${story.tag}` });
    const { nodes } = (await ask(organiser.app, 'EventHistory', { id: draft.id, first: 5 })).event.versions;
    expect(nodes.map(({ changedFields }: Data) => changedFields)).toEqual([['TITLE'], []]);
    const compared = await ask(organiser.app, 'CompareEventVersions', { eventId: draft.id, from: version, to: version + 1 });
    expect(compared.compareEventVersions.differences).toHaveLength(1);
    const back = await succeed(organiser.app, 'RollbackEvent', { eventId: draft.id, version: version + 1, toVersion: version });
    expect(back.event.title).toBe(`First ${story.tag}`);
  });

  test('an order that several people pay (S29)', async () => {
    const outing = await story.draft(organiser.app, { title: `Outing ${story.tag}` });
    await putOnShow(outing.id as string);
    const { tier } = await soon(organiser.app, 'CreateTicketTier', {
      ...{ eventId: outing.id, name: 'Together', price: { amountMinor: 2000, currency: 'CAD' }, quantity: 5 },
    });
    const { order } = await soon(member.app, 'Checkout', { items: [{ tierId: tier.id, quantity: 1 }] });
    const split = await soon(member.app, 'SplitOrder', {
      orderId: order.id,
      parts: [
        { userId: member.id, amountMinor: 500 },
        { userId: organiser.id, amountMinor: 1500 },
      ],
      payBy: at(3_600_000),
      whenMissing: 'BUYER_PAYS',
    });
    ran.add('OrderSplitChanged');
    const live = organiser.app.live('OrderSplitChanged', { orderId: order.id });
    expect((await live.next()).orderSplitChanged).toMatchObject({ split: { missing: { amountMinor: 2000 } } });
    const [asked] = (await ask(organiser.app, 'SplitOrders', { userId: organiser.id, first: 5 })).user.splitOrders.nodes as Data[];
    expect(asked).toMatchObject({ id: order.id, buyer: { id: member.id }, payments: [{ amount: { amountMinor: 1500 } }] });
    const [own] = split.order.split.parts as Data[];
    for (const [app, id] of [
      [organiser.app, asked!.payments[0].id],
      [member.app, own!.payment.id],
    ] as const)
      await app.succeed('ConfirmPayment', { paymentId: id, paymentMethod: 'pm_card_visa' });
    for (;;) if ((await live.next()).orderSplitChanged.status === 'PAID') break;
    live.stop();
  });

  test('a party comes, and one that is too large waits', async () => {
    const small = await story.draft(organiser.app, { title: `Supper ${story.tag}`, capacity: 3 });
    await putOnShow(small.id as string);
    const question = { kind: 'TEXT', prompt: 'What do you eat?', required: true };
    const { registration } = (
      await soon(organiser.app, 'SetEventRegistration', { eventId: small.id, maxCompanions: 2, questions: [question] })
    ).event;
    expect((await ask(member.app, 'EventRegistration', { id: small.id })).event.registration).toEqual(registration);
    const answers = [{ questionId: registration.questions[0].id, value: 'Soup' }];
    const party = { eventId: small.id, status: 'GOING', companions: 1, companionNames: ['Bo'], answers };
    expect((await soon(member.app, 'RsvpAsParty', party)).attendance).toMatchObject({ status: 'GOING', companions: 1 });
    await soon(organiser.app, 'RsvpAsParty', { ...party, companions: 2 });
    expect((await ask(organiser.app, 'OwnWaitlist', { id: small.id })).event.viewerAttendance.waitlist).toMatchObject({ position: 1 });
    expect((await ask(organiser.app, 'GuestList', { id: small.id, status: 'GOING' })).event.attendees.nodes[0].companionNames).toEqual([
      'Bo',
    ]);
    await soon(member.app, 'Swipe', { eventId: small.id, direction: 'UP' });
    expect((await succeed(member.app, 'UndoSwipe', { eventId: small.id })).event.viewerSwipe).toBeNull();
  });

  test('events like others, and from templates', async () => {
    const like = await succeed(organiser.app, 'DuplicateEvent', { eventId: event.id, title: `Again ${story.tag}` });
    const mine = (await ask(organiser.app, 'MyEventsFiltered', { filter: { status: 'DRAFT', text: `again ${story.tag}` } })).myEvents;
    expect(mine.nodes.map(({ id }: Data) => id as string)).toEqual([like.event.id]);
    const { template } = await succeed(organiser.app, 'CreateEventTemplate', { name: 'Walks', eventId: event.id });
    await succeed(organiser.app, 'UpdateEventTemplate', { templateId: template.id, version: 1, name: 'Long walks' });
    expect((await ask(organiser.app, 'EventTemplates', { first: 5 })).eventTemplates.nodes[0].name).toBe('Long walks');
    const made = await succeed(organiser.app, 'CreateEventFromTemplate', { templateId: template.id, startsAt: at(24 * HOUR) });
    expect(made.event.status).toBe('DRAFT');
    await succeed(organiser.app, 'DeleteEventTemplate', { templateId: template.id });
  });

  test('searches that are kept', async () => {
    const { search } = await succeed(member.app, 'SaveSearch', { name: 'Jazz', query: `jazz ${story.tag}`, alert: 'DAILY' });
    await succeed(member.app, 'UpdateSavedSearch', { searchId: search.id, version: 1, name: 'Jazz by the lake' });
    expect((await ask(member.app, 'SavedSearches', { first: 5 })).savedSearches.nodes[0].name).toBe('Jazz by the lake');
    expect((await ask(member.app, 'SavedSearch', { id: search.id })).savedSearch.alert).toBe('DAILY');
    expect((await ask(member.app, 'SavedSearchMatches', { searchId: search.id, first: 5 })).savedSearchMatches.nodes).toEqual([]);
    await succeed(member.app, 'DeleteSavedSearch', { searchId: search.id });
  });

  test('events that are held again and again', async () => {
    const content = { title: `Choir ${story.tag}`, description: 'We sing.', timezone: 'UTC', categorySlug: 'music', durationMinutes: 90 };
    const start = at(24 * HOUR).slice(0, 16);
    const made = await succeed(organiser.app, 'CreateSeries', { content, schedule: { start, rule: 'FREQ=DAILY;COUNT=4' } });
    await putOnShow(made.event.id as string);
    const { series } = await eventually(
      () => ask(member.app, 'SeriesOccurrences', { id: made.series.id, first: 5 }),
      (read) => read.series !== null,
      20_000,
      'the series is on show',
    );
    const { occurrences, rule } = series;
    expect([rule, occurrences.totalCount]).toEqual(['FREQ=DAILY;COUNT=4', 4]);
    const [, second, third] = occurrences.nodes;
    const change = { eventId: second.id, version: second.version, scope: 'ALL', changes: { capacity: 9 } };
    const { previewSeriesChange: foreseen } = await ask(organiser.app, 'PreviewSeriesChange', { input: change });
    expect(foreseen.changed.map(({ impact }: Data) => impact.event.id as string)).toContain(third.id);
    expect(foreseen).toMatchObject({ calledOff: { events: [], confirmation: null }, waitsForApproval: false });
    expect((await succeed(organiser.app, 'UpdateSeries', change)).event.changedInSeries).toBe(false);
    const off = await succeed(organiser.app, 'CancelOccurrence', { seriesId: made.series.id, recurrenceId: third.recurrenceId });
    expect(off.event).toMatchObject({ id: third.id, status: 'CANCELLED' });
    expect((await succeed(organiser.app, 'CancelSeries', { seriesId: made.series.id })).series.status).toBe('CANCELLED');
  });

  test('what an event tells, and what the staff recommends', async () => {
    const details = { shortDescription: 'With candles.', minAge: 8, languages: ['en'], metadata: [{ key: 'stage', number: 2 }] };
    const draft = await story.draft(organiser.app, { title: `Told ${story.tag}`, ...details });
    expect((await ask(organiser.app, 'EventDetails', { id: draft.id })).event).toMatchObject({
      shortDescription: 'With candles.',
      minAge: 8,
    });
    expect((await succeed(admin, 'FeatureEvent', { eventId: event.id, until: at(24 * HOUR) })).event.featured).toBe(true);
    const { nodes } = (await ask(member.app, 'FeaturedEvents', { first: 50 })).featuredEvents;
    expect(nodes.map(({ id }: Data) => id as string)).toContain(event.id);
  });

  test('a door without network', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const night = await story.draft(organiser.app, { title: `Cellar ${story.tag}`, startsAt: at(10), endsAt: at(90) });
    await putOnShow(night.id as string);
    await soon(member.app, 'RsvpAsParty', { eventId: night.id, status: 'GOING' });
    const [pass] = (await ask(member.app, 'EntryPasses', { id: night.id })).event.viewerAttendance.entryPasses;
    const deviceKey = createECDH('prime256v1').generateKeys('base64url');
    expect((await ask(organiser.app, 'DoorPackage', { eventId: night.id, deviceKey })).doorPackage.placeCount).toBe(1);
    const scan = (nonce: string) => ({ nonce, code: pass.code, scannedAt: at(0) });
    const { results } = await succeed(organiser.app, 'UploadScans', {
      eventId: night.id,
      deviceId: 'cellar',
      scans: [scan('1'), scan('2')],
    });
    expect(results.map(({ scan: { outcome } }: Data) => outcome)).toEqual(['ADMITTED', 'CONFLICT']);
    expect((await ask(organiser.app, 'DoorConflicts', { id: night.id })).event.doorConflicts).toHaveLength(1);
    const undone = { eventId: night.id, deviceId: 'cellar', nonce: '1' };
    expect((await succeed(organiser.app, 'UndoCheckIn', undone)).attendance.inside).toBe(1);
  });

  test('calendars', async () => {
    expect((await ask(member.app, 'CalendarFeed')).calendarFeed).toBeNull();
    const { path } = (await succeed(member.app, 'RenewCalendarFeed', {})).calendarFeed;
    expect((await ask(member.app, 'CalendarFeed')).calendarFeed.path).toBe(path);
    const { ics } = (await ask(member.app, 'CalendarLinks', { id: event.id })).event.calendarLinks;
    for (const address of [path, ics]) {
      const file = await fetch(new URL(address, member.app.endpoint));
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
      const again = await fetch(new URL(address, member.app.endpoint), { headers: { 'if-none-match': file.headers.get('etag')! } });
      expect(again.status).toBe(304);
    }
    expect((await ask(member.app, 'SharedCalendar', { userId: organiser.id })).sharedCalendar).toBeNull();
  });

  test('what guests are told', async () => {
    const words = { eventId: event.id, statuses: ['GOING'], text: `Bring a coat ${story.tag}.` };
    expect((await succeed(organiser.app, 'AnnounceToGuests', words)).announcement.guestCount).toBeGreaterThan(0);
    const { announcements, noShows } = (await ask(organiser.app, 'GuestListOfTeam', { id: event.id })).event;
    expect([announcements.nodes[0].text, noShows.totalCount]).toEqual([words.text, 0]);
    const asked = await succeed(organiser.app, 'ExportGuests', { eventId: event.id });
    const { guestExport } = await eventually(
      () => ask(organiser.app, 'GuestExport', { id: asked.export.id }),
      (data) => data.guestExport.state === 'SUCCEEDED',
      20_000,
      'the guest list is written',
    );
    expect(await (await fetch(guestExport.url as string)).text()).toContain('Status,Name,Username');
  });

  test('places by lot', async () => {
    const few = await story.draft(organiser.app, { title: `Few places ${story.tag}`, capacity: 2 });
    await putOnShow(few.id as string);
    const lot = { eventId: few.id };
    const { lottery } = (await soon(organiser.app, 'OpenEventLottery', { ...lot, places: 2, closesAt: at(60_000) })).event;
    expect((await succeed(member.app, 'EnterEventLottery', lot)).event.lottery.entryCount).toBe(1);
    expect((await ask(member.app, 'EventLottery', { id: few.id })).event.lottery).toMatchObject({ ...lottery, seed: null });
    expect((await succeed(member.app, 'LeaveEventLottery', lot)).event.lottery.entryCount).toBe(0);
  });

  test('reviews: written, mended, answered, deleted; the work of a curator', async () => {
    await soon(organiser.app, 'CheckIn', { eventId: event.id, userId: member.id, nonce: 'door-1' });
    const begins = { startsAt: at(1_000), endsAt: at(HOUR) };
    await succeed(organiser.app, 'UpdateEvent', { eventId: event.id, version: await versionOf(event.id), ...begins });
    const { review } = await soon(member.app, 'ReviewEvent', { eventId: event.id, rating: 5, text: 'Lovely.' });
    expect((await ask(member.app, 'OneReview', { id: review.id })).review).toMatchObject({ rating: 5, event: { id: event.id } });
    const edited = await succeed(member.app, 'EditReview', { reviewId: review.id, version: 1, rating: 4, text: 'Lovely, but cold.' });
    expect(edited.review.version).toBe(2);
    expect((await succeed(organiser.app, 'ReplyToReview', { reviewId: review.id, text: 'Bring a coat.' })).review.reply.text).toBe(
      'Bring a coat.',
    );
    await moderated(review.id);
    expect((await succeed(member.app, 'DeleteReview', { reviewId: review.id })).deletedId).toBe(review.id);
    const draft = await story.draft(organiser.app, { title: `Third ${story.tag}` });
    await organiser.app.succeed('SubmitEvent', { eventId: draft.id });
    const { nodes } = await eventually(
      () => curator.do('CurationQueue', { first: 20 }).then((data) => data.curationQueue),
      (queue) => queue.nodes.some((node: Data) => node.event.id === draft.id),
      20_000,
      'it is in the queue',
    );
    const workflow = nodes.find((node: Data) => node.event.id === draft.id);
    const { curationWorkflow } = await ask(curator, 'CurationWorkflow', { id: workflow.id });
    expect(curationWorkflow).toMatchObject({ event: { id: draft.id }, assessment: { spamModelVersion: 0 } });
    expect(curationWorkflow.assessment.spamProbability).toBeLessThan(0.3);
    const { id: workflowId, version } = workflow;
    const rejected = { workflowId, version, decision: 'REJECT', reason: 'OTHER', notes: 'Only for the test.' };
    const { outcomes } = await succeed(curator, 'DecideReviews', { decisions: [rejected] });
    expect(outcomes[0]).toMatchObject({ refusal: null, workflow: { id: workflowId, status: 'REJECTED' } });
    const appealed = await succeed(organiser.app, 'AppealDecision', { workflowId, text: 'Look at it again, please.' });
    expect(appealed.workflow).toMatchObject({ status: 'APPEALED', appeal: { outcome: null } });
  });

  test('accounts: sessions, notifications, other people, moderation', async () => {
    expect((await ask(organiser.app, 'FindPeople', { query: member.username })).users.nodes[0].id).toBe(member.id);
    expect((await ask(organiser.app, 'Person', { id: member.id })).user.username).toBe(member.username);
    expect((await ask(organiser.app, 'RateLimit')).rateLimit.cost).toBeGreaterThanOrEqual(0);
    const { notifications } = await eventually(
      () => organiser.app.do('Notifications', { first: 5 }),
      (data) => data.notifications.nodes.length > 0,
      20_000,
      'something was told',
    );
    const ids = notifications.nodes.map(({ id }: Data) => id as string);
    expect((await succeed(organiser.app, 'MarkNotificationsRead', { ids })).notifications).toHaveLength(ids.length);
    expect((await succeed(organiser.app, 'MarkAllNotificationsRead', {})).unreadNotificationCount).toBe(0);
    expect((await succeed(organiser.app, 'UpdatePreferences', { language: 'DE', timeZone: 'Europe/Berlin' })).preferences.language).toBe(
      'DE',
    );
    expect((await ask(organiser.app, 'MyPreferences')).me.preferences).toMatchObject({ language: 'DE', theme: 'SYSTEM', quietHours: null });
    expect((await ask(organiser.app, 'OwnProfile')).me).toMatchObject({
      emailVerified: false,
      privacy: { bio: 'PRIVATE', suggestible: true },
    });
    expect((await ask(organiser.app, 'NotificationPreferences')).me.notificationPreferences[0].channels).toHaveLength(3);
    const subject = { type: 'EVENT', id: event.id as string };
    expect((await succeed(organiser.app, 'MuteSubject', subject)).mutedSubjects).toEqual([expect.objectContaining(subject)]);
    expect((await ask(organiser.app, 'MutedSubjects')).me.mutedSubjects).toHaveLength(1);
    expect((await succeed(organiser.app, 'UnmuteSubject', subject)).mutedSubjects).toEqual([]);
    expect((await succeed(organiser.app, 'DeleteNotification', { id: ids[0] })).deletedId).toBe(ids[0]);
    const preferences = [{ type: 'CONNECTION_REQUESTED', enabled: false }];
    expect((await succeed(organiser.app, 'UpdateNotificationPreferences', { preferences })).preferences).toContainEqual(
      expect.objectContaining(preferences[0]!),
    );
    const password = `lantern-${story.tag}-Odette`;
    const elsewhere = async () => {
      const app = story.visitor();
      const { session } = await app.succeed('Login', { emailOrUsername: organiser.username, password });
      app.accessToken = session.accessToken;
    };
    await elsewhere();
    const { nodes } = (await ask(organiser.app, 'Sessions', { first: 5 })).me.sessions;
    const other = nodes.find(({ current }: Data) => !current).id as string;
    expect((await succeed(organiser.app, 'EndSession', { sessionId: other })).deletedId).toBe(other);
    await elsewhere();
    expect((await succeed(organiser.app, 'EndAllSessions', { keepCurrent: true })).deletedIds).toHaveLength(1);
    const address = (who: string) => `${who}_${story.tag}@story.test`;
    const { endpoint } = organiser.app;
    const verify = async (to: string) =>
      (await succeed(story.visitor(), 'VerifyEmail', { token: await mailedToken(endpoint, to, /deine Adresse/) })).email;
    expect((await succeed(organiser.app, 'ResendVerification', {})).email).toBe(address('odette'));
    expect((await succeed(organiser.app, 'ChangeEmail', { email: address('o'), password })).viewer.pendingEmail).toBe(address('o'));
    expect(await verify(address('o'))).toBe(address('o'));
    const changed = { currentPassword: password, newPassword: `another-${story.tag}-lantern` };
    expect((await succeed(organiser.app, 'ChangePassword', changed)).endedSessionCount).toBe(0);
    expect((await succeed(organiser.app, 'SetBirthDate', { birthDate: '1990-05-01' })).viewer.birthDate).toBe('1990-05-01');
    const username = `odette_o_${story.tag}`;
    expect((await succeed(organiser.app, 'ChangeUsername', { username })).user.username).toBe(username);
    const secondStep = async (app: App, as: string, pass: string) => {
      const { secret } = await succeed(app, 'BeginTotp', { password: pass });
      const { backupCodes } = await succeed(app, 'ConfirmTotp', { code: codeOfApp(secret as string) });
      const { login } = await story.visitor().do('Login', { input: { emailOrUsername: as, password: pass } });
      const there = story.visitor();
      const { viewer } = await succeed(there, 'CompleteLogin', { challengeToken: login.challengeToken, code: backupCodes[0] });
      expect(viewer.user.username).toBe(as);
      const { backupCodes: others } = await succeed(app, 'RenewBackupCodes', { password: pass, code: backupCodes[1] });
      await succeed(app, 'StepUp', { password: pass, code: others[0] });
      expect((await ask(app, 'AccountSecurity')).me).toMatchObject({ secondFactorOn: true, backupCodesLeft: 9 });
      expect((await succeed(app, 'DisableTotp', { password: pass, code: others[1] })).viewer.secondFactorOn).toBe(false);
    };
    await secondStep(organiser.app, username, changed.newPassword);
    const number = `+1416555${String(Date.now() % 10_000).padStart(4, '0')}`;
    expect((await succeed(organiser.app, 'AddPhone', { number })).number).toBe(number);
    const code = await messagedCode(endpoint, number);
    expect((await succeed(organiser.app, 'ConfirmPhone', { code })).viewer.phone).toBe(number);
    expect((await succeed(organiser.app, 'RemovePhone', {})).viewer.phone).toBeNull();
    expect((await ask(organiser.app, 'SignInHistory', { first: 1 })).me.signInHistory.nodes).toMatchObject([{ outcome: 'SUCCEEDED' }]);
    const { device } = await succeed(organiser.app, 'RegisterDevice', { token: `t-${story.tag}`, provider: 'FCM', platform: 'IOS' });
    expect((await ask(organiser.app, 'Devices')).me.devices).toEqual([expect.objectContaining({ id: device.id, current: true })]);
    expect((await succeed(organiser.app, 'UnregisterDevice', { id: device.id })).deletedId).toBe(device.id);
    // Codes by mail: on, one sent, off by what was just shown.
    const { newPassword: pass } = changed;
    const channel = { channel: 'EMAIL', password: pass };
    expect((await succeed(organiser.app, 'SetCodeChannel', { ...channel, enabled: true })).viewer.secondFactorOn).toBe(true);
    await succeed(organiser.app, 'SendLoginCode', { method: 'EMAIL' });
    await succeed(organiser.app, 'StepUp', { password: pass, code: await mailedCode(endpoint, address('o')) });
    expect((await succeed(organiser.app, 'SetCodeChannel', { ...channel, enabled: false })).viewer.secondFactorOn).toBe(false);
    // This platform knows no provider.
    expect((await ask(organiser.app, 'SocialProviders')).socialProviders).toEqual([]);
    expect((await ask(organiser.app, 'LinkedAccounts')).me.linkedAccounts).toEqual([]);
    const unknown = { state: 'never was', code: 'x' };
    const social = async (name: string, input: object) =>
      (Object.values(await ask(organiser.app, name, { input })) as Data[])[0]!.__typename;
    expect(await social('BeginSocialLogin', { provider: 'OIDC' })).toBe('InvalidInput');
    for (const name of ['SocialLogin', 'LinkAccount']) expect(await social(name, unknown)).toBe('InvalidSocialLogin');
    const registration = { registrationToken: 'x', username: `social_${story.tag}`, displayName: 'Social' };
    expect(await social('CompleteSocialRegistration', registration)).toBe('InvalidSocialLogin');
    expect((await succeed(organiser.app, 'UnlinkAccount', { provider: 'OIDC' })).linkedAccounts).toEqual([]);
    const nobody = story.visitor();
    expect((await succeed(nobody, 'RequestPasswordReset', { email: address('nobody') })).email).toBe(address('nobody'));
    await succeed(nobody, 'RequestPasswordReset', { email: address('mo') });
    const token = await mailedToken(endpoint, address('mo'), /new password/);
    expect((await succeed(nobody, 'ResetPassword', { token, newPassword: `new-${story.tag}-lantern` })).endedSessionCount).toBe(1);
    expect((await ask(member.app, 'Me').catch(() => ({ me: null }))).me).toBeNull();

    expect((await succeed(admin, 'SetUserRole', { userId: member.id, role: 'CURATOR' })).role).toBe('CURATOR');
    expect((await succeed(admin, 'SuspendUser', { userId: member.id, reason: 'Only for the test.' })).user.id).toBe(member.id);
    await succeed(admin, 'ReinstateUser', { userId: member.id });
    const { accountEvents } = await ask(admin, 'AccountEvents', { userId: member.id, first: 3 });
    expect(accountEvents.nodes.map(({ kind }: Data) => kind)).toEqual(['REINSTATED', 'SUSPENDED', 'ROLE_CHANGED']);
  });

  test('who of an address book is here: nothing for who has shown no phone', async () => {
    ran.add('FindContacts');
    expect((await organiser.app.refused('FindContacts', { numbers: ['+14165550199'] })).__typename).toBe('NotAllowed');
  });

  test('a key by which a program reads events, and no more', async () => {
    const { app } = await story.person('Kay', 0);
    const { apiKey, secret } = await succeed(app, 'CreateApiKey', { name: 'Robot', scopes: ['EVENTS_READ'] });
    const program = story.visitor();
    program.accessToken = secret;
    const read = parse(`{ event(id: "${event.id}") { title } }`);
    expect((await program.do(read)).event.title).toBe((await app.do(read)).event.title);
    await expect(program.do(parse('{ notifications { totalCount } }'))).rejects.toThrow('ACCOUNT_READ');
    expect((await ask(app, 'MyApiKeys')).myApiKeys.nodes).toMatchObject([{ id: apiKey.id, status: 'ACTIVE' }]);
    await eventually(
      () => ask(app, 'ApiUsage', { keyId: apiKey.id }),
      (data) => data.apiUsage[0]?.requests === 2 && data.apiUsage[0].errors === 1,
      30_000,
      'what the key did is counted',
    );
    program.accessToken = (await succeed(app, 'RotateApiKey', { id: apiKey.id, overlapHours: 0 })).secret;
    await program.do(read);
    expect((await succeed(app, 'RevokeApiKey', { id: apiKey.id })).apiKey.status).toBe('ENDED');
    await expect(program.do(read)).rejects.toThrow('not good');
  });

  test('there is no clock to move outside of test mode', async () => {
    const { app } = await story.person('Tim', 0);
    expect(await ask(app, 'TestClock')).toEqual({ testClock: null });
    ran.add('AdvanceTestClock').add('ResetTestMode');
    expect((await app.refused('AdvanceTestClock', { to: new Date(Date.now() + 60_000).toISOString() })).__typename).toBe('NotAllowed');
    expect((await app.refused('ResetTestMode', {})).__typename).toBe('NotAllowed');
  });

  test('an app that acts for its own owner, and is changed and deleted', async () => {
    const { app } = await story.person('Ari', 0);
    const wanted = {
      name: 'Calendar',
      websiteUrl: 'https://calendar.example.org/',
      redirectUris: [],
      scopes: ['EVENTS_READ'],
      isConfidential: true,
    };
    const { app: made, clientSecret } = await succeed(app, 'CreateApp', wanted);
    const tokens = async (secret: string) => {
      const form = { grant_type: 'client_credentials', client_id: made.id as string, client_secret: secret };
      const response = await fetch(new URL('/oauth/token', story.visitor().endpoint), { method: 'POST', body: new URLSearchParams(form) });
      return (await response.json()) as { access_token?: string; error?: string };
    };
    const program = story.visitor();
    program.accessToken = (await tokens(clientSecret)).access_token!;
    const read = parse(`{ event(id: "${event.id}") { title } }`);
    expect((await program.do(read)).event.title).toBe((await app.do(read)).event.title);
    await expect(program.do(parse('{ notifications { totalCount } }'))).rejects.toThrow('ACCOUNT_READ');
    await eventually(
      () => ask(app, 'AppUsage', { appId: made.id }),
      (data) => data.appUsage[0]?.requests === 2 && data.appUsage[0].errors === 1,
      30_000,
      'what the app did is counted',
    );
    const { clientSecret: next } = await succeed(app, 'RotateAppSecret', { id: made.id, overlapHours: 0 });
    expect([(await tokens(clientSecret)).error, (await tokens(next)).error]).toEqual(['invalid_client', undefined]);
    expect((await succeed(app, 'UpdateApp', { id: made.id, name: 'Diary' })).app.name).toBe('Diary');
    expect((await ask(app, 'MyApps')).myApps.nodes).toMatchObject([{ id: made.id, name: 'Diary' }]);
    // It acts for its owner without having been let in.
    expect((await ask(app, 'AuthorizedApps')).authorizedApps.totalCount).toBe(0);
    ran.add('RevokeApp');
    expect((await app.refused('RevokeApp', { appId: made.id })).__typename).toBe('NotFound');
    expect((await succeed(app, 'DeleteApp', { id: made.id })).deletedId).toBe(made.id);
    await expect(program.do(read)).rejects.toThrow('not good');
  });

  test('a webhook that leads to nobody: made, tried, changed and deleted', async () => {
    const { app } = await story.person('Wes', 0);
    const query = 'query ($eventId: ID!) { event(id: $eventId) { title } }';
    const topics = [{ topic: 'EVENT_PUBLISHED', query }];
    const wanted = { name: 'Calendar', url: 'https://hooks.example.invalid/', scopes: ['EVENTS_READ'], topics };
    const { webhook, secret } = await succeed(app, 'CreateWebhook', wanted);
    expect(secret).toMatch(/^whsec_/);
    expect((await succeed(app, 'RotateWebhookSecret', { id: webhook.id })).webhook.previousSecretUntil).not.toBeNull();
    const input = { scopes: ['EVENTS_READ'], topic: 'EVENT_PUBLISHED', query, subject: { eventId: event.id } };
    expect((await ask(app, 'TryWebhookQuery', { input })).webhookDryRun.body).toContain(event.title);
    const { delivery } = await succeed(app, 'SendTestEvent', { webhookId: webhook.id });
    await eventually(
      () => ask(app, 'WebhookLog', { id: webhook.id }),
      (data) => data.webhook.deliveries.nodes[0].attempts.length > 0,
      20_000,
      'the test event is tried',
    );
    expect((await succeed(app, 'RetryDelivery', { id: delivery.id })).delivery.id).toBe(delivery.id);
    expect((await succeed(app, 'UpdateWebhook', { id: webhook.id, isPaused: true })).webhook.status).toBe('PAUSED');
    const from = new Date(Date.now() - 60_000).toISOString();
    expect((await succeed(app, 'ReplayWebhook', { webhookId: webhook.id, from })).count).toBe(0);
    expect((await ask(app, 'MyWebhooks')).webhooks.nodes).toMatchObject([{ id: webhook.id, name: 'Calendar' }]);
    expect((await succeed(app, 'DeleteWebhook', { id: webhook.id })).deletedId).toBe(webhook.id);
    const { organization } = await succeed(app, 'CreateOrganization', { name: `Hooks ${story.tag}` });
    const theirs = await succeed(app, 'CreateWebhook', { ...wanted, organizationId: organization.id });
    const { webhooks } = (await ask(app, 'OrganizationWebhooks', { id: organization.id })).organization;
    expect(webhooks).toMatchObject([{ id: theirs.webhook.id, host: 'hooks.example.invalid' }]);
    expect((await succeed(app, 'RemoveOrganizationWebhook', { id: theirs.webhook.id })).organization.webhooks).toEqual([]);
    const { attendance } = await app.succeed('Rsvp', { eventId: event.id, status: 'INTERESTED' });
    expect((await ask(app, 'OneAttendance', { id: attendance.id })).attendance).toMatchObject({
      status: 'INTERESTED',
      user: { displayName: 'Wes' },
    });
  });

  test('what somebody looks for, and the feed that goes by it', async () => {
    const wanted = { eventTypes: ['music'], priceRange: { minMinor: 0, maxMinor: 2000, currency: 'CAD' }, times: ['EVENING'] };
    expect((await succeed(organiser.app, 'UpdateDiscoveryPreferences', wanted)).discovery).toMatchObject(wanted);
    expect((await ask(organiser.app, 'Discovery')).me.preferences.discovery).toMatchObject(wanted);
  });

  test('what somebody writes down of themselves: days, goals, reports, suggestions', async () => {
    const { app } = await story.person('Tess', 0);
    const long = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
    const { activity } = await succeed(app, 'RecordDailyActivity', { date: long, studyHours: 2, mood: { emoji: '🙂' } });
    expect((await succeed(app, 'UpdateDailyActivity', { id: activity.id, subject: 'Lanterns' })).activity.subject).toBe('Lanterns');
    expect((await ask(app, 'DailyActivities', { first: 5 })).me.dailyActivities.nodes).toMatchObject([{ id: activity.id, date: long }]);
    const { goal } = await succeed(app, 'CreateGoal', { title: 'Read', type: 'WEEKLY', targetValue: 2 });
    expect((await succeed(app, 'UpdateGoal', { id: goal.id, remindAt: '18:00' })).goal.remindAt).toBe('18:00');
    expect((await succeed(app, 'RecordGoalProgress', { id: goal.id, add: 2 })).goal.status).toBe('COMPLETED');
    expect((await ask(app, 'Goals', { status: 'COMPLETED' })).me.goals.totalCount).toBe(1);
    const reports = (await ask(app, 'ActivityReports', { period: 'WEEKLY' })).me.activityReports.nodes;
    expect(reports).toMatchObject([{ studyHours: 2, averageMood: 1 }]);
    const [latest] = (await ask(app, 'LatestActivityReport', { period: 'MONTHLY' })).me.activityReports.nodes;
    expect(latest).toMatchObject({ subjects: [{ subject: 'Lanterns', hours: 2 }], chartSvg: expect.stringMatching(/^<svg /) });
    expect((await succeed(app, 'ExportActivityReport', { id: reports[0].id })).report.file.isReady).toBe(false);
    expect((await succeed(app, 'ChooseSuggestions', { frequency: 'WEEKLY' })).settings).toMatchObject({
      frequency: 'WEEKLY',
      byModel: false,
    });
    expect((await ask(app, 'PersonalSuggestions')).me.suggestionSettings.frequency).toBe('WEEKLY');
    expect((await succeed(app, 'DeleteGoal', { id: goal.id })).deletedId).toBe(goal.id);
    expect((await succeed(app, 'DeleteDailyActivity', { id: activity.id })).deletedId).toBe(activity.id);
  });

  test('an organisation: what was done there, and what it has put on', async () => {
    const { app } = await story.person('Orla', 0);
    const { organization } = await app.succeed('CreateOrganization', { name: `Lantern Works ${story.tag}` });
    const { auditLog, statistics } = (await ask(app, 'OrganizationLog', { id: organization.id, first: 5 })).organization;
    expect(auditLog.nodes.map(({ kind }: Data) => kind)).toEqual(['CREATED']);
    expect(statistics).toMatchObject({ upcomingEventCount: 0, averageRating: null });
    // Who has verified no address of their own writes to none.
    const organizationId = organization.id as string;
    ran.add('InviteToOrganizationByMail');
    const refused = await app.refused('InviteToOrganizationByMail', { organizationId, email: 'x@y.test', role: 'STAFF' });
    expect(refused.__typename).toBe('NotAllowed');
    expect((await ask(app, 'MailedInvitations', { id: organizationId })).organization.mailedInvitations).toEqual([]);
    expect((await ask(app, 'MailedInvitation', { token: 'none' })).mailedInvitation).toBeNull();
    ran.add('RespondToMailedInvitation').add('WithdrawMailedInvitation');
    expect((await app.refused('RespondToMailedInvitation', { token: 'none', accept: true })).__typename).toBe('NotFound');
    expect((await app.refused('WithdrawMailedInvitation', { invitationId: organizationId })).__typename).toBe('NotFound');
  });

  test('staff: people, a suspension, and what its person says to it (X26)', async () => {
    const sus = await story.person('Sue', 0);
    await succeed(admin, 'SuspendUser', { userId: sus.id, reason: 'Only for the test.' });
    const visitor = story.visitor();
    const said = { emailOrUsername: sus.username, password: `lantern-${story.tag}-Sue`, text: 'Let me in.' };
    expect((await succeed(visitor, 'AppealSuspension', said)).appealedAt).toBeTruthy();
    const { nodes } = (await ask(admin, 'SuspensionAppeals', { first: 20 })).suspensionAppeals;
    const suspensionId = nodes.find(({ user }: Data) => user.id === sus.id).id as string;
    // Who suspended decides on no appeal against it.
    ran.add('DecideSuspensionAppeal');
    expect((await admin.refused('DecideSuspensionAppeal', { suspensionId, outcome: 'LIFT', notes: 'x' })).__typename).toBe('NotAllowed');
    const { people } = await ask(admin, 'People', { filter: { search: sus.username, state: 'SUSPENDED' }, first: 5 });
    expect(people.nodes[0].suspensions[0].appeal).toBe('Let me in.');
  });

  test('standing: what taking part has earned, and why', async () => {
    const host = { id: organiser.id };
    const published = (data: Data) => data.user.gamification.achievements.find(({ badge }: Data) => badge === 'HOST');
    const read = () => ask(organiser.app, 'Achievements', host);
    expect(published(await eventually(read, (data) => published(data).earnedAt !== null, 20_000, 'a badge is earned'))).toMatchObject({
      progress: 1,
      target: 1,
    });
    const history = await ask(organiser.app, 'ReputationHistory', { first: 20 });
    expect(history.me.reliability).toBe(1);
    expect(history.reputationHistory.nodes).toContainEqual(expect.objectContaining({ deed: 'PUBLISHED', counted: true, points: 20 }));
    const { leaderboard } = await ask(organiser.app, 'Leaderboard', { scope: 'FRIENDS', period: 'WEEK', first: 5 });
    expect(leaderboard.viewerEntry).toMatchObject({ rank: 1 });
    expect(leaderboard.nodes[0].user.id).toBe(organiser.id);
  });

  test('what an event most likely is', async () => {
    const { suggestCategories } = await ask(story.visitor(), 'SuggestCategories', { title: 'Stand-up comedy showcase' });
    expect(suggestCategories[0].category.slug).toBe('comedy');
  });

  test('events in a file', async () => {
    const begun = await succeed(organiser.app, 'ExportEvents', { format: 'ICALENDAR' });
    const { eventExport } = await eventually(
      () => ask(organiser.app, 'EventExport', { id: begun.export.id }),
      (data) => data.eventExport.state === 'SUCCEEDED',
      30_000,
      'the file is there',
    );
    const file = await fetch(eventExport.url as string);
    expect(await file.text()).toContain('BEGIN:VEVENT');
  });

  test('a calendar elsewhere that cannot be read', async () => {
    // A name that never resolves (RFC 6761).
    const address = 'https://calendar.invalid/lanterns.ics';
    const made = await succeed(organiser.app, 'CreateEventSource', { name: 'Lanterns', format: 'ICALENDAR', address });
    const sourceId = made.source.id as string;
    const failed = await eventually(
      () => ask(organiser.app, 'EventSource', { id: sourceId }),
      ({ eventSource }) => eventSource.state === 'FAILED',
      30_000,
      'the sync has failed',
    );
    expect(failed.eventSource).toMatchObject({
      failures: 1,
      lastError: expect.stringContaining('The name of the address does not resolve'),
    });
    await succeed(organiser.app, 'SyncEventSource', { sourceId });
    const { version } = await eventually(
      () => ask(organiser.app, 'EventSource', { id: sourceId }).then(({ eventSource }) => eventSource as Data),
      ({ failures }) => failures === 2,
      30_000,
      'the second sync has failed',
    );
    await succeed(organiser.app, 'UpdateEventSource', { sourceId, version, isActive: false });
    expect((await ask(organiser.app, 'EventSources')).eventSources.nodes).toMatchObject([
      { id: sourceId, isActive: false, nextSyncAt: null },
    ]);
    expect((await succeed(organiser.app, 'DeleteEventSource', { sourceId })).deletedId).toBe(sourceId);
  });

  test('what the pages of an app show', async () => {
    const guest = await story.person('Pia', 0);
    const shown = await story.draft(organiser.app, { title: `Window ${story.tag}` });
    await putOnShow(shown.id as string);
    expect((await ask(guest.app, 'SignedIn')).me).toMatchObject({ role: 'USER', user: { id: guest.id } });
    expect((await ask(story.visitor(), 'SignedIn')).me).toBeNull();
    const found = await eventually(
      () => ask(guest.app, 'Discover', { query: `free window ${story.tag}`, first: 50, here: { timezone: 'America/Toronto' } }),
      (data) => (data.searchEvents.nodes as Data[]).some(({ id }) => id === shown.id),
      20_000,
      'the event is found',
    );
    expect((found.searchEvents.nodes as Data[]).find(({ id }) => id === shown.id)).toMatchObject({
      venue: { location: { latitude: 43.65107 } },
    });
    expect(found.searchEvents.understood.price.words).toBe('free');
    expect((await ask(guest.app, 'EventView', { id: shown.id })).event).toMatchObject({ title: shown.title, category: { slug: 'music' } });
    expect((await ask(guest.app, 'EventReviews', { id: shown.id, first: 5 })).event.reviews.nodes).toBeInstanceOf(Array);
    const { tier } = await soon(organiser.app, 'CreateTicketTier', {
      ...{ eventId: shown.id, name: 'Gallery', price: { amountMinor: 900, currency: 'CAD' }, quantity: 3 },
    });
    const { order, payment } = await soon(guest.app, 'Checkout', { items: [{ tierId: tier.id, quantity: 1 }] });
    expect((await ask(guest.app, 'OrderOnItsWay', { id: order.id })).order).toMatchObject({
      status: 'AWAITING_PAYMENT',
      payment: { id: payment.id },
    });
    const paid = await guest.app.succeed('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    const [ticket] = paid.order.tickets as Data[];
    const { nodes: tickets } = (await ask(guest.app, 'MyTickets', { first: 50 })).me.user.tickets;
    expect((tickets as Data[]).find(({ id }) => id === ticket!.id)).toMatchObject({ status: 'VALID', event: { id: shown.id } });
    const desk = (await ask(organiser.app, 'EventDesk', { id: shown.id })).event;
    expect((desk.ticketTiers as Data[]).find(({ id }) => id === tier.id)).toMatchObject({ name: 'Gallery', sold: 1, remaining: 2 });
    const { nodes: orders } = (await ask(organiser.app, 'EventOrders', { id: shown.id, first: 50 })).event.orders;
    expect((orders as Data[]).find(({ id }) => id === order.id)).toMatchObject({ status: 'PAID', buyer: { id: guest.id } });
    const { curation } = (await curator.do(parse(`{ event(id: "${shown.id}") { curation { workflow { id } } } }`))).event;
    const itself = { kind: 'EVENT', subjectId: shown.id };
    const { compareSubjects } = await ask(curator, 'CompareSubjects', { one: itself, other: itself });
    expect(compareSubjects.parts[0]).toMatchObject({ name: 'TITLE', same: true, words: [] });
    const { curationWorkflow } = await ask(curator, 'WorkToDecide', { id: curation.workflow.id });
    expect(curationWorkflow).toMatchObject({ status: 'APPROVED', event: { id: shown.id }, assessment: { flags: expect.any(Array) } });
  });

  test('data rights: an account that is to be erased, and stays', async () => {
    const leaver = await story.person('Lea', 0);
    await leaver.app.succeed('StepUp', { password: `lantern-${story.tag}-Lea` });
    expect((await succeed(leaver.app, 'RequestDataExport', {})).dataExport.state).toBe('COLLECTING');
    await eventually(
      () => ask(leaver.app, 'DataExports'),
      (data) => data.me.dataExports[0].state === 'READY',
      60_000,
      'the export is ready',
    );
    expect((await ask(story.visitor(), 'DataExport', { token: 'none' })).dataExport).toBeNull();
    const { token } = await succeed(leaver.app, 'RequestErasure', { password: `lantern-${story.tag}-Lea` });
    await eventually(
      () => ask(story.visitor(), 'Erasure', { token }),
      (data) => data.erasure.blockers.length === 0,
      20_000,
      'every part has answered',
    );
    const { erasure } = await succeed(leaver.app, 'ConfirmErasure', { token, giveUpBalance: false });
    expect(erasure.state).toBe('CONFIRMED');
    const back = story.visitor();
    const signedIn = await back.succeed('Login', { emailOrUsername: leaver.username, password: `lantern-${story.tag}-Lea` });
    back.accessToken = signedIn.session.accessToken;
    expect((await ask(back, 'ErasedFrom')).me.erasedFrom).toBe(erasure.erasedFrom);
    expect((await succeed(back, 'CancelErasure', {})).erasure.state).toBe('CANCELLED');
  });

  test('operators: facts that could not be taken in, and facts told again', async () => {
    expect((await ask(admin, 'NotificationDeliveries', { first: 5 })).notificationDeliveries.nodes).toBeInstanceOf(Array);
    const texts = [{ language: 'EN', title: 'News', body: 'Words.' }];
    const scheduledFor = new Date(Date.now() + 86_400_000).toISOString();
    const { announcement } = await succeed(admin, 'Announce', { texts, audience: 'ROLE', role: 'CURATOR', scheduledFor });
    expect((await succeed(admin, 'CancelAnnouncement', { id: announcement.id })).announcement.status).toBe('CANCELLED');
    expect((await ask(admin, 'Announcements', { first: 1 })).announcements.nodes).toMatchObject([
      { id: announcement.id, status: 'CANCELLED' },
    ]);
    expect((await ask(admin, 'NotificationDeliveryCounts')).notificationDeliveryCounts).toBeInstanceOf(Array);
    const letters = await ask(admin, 'DeadLetters', { first: 5 });
    expect((await member.app.ask('DeadLetters', { first: 5 })).error).toBeDefined();
    for (const subgraph of ['Users', 'Events', 'Curation', 'Social', 'Payments']) {
      expect(letters[`${subgraph.toLowerCase()}DeadLetters`].totalCount).toBe(0);
      expect((await succeed(admin, `Replay${subgraph}DeadLetters`, { all: true })).wantedCount).toBe(0);
      const since = new Date(Date.now() - 60_000).toISOString();
      expect((await succeed(admin, `Republish${subgraph}Facts`, { topic: 'none.such', since })).factCount).toBe(0);
    }
  });

  test('none was left out', () => {
    expect(operationsIn(isFurther).filter((name) => !ran.has(name))).toEqual([]);
  });
});
