import { text } from '../text';

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When something is, as its place counts; with the name of the zone where that is not the reader's. */
export function when(at: string, timezone: string, viewerZone = here): string {
  return new Intl.DateTimeFormat(text.locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: new Date(at).getFullYear() === new Date().getFullYear() ? undefined : 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: timezone,
    timeZoneName: timezone === viewerZone ? undefined : 'short',
  }).format(new Date(at));
}

/** A moment of the reader's own day. */
export const moment = (at: string): string =>
  new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** A day of the calendar (2026-11-30), wherever it is read. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));

interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** An amount, by how many minor units its currency has. */
export function money({ amountMinor, currency }: Money): string {
  const format = new Intl.NumberFormat(text.locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

/** An amount as people write it, in minor units; null for what is none. */
export function minorUnits(written: string, currency: string): number | null {
  const value = /^\s*\d{1,9}([.,]\d{1,3})?\s*$/.test(written) ? Number(written.trim().replace(',', '.')) : Number.NaN;
  const digits = new Intl.NumberFormat(text.locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Number.isNaN(value) ? null : Math.round(value * 10 ** digits);
}

export const number = (value: number): string => new Intl.NumberFormat(text.locale).format(value);

/** `PENDING_REVIEW` as words, where the text has none of its own. */
export const words = (name: string): string => name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ');
