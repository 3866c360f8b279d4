/** Says that the status of an event's latest workflow changed. */
export interface StatusPush {
  /** Grows with all that a live reader is told of one event: submissions, versions of each, and for each whether the event has followed. */
  version: number;
  /** The events subgraph has taken the status in, so that the event's own status agrees. */
  settled: boolean;
}

/** What a reader is told of one version: the decision before the event has followed, the same again after a gap, or when it has followed. */
type Told = 'early' | 'after a gap' | 'settled';
const ORDER: Record<Told, number> = { early: 0, 'after a gap': 1, settled: 2 };

/** More versions of one workflow than there will ever be. */
const MOST_VERSIONS = 1_000_000;

export const toldVersion = ({ submission, version }: { submission: number; version: number }, told: Told): number =>
  (submission * MOST_VERSIONS + version) * 3 + ORDER[told];

export const statusPush = (workflow: { submission: number; version: number }, settled: boolean): StatusPush => ({
  version: toldVersion(workflow, settled ? 'settled' : 'early'),
  settled,
});
