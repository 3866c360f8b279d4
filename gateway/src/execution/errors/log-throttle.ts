/** Says what need not be said again and again: of each subject, so much in a second. */
export class Sparing {
  private readonly subjects = new Map<string, { second: number; said: number; unsaid: number }>();

  constructor(private readonly perSecond: number) {}

  /** How much was not said since the last time something was; null when this is not to be said either. `now` in milliseconds. */
  take(subject: string, now: number): number | null {
    const second = Math.floor(now / 1000);
    let known = this.subjects.get(subject);
    if (!known) this.subjects.set(subject, (known = { second, said: 0, unsaid: 0 }));
    if (known.second !== second) Object.assign(known, { second, said: 0 });
    if (known.said >= this.perSecond) {
      known.unsaid++;
      return null;
    }
    known.said++;
    const { unsaid } = known;
    known.unsaid = 0;
    return unsaid;
  }
}
