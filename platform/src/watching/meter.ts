/** A count. Adding is one addition: nothing is hashed or looked up where requests run. */
export class Count {
  value = 0;

  add(n = 1): void {
    this.value += n;
  }
}

/** Durations in ranges (a histogram). */
export class Durations {
  /** The number of durations in each range; the last range is beyond every bound. */
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

/** One metric and its members, one for each combination of label values. Code that counts often keeps the member. */
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

/** One value with the values of its labels. */
export type Series = readonly [values: readonly string[], value: number];

/** A value that can be read at any time; it is read only with the page of metrics. What cannot be read then is not on that page. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** A counter is one whose count is kept elsewhere. */
  readonly type: 'gauge' | 'counter';
  readonly labels: readonly string[];
  read(): Iterable<Series> | Promise<Iterable<Series>>;
}

type Read<T> = () => T | Promise<T>;

/**
 * Metrics of any kind, for any reader. The values of labels must come from a bounded set (see BoundedNames): each combination stays for
 * as long as the process.
 */
export class Meter {
  readonly counters: Family<Count>[] = [];
  readonly durations: Family<Durations>[] = [];
  readonly readings: Reading[] = [];

  /** `common` labels stand at each value of this meter: several meters of one process may have metrics of one name. */
  constructor(readonly common: Readonly<Record<string, string>> = {}) {}

  counter(name: string, help: string, ...labels: string[]): Family<Count> {
    return kept(this.counters, new Family(name, help, labels, () => new Count()));
  }

  duration(name: string, help: string, boundsSeconds: readonly number[], ...labels: string[]): Family<Durations> {
    return kept(this.durations, new Family(name, help, labels, () => new Durations(boundsSeconds)));
  }

  /** Durations that somebody has measured from before there was a meter. */
  durationsOf(name: string, help: string, durations: Durations): void {
    kept(this.durations, new Family(name, help, [], () => durations)).with();
  }

  gauge(name: string, help: string, read: Read<number>): void {
    this.gaugeOfEach(name, help, [], async () => [[[], await read()]]);
  }

  gaugeOfEach(name: string, help: string, labels: readonly string[], read: Reading['read']): void {
    this.readings.push({ name, help, type: 'gauge', labels, read });
  }

  countOf(name: string, help: string, read: () => number): void {
    this.countOfEach(name, help, [], () => [[[], read()]]);
  }

  countOfEach(name: string, help: string, labels: readonly string[], read: Reading['read']): void {
    this.readings.push({ name, help, type: 'counter', labels, read });
  }
}

function kept<T>(list: T[], item: T): T {
  list.push(item);
  return item;
}
