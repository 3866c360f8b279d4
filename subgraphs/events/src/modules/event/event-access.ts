import type { EventRight } from '@marquee/schema/rules/event-rights';
import type { EventOnShow } from '@marquee/schema/rules/event-visibility';
import type { EventStatus, EventVisibility } from '../../generated/prisma/enums';

/** What decides who may see an event, beside the people themselves. */
export interface Guarded {
  status: EventStatus;
  visibility: EventVisibility;
  publishedAt: Date | null;
  /** By flags, until a curator has decided. */
  hidden: boolean;
}

/** An event as the rule of who may see it wants it. */
export const onShowOf = ({ status, visibility, hidden, publishedAt }: Guarded): EventOnShow => ({
  status,
  visibility,
  hidden,
  wasPublished: publishedAt !== null,
});

/** What is said to people who see an event and may not do this with it. */
export const REFUSED: Readonly<Record<EventRight, string>> = {
  SEE: 'Only those who run this event may see this.',
  EDIT: 'Only the organiser of this event and its editors may do this.',
  GUESTS: 'Only the organiser of this event and its editors look after its guests.',
  SELL: 'Only the organiser of this event and its box office may do this.',
  REPORT: 'Only the organiser of this event and its box office see its numbers.',
  ADMIT: 'Only the organiser of this event and its door let people in.',
  RUN: 'Only the organiser of this event may do this.',
};
