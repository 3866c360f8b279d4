import { none, type Invariant } from './invariant';

/** Invitations that went to addresses. */
export const mailedInvitationInvariants: readonly Invariant[] = [
  none(
    'who accepted an invitation by mail works there, or did',
    'users',
    `SELECT i.id, i.claimed_by_id AS person FROM organization_mail_invitations i
     WHERE i.status = 'ACCEPTED' AND (i.claimed_by_id IS NULL OR NOT EXISTS (
       SELECT FROM organization_members m WHERE m.organization_id = i.organization_id AND m.user_id = i.claimed_by_id))`,
  ),
  none(
    'an invitation by mail has ended if it is not open, and only then',
    'users',
    `SELECT id, status, ended_at FROM organization_mail_invitations WHERE (status = 'OPEN') <> (ended_at IS NULL)`,
  ),
  none(
    'an address is sent three invitations a week at most',
    'users',
    `SELECT email_key FROM (
       SELECT i.email_key, at, lag(at, 3) OVER (PARTITION BY i.email_key ORDER BY at) AS fourth FROM organization_mail_invitations i, unnest(i.mailed_at) AS at) s
     WHERE at - fourth < interval '7 days' GROUP BY email_key`,
  ),
  none(
    'the address of an invitation lies encrypted',
    'users',
    `SELECT id FROM organization_mail_invitations WHERE strpos(concat(sealed_email, email_key), '@') > 0`,
  ),
];
