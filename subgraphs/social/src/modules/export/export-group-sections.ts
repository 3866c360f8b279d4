import type { ExportSection } from '@marquee/platform';

/** What social keeps of a person in groups. */
export const groupSections: readonly ExportSection[] = [
  {
    table: 'group_members',
    about: 'Groups that you are or were a member of.',
    where: 'user_id = $1',
    order: 'joined_at, group_id',
    columns: {
      group_id: 'The group.',
      role: 'The role.',
      active: 'Whether you are a member.',
      joined_at: 'When you joined (UTC).',
      left_at: 'When you left (UTC).',
      shares_free_busy: 'Whether its members are told how many of them are free, you counted in.',
    },
  },
  {
    table: 'group_invitations',
    about: 'Groups that you were invited to.',
    where: 'user_id = $1',
    order: 'created_at, group_id',
    columns: {
      group_id: 'The group.',
      open: 'Whether the invitation stands.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'groups',
    name: 'groups_founded',
    about: 'Groups that you founded.',
    where: 'founder_id = $1',
    order: 'created_at, id',
    columns: { id: 'The group.', name: 'Its name.', created_at: 'When you founded it (UTC).' },
  },
  {
    table: 'group_bans',
    about: 'Groups that you are banned from.',
    where: 'user_id = $1',
    order: 'created_at, group_id',
    columns: { group_id: 'The group.', created_at: 'When you were banned (UTC).', ends_at: 'When it ends (UTC).', reason: 'Why.' },
  },
  {
    table: 'group_requests',
    about: 'Groups that you asked to be let into.',
    where: 'user_id = $1',
    order: 'created_at, group_id',
    columns: {
      group_id: 'The group.',
      message: 'What you said to it.',
      open: 'Whether you still ask.',
      created_at: 'When you asked (UTC).',
    },
  },
  {
    table: 'companion_seekers',
    about: 'Events at which you would like company.',
    where: 'user_id = $1',
    order: 'since, event_id',
    columns: { event_id: 'The event.', since: 'Since when (UTC).' },
  },
  {
    // Who said what of whom, nobody learns but who said it (docs/decisions/crews.md).
    table: 'crew_feedback',
    about: 'What you said of people whom you met in crews.',
    where: 'giver_id = $1',
    order: 'given_at, group_id, receiver_id',
    columns: {
      group_id: 'The crew.',
      receiver_id: 'Of whom.',
      again: 'Whether you would meet them again.',
      given_at: 'When you said it (UTC).',
    },
  },
  {
    table: 'crew_karma',
    about: 'What those who met you in crews say of you, taken together.',
    where: 'user_id = $1',
    order: 'user_id',
    // As `crewKarma` shows it (karma.ts): closer, it would tell what one voice changes.
    shownAs: { score: 'floor(score / 5 + 0.5) * 5' },
    columns: { score: '0 to 100, in steps of five.', computed_at: 'When it was reckoned (UTC).' },
  },
  {
    table: 'group_links',
    about: 'Links into groups that you made.',
    where: 'created_by = $1',
    order: 'created_at, id',
    columns: {
      group_id: 'The group.',
      created_at: 'When you made it (UTC).',
      expires_at: 'Until when it holds (UTC).',
      uses: 'So many came by it.',
    },
  },
  {
    table: 'group_log',
    about: 'What you did to run groups.',
    where: 'actor_id = $1',
    order: 'occurred_at, id',
    columns: {
      group_id: 'The group.',
      action: 'What.',
      subject_id: 'To whom.',
      detail: 'How.',
      occurred_at: 'When (UTC).',
    },
  },
  {
    table: 'group_log',
    name: 'group_log_about_you',
    // By whom, nobody is told (docs/decisions/groups.md).
    about: 'What others who run groups did to you.',
    where: 'subject_id = $1 AND actor_id IS DISTINCT FROM $1',
    order: 'occurred_at, id',
    columns: { group_id: 'The group.', action: 'What.', detail: 'How.', occurred_at: 'When (UTC).' },
  },
];
