import { isPage } from '../../paths';

/** Paths of this app for what notifications lead to; null for what it has no page for. */
export function pathOf(url: string): string | null {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return isPage(path) ? path.replace(/^\/rooms\//, '/chat/') : null;
}
