import { useEffect, useRef, type ReactNode } from 'react';
import { text } from '../text';

/** A page with its heading, which has the focus when somebody comes: readers of screens hear where they are. */
export function Page({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${text.shell.name}`;
  }, [title]);
  useEffect(() => {
    // On the first page of a visit the browser's own place is right.
    if (visited) heading.current?.focus();
    visited = true;
  }, []);
  return (
    <article className="page">
      <div className="top">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </div>
      {children}
    </article>
  );
}

let visited = false;
