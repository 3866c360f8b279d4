import { useQuery } from '@apollo/client/react';
import { SignedInDocument, type SignedInQuery } from '@marquee/client/operations';

export type SignedIn = NonNullable<SignedInQuery['me']>;

/** Who is signed in; null for a visitor, and until it is known. */
export function useViewer(): { viewer: SignedIn | null; isKnown: boolean } {
  const { data, loading } = useQuery(SignedInDocument);
  return { viewer: data?.me ?? null, isKnown: !loading };
}
