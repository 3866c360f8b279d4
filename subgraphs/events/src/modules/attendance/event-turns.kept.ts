/** As many transactions on one event as run at once in this process. */
const AT_ONCE = 3;

interface Line {
  running: number;
  waiting: Array<() => void>;
}

/**
 * Turns at an event. The lock on the event's counts lets one transaction through at a time anyway; those who wait for it here, first
 * come first served, do not hold a connection to the database, so that one popular event cannot take them all. Correctness does not
 * depend on it: other processes have lines of their own.
 */
export class EventTurns {
  private readonly lines = new Map<string, Line>();

  /** Does the work when its turn at this event has come. */
  async take<T>(eventId: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(eventId) ?? { running: 0, waiting: [] };
    this.lines.set(eventId, line);
    if (line.running < AT_ONCE) line.running++;
    else await new Promise<void>((go) => line.waiting.push(go));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if (--line.running === 0) this.lines.delete(eventId);
    }
  }
}
