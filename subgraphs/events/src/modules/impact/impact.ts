import { timingSafeEqual } from 'node:crypto';
import type { Act, Effects, EventImpactView, ImpactRow } from './impact.types';

const LASTS_MS = 15 * 60_000;

/** Of a text; only the server can make it. */
type Sign = (text: string) => string;

export const CALLED_OFF: Effects = { tells: true, opensRefunds: true, capacity: null };

export const cancellationOf = (eventId: string): string => `cancel event ${eventId}`;
export const seriesCancellationOf = (seriesId: string): string => `cancel series ${seriesId}`;
/** `input`: as it is parsed, so that neither the order of its fields nor their writing counts. */
export function changeOf(
  kind: 'event' | 'series',
  { idempotencyKey: _key, confirmation: _token, version: _version, ...wished }: object & Unbound,
) {
  return `change ${kind} ${JSON.stringify(wished)}`;
}
interface Unbound {
  idempotencyKey?: unknown;
  confirmation?: unknown;
  version?: unknown;
}

export function impactOf(row: ImpactRow, { tells, opensRefunds, capacity }: Effects): EventImpactView {
  return {
    ...row,
    notifications: tells && row.published ? row.concerned : 0,
    beyondCapacity: capacity === null ? 0 : Math.max(0, placesOf(row) - capacity),
    opensRefunds: opensRefunds && row.placesTaken + row.tickets > 0,
  };
}

/** People, companions included, who lose something when it does not take place. */
export const peopleOf = ({ going, waitlisted, awaitingApproval, lotteryEntries }: ImpactRow): number =>
  going + waitlisted + awaitingApproval + lotteryEntries;

/** It cannot be called off without their knowing: somebody has or waits for a place, or is about to pay for one. */
export const concernsPeople = (row: ImpactRow): boolean => peopleOf(row) + row.placesTaken > 0;

/** Places that unpaid orders hold. */
export const heldPlacesOf = ({ placesTaken, tickets }: ImpactRow): number => Math.max(0, placesTaken - tickets);

export function confirm(sign: Sign, act: Act, rows: readonly ImpactRow[], now: Date): { token: string; expiresAt: Date } {
  const expiresAt = new Date(now.getTime() + LASTS_MS);
  return { token: tokenOf(sign, act, rows, expiresAt.getTime()), expiresAt };
}

/** Was this made for this act of this person, in this state, less than 15 minutes ago? */
export function isConfirmed(sign: Sign, act: Act, rows: readonly ImpactRow[], now: Date, token: string): boolean {
  const until = Number.parseInt(token.split('.')[0]!, 36);
  if (!Number.isSafeInteger(until) || until <= now.getTime()) return false;
  const [given, made] = [Buffer.from(token), Buffer.from(tokenOf(sign, act, rows, until))];
  return given.length === made.length && timingSafeEqual(given, made);
}

function tokenOf(sign: Sign, { by, what }: Act, rows: readonly ImpactRow[], until: number): string {
  const states = rows.map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${until.toString(36)}.${sign(JSON.stringify([by, what, until, states]))}`;
}

const placesOf = ({ unticketed, offered, tickets, placesTaken }: ImpactRow): number =>
  unticketed + offered + Math.max(tickets, placesTaken);
