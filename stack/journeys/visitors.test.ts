import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allow, type Permissions } from '@marquee/platform';
import { buildSchema } from 'graphql';
import { permissions as curation } from '../../subgraphs/curation/src/permissions';
import { permissions as events } from '../../subgraphs/events/src/permissions';
import { permissions as payments } from '../../subgraphs/payments/src/permissions';
import { permissions as social } from '../../subgraphs/social/src/permissions';
import { permissions as users } from '../../subgraphs/users/src/permissions';

const TABLES: Record<string, Permissions> = { curation, events, payments, social, users };
const api = buildSchema(readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8'), { assumeValidSDL: true });

/**
 * Fields of the API that anybody may ask for, by subgraph. That other rules refuse who is not signed in is shown in
 * `platform/src/rules/apply.test.ts`; what a visitor sees of what is asked for, in the tests of each subgraph.
 */
function open(root: 'Query' | 'Mutation' | 'Subscription'): Record<string, string[]> {
  const fields = (api.getType(root) as ReturnType<typeof api.getQueryType>)!.getFields();
  const ofTable = (table: Permissions) =>
    Object.entries(table[root] ?? {}).flatMap(([field, rule]) => (rule === allow && field in fields ? field : []));
  return Object.fromEntries(Object.entries(TABLES).map(([name, table]) => [name, ofTable(table).sort()]));
}

describe('without signing in', () => {
  test('events are found and read; of others there is what is public, or what a mailed token opens (X10)', () => {
    const { events: found, ...rest } = open('Query');
    expect(found).toEqual(
      expect.arrayContaining(['categories', 'event', 'eventFeed', 'featuredEvents', 'searchEvents', 'series', 'trendingEvents', 'venue']),
    );
    expect(rest).toEqual({
      curation: ['collection', 'collections', 'moderationReport', 'review'],
      payments: ['planOffers'],
      // Null for a visitor, but of what is public.
      social: ['chatRoom', 'crews', 'group', 'groups', 'poll', 'post', 'wishList'],
      users: ['dataExport', 'erasure', 'mailedInvitation', 'me', 'organization', 'socialProviders', 'user', 'userByUsername'],
    });
  });

  test('nobody changes anything but who signs up, signs in, or holds a token that was sent to them; what is looked at is counted (X10, X11)', () => {
    const signingIn = ['register', 'login', 'completeLogin', 'sendLoginCode', 'refreshSession', 'logout', 'appealSuspension'];
    const byOthers = ['beginSocialLogin', 'socialLogin', 'completeSocialRegistration'];
    const byToken = ['verifyEmail', 'requestPasswordReset', 'resetPassword', 'respondToMailedInvitation'];
    const ofErasure = ['requestErasure', 'confirmErasure', 'cancelErasure'];
    expect(open('Mutation')).toEqual({
      curation: [],
      events: ['followShare', 'trackInteractions'],
      payments: [],
      social: [],
      users: [...signingIn, ...byOthers, ...byToken, ...ofErasure].sort(),
    });
  });

  test('streams tell of events alone (X11)', () => {
    expect(open('Subscription')).toEqual({
      ...{ curation: [], payments: [], social: [], users: [] },
      events: ['attendanceChanged', 'eventAppeared', 'eventUpdated', 'interestShown'],
    });
  });
});
