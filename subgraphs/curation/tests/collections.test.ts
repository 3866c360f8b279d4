import { aViewer } from '@marquee/platform/testing';
import { decideCase, makeReport, readCase } from './cases';
import {
  aKnownCurator,
  answer,
  arrange,
  begun,
  decideCollection,
  entryOf,
  inABlock,
  invite,
  proposed,
  published,
  read,
} from './collections';
import {
  ArchiveCollectionDocument,
  ClaimEntryDocument,
  CollectionsDocument,
  CreateCollectionDocument,
  EditCollectionDocument,
  FollowCollectionDocument,
  OwnCollectionsDocument,
  ProposeCollectionDocument,
  RestoreCaseDocument,
  UnfollowCollectionDocument,
  ViewCollectionDocument,
} from './generated/documents';
import { aCurator, anEvent, inHours, startWorld, succeeded } from './world';

const DAY = 86_400_000;

describe('a collection', () => {
  it('is begun, filled, proposed, read by another curator, and then seen by everybody (A11)', async () => {
    const world = await startWorld();
    const [owner, other] = [await aKnownCurator(world), aCurator()];
    const [one, two] = [await world.published(), await world.published()];
    const draft = await begun(world, owner, { title: 'Jazz à l’aube', city: 'Toronto' });
    expect(draft).toMatchObject({ status: 'DRAFT', version: 1, viewerRole: 'OWNER', curators: [{ role: 'OWNER', sharePercent: 100 }] });
    expect(draft.slug).toBe(`jazz-a-l-aube-${draft.id.slice(0, 8)}`);
    for (const stranger of [null, aViewer(), other]) expect(await read(world, draft.slug, stranger)).toBeNull();
    const arranged = succeeded(
      await arrange(world, owner, draft, [{ eventId: two.eventId }, { eventId: one.eventId, note: 'Come early.' }]),
    );
    const input = { collectionId: draft.id, version: arranged.collection.version };
    const { collection } = succeeded((await world.run(owner, ProposeCollectionDocument, { input })).proposeCollection);
    expect(collection.status).toBe('IN_REVIEW');
    const entry = (await entryOf(world, draft.id, other))!;
    expect(entry).toMatchObject({ kind: 'COLLECTION', city: 'toronto', language: 'en', author: { id: owner.id } });
    expect((await readCase(world, entry.id, other))!.evidence).toEqual(
      expect.arrayContaining([
        { name: 'title', text: 'Jazz à l’aube' },
        { name: 'entries', text: `${two.title}\n${one.title}: Come early.` },
      ]),
    );
    const claimed = (await world.run(other, ClaimEntryDocument, { input: { entryId: entry.id, version: entry.case!.version } })).claimEntry;
    const { version } = succeeded(claimed).entry!.case!;
    const decided = succeeded(await decideCollection(world, other, { caseId: entry.id, version, verdict: 'APPROVE' }));
    expect(decided).toMatchObject({ case: { status: 'APPROVED', inQueue: false }, collection: { status: 'PUBLISHED' } });
    expect(await entryOf(world, draft.id)).toBeNull();
    const seen = (await read(world, draft.slug))!;
    expect(seen).toMatchObject({
      ...{
        title: 'Jazz à l’aube',
        text: 'Quiet evenings for you and for all of the city.',
        status: 'PUBLISHED',
        publishedAt: expect.any(String),
      },
      entries: [
        { event: { id: two.eventId }, note: null },
        { event: { id: one.eventId }, note: 'Come early.', addedBy: { id: owner.id } },
      ],
      ...{ formerEntries: null, notes: null, proposed: null, viewerRole: null, viewerFollows: null },
      curators: [{ user: { id: owner.id }, role: 'OWNER', sharePercent: null }],
    });
    const listed = async (city: string) => (await world.run(null, CollectionsDocument, { filter: { city } })).collections.nodes;
    expect((await listed('TORONTO')).map(({ id }) => id)).toEqual([draft.id]);
    expect(await listed('Montreal')).toEqual([]);
    const onEvent = (await world.entity(aViewer(), { __typename: 'Event', id: one.eventId }, '{ collections { id } }')).data!._entities[0];
    expect(onEvent).toEqual({ collections: [{ id: draft.id }] });
    expect(await world.collectionsDecided()).toMatchObject([
      {
        collectionId: draft.id,
        outcome: 'APPROVED',
        published: true,
        curatorIds: [owner.id],
        decidedById: other.id,
        title: 'Jazz à l’aube',
      },
    ]);
  });

  it('is not judged by those who look after it, nor dismissed; changes are asked for and it comes again, a refusal is final', async () => {
    const world = await startWorld();
    const [owner, co, other] = [await aKnownCurator(world), await aKnownCurator(world), aCurator()];
    const { id } = await proposed(world, owner, [await world.published()]);
    succeeded(await invite(world, owner, id, co.id));
    const at = async () => {
      const { case: one } = (await entryOf(world, id))!;
      return { caseId: one!.id, version: one!.version };
    };
    for (const theirs of [owner, co]) {
      expect((await decideCollection(world, theirs, { ...(await at()), verdict: 'APPROVE' })).__typename).toBe('NotAllowed');
      expect(await readCase(world, (await at()).caseId, theirs)).toBeNull();
    }
    expect((await decideCase(world, other, { ...(await at()), verdict: 'DISMISS' })).__typename).toBe('NotAllowed');
    expect((await decideCollection(world, other, { ...(await at()), verdict: 'REJECT' })).__typename).toBe('InvalidInput');
    const asked = await decideCollection(world, other, { ...(await at()), verdict: 'REQUEST_CHANGES', notes: 'Say more.' });
    const { collection } = succeeded(asked);
    expect(collection).toMatchObject({ status: 'NEEDS_CHANGES', notes: 'Say more.' });
    const words = { title: 'Nights by candle light', text: 'Said more.' };
    const edited = await world.run(owner, EditCollectionDocument, { input: { collectionId: id, version: collection.version, ...words } });
    const { version } = succeeded(edited.editCollection).collection;
    succeeded((await world.run(owner, ProposeCollectionDocument, { input: { collectionId: id, version } })).proposeCollection);
    const before = await at();
    const again = await world.run(owner, EditCollectionDocument, {
      input: { collectionId: id, version: version + 1, ...words, text: 'Even more.' },
    });
    succeeded(again.editCollection);
    // Nobody decides about what they have not read.
    expect((await decideCollection(world, other, { ...before, verdict: 'APPROVE' })).__typename).toBe('CaseConflict');
    expect((await readCase(world, (await at()).caseId, other))!.evidence).toContainEqual({ name: 'text', text: 'Even more.' });
    const refused = succeeded(await decideCollection(world, other, { ...(await at()), verdict: 'REJECT', notes: 'No.' })).collection;
    expect(refused.status).toBe('REJECTED');
    const { proposeCollection } = await world.run(owner, ProposeCollectionDocument, {
      input: { collectionId: id, version: refused.version },
    });
    expect(proposeCollection.__typename).toBe('NotAllowed');
  });

  it('that is published shows its words until others are approved, and its entries at once', async () => {
    const world = await startWorld();
    const [owner, stranger] = [await aKnownCurator(world), aCurator()];
    const [one, two] = [await world.published(), await world.published()];
    const { id, slug, version } = await published(world, owner, [one]);
    const input = { collectionId: id, version, title: 'Other words', text: 'Other text.', city: 'Paris' };
    expect((await world.run(stranger, EditCollectionDocument, { input })).editCollection.__typename).toBe('NotAllowed');
    const { collection } = succeeded((await world.run(owner, EditCollectionDocument, { input })).editCollection);
    expect(collection).toMatchObject({ status: 'PUBLISHED', title: 'Nights by candle light', proposed: { title: 'Other words' } });
    expect((await world.run(owner, EditCollectionDocument, { input })).editCollection.__typename).toBe('Conflict');
    const { id: caseId } = (await entryOf(world, id))!;
    expect((await readCase(world, caseId, stranger))!.evidence).toContainEqual({ name: 'title', text: 'Other words' });
    const arranged = succeeded(await arrange(world, owner, collection, [{ eventId: two.eventId }, { eventId: one.eventId }])).collection;
    expect((await read(world, slug))!.entries.map(({ event }) => event.id)).toEqual([two.eventId, one.eventId]);
    const waiting = (await entryOf(world, id))!.case!;
    succeeded(await decideCollection(world, aCurator(), { caseId: waiting.id, version: waiting.version, verdict: 'REJECT', notes: 'No.' }));
    expect(await read(world, slug)).toMatchObject({ status: 'PUBLISHED', title: 'Nights by candle light' });
    const next = { ...input, version: arranged.version + 1 };
    succeeded((await world.run(owner, EditCollectionDocument, { input: next })).editCollection);
    const last = (await entryOf(world, id))!.case!;
    succeeded(await decideCollection(world, aCurator(), { caseId: last.id, version: last.version, verdict: 'APPROVE' }));
    expect(await read(world, slug)).toMatchObject({ title: 'Other words', text: 'Other text.', city: 'Paris' });
  });

  it('has only events that everybody may see and that are not over, and none of the curator’s own', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const draft = await begun(world, owner);
    const wrong = [
      anEvent({ visibility: 'PRIVATE' }),
      anEvent({ status: 'PENDING_REVIEW' }),
      anEvent({ hidden: true }),
      anEvent({ startsAt: inHours(-4), endsAt: inHours(-2) }),
      anEvent({ creatorId: owner.id }),
      anEvent({ team: [{ userId: owner.id, role: 'EDITOR' }] }),
    ];
    for (const event of wrong) {
      await world.tell('event.changed', event.eventId, event);
      expect(await arrange(world, owner, draft, [{ eventId: event.eventId }])).toMatchObject({
        ...{ __typename: 'InvalidInput', field: 'entries.0.eventId' },
      });
    }
    const input = { title: 'x', text: '', validFrom: inHours(2), validUntil: inHours(1) };
    expect((await world.run(owner, CreateCollectionDocument, { input })).createCollection.__typename).toBe('InvalidInput');
    expect((await world.errorOf(aViewer(), CreateCollectionDocument, { input }))?.code).toBe('FORBIDDEN');
    expect((await world.errorOf(null, CreateCollectionDocument, { input }))?.code).toBe('UNAUTHENTICATED');
    const empty = await world.run(owner, ProposeCollectionDocument, { input: { collectionId: draft.id, version: draft.version } });
    expect(empty.proposeCollection.__typename).toBe('InvalidInput');
  });

  it('loses an event that is called off, taken down, hidden, private or over, and keeps it in its history; what comes back is back', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const [stays, calledOff, down] = [await world.published(), await world.published(), await world.published()];
    const [hidden, over, out] = [await world.published(), await world.published(), await world.published()];
    const one = await published(world, owner, [stays, calledOff, down, hidden, over, out]);
    await world.change(calledOff, { status: 'CANCELLED' });
    await world.change(down, { status: 'REJECTED' });
    await world.change(hidden, { hidden: true });
    await world.change(over, { startsAt: inHours(-4), endsAt: inHours(-2) });
    const named = [stays, calledOff, down, hidden, over].map(({ eventId }) => ({ eventId }));
    expect(succeeded(await arrange(world, owner, one, named)).collection.entries).toHaveLength(1);
    const seen = (await read(world, one.slug, owner))!;
    expect(seen.entries.map(({ event }) => event.id)).toEqual([stays.eventId]);
    expect(Object.fromEntries(seen.formerEntries!.map(({ event, reason }) => [event.id, reason]))).toEqual({
      [calledOff.eventId]: 'CALLED_OFF',
      [down.eventId]: 'NOT_ON_SHOW',
      [hidden.eventId]: 'NOT_ON_SHOW',
      [over.eventId]: 'OVER',
      [out.eventId]: 'TAKEN_OUT',
    });
    await world.change(hidden, { hidden: false, version: 3 });
    expect((await read(world, one.slug))!.entries.map(({ event }) => event.id)).toEqual([stays.eventId, hidden.eventId]);
    // What has left by itself is not taken out because nobody names it.
    const present = (await read(world, one.slug, owner))!;
    succeeded(await arrange(world, owner, present, [{ eventId: stays.eventId }]));
    await world.change(calledOff, { status: 'PUBLISHED', version: 3 });
    expect((await read(world, one.slug))!.entries.map(({ event }) => event.id)).toEqual([stays.eventId, calledOff.eventId]);
  });

  it('that is reported is taken down for everybody and put back by somebody else; put away, nobody else sees it', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const one = await published(world, owner, [await world.published()]);
    const report = { kind: 'COLLECTION', subjectId: one.id, reason: 'HATE' } as const;
    expect((await makeReport(world, owner, report)).__typename).toBe('InvalidInput');
    const reporter = await world.member();
    succeeded(await makeReport(world, reporter, report));
    const input = { collectionId: one.id, version: one.version, title: 'Meanwhile', text: 'Other words.' };
    succeeded((await world.run(owner, EditCollectionDocument, { input })).editCollection);
    const judge = aCurator();
    const waiting = (await entryOf(world, one.id, judge))!.case!;
    const at = { caseId: waiting.id, version: waiting.version };
    succeeded(await decideCase(world, judge, { ...at, verdict: 'REMOVE', notes: 'Not here.' }));
    expect(await read(world, one.slug)).toBeNull();
    expect(await read(world, one.slug, owner)).toMatchObject({ status: 'REMOVED', notes: 'Not here.', proposed: null });
    expect((await world.casesDecided()).at(-1)).toMatchObject({ kind: 'COLLECTION', outcome: 'REMOVED', authorId: owner.id });
    const restore = { caseId: at.caseId, version: at.version + 1 };
    succeeded((await world.run(aCurator(), RestoreCaseDocument, { input: restore })).restoreCase);
    const back = (await read(world, one.slug))!;
    const archive = { collectionId: one.id, version: back.version };
    expect((await world.run(aCurator(), ArchiveCollectionDocument, { input: archive })).archiveCollection.__typename).toBe('NotAllowed');
    succeeded((await world.run(owner, ArchiveCollectionDocument, { input: archive })).archiveCollection);
    expect(await read(world, one.slug, reporter)).toBeNull();
    expect((await makeReport(world, await world.member(), report)).__typename).toBe('NotFound');
  });

  it('that its owner has put away meanwhile stays away, whatever is decided about the report and put back of that', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const one = await published(world, owner, [await world.published()]);
    succeeded(await makeReport(world, await world.member(), { kind: 'COLLECTION', subjectId: one.id, reason: 'HATE' }));
    const archive = { collectionId: one.id, version: one.version };
    succeeded((await world.run(owner, ArchiveCollectionDocument, { input: archive })).archiveCollection);
    const judge = aCurator();
    const { id: caseId, version } = (await entryOf(world, one.id, judge))!.case!;
    succeeded(await decideCase(world, judge, { caseId, version, verdict: 'REMOVE', notes: 'Not here.' }));
    succeeded((await world.run(aCurator(), RestoreCaseDocument, { input: { caseId, version: version + 1 } })).restoreCase);
    expect(await read(world, one.slug)).toBeNull();
    expect(await read(world, one.slug, owner)).toMatchObject({ status: 'ARCHIVED' });
  });

  it('put away while it waits is nothing to decide any more', async () => {
    const world = await startWorld();
    const owner = await aKnownCurator(world);
    const one = await proposed(world, owner, [await world.published()]);
    const input = { collectionId: one.id, version: one.version };
    succeeded((await world.run(owner, ArchiveCollectionDocument, { input })).archiveCollection);
    expect(await entryOf(world, one.id)).toBeNull();
  });
});

describe('those who follow a collection', () => {
  it('are told what is new in it and on show once a day, and not of what they could read before', async () => {
    const world = await startWorld();
    const [owner, follower, gone, blocked] = [await aKnownCurator(world), aViewer(), aViewer(), aViewer()];
    const [first, second, third, fourth] = [
      await world.published(),
      await world.published(),
      await world.published(),
      await world.published(),
    ];
    const one = await published(world, owner, [first]);
    const input = { collectionId: one.id };
    for (const viewer of [follower, gone, blocked, follower])
      succeeded((await world.run(viewer, FollowCollectionDocument, { input })).followCollection);
    expect(await read(world, one.slug, follower)).toMatchObject({ followerCount: 3, viewerFollows: true });
    expect((await world.run(follower, OwnCollectionsDocument, {})).followedCollections.nodes).toEqual([{ id: one.id }]);
    succeeded((await world.run(gone, UnfollowCollectionDocument, { input })).unfollowCollection);
    await inABlock(world, blocked.id, owner.id);
    const entries = [first, second, third].map(({ eventId }) => ({ eventId }));
    const { collection } = succeeded(await arrange(world, owner, (await read(world, one.slug, owner))!, entries));
    await world.change(third, { status: 'CANCELLED' });
    await world.runJob('tell-collections');
    await world.runJob('tell-collections');
    expect(await world.collectionsGrew()).toMatchObject([
      { collectionId: one.id, count: 1, events: [{ eventId: second.eventId, title: second.title }], userIds: [follower.id] },
    ]);
    const more = [...entries, { eventId: fourth.eventId }].filter(({ eventId }) => eventId !== third.eventId);
    succeeded(await arrange(world, owner, collection, more));
    await world.runJob('tell-collections');
    expect(await world.collectionsGrew()).toHaveLength(1);
    await world.clock.advance(DAY);
    await world.runJob('tell-collections');
    expect((await world.collectionsGrew()).at(-1)).toMatchObject({ count: 1, events: [{ eventId: fourth.eventId }] });
  });

  it('and others who open it are counted once a day, but not those who look after it', async () => {
    const world = await startWorld();
    const [owner, viewer] = [await aKnownCurator(world), aViewer()];
    const one = await published(world, owner, [await world.published()]);
    const open = async (who: typeof viewer) =>
      succeeded((await world.run(who, ViewCollectionDocument, { input: { collectionId: one.id } })).viewCollection).collection.viewCount;
    await Promise.all([open(viewer), open(viewer), open(aViewer())]);
    expect(await open(owner)).toBe(2);
    await world.clock.advance(DAY);
    expect(await open(viewer)).toBe(3);
    const draft = await begun(world, owner);
    const input = { collectionId: draft.id };
    expect((await world.run(viewer, ViewCollectionDocument, { input })).viewCollection.__typename).toBe('NotFound');
    expect((await world.run(viewer, FollowCollectionDocument, { input })).followCollection.__typename).toBe('NotFound');
  });
});

describe('the erasure of somebody who looks after collections', () => {
  it('hands them to the co-curator, deletes those without one, and takes names and follows away', async () => {
    const world = await startWorld();
    const [owner, heir, reader] = [await aKnownCurator(world), await aKnownCurator(world), aViewer()];
    const event = await world.published();
    const shared = await published(world, owner, [event]);
    const alone = await published(world, owner, [event], { title: 'Mine alone' });
    const waiting = await proposed(world, owner, [event], { title: 'Waits' });
    for (const { id } of [shared, waiting]) {
      succeeded(await invite(world, owner, id, heir.id));
      succeeded(await answer(world, heir, id));
    }
    succeeded((await world.run(owner, FollowCollectionDocument, { input: { collectionId: shared.id } })).followCollection);
    await world.tell('user.erased', owner.id, { userId: owner.id });
    await world.tell('user.erased', owner.id, { userId: owner.id });
    expect(await read(world, shared.slug, heir)).toMatchObject({
      ...{ viewerRole: 'OWNER', followerCount: 0, curators: [{ user: { id: heir.id }, sharePercent: 100 }] },
      entries: [{ event: { id: event.eventId }, addedBy: null }],
    });
    expect(await read(world, alone.slug, aCurator())).toBeNull();
    expect(await read(world, waiting.slug, heir)).toMatchObject({ status: 'DRAFT', viewerRole: 'OWNER' });
    expect(await entryOf(world, waiting.id)).toBeNull();
    expect((await world.run(reader, CollectionsDocument, {})).collections.nodes.map(({ id }) => id)).toEqual([shared.id]);
  });
});
