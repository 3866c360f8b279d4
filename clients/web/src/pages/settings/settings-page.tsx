import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Page } from '../../parts/page';
import { NeedsSignIn } from '../../session/needs-sign-in';
import type { SignedIn } from '../../session/viewer';
import { text } from '../../text';

const PLACES = ['profile', 'privacy', 'notifications', 'security', 'data'] as const;

/** One of the pages of settings, with the way to the others. */
export function SettingsPage({ of, children }: { of: (typeof PLACES)[number]; children: (viewer: SignedIn) => ReactNode }) {
  const [path] = useLocation();
  return (
    <NeedsSignIn title={text.settings.places[of]}>
      {(viewer) => (
        <Page title={text.settings.places[of]}>
          <nav className="buttons" aria-label={text.settings.title}>
            {PLACES.map((place) => {
              const href = `/settings/${place}`;
              return (
                <Link key={place} href={href} aria-current={path === href ? 'page' : undefined}>
                  {text.settings.places[place]}
                </Link>
              );
            })}
          </nav>
          {children(viewer)}
        </Page>
      )}
    </NeedsSignIn>
  );
}
