import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import {
  ClaimAndDecideDocument,
  ClaimTwiceDocument,
  EditAndDeleteDocument,
  FlagTwoDocument,
  ReplyTwiceDocument,
  ReviewTwoWaysDocument,
} from './generated/documents';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

/** A past event, and a person who was there. */
async function attended(world: World, viewer: Viewer) {
  const event = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3), status: 'COMPLETED' });
  await world.attends({ eventId: event.eventId, userId: viewer.id });
  return event;
}

async function reviewed(world: World, viewer: Viewer, eventId: string, rating: number) {
  return succeeded(await world.review(viewer, { eventId, rating, text: '' })).review.id;
}

describe('of two mutations in one request the second one shows what the first one changed', () => {
  it('claimReview', async () => {
    const world = await startWorld();
    const curator = aCurator();
    const { id: workflowId } = await world.workflowOf((await world.submitted()).eventId);
    const claim = { first: { workflowId, version: 1 }, second: { workflowId, version: 2 } };
    const { first, second } = await world.run(curator, ClaimTwiceDocument, claim);
    for (const [answer, version] of [
      [first, 2],
      [second, 3],
    ] as const)
      expect(succeeded(answer).workflow).toEqual({ version, event: { curation: { status: 'IN_REVIEW', workflow: { version } } } });
  });

  it('decideReview', async () => {
    const world = await startWorld();
    const { id: workflowId } = await world.workflowOf((await world.submitted()).eventId);
    const decision = { workflowId, version: 2, decision: 'APPROVE', qualityScore: 0.7 } as const;
    const answer = await world.run(aCurator(), ClaimAndDecideDocument, { claim: { workflowId, version: 1 }, decision });
    expect(answer.decideReview).toEqual({
      workflow: {
        status: 'APPROVED',
        event: { curation: { status: 'APPROVED', qualityScore: 0.7, workflow: { version: 3, history: [{ decision: 'APPROVE' }] } } },
      },
    });
  });

  it('flagEvent', async () => {
    const world = await startWorld({ settings: { CURATION_FLAG_THRESHOLD: '1', CURATION_FLAG_PEOPLE: '1' } });
    const [curator, one, other] = [aCurator(), await world.published(), await world.published()];
    const flags = await world.run(curator, FlagTwoDocument, {
      first: { eventId: one.eventId, reason: 'SPAM' },
      second: { eventId: other.eventId, reason: 'SPAM' },
    });
    for (const answer of [flags.first, flags.second])
      expect(succeeded(answer).flag.event).toMatchObject({ curation: { status: 'FLAGGED', workflow: { flags: [{}] } } });
  });

  it('reviewEvent', async () => {
    const world = await startWorld();
    const viewer = aViewer();
    const [one, other] = [await attended(world, viewer), await attended(world, viewer)];
    const answer = await world.run(viewer, ReviewTwoWaysDocument, {
      write: { eventId: one.eventId, rating: 5, text: '' },
      again: { eventId: other.eventId, rating: 2, text: '' },
    });
    const seen = (rating: number, totalCount: number) => ({
      review: {
        rating,
        event: { averageRating: (5 * 3.5 + rating) / 6, reviews: { totalCount: 1, nodes: [{ rating }] } },
        author: { reviews: { totalCount } },
      },
    });
    expect(answer).toEqual({ reviewEvent: seen(5, 1), again: seen(2, 2) });
  });

  it('editReview and deleteReview', async () => {
    const world = await startWorld();
    const viewer = aViewer();
    const { eventId } = await attended(world, viewer);
    const reviewId = await reviewed(world, viewer, eventId, 5);
    const answer = await world.run(viewer, EditAndDeleteDocument, {
      edit: { reviewId, version: 1, rating: 1, text: '' },
      delete: { reviewId },
    });
    expect(answer.editReview).toMatchObject({
      review: { rating: 1, event: { averageRating: 18.5 / 6, reviews: { nodes: [{ rating: 1 }] } } },
    });
    expect(answer.deleteReview).toEqual({ event: { averageRating: null, reviews: { totalCount: 0 } } });
  });

  it('replyToReview', async () => {
    const world = await startWorld();
    const [early, late] = [aViewer(), aViewer()];
    const { eventId, creatorId } = await attended(world, early);
    await world.attends({ eventId, userId: late.id });
    const first = { reviewId: await reviewed(world, early, eventId, 4), text: 'Thanks!' };
    world.clock.advance(60_000);
    const second = { reviewId: await reviewed(world, late, eventId, 5), text: 'Come again!' };
    const answer = await world.run(aViewer({ id: creatorId }), ReplyTwiceDocument, { first, second });
    const shown = (...replies: (string | null)[]) => ({
      review: { event: { reviews: { nodes: replies.map((text) => ({ reply: text === null ? null : { text } })) } } },
    });
    expect(answer).toEqual({ first: shown(null, 'Thanks!'), second: shown('Come again!', 'Thanks!') });
  });
});
