import type { ExportSection } from '@marquee/platform';

/** What somebody looks for, whom they looked up, and what was decided about them and by them. */
export const peopleSections: readonly ExportSection[] = [
  {
    table: 'discovery_preferences',
    about: 'What you look for.',
    where: 'user_id = $1',
    order: 'user_id',
    columns: {
      event_types: 'Which kinds.',
      max_distance_km: 'How far you go, in kilometres.',
      price_min_minor: 'The lowest price, in minor units.',
      price_max_minor: 'The highest.',
      currency: 'Its currency.',
      times: 'At which times of the day.',
      price_sensitivity: '0 to 1: how much the price matters.',
      social_preference: '0 to 1: how much you like to go where friends go.',
      updated_at: 'When it last changed (UTC).',
    },
  },
  {
    table: 'contact_lookups',
    about: 'How many numbers of your address book you looked up. Which ones is kept nowhere.',
    where: 'user_id = $1',
    order: 'day',
    columns: {
      day: 'On which day.',
      numbers: 'How many.',
    },
  },
  {
    table: 'suspensions',
    about: 'When you were suspended, and what you said to it.',
    where: 'user_id = $1',
    order: 'begun_at, id',
    columns: {
      reason: 'Why.',
      statement: 'What you were told.',
      begun_at: 'Since when (UTC).',
      until: 'Until when it was to be (UTC).',
      ended_at: 'When it ended (UTC).',
      end: 'How it ended.',
      appeal: 'What you said.',
      appealed_at: 'When (UTC).',
      decided_at: 'When it was decided on (UTC).',
      notes: 'What was written then.',
    },
  },
  {
    table: 'organization_acts',
    about: 'What you did in organisations.',
    where: 'actor_id = $1',
    order: 'at, id',
    columns: {
      organization_id: 'Which one.',
      kind: 'What.',
      role: 'About which role.',
      fields: 'What was changed.',
      at: 'When (UTC).',
    },
  },
  {
    table: 'organization_mail_invitations',
    about: 'Invitations to work for an organisation that you gave, or accepted, by mail. Whose address it was is theirs.',
    where: 'invited_by_id = $1 OR claimed_by_id = $1',
    order: 'created_at, id',
    columns: {
      organization_id: 'Which one.',
      role: 'To which role.',
      status: 'What became of it.',
      created_at: 'When it was given (UTC).',
      ended_at: 'When it ended (UTC).',
    },
  },
];
