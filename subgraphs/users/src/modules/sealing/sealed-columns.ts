import type { SealedColumn } from '@marquee/platform';

/** What is encrypted here; the job seal-fields keeps it under the newest key. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'users', column: 'sealed_birth_date', key: 'id' },
  { table: 'users', column: 'email', key: 'id' },
  { table: 'users', column: 'pending_email', key: 'id' },
  { table: 'mails', column: 'to', key: 'id' },
  { table: 'password_requests', column: 'address', key: 'id' },
  { table: 'phones', column: 'number', key: 'user_id' },
  { table: 'sms_codes', column: 'number', key: 'id' },
  { table: 'devices', column: 'token', key: 'id' },
  { table: 'daily_activities', column: 'sealed_description', key: 'id' },
  { table: 'daily_activities', column: 'sealed_mood_text', key: 'id' },
  { table: 'daily_activities', column: 'sealed_notes', key: 'id' },
  { table: 'organization_mail_invitations', column: 'sealed_email', key: 'id' },
  { table: 'webhook_secrets', column: 'sealed', key: 'id' },
  { table: 'erasures', column: 'sealed_address', key: 'id' },
];
