import { useQuery } from '@apollo/client/react';
import { MailedInvitationDocument, RespondToMailedInvitationDocument, type MailedInvitationQuery } from '@marquee/client/operations';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { moment } from '../../parts/format';
import { Shown } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { LinkPage } from './link-page';

export default function OrganizationInvitation() {
  return <LinkPage title={text.links.invitation}>{(token) => <Invitation token={token} />}</LinkPage>;
}

function Invitation({ token }: { token: string }) {
  const result = useQuery(MailedInvitationDocument, { variables: { token } });
  return (
    <Shown of={result}>
      {({ mailedInvitation }) =>
        mailedInvitation === null ? <p role="alert">{text.links.none}</p> : <Open token={token} invitation={mailedInvitation} />
      }
    </Shown>
  );
}

interface OpenProps {
  readonly token: string;
  readonly invitation: NonNullable<MailedInvitationQuery['mailedInvitation']>;
}

function Open({ token, invitation: { organization, role, status, waitsForVerification, invitedBy, expiresAt } }: OpenProps) {
  const { viewer, isKnown } = useViewer();
  const respond = useAction(RespondToMailedInvitationDocument);
  const answer = (accept: boolean) => void respond.run({ token, accept });
  const next = encodeURIComponent('/organization-invitation');
  return (
    <>
      <p>{text.links.invitedTo(organization.name, text.organizations.roles[role], invitedBy?.displayName ?? text.event.somebody)}</p>
      {status !== 'OPEN' && <p role="status">{text.links.invitationStatuses[status]}</p>}
      {status === 'ACCEPTED' && viewer && (
        <p>
          <Link href={`/organizations/${organization.id}`}>{organization.name}</Link>
        </p>
      )}
      {waitsForVerification && <p role="status">{text.links.waitsForVerification}</p>}
      {status === 'OPEN' && !waitsForVerification && (
        <>
          <p className="soft">{text.links.openUntil(moment(expiresAt))}</p>
          {isKnown && !viewer && (
            <p>
              {text.links.signInToAccept} <Link href={`/sign-in?next=${next}`}>{text.session.signIn}</Link>{' '}
              <Link href={`/sign-up?next=${next}`}>{text.signUp.title}</Link>
            </p>
          )}
          <div className="buttons">
            {viewer && (
              <button type="button" className="main" aria-disabled={respond.busy} onClick={() => answer(true)}>
                {text.links.accept}
              </button>
            )}
            <button type="button" aria-disabled={respond.busy} onClick={() => answer(false)}>
              {text.links.decline}
            </button>
          </div>
        </>
      )}
      {respond.problem && (
        <p className="problem" role="alert">
          {respond.problem}
        </p>
      )}
    </>
  );
}
