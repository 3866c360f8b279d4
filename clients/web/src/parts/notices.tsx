import { useSyncExternalStore } from 'react';

/** Told for so long, unless something newer comes. */
const SHOWN_MS = 6_000;

let notice = '';
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(next: string): void {
  notice = next;
  for (const listener of listeners) listener();
}

/** Says what has just happened, to eyes and to readers of screens. */
export function tell(message: string): void {
  clearTimeout(timer);
  show(message);
  timer = setTimeout(() => show(''), SHOWN_MS);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function Notices() {
  const shown = useSyncExternalStore(subscribe, () => notice);
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown && <p>{shown}</p>}
    </div>
  );
}
