import { notAllowed } from '@marquee/platform';
import type { EventRight, EventTeam } from '@marquee/schema/rules/event-rights';
import type { EventOnShow } from '@marquee/schema/rules/event-visibility';
import type { EventCopy } from '../../generated/prisma/client';

/** The copy of an event as the rule of who runs it wants it. */
export const teamOf = ({ creatorId, organizationId, team }: Pick<EventCopy, 'creatorId' | 'organizationId' | 'team'>): EventTeam => ({
  creatorId,
  organizationId,
  team: team as unknown as EventTeam['team'],
});

/** And as the rule of who may see it does. */
export const onShowOf = ({ status, visibility, hidden, wasPublic }: EventCopy): EventOnShow => ({
  status: status as EventOnShow['status'],
  visibility: visibility as EventOnShow['visibility'],
  hidden,
  wasPublished: wasPublic,
});

/** Who earns by an event: the organisation that owns it, otherwise its creator. */
export const payeeOf = ({ creatorId, organizationId }: Pick<EventCopy, 'creatorId' | 'organizationId'>): string =>
  organizationId ?? creatorId;

/** What is said to people who see an event and may not do this with it. */
export const REFUSED: Readonly<Partial<Record<EventRight, string>>> = {
  SELL: "Only the event's organiser and its box office sell its tickets.",
};

export const refuseWithout = (right: EventRight) => notAllowed(REFUSED[right] ?? 'Only those who run this event may do this.');
