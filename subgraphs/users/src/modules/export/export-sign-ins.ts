import type { ExportSection } from '@marquee/platform';

/** Who comes into the account, and by what. */
export const signInSections: readonly ExportSection[] = [
  {
    table: 'sessions',
    about: 'Where you are or were signed in.',
    where: 'user_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      ip: 'The address it was opened from.',
      network: 'The network of that address.',
      user_agent: 'What the device says of itself.',
      client_name: 'Which app.',
      created_at: 'When it was made (UTC).',
      last_used_at: 'When it was last used (UTC).',
      ended_at: 'When it ended (UTC).',
      end_reason: 'Why.',
    },
  },
  {
    table: 'api_keys',
    about: 'Keys by which programs act for you.',
    where: 'user_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      name: 'What you call it.',
      scopes: 'What it may be used for.',
      origins: 'Pages that it is good from; none: any.',
      networks: 'Networks that it is good from; none: any.',
      created_at: 'When it was made (UTC).',
      expires_at: 'When it runs out (UTC).',
      ended_at: 'When it was ended (UTC).',
      end_reason: 'Why.',
      last_used_at: 'When it was last used, to ten minutes (UTC).',
    },
  },
  {
    table: 'webhooks',
    about: 'Where programs of yours hear of what happens.',
    where: 'user_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      name: 'What you call it.',
      url: 'Where it leads.',
      organization_id: 'Whose things it is told of; none: your own.',
      scopes: 'What may be read for it.',
      state: 'Whether it sends.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'sign_ins',
    about: 'How somebody signed in to your account, or did not.',
    where: 'user_id = $1',
    order: 'at, id',
    columns: {
      at: 'When (UTC).',
      outcome: 'What came of it.',
      way: 'By what.',
      device: 'Which device.',
      network: 'From which network.',
      attempts: 'How often.',
    },
  },
];
