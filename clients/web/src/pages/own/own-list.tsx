import type { ReactNode } from 'react';
import { Page } from '../../parts/page';
import { Empty } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';

/** A page of what somebody has, for them alone. */
export const OwnPage = ({ title, children }: { title: string; children: ReactNode }) => (
  <NeedsSignIn title={title}>{() => <Page title={title}>{children}</Page>}</NeedsSignIn>
);

interface Items {
  readonly none: string;
  readonly items: readonly { id: string; title: string; children: ReactNode }[];
}

export const OwnList = ({ none, items }: Items) =>
  items.length === 0 ? (
    <Empty>{none}</Empty>
  ) : (
    <ul className="list">
      {items.map(({ id, title, children }) => (
        <li key={id} className="card">
          <h2>{title}</h2>
          {children}
        </li>
      ))}
    </ul>
  );
