import { invitationsAnHour } from './invitation-limit';

test('who never published an event invites fewer people', () => {
  expect([false, true].map(invitationsAnHour)).toEqual([50, 500]);
});
