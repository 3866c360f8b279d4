/** How many requests meet: fewer than the pool has connections. */
export const MEETING = 5;

/** Waits until so many are here at the same moment before any goes on. */
export function meeting(): () => Promise<void> {
  let waiting = 0;
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    if (++waiting === MEETING) open();
    await opened;
  };
}
