import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Page } from '../parts/page';
import { Loading } from '../parts/states';
import { text } from '../text';
import type { Role } from './rights';
import { useViewer, type SignedIn } from './viewer';

interface Needs {
  readonly title: string;
  readonly may?: (role: Role) => boolean;
  readonly children: (viewer: SignedIn) => ReactNode;
}

/** A page for people who are signed in, or for those of a role. */
export function NeedsSignIn({ title, may, children }: Needs) {
  const { viewer, isKnown } = useViewer();
  const [path] = useLocation();
  if (!isKnown && !viewer) return <Loading />;
  if (!viewer)
    return (
      <Page title={title}>
        <p>
          {text.session.needed} <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>{text.session.signIn}</Link>
        </p>
      </Page>
    );
  if (may && !may(viewer.role))
    return (
      <Page title={title}>
        <p>{text.session.notForYou}</p>
      </Page>
    );
  return <>{children(viewer)}</>;
}
