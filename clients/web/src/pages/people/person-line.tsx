import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../parts/avatar';
import { text } from '../../text';

interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly username?: string;
  readonly avatarUrl?: string | null;
  readonly verified?: boolean;
}

/** A person in a list, with the way to their page. */
export const PersonLine = ({ person, children }: { person: Person; children?: ReactNode }) => (
  <li className="card">
    <div className="row">
      <Avatar person={person} />
      <div>
        <h3>
          <Link href={`/people/${person.id}`}>{person.displayName}</Link>{' '}
          {person.verified && <span className="chip">{text.people.verified}</span>}
        </h3>
        {person.username && <p className="soft">@{person.username}</p>}
      </div>
    </div>
    {children}
  </li>
);
