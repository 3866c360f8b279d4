/** How far the log of a server had got at a moment. */
interface Mark {
  readonly atMs: number;
  readonly position: bigint;
}

/**
 * As of when a replica is complete. At some moments it is written down how far the log of the primary had got; a replica that has replayed as
 * far has everything that was committed before that moment. No clock of another machine is asked, and a primary where nothing happens makes
 * no replica look late.
 */
export class Freshness {
  private marks: Mark[] = [];

  /** Marks older than `keptMs` are forgotten: a replica that late is of no use. */
  constructor(private readonly keptMs: number) {}

  /** `atMs` is a moment before the primary was asked. */
  primaryAt(position: bigint, atMs: number): void {
    this.marks = this.marks.filter((mark) => atMs - mark.atMs <= this.keptMs);
    this.marks.push({ atMs, position });
  }

  /** The moment before which everything is there for a replica that has replayed so far; null where none is known. */
  completeAsOf(replayed: bigint): number | null {
    return this.marks.findLast(({ position }) => position <= replayed)?.atMs ?? null;
  }
}

/** A position in the log as Postgres writes it, `16/B374D848`. */
export function positionOf(lsn: string): bigint {
  const [high = '', low = ''] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
