import type { AppView, AuthorizedAppView } from './oauth.types';

/** Until when the secret before the newest is good beside it; null when none is. */
export function previousSecretUntil({ secrets }: AppView, now: Date): Date | null {
  const until = secrets[1]?.until;
  return until && until > now ? until : null;
}

/** What an app was given, as far as it may ask for it still. */
export const scopesLeft = ({ scopes, app }: AuthorizedAppView): string[] => scopes.filter((scope) => app.scopes.includes(scope));
