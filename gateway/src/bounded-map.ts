/** Weighs entries, where some are much larger than others. */
export interface Scales<Key, Value> {
  readonly most: number;
  /** Must return the same for the same entry each time. */
  weigh(key: Key, value: Value): number;
}

/** A map that forgets its least recently used entry when it is full. */
export class BoundedMap<Key, Value> {
  // A Map iterates in insertion order: re-inserting on every read makes its first entry the least recently used.
  private readonly kept = new Map<Key, Value>();
  private weight = 0;

  constructor(
    private readonly limit: number,
    private readonly scales: Scales<Key, Value> | null = null,
  ) {}

  get size(): number {
    return this.kept.size;
  }

  /** The least recently used first. */
  entries(): IterableIterator<[Key, Value]> {
    return this.kept.entries();
  }

  get(key: Key): Value | undefined {
    const value = this.kept.get(key);
    if (value === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.delete(key);
    this.kept.set(key, value);
    this.weight += this.scales?.weigh(key, value) ?? 0;
    while (this.kept.size > this.limit || (this.scales && this.weight > this.scales.most))
      this.delete(this.kept.keys().next().value as Key);
  }

  delete(key: Key): void {
    if (this.scales) {
      const value = this.kept.get(key);
      if (value !== undefined) this.weight -= this.scales.weigh(key, value);
    }
    this.kept.delete(key);
  }
}
