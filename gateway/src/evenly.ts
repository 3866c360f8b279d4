import { setTimeout as pause } from 'node:timers/promises';

const SLICE_MS = 50;

/**
 * Does something to each item, evenly over time: `perSecond` of them each second, or faster when that would take longer than `withinMs`.
 * Clients that are sent away come back, and ten thousand must not come back in one instant.
 */
export async function evenly<T>(
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
