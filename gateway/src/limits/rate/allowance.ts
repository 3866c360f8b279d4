import type { Caller } from '@marquee/platform';
import { networkOf } from '../../client-network';
import type { SessionPurpose } from './session-documents';

/** How much one payer may do. */
export interface Allowance {
  /** In one window, on all ways in together. */
  readonly operations: number;
  readonly windowSeconds: number;
  /** After so many operations, each waits one step longer than the one before; Infinity for never. */
  readonly slowFrom: number;
  readonly slowStepMs: number;
  readonly slowMostMs: number;
  /** Points of cost that can be spent at once; all of them come back within a window, evenly. */
  readonly cost: number;
  /** Operations under way at the same time, in one process; streams are not counted. */
  readonly atOnce: number;
}

export interface RateSettings {
  /** For each person who is signed in. */
  readonly signedIn: Allowance;
  /** For each key of an application, for all persons it acts for together. */
  readonly keys: Allowance;
  /** For each network address of visitors. */
  readonly anonymous: Allowance;
  /** For each network address and mutation, what visitors do to sign in or to stay so; and for each person and address, to sign out. */
  readonly signIn: Allowance;
}

export const DEFAULT_RATES: RateSettings = {
  signedIn: { operations: 100, windowSeconds: 60, slowFrom: Infinity, slowStepMs: 0, slowMostMs: 0, cost: 10_000, atOnce: 20 },
  keys: { operations: 300, windowSeconds: 60, slowFrom: Infinity, slowStepMs: 0, slowMostMs: 0, cost: 30_000, atOnce: 50 },
  anonymous: { operations: 100, windowSeconds: 900, slowFrom: 50, slowStepMs: 500, slowMostMs: 20_000, cost: 10_000, atOnce: 50 },
  signIn: { operations: 1_000, windowSeconds: 900, slowFrom: Infinity, slowStepMs: 0, slowMostMs: 0, cost: 20_000, atOnce: 200 },
};

/** The one whom an operation is charged to. */
export interface Payer {
  readonly kind: keyof RateSettings;
  /** Unique over all kinds. */
  readonly key: string;
}

/**
 * A person pays from everywhere, and the key of an application pays for all persons; visitors are told apart by their network alone. Null
 * when the network is unknown. Signing in is paid by the network, for each mutation by itself: nobody uses up another's refreshing by
 * registering. Signing out costs nothing of what a caller may do otherwise.
 */
export function payerOf({ viewer, ip }: Caller, purpose: SessionPurpose | null = null): Payer | null {
  if (purpose?.kind === 'signs out') {
    const who = viewer?.id ?? (ip === undefined ? undefined : networkOf(ip));
    return who === undefined ? null : { kind: 'signIn', key: `sign-out:${who}` };
  }
  if (viewer?.keyId !== undefined) return { kind: 'keys', key: `key:${viewer.keyId}` };
  if (viewer) return { kind: 'signedIn', key: `viewer:${viewer.id}` };
  if (ip === undefined) return null;
  return purpose ? { kind: 'signIn', key: `sign-in:${purpose.by}:${networkOf(ip)}` } : { kind: 'anonymous', key: `ip:${networkOf(ip)}` };
}

/** How long the `count`th operation of a window must wait, in milliseconds. */
export function slowDown({ slowFrom, slowStepMs, slowMostMs }: Allowance, count: number): number {
  return count <= slowFrom ? 0 : Math.min((count - slowFrom) * slowStepMs, slowMostMs);
}
