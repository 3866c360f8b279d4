interface Entry {
  json: string;
  expiresAt: number;
}

/** A bounded map of JSON texts that forgets the least recently used first. Times are milliseconds since the epoch. */
export class Lru {
  // A Map iterates in insertion order: re-inserting on every read makes its first entry the least recently used.
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly limit: number,
    private readonly now: () => number = Date.now,
  ) {}

  get(key: string): string | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.expiresAt <= this.now()) return undefined;
    this.entries.set(key, entry);
    return entry.json;
  }

  set(key: string, json: string, ttlMs: number): void {
    this.entries.delete(key);
    this.entries.set(key, { json, expiresAt: this.now() + ttlMs });
    if (this.entries.size > this.limit) this.entries.delete(this.entries.keys().next().value as string);
  }

  /** Was it there? */
  delete(key: string): boolean {
    return this.entries.delete(key);
  }

  /** Returns the keys that were there. */
  deleteByPrefix(prefix: string): string[] {
    return [...this.entries.keys()].filter((key) => key.startsWith(prefix) && this.entries.delete(key));
  }

  clear(): void {
    this.entries.clear();
  }
}
