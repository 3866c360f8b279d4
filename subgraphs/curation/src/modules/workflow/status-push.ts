/** Says that the status of an event's latest workflow changed. */
export interface StatusPush {
  /** Grows with all that a live reader is told of one event: submissions, versions of each, and for each whether the event has followed. */
  version: number;
  /** The events subgraph has taken the status in, so that the event's own status agrees. */
  settled: boolean;
}

/** More versions of one workflow than there will ever be. */
const MOST_VERSIONS = 1_000_000;

export const statusPush = ({ submission, version }: { submission: number; version: number }, settled: boolean): StatusPush => ({
  version: (submission * MOST_VERSIONS + version) * 2 + Number(settled),
  settled,
});
