import { useQuery } from '@apollo/client/react';
import {
  OrganizationDocument,
  OrganizationEventsDocument,
  OrganizationInvitationsDocument,
  RespondToOrganizationInvitationDocument,
  type OrganizationInvitationsQuery,
  type OrganizationQuery,
} from '@marquee/client/operations';
import { Link, useParams } from 'wouter';
import { useAction } from '../../parts/action';
import { when, words } from '../../parts/format';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { OrganizationPeople } from './organization-people';

export default function Organization() {
  const { id } = useParams<{ id: string }>();
  const result = useQuery(OrganizationDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ organization }) =>
        organization ? (
          <Whole organization={organization} />
        ) : (
          <Page title={text.organizations.title}>
            <p>{text.organizations.none}</p>
          </Page>
        )
      }
    </Shown>
  );
}

function Whole({ organization }: { organization: Shows }) {
  const { id, name, websiteUrl, verified, viewerRole } = organization;
  const { viewer } = useViewer();
  return (
    <Page title={name}>
      {verified && <p className="good">{text.organizations.verified}</p>}
      {websiteUrl && (
        <p>
          <a href={websiteUrl} rel="noreferrer noopener">
            {websiteUrl}
          </a>
        </p>
      )}
      {viewerRole && <p>{text.organizations.yourRole(text.organizations.roles[viewerRole])}</p>}
      {viewer && !viewerRole && <Invited organizationId={id} />}
      <Events organizationId={id} />
      <OrganizationPeople organization={organization} viewerId={viewer?.user.id ?? null} />
    </Page>
  );
}

export type Shows = NonNullable<OrganizationQuery['organization']>;
type Invitation = OrganizationInvitationsQuery['organizationInvitations']['nodes'][number];

const PAGE = 10;

function Events({ organizationId }: { organizationId: string }) {
  const { fetchMore, ...result } = useQuery(OrganizationEventsDocument, {
    variables: { id: organizationId, first: PAGE },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <section aria-label={text.people.events}>
      <h2>{text.people.events}</h2>
      <Shown of={result}>
        {({ organization }) => {
          const events = organization?.events;
          if (!events || events.nodes.length === 0) return <Empty>{text.organizations.noEvents}</Empty>;
          return (
            <>
              <ul className="list">
                {events.nodes.map(({ id, title, startsAt, timezone, status }) => (
                  <li key={id}>
                    <Link href={`/events/${id}`}>{title}</Link> <span className="soft">{when(startsAt, timezone)}</span>{' '}
                    {status !== 'PUBLISHED' && <span className="chip">{text.desk.statuses[status] ?? words(status)}</span>}
                  </li>
                ))}
              </ul>
              <More after={events.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

/** As many open invitations as one person is likely to have; the one of this organisation is among them. */
const INVITATIONS = 50;

function Invited({ organizationId }: { organizationId: string }) {
  const { data } = useQuery(OrganizationInvitationsDocument, { variables: { first: INVITATIONS }, fetchPolicy: 'cache-and-network' });
  const own = data?.organizationInvitations.nodes.find(({ organization }) => organization.id === organizationId);
  return own ? <Respond invitation={own} /> : null;
}

function Respond({ invitation: { id, role, invitedBy } }: { invitation: Invitation }) {
  const respond = useAction(RespondToOrganizationInvitationDocument, { refetch: ['Organization', 'OrganizationInvitations'] });
  const answer = async (accept: boolean) => {
    if (await respond.run({ invitationId: id, accept })) tell(accept ? text.organizations.joined : text.organizations.declined);
  };
  return (
    <section className="card" aria-label={text.links.invitation}>
      <p>{text.organizations.invited(text.organizations.roles[role], invitedBy?.displayName ?? text.event.somebody)}</p>
      <div className="buttons">
        <button type="button" className="main" aria-disabled={respond.busy} onClick={() => void answer(true)}>
          {text.links.accept}
        </button>
        <button type="button" aria-disabled={respond.busy} onClick={() => void answer(false)}>
          {text.links.decline}
        </button>
      </div>
      {respond.problem && (
        <p className="problem" role="alert">
          {respond.problem}
        </p>
      )}
    </section>
  );
}
