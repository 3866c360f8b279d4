import { forgetAnswersOf, forgetExportsOf, forgetFilesOf, forgetWorkOf } from '@marquee/platform';
import { erasureReceipts } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';
import { GuestList } from '../modules/attendance/guest-list.store';
import { leaveEvents } from '../modules/event/event-erasure.store';
import { forgetInVersions } from '../modules/event/event-version.store';
import { forgetImagesOf } from '../modules/image/image.store';
import { forgetInteractionsOf } from '../modules/interaction/interaction.store';
import { forgetEntries } from '../modules/lottery/lottery.store';
import { buryPerson } from '../modules/person/person.store';
import { forgetRatingOf } from '../modules/rating/rating.store';
import { forgetSources } from '../modules/source/source.store';
import { endSeriesOf, forgetDraftSeries } from '../modules/series/series.store';
import { forgetSharesOf } from '../modules/share/share.store';
import { forgetVenues } from '../modules/venue/venue.store';

/**
 * Forgets a person. Their answers and scans go, and places they held go to the next in the queue; what was never on show
 * goes, but for what is an organisation's, and the private places that they told of; what guests still count on is called off; they leave the
 * teams of others; their imports and series end, and their sources go. What they published stays, under an id that leads nowhere. The tombstone keeps late facts from bringing anything back.
 */
export const userErased: Handler<'user.erased'> = async ({ payload }, step) => {
  const { userId } = payload;
  const { tx } = step;
  // First: a change of theirs holds this row, and then takes the locks that follow here.
  await buryPerson(step, userId);
  await forgetWorkOf(step, userId);
  await forgetSources(step, userId);
  await endSeriesOf(step, userId);
  const calledOff = await leaveEvents(step, userId);
  await forgetDraftSeries(step, userId);
  const answers = await tx.attendance.findMany({ where: { userId }, select: { eventId: true } });
  // In one order, so that two erasures that meet on the same events take their locks one behind the other.
  const lists = new Set([...calledOff, ...answers.map(({ eventId }) => eventId)]);
  for (const eventId of [...lists].sort()) {
    const list = await GuestList.open(step, eventId);
    const answer = await list?.find(userId);
    if (answer) await list?.remove(answer);
    if (calledOff.includes(eventId)) await list?.endOffers(null);
    await list?.save();
  }
  await tx.ticketCopy.deleteMany({ where: { userId } });
  await tx.discoveryCopy.deleteMany({ where: { userId } });
  await tx.planCopy.deleteMany({ where: { userId } });
  await tx.savedSearch.deleteMany({ where: { userId } });
  await tx.eventTemplate.deleteMany({ where: { ownerId: userId } });
  await tx.swipe.deleteMany({ where: { userId } });
  await tx.archivedSwipe.deleteMany({ where: { userId } });
  await forgetSharesOf(step, userId);
  await forgetInteractionsOf(step, userId);
  await tx.personalizationChoice.deleteMany({ where: { userId } });
  await tx.eventFirstDeed.deleteMany({ where: { userId } });
  await forgetRatingOf(step, userId);
  await forgetEntries(step, userId);
  await tx.announcement.deleteMany({ where: { authorId: userId } });
  await forgetImagesOf(step, userId);
  await forgetFilesOf(step, userId);
  await tx.calendarFeed.deleteMany({ where: { userId } });
  await tx.eventInvitation.deleteMany({ where: { userId } });
  await tx.groupMemberCopy.deleteMany({ where: { userId } });
  await tx.organizationMemberCopy.deleteMany({ where: { userId } });
  const edges = await tx.connectionCopy.findMany({ where: { userId }, select: { connectionId: true } });
  await tx.connectionCopy.deleteMany({ where: { connectionId: { in: edges.map(({ connectionId }) => connectionId) } } });
  await forgetVenues(step, userId);
  await forgetInVersions(step, userId);
  await forgetAnswersOf(step, userId);
  await forgetExportsOf(step, userId);
  await step.tell(...erasureReceipts('events', payload, step.now));
};
