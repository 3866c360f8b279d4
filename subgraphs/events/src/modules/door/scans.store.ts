import type { JsonWebKey } from 'node:crypto';
import type { DoorTimes } from '@marquee/schema/rules/eligibility';
import type { Step } from '../../context';
import { fold } from '../attendance/door-fold';
import { findPlace, keepScan, placesOf, scansOf, settlePlace, type Place } from '../attendance/door.store';
import type { GuestList } from '../attendance/guest-list.store';
import { noReentryFrom } from '../registration/registration.store';
import { shownBy, subjectOf } from '../attendance/scan';
import type { ScanToTake } from './door.input';

export type ScanFault = 'NO_PLACE' | 'BAD_TIME' | 'KEY_REUSED' | 'UNDONE';

/** How far the clock of a device may be ahead. */
const AHEAD_MS = 5 * 60_000;

interface Upload {
  deviceId: string;
  scans: readonly ScanToTake[];
  keys: ReadonlyMap<string, JsonWebKey>;
  takenBy: string;
}

/**
 * Keeps scans that were made without network, and brings each place that they are about into line with all of its scans. Returns, by nonce,
 * those that were not taken in.
 */
export async function takeScans(step: Step, list: GuestList, door: DoorTimes, upload: Upload): Promise<Record<string, ScanFault>> {
  const { deviceId, scans, keys, takenBy } = upload;
  const eventId = list.event.id;
  const nonces = scans.map(({ nonce }) => nonce);
  const known = new Map(
    (await step.tx.checkIn.findMany({ where: { eventId, deviceId, nonce: { in: nonces } } })).map((scan) => [scan.nonce, scan]),
  );
  const faults: Record<string, ScanFault> = {};
  const places = new Map<string, Place>();
  for (const { nonce, code, scannedAt, ...scan } of scans) {
    const shown = shownBy(eventId, code, keys);
    const subject = subjectOf(shown);
    const before = known.get(nonce);
    if (before) {
      if (before.subject !== subject) faults[nonce] = 'KEY_REUSED';
      else if (before.undoneAt) faults[nonce] = 'UNDONE';
      continue;
    }
    const direction = scan.direction ?? 'ENTRY';
    const inTime = scannedAt >= door.opensAt && scannedAt < door.closesAt && scannedAt.getTime() <= list.now.getTime() + AHEAD_MS;
    const place = inTime ? await findPlace(step, list, shown, direction) : null;
    if (!place) {
      faults[nonce] = inTime ? 'NO_PLACE' : 'BAD_TIME';
      continue;
    }
    const people = scan.people ?? 1;
    const told = { deviceId, nonce, eventId, subject, direction, people, scannedAt, door: scan.door ?? null };
    await keepScan(step, place, { ...told, offline: true, outcome: 'CONFLICT', checkedInBy: takenBy, checkedInAt: list.now });
    places.set(place.ticket?.id ?? place.attendance.id, place);
  }
  const rule = await noReentryFrom(step, eventId);
  for (const [, place] of [...places].sort(([a], [b]) => (a < b ? -1 : 1)))
    await settlePlace(step, list, place, fold(await scansOf(step, place), placesOf(place), rule));
  return faults;
}
