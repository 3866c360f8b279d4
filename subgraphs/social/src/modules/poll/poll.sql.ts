import { Keyset, type Statement } from '@marquee/platform';
import { notBlocked, type ListOfEach } from '../person/person.sql';

/** `viewer` is a parameter, null for a visitor. */
const columns = (viewer: string) => `p.id, p.version, p.group_id AS "groupId", p.author_id AS "authorId", p.question, p.method, p.anonymous,
  p.results_shown AS "resultsShown", p.closes_at AS "closesAt", p.closed_at AS "closedAt", p.voters, p.created_at AS "createdAt",
  (SELECT v.choices FROM poll_votes v WHERE v.poll_id = p.id AND v.user_id = ${viewer}::uuid) AS "viewerChoices",
  EXISTS (SELECT 1 FROM poll_votes v WHERE v.poll_id = p.id AND v.user_id = ${viewer}::uuid AND v.go_if_chosen) AS "viewerGoesIfChosen"`;

/** SQL: is the viewer a member of the group of poll `p`? */
export const memberOfPoll = (viewer: string): string => `EXISTS (
  SELECT 1 FROM groups g JOIN group_members gm ON gm.group_id = g.id
  WHERE g.id = p.group_id AND g.closed_at IS NULL AND gm.user_id = ${viewer}::uuid AND gm.active)`;

/** SQL: is the person who gave vote `v` a member who is here? Others count no more, and again when they are back. */
const counted = `EXISTS (
  SELECT 1 FROM group_members cm JOIN people cp ON cp.id = cm.user_id
  WHERE cm.group_id = p.group_id AND cm.user_id = v.user_id AND cm.active AND cp.active)`;

export const POLLS_OF_GROUP: ListOfEach<'createdAt' | 'id'> = {
  name: 'polls-of-group',
  keyset: new Keyset('polls-of-group', { createdAt: 'time', id: 'id' }, 'greatest first'),
  columns: { createdAt: 'p.created_at', id: 'p.id' },
  select: columns('$2'),
  from: `FROM polls p WHERE p.group_id = o.id AND ${memberOfPoll('$2')}`,
};

export const VOTERS_OF_OPTION: ListOfEach<'createdAt' | 'id'> = {
  name: 'voters-of-option',
  keyset: new Keyset('voters-of-option', { createdAt: 'time', id: 'id' }, 'least first'),
  columns: { createdAt: 'v.created_at', id: 'v.user_id' },
  select: 'o.id AS "ownerId", v.user_id AS id, v.created_at AS "createdAt"',
  from: `FROM poll_options po JOIN polls p ON p.id = po.poll_id JOIN poll_votes v ON v.poll_id = p.id
    WHERE po.id = o.id AND NOT p.anonymous AND CASE WHEN p.method = 'RANKED' THEN v.choices[1] = po.id ELSE po.id = ANY (v.choices) END
      AND (p.closed_at IS NOT NULL OR ${counted}) AND ${notBlocked('v.user_id', '$2')}`,
};

export const pollsById = (ids: readonly string[], viewerId: string | null): Statement => ({
  name: 'social.polls-by-id',
  text: `SELECT ${columns('$2')} FROM polls p WHERE p.id = ANY ($1::uuid[]) AND ${memberOfPoll('$2')}`,
  values: [ids, viewerId],
});

/** How polls that are not counted yet were answered, equal answers as one. */
export const ballotsOf = (ids: readonly string[]): Statement => ({
  name: 'social.poll-ballots',
  text: `SELECT p.id AS "pollId", v.choices, count(*)::int AS people FROM polls p JOIN poll_votes v ON v.poll_id = p.id
         WHERE p.id = ANY ($1::uuid[]) AND p.closed_at IS NULL AND ${counted} GROUP BY p.id, v.choices`,
  values: [ids],
});
