import { setTimeout as pause } from 'node:timers/promises';

const SLICE_MS = 50;

/**
 * Does something to each, evenly over time: `perSecond` of them each second, or faster when that would take longer than `withinMs`. A
 * few are done at once. Whoever is sent away comes back, and ten thousand must not come back in one instant.
 */
export async function spread<T>(
  items: readonly T[],
  { perSecond, withinMs }: { readonly perSecond: number; readonly withinMs: number },
  act: (item: T) => void,
): Promise<void> {
  const slices = Math.max(1, Math.floor(Math.min(withinMs, (items.length * 1000) / perSecond) / SLICE_MS));
  const size = Math.ceil(items.length / slices);
  for (let begin = 0; begin < items.length; begin += size) {
    if (begin > 0) await pause(SLICE_MS);
    for (const item of items.slice(begin, begin + size)) act(item);
  }
}
