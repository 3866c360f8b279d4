/**
 * A reading that is dear, made at most once in `everyMs` however many ask: several metrics come from one statement, and several
 * Prometheuses may read. One that failed is made again for the next who asks.
 */
export function atMostEvery<T>(everyMs: number, read: () => Promise<T>, now: () => number = () => performance.now()): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (last && now() - last.at < everyMs) return last.value;
    const begun = { at: now(), value: read() };
    last = begun;
    begun.value.catch(() => {
      if (last === begun) last = undefined;
    });
    return begun.value;
  };
}
