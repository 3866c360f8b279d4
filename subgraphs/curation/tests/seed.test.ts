import { randomUUID } from 'node:crypto';
import { seedAt } from '../prisma/seed';
import { startWorld, inHours } from './world';

describe('the seed', () => {
  it('puts reviews in and tells the ratings, once however often it runs', async () => {
    const world = await startWorld();
    const event = await world.published({ startsAt: inHours(-50), endsAt: inHours(-48) });
    const review = (rating: number) => ({
      id: randomUUID(),
      eventId: event.eventId,
      authorId: randomUUID(),
      rating,
      text: 'Good.',
      at: new Date(inHours(-40)),
    });
    const reply = { text: 'Thanks!', authorId: event.creatorId, at: new Date(inHours(-30)) };
    const reviews = [review(5), review(4), { ...review(3), reply, at: new Date('2999-01-01T00:00:00Z') }];
    expect(await seedAt(world.databaseUrl, { reviews })).toEqual({ reviews: 3 });
    expect(await seedAt(world.databaseUrl, { reviews })).toEqual({ reviews: 0 });
    const read = '{ averageRating reviews { totalCount nodes { rating createdAt reply { text } } } }';
    const seen = (await world.entity(null, { __typename: 'Event', id: event.eventId }, read)).data!._entities[0];
    expect(seen).toMatchObject({ averageRating: (17.5 + 12) / 8, reviews: { totalCount: 3 } });
    const answered = seen.reviews.nodes.find((node: { rating: number }) => node.rating === 3);
    expect(answered.reply).toEqual({ text: 'Thanks!' });
    expect(Date.parse(answered.createdAt)).toBeLessThanOrEqual(Date.now());
    const news = await world.reviewNews();
    expect(news).toHaveLength(3);
    for (const one of news) expect(one).toMatchObject({ eventReviewCount: 3, eventRating: 29.5 / 8, version: 1 });
  });
});
