import type { ExportSection } from '@marquee/platform';

/** What this subgraph keeps of a person, as it is exported. A table with a person's id is here or below; a test looks. */
export const exportSections: readonly ExportSection[] = [
  {
    table: 'reviews',
    about: 'Reviews that you wrote.',
    where: 'author_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      event_id: 'The event.',
      rating: '1 to 5.',
      text: 'What you wrote.',
      reply_text: 'What the organiser replied.',
      created_at: 'When it was made (UTC).',
      edited_at: 'When you last changed it (UTC).',
      removed_at: 'When it was removed (UTC).',
    },
  },
  {
    table: 'review_versions',
    about: 'Every wording of your reviews.',
    where: 'review_id IN (SELECT id FROM reviews WHERE author_id = $1)',
    order: 'review_id, version',
    columns: {
      review_id: 'The review.',
      version: 'Which wording.',
      rating: '1 to 5.',
      text: 'What you wrote.',
    },
  },
  {
    table: 'flags',
    about: 'What you objected to.',
    where: 'flagger_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      event_id: 'The event.',
      reason: 'Why.',
      details: 'What you wrote about it.',
      status: 'How it stands.',
      created_at: 'When it was made (UTC).',
      resolved_at: 'When it was settled (UTC).',
    },
  },
  {
    table: 'decisions',
    name: 'decisions_by_you',
    about: 'Decisions that you made as a curator.',
    where: 'curator_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      event_id: 'The event.',
      decision: 'What you decided.',
      reason: 'Why.',
      notes: 'What you wrote about it.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'decisions',
    name: 'decisions_about_you',
    about: 'Decisions about your events.',
    where: 'creator_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      event_id: 'The event.',
      decision: 'What was decided.',
      reason: 'Why.',
      notes: 'What was written to you.',
      automatic: 'Whether no person decided.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'workflows',
    about: 'How your events went through curation.',
    where: 'creator_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      event_id: 'The event.',
      status: 'How it stands.',
      queued_at: 'Since when it waited (UTC).',
      notes: 'What the curator wrote to you.',
      decided_at: 'When it was decided (UTC).',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'person_copies',
    name: 'profile_copy',
    about: 'What this part knows of you, and uses to order the queue.',
    where: 'user_id = $1',
    order: 'user_id',
    columns: {
      role: 'The role.',
      reputation: 'Your reputation, 0 to 100.',
    },
  },
];

/** Tables that are not exported, and why. */
export const notExported: Readonly<Record<string, string>> = {
  event_copies: 'A copy of what another part of the platform owns, which exports it.',
  revision_copies: 'A copy of what another part of the platform owns, which exports it.',
  connection_copies: 'A copy of what another part of the platform owns, which exports it.',
  organization_members: 'A copy of what another part of the platform owns, which exports it.',
  group_members: 'A copy of what another part of the platform owns, which exports it.',
  event_invitations: 'A copy of what another part of the platform owns, which exports it.',
  attendance_copies: 'A copy of what another part of the platform owns, which exports it.',
  workflow_versions: 'Which curator had an event when: about events, and in the decisions above.',
  training_examples: 'Texts of the decisions above, as they were judged: what the spam classifier learns from.',
  export_tasks: 'The export itself.',
};
