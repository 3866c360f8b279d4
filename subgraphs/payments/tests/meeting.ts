/** A point where callers wait for each other: opens, for good, when so many have come. Makes a race happen instead of hoping for it. */
export function meetingOf(people: number): () => Promise<void> {
  let open: () => void;
  const all = new Promise<void>((resolve) => (open = resolve));
  let come = 0;
  return () => {
    if (++come >= people) open();
    return all;
  };
}
