import { pagesBy, type Caller } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { ActivityItem } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { pageOfEach } from '../person/person.sql';
import { activityOfEvent } from './activity.sql';

export const activityLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  eventActivityPage: pagesBy<ActivityItem>(
    (ids, page) => db.query(pageOfEach(activityOfEvent(staffMay(viewer, 'SEE')), ids, viewer?.id ?? null, page)),
    (item) => item.eventId as string,
  ),
});
