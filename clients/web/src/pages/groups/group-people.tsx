import { useQuery } from '@apollo/client/react';
import {
  AnswerGroupRequestDocument,
  FindPeopleDocument,
  GroupMembersDocument,
  GroupRequestsDocument,
  InviteToGroupDocument,
  RemoveFromGroupDocument,
} from '@marquee/client/operations';
import { useState } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';
import { PersonLine } from '../people/person-line';
import type { ShownGroup } from './group';
import { mayInvite, mayLookAfter, mayRemove, type Role } from './group-rights';

const PAGE = 20;

interface PeopleProps {
  readonly group: ShownGroup;
  readonly role: Role;
  readonly viewerId: string;
}

/** Who is in a group, who wants to be, and who could be asked. */
export function GroupPeople({ group: { id, privacy }, role, viewerId }: PeopleProps) {
  const { fetchMore, ...result } = useQuery(GroupMembersDocument, { variables: { id, first: PAGE }, fetchPolicy: 'cache-and-network' });
  const remove = useAction(RemoveFromGroupDocument, { refetch: ['GroupMembers', 'Group'] });
  return (
    <section aria-label={text.groups.people}>
      <h2>{text.groups.people}</h2>
      {mayLookAfter(role) && <Requests groupId={id} />}
      {remove.problem && (
        <p className="problem" role="alert">
          {remove.problem}
        </p>
      )}
      <Shown of={result}>
        {({ group }) =>
          group?.members && (
            <>
              <ul className="list">
                {group.members.nodes.map(
                  (member) =>
                    member.user && (
                      <PersonLine key={member.user.id} person={member.user}>
                        <p className="soft">{text.groups.roles[member.role]}</p>
                        {member.user.id !== viewerId && mayRemove(role, member.role) && (
                          <button
                            type="button"
                            className="small quiet"
                            aria-disabled={remove.busy}
                            onClick={() => void remove.run({ groupId: id, userId: member.user!.id })}
                          >
                            {text.groups.remove(member.user.displayName)}
                          </button>
                        )}
                      </PersonLine>
                    ),
                )}
              </ul>
              <More after={group.members.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          )
        }
      </Shown>
      {mayInvite(role, privacy) && <Invite groupId={id} />}
    </section>
  );
}

function Requests({ groupId }: { groupId: string }) {
  const { data } = useQuery(GroupRequestsDocument, { variables: { groupId, first: PAGE }, fetchPolicy: 'cache-and-network' });
  const answer = useAction(AnswerGroupRequestDocument, { refetch: ['GroupRequests', 'GroupMembers', 'Group'] });
  const asking = (data?.groupRequests?.nodes ?? []).filter(({ user }) => user !== null);
  if (asking.length === 0) return null;
  return (
    <section aria-label={text.groups.requests}>
      <h3>{text.groups.requests}</h3>
      <ul className="list">
        {asking.map(({ user, message }) => (
          <PersonLine key={user!.id} person={user!}>
            {message && <p>{message}</p>}
            <div className="buttons">
              {([true, false] as const).map((accept) => (
                <button
                  key={String(accept)}
                  type="button"
                  className={accept ? 'small main' : 'small'}
                  aria-disabled={answer.busy}
                  onClick={() => void answer.run({ groupId, userId: user!.id, accept })}
                >
                  {accept ? text.groups.letIn : text.links.decline}
                </button>
              ))}
            </div>
          </PersonLine>
        ))}
      </ul>
      {answer.problem && (
        <p className="problem" role="alert">
          {answer.problem}
        </p>
      )}
    </section>
  );
}

function Invite({ groupId }: { groupId: string }) {
  const [query, setQuery] = useState('');
  const invite = useAction(InviteToGroupDocument);
  const { data } = useQuery(FindPeopleDocument, { variables: { query, first: PAGE }, skip: query === '' });
  const send = async (userId: string, name: string) => {
    if (await invite.run({ groupId, userId })) tell(text.groups.invited(name));
  };
  return (
    <details>
      <summary>{text.groups.invite}</summary>
      <Form
        label={text.groups.invite}
        busy={false}
        problem={invite.problem}
        submit={text.people.find}
        onSubmit={({ query: written = '' }) => setQuery(written.trim())}
      >
        <Field label={text.people.who}>
          <input name="query" minLength={2} autoComplete="off" required />
        </Field>
      </Form>
      {data && data.users.nodes.length === 0 && <Empty>{text.people.nobody}</Empty>}
      <ul className="list">
        {data?.users.nodes.map((person) => (
          <PersonLine key={person.id} person={person}>
            <button type="button" className="small" aria-disabled={invite.busy} onClick={() => void send(person.id, person.displayName)}>
              {text.groups.inviteName(person.displayName)}
            </button>
          </PersonLine>
        ))}
      </ul>
    </details>
  );
}
