import { isFeatured, providerOf } from './event-details';

test.each([
  ['https://us02web.zoom.us/j/1', 'ZOOM'],
  ['https://ZOOM.US/j/1', 'ZOOM'],
  ['https://notzoom.us/j/1', 'OTHER'],
  ['https://zoom.us.evil.example/j/1', 'OTHER'],
  ['https://teams.microsoft.com/l/meetup-join/1', 'TEAMS'],
  ['https://microsoft.com/teams', 'OTHER'],
  ['https://meet.google.com/abc', 'MEET'],
  ['https://google.com/meet', 'OTHER'],
  ['https://city.webex.com/meet/x', 'WEBEX'],
  ['https://stream.example/x', 'OTHER'],
])('%s is %s', (address, provider) => expect(providerOf(address)).toBe(provider));

test('an event is featured from an instant until another', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
  const event = { featuredFrom: at(1), featuredUntil: at(2) };
  expect([0, 1, 2].map((hour) => isFeatured(event, at(hour)))).toEqual([false, true, false]);
  expect(isFeatured({ featuredFrom: null, featuredUntil: null }, at(1))).toBe(false);
});
