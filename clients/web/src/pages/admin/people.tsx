import { useQuery } from '@apollo/client/react';
import {
  PeopleDocument,
  ReinstateUserDocument,
  SetUserRoleDocument,
  SuspendUserDocument,
  type PeopleQuery,
  type UserRole,
} from '@marquee/client/operations';
import { useState } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment, words } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 20;
const ROLES: readonly UserRole[] = ['USER', 'CURATOR', 'MODERATOR', 'ADMIN'];

type Person = PeopleQuery['people']['nodes'][number];

export function People({ isAdmin, viewerId }: { isAdmin: boolean; viewerId: string }) {
  const [search, setSearch] = useState('');
  const { fetchMore, ...result } = useQuery(PeopleDocument, {
    variables: { first: PAGE, ...(search ? { filter: { search } } : {}) },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <section aria-label={text.admin.people}>
      <h2>{text.admin.people}</h2>
      <Form
        label={text.admin.find}
        busy={false}
        problem={null}
        submit={text.admin.find}
        onSubmit={({ words: said = '' }) => setSearch(said.trim())}
      >
        <Field label={text.admin.findWho}>
          <input name="words" type="search" />
        </Field>
      </Form>
      <Shown of={result}>
        {({ people: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.admin.nobody}</Empty>}
            <ul className="list">
              {nodes.map((person) => (
                <Entry key={person.user.id} person={person} isAdmin={isAdmin} isViewer={person.user.id === viewerId} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </section>
  );
}

function Entry({ person, isAdmin, isViewer }: { person: Person; isAdmin: boolean; isViewer: boolean }) {
  const { user, role, state, createdAt, lastSeenAt, upheldFlagCount } = person;
  const setRole = useAction(SetUserRoleDocument, { refetch: ['People'] });
  const reinstate = useAction(ReinstateUserDocument, { refetch: ['People'] });
  const change = async (next: UserRole) => {
    if (await setRole.run({ userId: user.id, role: next })) tell(text.admin.roleSet(user.displayName, text.admin.roles[next]));
  };
  const problem = setRole.problem ?? reinstate.problem;
  return (
    <li className="card">
      <h3>
        {user.displayName} <span className="soft">@{user.username}</span>
      </h3>
      <p>
        {[
          text.admin.roles[role],
          words(state),
          text.admin.since(moment(createdAt)),
          lastSeenAt && text.admin.seen(moment(lastSeenAt)),
          upheldFlagCount > 0 && text.admin.flags(upheldFlagCount),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {!isViewer && (
        <div className="row">
          {isAdmin && (
            <Field label={text.admin.role}>
              <select value={role} disabled={setRole.busy} onChange={({ target }) => void change(target.value as UserRole)}>
                {ROLES.map((one) => (
                  <option key={one} value={one}>
                    {text.admin.roles[one]}
                  </option>
                ))}
              </select>
            </Field>
          )}
          {state === 'SUSPENDED' ? (
            <button type="button" aria-disabled={reinstate.busy} onClick={() => void reinstate.run({ userId: user.id })}>
              {text.admin.reinstate}
            </button>
          ) : (
            <Suspend userId={user.id} name={user.displayName} />
          )}
        </div>
      )}
    </li>
  );
}

function Suspend({ userId, name }: { userId: string; name: string }) {
  const suspend = useAction(SuspendUserDocument, { refetch: ['People'] });
  const send = async ({ reason = '' }: Record<string, string>) => {
    if (await suspend.run({ userId, reason: reason.trim() })) tell(text.admin.suspended(name));
  };
  return (
    <details>
      <summary>{text.admin.suspend}</summary>
      <Form
        label={text.admin.suspend}
        busy={suspend.busy}
        problem={suspend.problem}
        submit={text.admin.suspend}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.admin.reason}>
          <input name="reason" maxLength={500} required />
        </Field>
      </Form>
    </details>
  );
}
