interface Flight {
  result: Promise<unknown>;
  /** The key was deleted after the load began. */
  outdated: boolean;
}

/** Loads under way, one for each key. */
export class Flights {
  private readonly byKey = new Map<string, Flight>();

  /** Joins the load of this key or starts it; `keep` is called with the value unless the key was deleted meanwhile. */
  load<T>(key: string, load: () => Promise<T>, keep: (value: T) => Promise<void>): Promise<T> {
    const under = this.byKey.get(key);
    if (under && !under.outdated) return under.result as Promise<T>;
    const flight: Flight = { result: Promise.resolve(), outdated: false };
    const result = (async () => {
      try {
        const value = await load();
        if (!flight.outdated) await keep(value);
        return value;
      } finally {
        if (this.byKey.get(key) === flight) this.byKey.delete(key);
      }
    })();
    flight.result = result;
    this.byKey.set(key, flight);
    return result;
  }

  /** What these loads return may be old already: a later request starts a new one. */
  outdate(matches: (key: string) => boolean): void {
    for (const [key, flight] of this.byKey) if (matches(key)) flight.outdated = true;
  }
}
