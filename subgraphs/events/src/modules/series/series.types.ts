import type { EventSeries } from '../../generated/prisma/client';
import type { StoredContent } from '../template/template.types';

/** The column `content` holds nothing else: it is written by this module alone. */
export type SeriesView = Omit<EventSeries, 'content'> & { content: StoredContent };
