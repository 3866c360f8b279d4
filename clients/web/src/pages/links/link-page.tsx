import { useState, type ReactNode } from 'react';
import { Page } from '../../parts/page';
import { text } from '../../text';
import { takeToken } from './token';

/** A page that a mail leads to: what its link is for, by its token. */
export function LinkPage({ title, children }: { title: string; children: (token: string) => ReactNode }) {
  const [token] = useState(() => takeToken());
  return (
    <Page title={title}>
      {token === null ? (
        <p className="failure" role="alert">
          {text.links.none}
        </p>
      ) : (
        children(token)
      )}
    </Page>
  );
}
