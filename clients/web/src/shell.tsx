import { useEffect, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { marquee } from './marquee';
import { Notices, tell } from './parts/notices';
import { useOnline } from './parts/online';
import { News } from './session/news';
import { placesOf } from './session/rights';
import { useViewer } from './session/viewer';
import { text } from './text';

/** What is around every page: where one can go, who one is, and what has just happened. */
export function Shell({ children }: { children: ReactNode }) {
  const { viewer } = useViewer();
  const [path, navigate] = useLocation();
  const isOnline = useOnline();
  const theme = viewer?.preferences.theme ?? 'SYSTEM';
  useEffect(() => {
    document.documentElement.dataset.theme = theme.toLowerCase();
  }, [theme]);
  const leave = async () => {
    await marquee.signOut();
    tell(text.session.signedOut);
    navigate('/');
  };
  return (
    <>
      <a className="skip" href="#main">
        {text.shell.skip}
      </a>
      <header>
        <Link href="/" className="brand">
          {text.shell.name}
        </Link>
        <nav aria-label={text.shell.pages}>
          {placesOf(viewer).map(({ href, label }) => (
            <Link key={href} href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
              {label}
              {href === '/notifications' && viewer && viewer.unreadNotificationCount > 0 && (
                <span className="count" aria-label={text.shell.unread(viewer.unreadNotificationCount)}>
                  {viewer.unreadNotificationCount}
                </span>
              )}
            </Link>
          ))}
        </nav>
        <div className="who">
          {viewer ? (
            <>
              <Link href="/settings/profile" aria-label={text.shell.settingsOf(viewer.user.displayName)}>
                {viewer.user.displayName}
              </Link>
              <button type="button" className="quiet" onClick={() => void leave()}>
                {text.session.signOut}
              </button>
            </>
          ) : (
            <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>{text.session.signIn}</Link>
          )}
        </div>
      </header>
      {!isOnline && (
        <p className="banner" role="status">
          {text.shell.offline}
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {viewer && <News key={viewer.user.id} />}
      <Notices />
    </>
  );
}

const isAt = (path: string, href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`));
