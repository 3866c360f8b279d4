import { useQuery } from '@apollo/client/react';
import {
  CreateGroupDocument,
  DeclineGroupInvitationDocument,
  GroupInvitationsDocument,
  GroupsDocument,
  JoinGroupDocument,
  MyGroupsDocument,
  type GroupInvitationsQuery,
  type GroupsQuery,
} from '@marquee/client/operations';
import { useState, type FormEvent } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';

const PAGE = 20;

export default function Groups() {
  return (
    <NeedsSignIn title={text.groups.title}>
      {() => (
        <Page title={text.groups.title}>
          <Invitations />
          <Own />
          <Find />
          <Make />
        </Page>
      )}
    </NeedsSignIn>
  );
}

type Group = GroupsQuery['groups']['nodes'][number];

const Entry = ({ group: { id, name, privacy, memberCount } }: { group: Group }) => (
  <li className="card">
    <h3>
      <Link href={`/groups/${id}`}>{name}</Link>
    </h3>
    <p className="soft">
      {text.groups.privacies[privacy]} · {text.groups.members(memberCount)}
    </p>
  </li>
);

function Own() {
  const { fetchMore, ...result } = useQuery(MyGroupsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <section aria-label={text.groups.own}>
      <h2>{text.groups.own}</h2>
      <Shown of={result}>
        {({ me }) => {
          const groups = me?.user.groups;
          if (!groups || groups.nodes.length === 0) return <Empty>{text.groups.noneOwn}</Empty>;
          return (
            <>
              <ul className="list cards">
                {groups.nodes.map((group) => (
                  <Entry key={group.id} group={group} />
                ))}
              </ul>
              <More after={groups.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

type Invitation = GroupInvitationsQuery['groupInvitations']['nodes'][number];

function Invitations() {
  const { fetchMore, data } = useQuery(GroupInvitationsDocument, { variables: { first: PAGE }, fetchPolicy: 'cache-and-network' });
  if (!data || data.groupInvitations.nodes.length === 0) return null;
  const { nodes, pageInfo } = data.groupInvitations;
  return (
    <section aria-label={text.groups.invitations}>
      <h2>{text.groups.invitations}</h2>
      <ul className="list cards">
        {nodes.map(
          ({ group, inviter }) => group && <Invited key={group.id} group={group} inviter={inviter?.displayName ?? text.event.somebody} />,
        )}
      </ul>
      <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
    </section>
  );
}

function Invited({ group, inviter }: { group: NonNullable<Invitation['group']>; inviter: string }) {
  const join = useAction(JoinGroupDocument, { refetch: ['GroupInvitations', 'MyGroups'] });
  const decline = useAction(DeclineGroupInvitationDocument, { refetch: ['GroupInvitations'] });
  const problem = join.problem ?? decline.problem;
  return (
    <li className="card">
      <h3>
        <Link href={`/groups/${group.id}`}>{group.name}</Link>
      </h3>
      <p>{text.groups.invitedBy(inviter)}</p>
      <div className="buttons">
        <button type="button" className="main" aria-disabled={join.busy} onClick={() => void join.run({ groupId: group.id })}>
          {text.groups.join}
        </button>
        <button type="button" aria-disabled={decline.busy} onClick={() => void decline.run({ groupId: group.id })}>
          {text.links.decline}
        </button>
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}

/** What is looked for stands in the address: a way back finds it again. */
function Find() {
  const [search, setSearch] = useSearchParams();
  const query = (search.get('q') ?? '').trim();
  const [written, setWritten] = useState(query);
  const { fetchMore, ...result } = useQuery(GroupsDocument, { variables: { query: query || null, first: PAGE } });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setSearch(written.trim() ? { q: written.trim() } : {});
  };
  return (
    <section aria-label={text.groups.find}>
      <h2>{text.groups.find}</h2>
      <form role="search" aria-label={text.groups.find} onSubmit={send}>
        <div className="row">
          <Field label={text.groups.about}>
            <input value={written} onChange={({ currentTarget }) => setWritten(currentTarget.value)} autoComplete="off" />
          </Field>
          <button type="submit">{text.discover.submit}</button>
        </div>
      </form>
      <Shown of={result}>
        {({ groups: { nodes, pageInfo } }) => (
          <>
            {nodes.length === 0 && <Empty>{text.groups.none}</Empty>}
            <ul className="list cards">
              {nodes.map((group) => (
                <Entry key={group.id} group={group} />
              ))}
            </ul>
            <More after={pageInfo} load={(after) => fetchMore({ variables: { after } })} />
          </>
        )}
      </Shown>
    </section>
  );
}

function Make() {
  const create = useAction(CreateGroupDocument, { refetch: ['MyGroups'] });
  const [, navigate] = useLocation();
  const send = async ({ name = '', description = '', privacy = '' }: Record<string, string>) => {
    const success = await create.run({
      name: name.trim(),
      description: description.trim() || null,
      privacy: privacy as Group['privacy'],
    });
    if (!success) return;
    tell(text.groups.made);
    navigate(`/groups/${success.group.id}`);
  };
  return (
    <details>
      <summary>{text.groups.make}</summary>
      <Form
        label={text.groups.make}
        busy={create.busy}
        problem={create.problem}
        submit={text.groups.makeNow}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.groups.name}>
          <input name="name" maxLength={80} required />
        </Field>
        <Field label={text.groups.description}>
          <textarea name="description" maxLength={2_000} />
        </Field>
        <Field label={text.groups.privacy}>
          <select name="privacy" defaultValue="PUBLIC">
            {Object.entries(text.groups.privacies).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Field>
      </Form>
    </details>
  );
}
