import { pagesBy, type Caller } from '@marquee/platform';
import type { ActivityItem } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { pageOfEach } from '../person/person.sql';
import { ACTIVITY_OF_EVENT } from './activity.sql';

export const activityLoaders = ({ db }: Kept, { viewer }: Caller) => ({
  eventActivityPage: pagesBy<ActivityItem>(
    (ids, page) => db.query(pageOfEach(ACTIVITY_OF_EVENT, ids, viewer?.id ?? null, page)),
    (item) => item.eventId as string,
  ),
});
