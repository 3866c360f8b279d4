import type { EventTemplate } from '../../generated/prisma/client';
import type { NewEvent } from '../authoring/authoring.service';

/** What the column `content` holds, and nothing else: it is written by template.service.ts alone. */
export type StoredContent = Omit<NewEvent, 'startsAt' | 'endsAt' | 'organizationId'>;

export type TemplateView = Omit<EventTemplate, 'content'> & { content: StoredContent };
