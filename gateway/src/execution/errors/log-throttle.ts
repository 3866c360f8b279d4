/** Keeps repeated lines out of the log: for each subject, so many lines in a second. */
export class LogThrottle {
  private readonly subjects = new Map<string, { second: number; written: number; leftOut: number }>();

  constructor(private readonly perSecond: number) {}

  /**
   * Returns how many lines were left out since the last one that was written; null when this one is to be left out, too. `now` is in
   * milliseconds.
   */
  take(subject: string, now: number): number | null {
    const second = Math.floor(now / 1000);
    let known = this.subjects.get(subject);
    if (!known) this.subjects.set(subject, (known = { second, written: 0, leftOut: 0 }));
    if (known.second !== second) Object.assign(known, { second, written: 0 });
    if (known.written >= this.perSecond) {
      known.leftOut++;
      return null;
    }
    known.written++;
    const { leftOut } = known;
    known.leftOut = 0;
    return leftOut;
  }
}
