/** Paths of this app for what notifications lead to; null for what it has no page for. */
export function pathOf(url: string): string | null {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const [, place, id] = /^\/(events|rooms)\/([\w-]+)$/.exec(path) ?? [];
  if (!place) return null;
  return place === 'rooms' ? `/chat/${id}` : `/events/${id}`;
}
