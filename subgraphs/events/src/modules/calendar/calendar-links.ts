import type { CalendarEvent } from './calendar-text';

const basic = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');
const shortened = (text: string): string => (text.length > 1000 ? `${text.slice(0, 999)}…` : text);

type Linked = Pick<CalendarEvent, 'title' | 'description' | 'startsAt' | 'endsAt' | 'timezone' | 'place'>;

/** Opens a form of Google Calendar that is filled in. */
export function googleLink({ title, description, startsAt, endsAt, timezone, place }: Linked): string {
  const dates = `${basic(startsAt)}/${basic(endsAt)}`;
  const fields = { action: 'TEMPLATE', text: title, dates, ctz: timezone, details: shortened(description), location: place ?? '' };
  return `https://calendar.google.com/calendar/render?${new URLSearchParams(fields).toString()}`;
}

/** Opens a form of Outlook on the web that is filled in. */
export function outlookLink({ title, description, startsAt, endsAt, place }: Linked): string {
  const times = { startdt: startsAt.toISOString(), enddt: endsAt.toISOString() };
  const fields = {
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    ...times,
    body: shortened(description),
    location: place ?? '',
  };
  return `https://outlook.live.com/calendar/0/deeplink/compose?${new URLSearchParams(fields).toString()}`;
}
