import { useQuery } from '@apollo/client/react';
import { PersonPageDocument, type PersonPageQuery } from '@marquee/client/operations';
import { Link, useParams } from 'wouter';
import { Avatar } from '../../parts/avatar';
import { when } from '../../parts/format';
import { Page } from '../../parts/page';
import { Shown } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { Dealings } from './dealings';

export type ShownPerson = NonNullable<PersonPageQuery['user']>;

export default function Person() {
  const { id } = useParams<{ id: string }>();
  const result = useQuery(PersonPageDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ user }) =>
        user ? (
          <Whole person={user} />
        ) : (
          <Page title={text.people.none}>
            <p>{text.people.noneMore}</p>
          </Page>
        )
      }
    </Shown>
  );
}

function Whole({ person }: { person: ShownPerson }) {
  const { viewer } = useViewer();
  const { displayName, username, verified, bio, interests, city, organizations, mutualFriends, organizedEvents } = person;
  const known = (mutualFriends?.nodes ?? []).flatMap((friend) => (friend ? [friend] : []));
  return (
    <Page title={displayName}>
      <div className="row">
        <Avatar person={person} isLarge />
        <div>
          <p className="soft">@{username}</p>
          {verified && <p className="good">{text.people.verified}</p>}
          {city && <p>{city}</p>}
        </div>
      </div>
      {viewer ? (
        <Dealings person={person} viewerId={viewer.user.id} />
      ) : (
        <p>
          <Link href={`/sign-in?next=${encodeURIComponent(`/people/${person.id}`)}`}>{text.people.signIn(displayName)}</Link>
        </p>
      )}
      {bio && <p className="prose">{bio}</p>}
      {interests && interests.length > 0 && (
        <ul className="chips" aria-label={text.people.interests}>
          {interests.map((interest) => (
            <li key={interest} className="chip">
              {interest}
            </li>
          ))}
        </ul>
      )}
      {known.length > 0 && (
        <section aria-label={text.people.mutualFriends}>
          <h2>{text.people.mutualFriends}</h2>
          <ul className="chips">
            {known.map((friend) => (
              <li key={friend.id} className="chip">
                <Link href={`/people/${friend.id}`}>{friend.displayName}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {organizations.length > 0 && (
        <section aria-label={text.people.organizations}>
          <h2>{text.people.organizations}</h2>
          <ul className="chips">
            {organizations.map(({ id, name }) => (
              <li key={id} className="chip">
                <Link href={`/organizations/${id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {organizedEvents && organizedEvents.nodes.length > 0 && (
        <section aria-label={text.people.events}>
          <h2>{text.people.events}</h2>
          <ul className="list">
            {organizedEvents.nodes.map(({ id, title, startsAt, timezone }) => (
              <li key={id}>
                <Link href={`/events/${id}`}>{title}</Link> <span className="soft">{when(startsAt, timezone)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
