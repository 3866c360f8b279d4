import type { Marquee } from '@marquee/client';
import { SearchEventsDocument } from '@marquee/client/operations';

/** A list and its button "More", which in React is `fetchMore` of `useQuery`. The cache puts the pages together. */
export async function twoPages({ apollo }: Marquee): Promise<string[]> {
  const { data } = await apollo.query({ query: SearchEventsDocument, variables: { first: 5 } });
  const { endCursor, hasNextPage } = data!.searchEvents.pageInfo;
  if (hasNextPage) await apollo.query({ query: SearchEventsDocument, variables: { first: 5, after: endCursor } });
  const shown = apollo.readQuery({ query: SearchEventsDocument, variables: { first: 5 } });
  return shown!.searchEvents.nodes.map(({ title }) => title);
}
