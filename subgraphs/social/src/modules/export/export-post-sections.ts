import type { ExportSection } from '@marquee/platform';

/** What social keeps of what a person wrote for others to read and asked and answered in groups. */
export const postSections: readonly ExportSection[] = [
  {
    table: 'posts',
    about: 'Posts that you wrote.',
    where: 'author_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      group_id: 'The group it stands in.',
      event_id: 'The event it is about.',
      visibility: 'Who sees it.',
      text: 'What you wrote.',
      image_urls: 'Pictures.',
      event_card_id: 'The event that it shows.',
      place_name: 'The place that it shows.',
      shared_post_id: 'The post that it shares.',
      created_at: 'When (UTC).',
      edited_at: 'When you changed it last (UTC).',
    },
  },
  {
    table: 'post_comments',
    about: 'Comments that you wrote.',
    where: 'author_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'Its number.',
      post_id: 'The post.',
      parent_id: 'The comment it answers.',
      text: 'What you wrote.',
      created_at: 'When (UTC).',
    },
  },
  {
    table: 'polls',
    about: 'What you asked groups.',
    where: 'author_id = $1',
    order: 'created_at, id',
    columns: {
      id: 'The poll.',
      group_id: 'The group.',
      question: 'What you asked.',
      created_at: 'When (UTC).',
      closed_at: 'When it was closed (UTC).',
    },
  },
  {
    table: 'poll_votes',
    about: 'What you answered in polls.',
    where: 'user_id = $1',
    order: 'created_at, poll_id',
    columns: {
      poll_id: 'The poll.',
      choices: 'Options, for a ranked poll the best first.',
      go_if_chosen: 'Whether you go to the event that wins, if you chose it.',
      created_at: 'When (UTC).',
    },
  },
  {
    table: 'post_likes',
    about: 'Posts that you like.',
    where: 'user_id = $1',
    order: 'created_at, post_id',
    columns: { post_id: 'The post.', created_at: 'When (UTC).' },
  },
  {
    table: 'post_hides',
    about: 'Posts that you have hidden.',
    where: 'user_id = $1',
    order: 'created_at, post_id',
    columns: { post_id: 'The post.', created_at: 'When (UTC).' },
  },
];
