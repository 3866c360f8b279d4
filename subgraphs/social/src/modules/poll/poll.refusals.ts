import { Refusal } from '@marquee/platform';

export const pollClosed = (closedAt: Date) =>
  new Refusal('PollClosed', 'NOT_ALLOWED_NOW', 'This poll is closed: nobody can answer any more.', { closedAt });
