/** A scan of one place: a ticket, or the party of an answer without tickets. */
export interface PlaceScan {
  deviceId: string;
  nonce: string;
  direction: 'ENTRY' | 'EXIT';
  people: number;
  /** By the clock of the device. */
  scannedAt: Date;
}

export type ScanOutcome = 'ADMITTED' | 'REENTERED' | 'LEFT' | 'CONFLICT';

export interface Folded<Scan> {
  outcomes: { scan: Scan; outcome: ScanOutcome }[];
  /** The places that were used: the most people of it that were inside at once, and all who came in once nobody may come in again. */
  admitted: number;
  /** Inside now. */
  inside: number;
  firstAt: Date | null;
}

/**
 * What the scans of one place come to. They are taken in the order in which they happened, by time and then by device and nonce, so that the
 * result depends on what was scanned and not on when it was told. Who is inside is not let in again: of two doors that saw one code the
 * earlier let the guest in, and the later is a conflict. `noReentryFrom`: from then on who went out does not come in again either; each entry
 * takes a place that was never used. What was before stays what it was.
 */
export function fold<Scan extends PlaceScan>(scans: readonly Scan[], places: number, noReentryFrom: Date | null): Folded<Scan> {
  const folded: Folded<Scan> = { outcomes: [], admitted: 0, inside: 0, firstAt: null };
  for (const scan of scans.toSorted(earlier)) {
    const isFresh = noReentryFrom !== null && scan.scannedAt >= noReentryFrom;
    folded.outcomes.push({ scan, outcome: take(folded, scan, places, isFresh) });
  }
  return folded;
}

function take(state: Folded<PlaceScan>, { direction, people, scannedAt }: PlaceScan, places: number, isFresh: boolean): ScanOutcome {
  if (direction === 'EXIT') {
    if (people > state.inside) return 'CONFLICT';
    state.inside -= people;
    return 'LEFT';
  }
  if ((isFresh ? state.admitted : state.inside) + people > places) return 'CONFLICT';
  state.inside += people;
  state.firstAt ??= scannedAt;
  if (!isFresh && state.inside <= state.admitted) return 'REENTERED';
  state.admitted = isFresh ? state.admitted + people : state.inside;
  return 'ADMITTED';
}

const earlier = (a: PlaceScan, b: PlaceScan): number =>
  a.scannedAt.getTime() - b.scannedAt.getTime() || compare(a.deviceId, b.deviceId) || compare(a.nonce, b.nonce);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
