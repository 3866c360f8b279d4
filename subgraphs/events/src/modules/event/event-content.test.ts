import { differing, splitContent, type EventContent } from './event-content';

const shown: EventContent = {
  title: 'Lantern evening',
  description: 'With stories.',
  categorySlug: 'music',
  tags: ['lantern'],
  format: 'IN_PERSON',
  onlineUrl: null,
  venueId: 'v1',
  imageUrl: null,
  galleryIds: [],
  videoPosterId: null,
  shortDescription: null,
  videoUrl: null,
  ticketUrl: null,
  accessibilityNote: null,
  neighbourhood: null,
  metadata: [],
  performers: [],
  onlineProvider: null,
};

test('what needs approval is told apart from what does not', () => {
  const patch = { title: 'Late lantern evening', imageUrl: null, tags: undefined, startsAt: 1, capacity: null };
  expect(splitContent(patch)).toEqual({
    content: { title: 'Late lantern evening', imageUrl: null },
    rest: { startsAt: 1, capacity: null },
  });
});

test('what is wished as it is already is no change', () => {
  expect(differing(shown, { ...shown, tags: ['lantern'] })).toEqual({});
  expect(differing(shown, { title: 'Lantern evening', tags: ['lantern', 'tea'], venueId: null })).toEqual({
    tags: ['lantern', 'tea'],
    venueId: null,
  });
});
