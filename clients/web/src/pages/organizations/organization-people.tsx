import { useQuery } from '@apollo/client/react';
import {
  InviteToOrganizationByMailDocument,
  MailedInvitationsDocument,
  RemoveFromOrganizationDocument,
  WithdrawMailedInvitationDocument,
} from '@marquee/client/operations';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment } from '../../parts/format';
import { tell } from '../../parts/notices';
import { text } from '../../text';
import { PersonLine } from '../people/person-line';
import type { Shows } from './organization';
import { mayRemove, rolesToGive } from './organization-rights';

interface PeopleProps {
  readonly organization: Shows;
  readonly viewerId: string | null;
}

/** Who works there; and, for those who may, who is invited, and who goes. */
export function OrganizationPeople({ organization: { id, members, viewerRole }, viewerId }: PeopleProps) {
  const remove = useAction(RemoveFromOrganizationDocument, { refetch: ['Organization', 'MyOrganizations'] });
  const [, navigate] = useLocation();
  const send = async (userId: string) => {
    if ((await remove.run({ organizationId: id, userId })) && userId === viewerId) navigate('/organizations');
  };
  const given = rolesToGive(viewerRole);
  return (
    <>
      {members && (
        <section aria-label={text.organizations.members}>
          <h2>{text.organizations.members}</h2>
          {remove.problem && (
            <p className="problem" role="alert">
              {remove.problem}
            </p>
          )}
          <ul className="list cards">
            {members.map(
              ({ role, joinedAt, user }) =>
                user && (
                  <PersonLine key={user.id} person={user}>
                    <p className="soft">
                      {text.organizations.roles[role]}, {text.organizations.since(moment(joinedAt))}
                    </p>
                    {(user.id === viewerId || mayRemove(viewerRole, role)) && (
                      <button type="button" className="small quiet" aria-disabled={remove.busy} onClick={() => void send(user.id)}>
                        {user.id === viewerId ? text.organizations.leave : text.groups.remove(user.displayName)}
                      </button>
                    )}
                  </PersonLine>
                ),
            )}
          </ul>
        </section>
      )}
      {given.length > 0 && <Invitations organizationId={id} roles={given} />}
    </>
  );
}

type Role = NonNullable<Shows['viewerRole']>;

function Invitations({ organizationId, roles }: { organizationId: string; roles: readonly Role[] }) {
  const { data } = useQuery(MailedInvitationsDocument, { variables: { id: organizationId }, fetchPolicy: 'cache-and-network' });
  const invite = useAction(InviteToOrganizationByMailDocument, { refetch: ['MailedInvitations'] });
  const withdraw = useAction(WithdrawMailedInvitationDocument, { refetch: ['MailedInvitations'] });
  // Another one takes the place of the form that was sent.
  const [sent, setSent] = useState(0);
  const send = async ({ email = '', role = '' }: Record<string, string>) => {
    if (!(await invite.run({ organizationId, email: email.trim(), role: role as Role }))) return;
    tell(text.settings.mailSent(email.trim()));
    setSent(sent + 1);
  };
  return (
    <section aria-label={text.organizations.invite}>
      <h2>{text.organizations.invite}</h2>
      <ul className="list">
        {(data?.organization?.mailedInvitations ?? []).map(({ id, email, role, expiresAt }) => (
          <li key={id} className="card">
            <p>
              {email}: {text.organizations.roles[role]}. <span className="soft">{text.links.openUntil(moment(expiresAt))}</span>
            </p>
            <button
              type="button"
              className="small quiet"
              aria-disabled={withdraw.busy}
              onClick={() => void withdraw.run({ invitationId: id })}
            >
              {text.organizations.withdraw(email ?? '')}
            </button>
          </li>
        ))}
      </ul>
      {withdraw.problem && (
        <p className="problem" role="alert">
          {withdraw.problem}
        </p>
      )}
      <Form
        key={sent}
        label={text.organizations.invite}
        busy={invite.busy}
        problem={invite.problem}
        submit={text.organizations.inviteNow}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.signUp.email}>
          <input name="email" type="email" autoComplete="off" required />
        </Field>
        <Field label={text.organizations.role}>
          <select name="role" defaultValue="STAFF">
            {roles.map((role) => (
              <option key={role} value={role}>
                {text.organizations.roles[role]}
              </option>
            ))}
          </select>
        </Field>
      </Form>
    </section>
  );
}
