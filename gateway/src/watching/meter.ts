/** Something that is counted. Adding is one addition: nothing is hashed or looked up where requests run. */
export class Count {
  value = 0;

  add(n = 1): void {
    this.value += n;
  }
}

/** How long something took, in ranges (a histogram). */
export class Durations {
  /** How many fell into each range; the last is what was longer than every bound. */
  readonly ranges: number[];
  sumSeconds = 0;
  count = 0;

  constructor(readonly boundsSeconds: readonly number[]) {
    this.ranges = new Array<number>(boundsSeconds.length + 1).fill(0);
  }

  took(ms: number): void {
    const seconds = ms / 1000;
    const { boundsSeconds } = this;
    let range = 0;
    while (range < boundsSeconds.length && seconds > boundsSeconds[range]!) range++;
    this.ranges[range]!++;
    this.sumSeconds += seconds;
    this.count++;
  }
}

/** One measure and its members, one for each combination of label values. Whoever counts often keeps the member. */
export class Family<Member> {
  readonly members = new Map<string, { readonly values: readonly string[]; readonly member: Member }>();

  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: readonly string[],
    private readonly make: () => Member,
  ) {}

  with(...values: string[]): Member {
    const key = values.length === 1 ? values[0]! : values.join('\n');
    let known = this.members.get(key);
    if (!known) this.members.set(key, (known = { values, member: this.make() }));
    return known.member;
  }
}

/** A value that somebody can say at any time: read when the measures are asked for, and never else. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  read(): Iterable<readonly [values: readonly string[], value: number]>;
}

/**
 * Measures, whatever they are about and whoever reads them. The values of labels must come from a bounded set (see BoundedNames): each
 * combination stays for as long as the process.
 */
export class Meter {
  readonly counters: Family<Count>[] = [];
  readonly durations: Family<Durations>[] = [];
  readonly gauges: Gauge[] = [];

  counter(name: string, help: string, ...labels: string[]): Family<Count> {
    return kept(this.counters, new Family(name, help, labels, () => new Count()));
  }

  duration(name: string, help: string, boundsSeconds: readonly number[], ...labels: string[]): Family<Durations> {
    return kept(this.durations, new Family(name, help, labels, () => new Durations(boundsSeconds)));
  }

  gauge(name: string, help: string, read: () => number): void {
    this.gauges.push({ name, help, labels: [], read: () => [[[], read()]] });
  }

  gaugeOfEach(name: string, help: string, labels: readonly string[], read: Gauge['read']): void {
    this.gauges.push({ name, help, labels, read });
  }
}

function kept<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}
