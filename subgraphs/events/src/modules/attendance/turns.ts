/** As many transactions on one event as run at once in this process. */
const AT_ONCE = 3;

const lines = new Map<string, { running: number; waiting: Array<() => void> }>();

/**
 * Waits for a turn at this event. The lock on the event's counts lets one transaction through at a time anyway; those who wait for it
 * here, first come first served, do not hold a connection to the database, so that one popular event cannot take them all.
 * Correctness does not depend on it: other processes have lines of their own.
 */
export async function takeTurn<T>(eventId: string, work: () => Promise<T>): Promise<T> {
  let line = lines.get(eventId);
  if (!line) lines.set(eventId, (line = { running: 0, waiting: [] }));
  if (line.running < AT_ONCE) line.running++;
  else await new Promise<void>((go) => line.waiting.push(go));
  try {
    return await work();
  } finally {
    const next = line.waiting.shift();
    if (next) next();
    else if (--line.running === 0) lines.delete(eventId);
  }
}
