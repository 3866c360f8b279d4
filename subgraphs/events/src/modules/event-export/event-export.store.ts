import { notAllowed, Refusal } from '@marquee/platform';
import { organizationRolesWith, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { Database } from '../../db';
import { calendarText, type CalendarEvent } from '../calendar/calendar-text';
import { lockOrganizationRole } from '../event/event-rights.store';
import { EXPORT_EVENTS, exportedEvents } from './event-export.sql';
import type { EventExportInput, ExportedEvent } from './event-export.types';
import { jsonLdOf } from './event-jsonld';
import { tableHead, tableLine } from './event-table';

const HOUR = 3_600_000;
const MOST_IN_AN_HOUR = 10;
const PAGE = 500;
/** A file is made in memory. */
const MOST_EVENTS = 20_000;

export const FILES = {
  SCHEMA_ORG: { ending: 'jsonld', type: 'application/ld+json' },
  ICALENDAR: { ending: 'ics', type: 'text/calendar' },
  CSV: { ending: 'csv', type: 'text/csv' },
} as const;

/** Held until the transaction ends, so that requests side by side count each other. */
export async function requireFewExports({ tx, now }: Step, owner: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:exports:' || ${owner}))`;
  const where = { owner, kind: EXPORT_EVENTS, createdAt: { gt: new Date(now.getTime() - HOUR) } };
  const latest = await tx.longWork.findMany({ where, orderBy: { createdAt: 'desc' }, take: MOST_IN_AN_HOUR, select: { createdAt: true } });
  if (latest.length < MOST_IN_AN_HOUR) return;
  const retryAt = new Date(latest.at(-1)!.createdAt.getTime() + HOUR);
  const message = `You may export events ${MOST_IN_AN_HOUR} times in an hour.`;
  throw new Refusal('TooManyRequests', 'RATE_LIMITED', message, { retryAt }, { retryable: true, nextStep: 'WAIT' });
}

/** Refuses those who do not run the organisation (any more); keeps it from being taken away until the transaction ends. */
export async function holdOrganization(
  step: Step,
  { organizationId, asker }: Pick<EventExportInput, 'organizationId' | 'asker'>,
): Promise<void> {
  if (organizationId === null) return;
  const role = await lockOrganizationRole(step, organizationId, asker.id);
  if (role === null || !organizationRolesWith('RUN').includes(role as OrganizationRole))
    throw notAllowed('Only owners and managers of an organisation export its events.');
}

/** The whole file, a page at a time; `onPage` is told how many are written. */
export async function fileOfEvents(
  { prisma }: Database,
  input: EventExportInput,
  signal: AbortSignal,
  onPage: (events: number) => Promise<unknown>,
): Promise<{ file: Buffer; events: number }> {
  const all: ExportedEvent[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    signal.throwIfAborted();
    const page = await prisma.$queryRaw<ExportedEvent[]>(exportedEvents(input, after, PAGE));
    all.push(...page);
    if (all.length > MOST_EVENTS) throw notAllowed(`An export holds at most ${MOST_EVENTS} events: name a time by from and until.`);
    if (page.length > 0) await onPage(all.length);
    if (page.length < PAGE) break;
    after = page.at(-1)!.id;
  }
  all.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1));
  return { file: Buffer.from(WRITERS[input.format](all)), events: all.length };
}

const WRITERS: Record<EventExportInput['format'], (events: readonly ExportedEvent[]) => string> = {
  SCHEMA_ORG: (events) => `${JSON.stringify({ '@context': 'https://schema.org', '@graph': events.map(jsonLdOf) }, null, 1)}\n`,
  ICALENDAR: (events) => calendarText({ name: 'Marquee', events: events.map(calendarEventOf) }),
  CSV: (events) => `\uFEFF${tableHead()}${events.map(tableLine).join('')}`,
};

const calendarEventOf = ({ venueName, address, city, status, ...event }: ExportedEvent): CalendarEvent => ({
  ...event,
  cancelled: status === 'CANCELLED',
  place: [venueName, address, city].filter(Boolean).join(', ') || null,
});
