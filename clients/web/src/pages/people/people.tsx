import { useQuery } from '@apollo/client/react';
import {
  BlockedPeopleDocument,
  ConnectionsDocument,
  ConnectionSuggestionsDocument,
  FindPeopleDocument,
  UnblockUserDocument,
  type ConnectionsQuery,
} from '@marquee/client/operations';
import { useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { More } from '../../parts/more';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { PersonLine } from './person-line';
import { otherOf } from './relation';
import { Respond } from './respond';

export default function People() {
  return (
    <NeedsSignIn title={text.people.title}>
      {({ user }) => (
        <Page title={text.people.title}>
          <Find />
          <Requests viewerId={user.id} />
          <Friends viewerId={user.id} />
          <Suggestions />
          <Blocked />
        </Page>
      )}
    </NeedsSignIn>
  );
}

const PAGE = 20;
const LETTERS = 2;

/** What is looked for stands in the address: a way back finds it again. */
function Find() {
  const [search, setSearch] = useSearchParams();
  const query = (search.get('q') ?? '').trim();
  const [written, setWritten] = useState(query);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setSearch(written.trim() ? { q: written.trim() } : {});
  };
  return (
    <section aria-label={text.people.find}>
      <h2>{text.people.find}</h2>
      <form role="search" aria-label={text.people.find} onSubmit={send}>
        <div className="row">
          <Field label={text.people.who}>
            <input
              value={written}
              onChange={({ currentTarget }) => setWritten(currentTarget.value)}
              autoComplete="off"
              minLength={LETTERS}
            />
          </Field>
          <button type="submit" className="main">
            {text.people.find}
          </button>
        </div>
      </form>
      {query.length >= LETTERS && <Found query={query} />}
    </section>
  );
}

function Found({ query }: { query: string }) {
  const { fetchMore, ...result } = useQuery(FindPeopleDocument, { variables: { query, first: PAGE } });
  return (
    <Shown of={result}>
      {({ users: { nodes, pageInfo } }) => (
        <>
          {nodes.length === 0 && <Empty>{text.people.nobody}</Empty>}
          <ul className="list cards">
            {nodes.map((person) => (
              <PersonLine key={person.id} person={person} />
            ))}
          </ul>
          <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
        </>
      )}
    </Shown>
  );
}

type Connection = ConnectionsQuery['connections']['nodes'][number];

function Requests({ viewerId }: { viewerId: string }) {
  const { fetchMore, ...result } = useQuery(ConnectionsDocument, {
    variables: { status: 'PENDING', direction: 'INCOMING', first: PAGE },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <section aria-label={text.people.requests}>
      <h2>{text.people.requests}</h2>
      <Shown of={result}>
        {({ connections: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.people.noRequests}</Empty>}
            <ul className="list cards">
              {nodes.map((connection) => (
                <Asking key={connection.id} connection={connection} viewerId={viewerId} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </section>
  );
}

function Asking({ connection, viewerId }: { connection: Connection; viewerId: string }) {
  const other = otherOf(connection, viewerId);
  return other ? (
    <PersonLine person={other}>
      <Respond connectionId={connection.id} />
    </PersonLine>
  ) : null;
}

function Friends({ viewerId }: { viewerId: string }) {
  const { fetchMore, ...result } = useQuery(ConnectionsDocument, {
    variables: { status: 'ACCEPTED', first: PAGE },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <section aria-label={text.people.friends}>
      <h2>{text.people.friends}</h2>
      <Shown of={result}>
        {({ connections: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.people.noFriends}</Empty>}
            <ul className="list cards">
              {nodes.map((connection) => {
                const other = otherOf(connection, viewerId);
                return other && <PersonLine key={connection.id} person={other} />;
              })}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </section>
  );
}

function Suggestions() {
  const { data } = useQuery(ConnectionSuggestionsDocument);
  const nodes = (data?.connectionSuggestions.nodes ?? []).filter(({ user }) => user !== null);
  if (nodes.length === 0) return null;
  return (
    <section aria-label={text.people.suggestions}>
      <h2>{text.people.suggestions}</h2>
      <ul className="list cards">
        {nodes.map(({ user, mutualFriendCount }) => (
          <PersonLine key={user!.id} person={user!}>
            {mutualFriendCount > 0 && <p className="soft">{text.people.mutual(mutualFriendCount)}</p>}
          </PersonLine>
        ))}
      </ul>
    </section>
  );
}

function Blocked() {
  const { fetchMore, data } = useQuery(BlockedPeopleDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  const unblock = useAction(UnblockUserDocument, { refetch: ['BlockedPeople'] });
  const people = (data?.blockedPeople.nodes ?? []).filter((person) => person !== null);
  if (!data || people.length === 0) return null;
  return (
    <section aria-label={text.people.blocked}>
      <h2>{text.people.blocked}</h2>
      {unblock.problem && (
        <p className="problem" role="alert">
          {unblock.problem}
        </p>
      )}
      <ul className="list cards">
        {people.map((person) => (
          <li key={person.id} className="card">
            <h3>{person.displayName}</h3>
            <button type="button" className="small" aria-disabled={unblock.busy} onClick={() => void unblock.run({ userId: person.id })}>
              {text.people.unblock(person.displayName)}
            </button>
          </li>
        ))}
      </ul>
      <More after={data.blockedPeople.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
      <p>
        <Link href="/settings/privacy">{text.settings.places.privacy}</Link>
      </p>
    </section>
  );
}
