/** What stands in a control, with commas, as a list: each once, whatever its case. */
export function interestsIn(written: string): string[] {
  const kept = new Map<string, string>();
  for (const one of written.split(',').map((part) => part.trim())) {
    const key = one.toLowerCase();
    if (one && !kept.has(key)) kept.set(key, one);
  }
  return [...kept.values()];
}
