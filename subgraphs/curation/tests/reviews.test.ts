import { aViewer } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { DeleteReviewDocument, EditReviewDocument, ReplyDocument, WriteReviewDocument, type ReviewEventInput } from './generated/documents';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

const LIST =
  '{ averageRating reviews(first: 2) { nodes { rating text author { id } reply { text } } totalCount pageInfo { hasNextPage } } }';

const review = (world: World, viewer: Viewer, eventId: string, more: Partial<ReviewEventInput> = {}) =>
  world.review(viewer, { eventId, rating: 4, text: 'Good.', ...more });

const pastEvent = (world: World, parts: Parameters<World['published']>[0] = {}) =>
  world.published({ startsAt: inHours(-5), endsAt: inHours(-3), status: 'COMPLETED', ...parts });

async function reviewed(world: World, viewer = aViewer(), parts: Parameters<World['published']>[0] = {}) {
  const event = await pastEvent(world, parts);
  await world.attends({ eventId: event.eventId, userId: viewer.id });
  const answer = await review(world, viewer, event.eventId);
  return { event, viewer, reviewId: succeeded(answer).review.id };
}

const listOf = async (world: World, viewer: Viewer | null, eventId: string) =>
  (await world.entity(viewer, { __typename: 'Event', id: eventId }, LIST)).data!._entities[0];

describe('reviewing', () => {
  it('is for people who were there (C27, A13)', async () => {
    const world = await startWorld();
    const { eventId } = await pastEvent(world);
    const [guest, absent, interested] = [aViewer(), aViewer(), aViewer()];
    await world.attends({ eventId, userId: guest.id });
    await world.attends({ eventId, userId: interested.id, status: 'INTERESTED' });
    expect(await review(world, guest, eventId)).toMatchObject({
      __typename: 'ReviewEventSuccess',
      review: { rating: 4, text: 'Good.', version: 1 },
    });
    for (const viewer of [absent, interested])
      expect(await review(world, viewer, eventId)).toMatchObject({ __typename: 'NotAttended', code: 'NOT_ALLOWED_NOW', retryable: false });
  });

  it('is for those who were checked in alone, once anybody was (C27, A13)', async () => {
    const world = await startWorld();
    const { eventId } = await world.published({ startsAt: inHours(-1), endsAt: inHours(1) });
    const [inside, outside] = [aViewer(), aViewer()];
    await world.attends({ eventId, userId: outside.id });
    expect(await review(world, outside, eventId)).toMatchObject({ __typename: 'NotAttended', retryable: true, nextStep: 'WAIT' });
    await world.attends({ eventId, userId: inside.id, checkedInAt: inHours(-1) });
    expect((await review(world, inside, eventId)).__typename).toBe('ReviewEventSuccess');
    world.clock.advance(5 * 3_600_000);
    expect(await review(world, outside, eventId)).toMatchObject({ __typename: 'NotAttended', retryable: false, nextStep: null });
  });

  it('does not believe late news of an attendance', async () => {
    const world = await startWorld();
    const { eventId } = await pastEvent(world);
    const viewer = aViewer();
    await world.attends({ eventId, userId: viewer.id, version: 3, status: 'CANCELLED' });
    await world.attends({ eventId, userId: viewer.id, version: 2, status: 'GOING' });
    expect((await review(world, viewer, eventId)).__typename).toBe('NotAttended');
  });

  it('is possible once, even at the same time', async () => {
    const world = await startWorld();
    const { eventId } = await pastEvent(world);
    const viewer = aViewer();
    await world.attends({ eventId, userId: viewer.id });
    const answers = await Promise.all(Array.from({ length: 5 }, () => review(world, viewer, eventId)));
    const made = answers.filter((answer) => answer.__typename === 'ReviewEventSuccess');
    expect(made).toHaveLength(1);
    for (const answer of answers.filter((answer) => !made.some((one) => one === answer)))
      expect(answer).toMatchObject({ __typename: 'AlreadyReviewed', review: { id: succeeded(made[0]!).review.id } });
  });

  it('is not for one’s own event, for what one may not see, nor for visitors', async () => {
    const world = await startWorld();
    const event = await pastEvent(world);
    expect((await review(world, aViewer({ id: event.creatorId }), event.eventId)).__typename).toBe('NotAllowed');
    const secret = await pastEvent(world, { visibility: 'PRIVATE' });
    expect((await review(world, aViewer(), secret.eventId)).__typename).toBe('NotFound');
    expect((await world.errorOf(null, WriteReviewDocument, { input: { eventId: event.eventId, rating: 1, text: '' } }))?.code).toBe(
      'UNAUTHENTICATED',
    );
  });

  it.each([
    [{ rating: 0 }, 'rating'],
    [{ rating: 6 }, 'rating'],
    [{ text: 'x'.repeat(4_001) }, 'text'],
    [{ text: 'a\u0007b' }, 'text'],
    [{ eventId: 'e1' }, 'eventId'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
  ])('refuses %j by name', async (change, field) => {
    const world = await startWorld();
    const input = { eventId: aViewer().id, rating: 4, text: '', ...change };
    expect(await world.review(aViewer(), input)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('tells the rating of the event with each review, also when many are written at once (C4, C28)', async () => {
    const world = await startWorld();
    const { eventId } = await pastEvent(world);
    const guests = Array.from({ length: 8 }, () => aViewer());
    for (const guest of guests) await world.attends({ eventId, userId: guest.id });
    await Promise.all(guests.map((guest) => review(world, guest, eventId, { rating: 5 })));
    const news = await world.reviewNews();
    expect(news.map((one) => one.eventReviewCount)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(news.at(-1)).toMatchObject({ eventId, rating: 5, version: 1, eventRating: (5 * 3.5 + 40) / 13 });
    expect((await listOf(world, null, eventId)).averageRating).toBeCloseTo((5 * 3.5 + 40) / 13, 10);
  });
});

describe('a review', () => {
  it('is edited by its author, and each wording is a version (A13)', async () => {
    const world = await startWorld();
    const { viewer, reviewId, event } = await reviewed(world);
    const input = { reviewId, version: 1, rating: 2, text: 'On second thought.' };
    expect((await world.run(viewer, EditReviewDocument, { input })).editReview).toMatchObject({
      review: { version: 2, rating: 2, text: 'On second thought.', editedAt: world.clock.now().toISOString() },
    });
    expect((await world.run(viewer, EditReviewDocument, { input })).editReview).toMatchObject({ __typename: 'Conflict' });
    expect((await world.run(aViewer(), EditReviewDocument, { input: { ...input, version: 2 } })).editReview).toMatchObject({
      __typename: 'NotAllowed',
    });
    expect((await world.reviewNews()).map(({ version, rating }) => ({ version, rating }))).toEqual([
      { version: 1, rating: 4 },
      { version: 2, rating: 2 },
    ]);
    expect((await listOf(world, null, event.eventId)).averageRating).toBeCloseTo(19.5 / 6, 10);
  });

  it('is removed by its author or a moderator, and the rating follows', async () => {
    const world = await startWorld();
    const first = await reviewed(world);
    const second = await reviewed(world);
    expect((await world.run(aViewer(), DeleteReviewDocument, { input: { reviewId: first.reviewId } })).deleteReview.__typename).toBe(
      'NotAllowed',
    );
    expect(
      (await world.run(aViewer({ role: 'curator' }), DeleteReviewDocument, { input: { reviewId: first.reviewId } })).deleteReview
        .__typename,
    ).toBe('NotAllowed');
    expect((await world.run(first.viewer, DeleteReviewDocument, { input: { reviewId: first.reviewId } })).deleteReview).toEqual({
      __typename: 'DeleteReviewSuccess',
      deletedId: first.reviewId,
      event: { id: first.event.eventId },
    });
    expect(
      (await world.run(aViewer({ role: 'moderator' }), DeleteReviewDocument, { input: { reviewId: second.reviewId } })).deleteReview
        .__typename,
    ).toBe('DeleteReviewSuccess');
    expect((await world.run(first.viewer, DeleteReviewDocument, { input: { reviewId: first.reviewId } })).deleteReview.__typename).toBe(
      'NotFound',
    );
    expect((await world.reviewNews()).slice(2)).toMatchObject([
      { reviewId: first.reviewId, version: 2, rating: null, eventRating: null, eventReviewCount: 0 },
      { reviewId: second.reviewId, version: 2, rating: null },
    ]);
    expect(await listOf(world, null, first.event.eventId)).toMatchObject({ averageRating: null, reviews: { nodes: [], totalCount: 0 } });
  });

  it('that a moderator removed stays removed, and its author is told (social-curation F10)', async () => {
    const world = await startWorld();
    const { viewer, reviewId, event } = await reviewed(world);
    const moderator = aViewer({ role: 'moderator' });
    await world.run(moderator, DeleteReviewDocument, { input: { reviewId } });
    expect((await world.reviewNews()).at(-1)).toMatchObject({ reviewId, rating: null, removedBy: 'MODERATOR' });
    expect(await review(world, viewer, event.eventId)).toMatchObject({ __typename: 'NotAllowed' });
    for (const reader of [viewer, moderator])
      expect((await world.entity(reader, { __typename: 'Review', id: reviewId }, '{ text }')).data!._entities).toEqual([null]);
    const input = { reviewId, version: 2, rating: 5, text: 'Again.' };
    expect((await world.run(viewer, EditReviewDocument, { input })).editReview.__typename).toBe('NotFound');
    world.clock.advance(30 * 86_400_000);
    expect(await review(world, viewer, event.eventId)).toMatchObject({ review: { id: reviewId, version: 3 } });
  });

  it('that its author deletes and writes again keeps its versions and its reply (social-curation F10)', async () => {
    const world = await startWorld();
    const { viewer, reviewId, event } = await reviewed(world);
    await world.run(aViewer({ id: event.creatorId }), ReplyDocument, { input: { reviewId, text: 'Thank you.' } });
    await world.run(viewer, DeleteReviewDocument, { input: { reviewId } });
    expect((await world.reviewNews()).at(-1)).toMatchObject({ version: 2, rating: null, removedBy: 'AUTHOR' });
    expect(await review(world, viewer, event.eventId, { rating: 1, text: 'Bad.' })).toMatchObject({ review: { id: reviewId, version: 3 } });
    expect(await listOf(world, null, event.eventId)).toMatchObject({
      reviews: { nodes: [{ rating: 1, text: 'Bad.', reply: { text: 'Thank you.' } }], totalCount: 1 },
    });
    expect(await world.reviewNews()).toMatchObject([
      { version: 1, rating: 4 },
      { version: 2, rating: null },
      { version: 3, rating: 1 },
    ]);
  });

  it('is answered once, by the organiser (A13)', async () => {
    const world = await startWorld();
    const { event, viewer, reviewId } = await reviewed(world);
    const organiser = aViewer({ id: event.creatorId });
    expect((await world.run(viewer, ReplyDocument, { input: { reviewId, text: 'Thanks' } })).replyToReview.__typename).toBe('NotAllowed');
    const answers = await Promise.all(
      ['Thank you!', 'Thanks again!'].map((text) => world.run(organiser, ReplyDocument, { input: { reviewId, text } })),
    );
    expect(answers.map((answer) => answer.replyToReview.__typename).sort()).toEqual(['AlreadyReplied', 'ReplyToReviewSuccess']);
    const [node] = (await listOf(world, null, event.eventId)).reviews.nodes;
    expect(['Thank you!', 'Thanks again!']).toContain(node.reply.text);
  });
});

describe('lists of reviews', () => {
  it('have the newest first and are paged in both directions (C28)', async () => {
    const world = await startWorld();
    const { eventId } = await pastEvent(world);
    for (let rating = 1; rating <= 5; rating++) {
      const guest = aViewer();
      await world.attends({ eventId, userId: guest.id });
      await review(world, guest, eventId, { rating });
      // Two of them in the same instant.
      if (rating !== 3) world.clock.advance(60_000);
    }
    const page = async (args: string) =>
      (
        await world.entity(
          null,
          { __typename: 'Event', id: eventId },
          `{ reviews(${args}) { nodes { rating } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        )
      ).data!._entities[0].reviews;
    const ratings = (answer: { nodes: { rating: number }[] }) => answer.nodes.map((node) => node.rating);
    const whole = await page('first: 10');
    expect(ratings(whole)[0]).toBe(5);
    expect(ratings(whole).slice(-2)).toEqual([2, 1]);
    const first = await page('first: 2');
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
    const third = await page(`first: 2, after: "${second.pageInfo.endCursor}"`);
    expect([...ratings(first), ...ratings(second), ...ratings(third)]).toEqual(ratings(whole));
    expect(third.pageInfo.hasNextPage).toBe(false);
    expect(ratings(await page(`last: 2, before: "${third.pageInfo.startCursor}"`))).toEqual(ratings(second));
    expect(ratings(await page('last: 2'))).toEqual([2, 1]);
  });

  it('refuse forged cursors and sizes out of bounds', async () => {
    const world = await startWorld();
    const { event } = await reviewed(world);
    const forged = (key: unknown[]) => `first: 2, after: "${Buffer.from(JSON.stringify(['reviews', ...key])).toString('base64url')}"`;
    for (const args of [
      'first: 101',
      'first: -1',
      'first: 1, last: 1',
      'after: "x"',
      forged(['x', 'y']),
      forged([1, 2]),
      forged(['2026-01-01T00:00:00Z', "';--"]),
    ]) {
      const answer = await world.entity(null, { __typename: 'Event', id: event.eventId }, `{ reviews(${args}) { nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });

  it('of a person have what the reader may see of it, the same by every path', async () => {
    const world = await startWorld();
    const author = aViewer();
    const open = await reviewed(world, author);
    const secret = await reviewed(world, author, { visibility: 'PRIVATE' });
    const gone = await reviewed(world, author);
    await world.change(gone.event, { change: 'DELETED' });
    const flagged = await reviewed(world, author);
    await world.change(flagged.event, { hidden: true });
    const companion = aViewer();
    await world.attends({ eventId: secret.event.eventId, userId: companion.id });
    const readers: [Viewer | null, string[]][] = [
      [null, [open.reviewId]],
      [aViewer(), [open.reviewId]],
      [companion, [secret.reviewId, open.reviewId]],
      [author, [flagged.reviewId, secret.reviewId, open.reviewId]],
      [aViewer({ id: flagged.event.creatorId }), [flagged.reviewId, open.reviewId]],
      [aViewer({ id: secret.event.creatorId }), [secret.reviewId, open.reviewId]],
      [aCurator(), [flagged.reviewId, secret.reviewId, open.reviewId]],
    ];
    for (const [reader, ids] of readers) {
      const { reviews } = (
        await world.entity(reader, { __typename: 'User', id: author.id }, '{ reviews(first: 5) { nodes { id } totalCount } }')
      ).data!._entities[0];
      expect({ ids: reviews.nodes.map((node: { id: string }) => node.id).sort(), count: reviews.totalCount }).toEqual({
        ids: [...ids].sort(),
        count: ids.length,
      });
      for (const one of [open, secret, flagged, gone]) {
        const direct = await world.entity(reader, { __typename: 'Review', id: one.reviewId }, '{ text }');
        expect(direct.data!._entities[0] !== null).toBe(ids.includes(one.reviewId));
        const nested = await listOf(world, reader, one.event.eventId);
        expect((nested.reviews?.nodes.length ?? 0) > 0).toBe(ids.includes(one.reviewId));
        expect(nested.averageRating !== null).toBe(ids.includes(one.reviewId));
      }
    }
  });
});

describe('a block', () => {
  const block = (world: World, one: Viewer, other: Viewer, parts: Record<string, unknown> = {}) =>
    world.tell('connection.changed', one.id, {
      connectionId: one.id,
      version: 2,
      requesterId: one.id,
      addresseeId: other.id,
      type: 'FRIEND',
      status: 'BLOCKED',
      ...parts,
    });

  it('hides what each of the two wrote from the other, by every path, and from nobody else (social-curation F6)', async () => {
    const world = await startWorld();
    const { event, viewer: author, reviewId } = await reviewed(world);
    const { eventId } = event;
    const [blocker, other] = [aViewer(), aViewer()];
    await world.attends({ eventId, userId: other.id });
    await review(world, other, eventId, { rating: 2 });
    const total = async (reader: Viewer | null) => (await listOf(world, reader, eventId)).reviews.totalCount;
    await block(world, blocker, author);
    const seen = await listOf(world, blocker, eventId);
    expect(seen.reviews).toMatchObject({ nodes: [{ author: { id: other.id } }], totalCount: 1 });
    expect(seen.averageRating).toBe((await listOf(world, null, eventId)).averageRating);
    for (const reader of [author, other, aCurator(), null]) expect(await total(reader)).toBe(2);
    expect((await world.entity(blocker, { __typename: 'Review', id: reviewId }, '{ text }')).data!._entities).toEqual([null]);
    const ofAuthor = await world.entity(
      blocker,
      { __typename: 'User', id: author.id },
      '{ reviews(first: 5) { nodes { id } totalCount } }',
    );
    expect(ofAuthor.data!._entities[0].reviews).toEqual({ nodes: [], totalCount: 0 });
    // Late, and twice; then taken back.
    await block(world, blocker, author, { version: 1, status: 'ACCEPTED' });
    await block(world, blocker, author);
    expect(await total(blocker)).toBe(1);
    await block(world, blocker, author, { version: 3, status: 'REMOVED' });
    expect(await total(blocker)).toBe(2);
  });

  it('between the organiser and a guest hides review and reply from both, and nobody replies through it', async () => {
    const world = await startWorld();
    const { event, viewer: author, reviewId } = await reviewed(world);
    const organiser = aViewer({ id: event.creatorId });
    const reply = async () =>
      (await world.run(organiser, ReplyDocument, { input: { reviewId, text: 'Thank you!' } })).replyToReview.__typename;
    await block(world, author, organiser);
    expect(await reply()).toBe('NotFound');
    await block(world, author, organiser, { version: 3, status: 'REMOVED' });
    expect(await reply()).toBe('ReplyToReviewSuccess');
    await block(world, organiser, author, { connectionId: aViewer().id });
    expect((await listOf(world, author, event.eventId)).reviews.nodes).toMatchObject([{ author: { id: author.id }, reply: null }]);
    expect((await listOf(world, organiser, event.eventId)).reviews.nodes).toEqual([]);
    expect((await listOf(world, null, event.eventId)).reviews.nodes).toMatchObject([{ reply: { text: 'Thank you!' } }]);
  });

  it('of a person who was erased leaves nothing, and a late fact brings nothing back', async () => {
    const world = await startWorld();
    const [one, other] = [aViewer(), aViewer()];
    await block(world, one, other);
    await world.tell('user.erased', one.id, { userId: one.id });
    await block(world, one, other, { version: 9 });
    const { event } = await reviewed(world, other);
    expect((await listOf(world, one, event.eventId)).reviews.totalCount).toBe(1);
  });
});
