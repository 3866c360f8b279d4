interface Person {
  readonly id: string;
  readonly displayName?: string;
}

interface Connection<Other extends Person> {
  readonly status: string;
  readonly requester: Other | null;
  readonly addressee: Other | null;
}

/** Of two who are connected the one who is not the viewer; null when that profile is not there. */
export const otherOf = <Other extends Person>({ requester, addressee }: Connection<Other>, viewerId: string): Other | null =>
  requester?.id === viewerId ? addressee : requester;

/** How two stand to each other, as one of them sees it. */
export type Relation = 'SELF' | 'FRIENDS' | 'ASKED' | 'ASKS' | 'NONE';

export function relationTo(personId: string, viewerId: string, connection: Connection<Person> | null): Relation {
  if (personId === viewerId) return 'SELF';
  if (connection?.status === 'ACCEPTED') return 'FRIENDS';
  if (connection?.status !== 'PENDING') return 'NONE';
  return connection.requester?.id === viewerId ? 'ASKED' : 'ASKS';
}
