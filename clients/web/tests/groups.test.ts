import { mayInvite, mayLookAfter, mayRemove } from '../src/pages/groups/group-rights';
import { optionsIn } from '../src/pages/groups/poll-options';

describe('what is worth showing to somebody of a group', () => {
  test('those who look after it answer requests', () => {
    expect((['MEMBER', 'MODERATOR', 'ADMIN', 'OWNER'] as const).map(mayLookAfter)).toEqual([false, true, true, true]);
  });

  test.each([
    ['MEMBER', 'PUBLIC', true],
    ['MEMBER', 'FRIENDS_ONLY', true],
    ['MEMBER', 'PRIVATE', false],
    ['MEMBER', 'INVITE_ONLY', false],
    ['MODERATOR', 'PRIVATE', true],
  ] as const)('%s of a %s group invites: %s', (role, privacy, may) => expect(mayInvite(role, privacy)).toBe(may));

  test.each([
    ['OWNER', 'ADMIN', true],
    ['ADMIN', 'ADMIN', false],
    ['MODERATOR', 'MEMBER', true],
    ['MODERATOR', 'OWNER', false],
    ['MEMBER', 'MEMBER', false],
  ] as const)('%s sends %s away: %s', (own, other, may) => expect(mayRemove(own, other)).toBe(may));
});

test.each([
  ['On the hill\n At the lake \n\nOn the hill', ['On the hill', 'At the lake']],
  ['Only one', null],
  ['', null],
  [Array.from({ length: 21 }, (_, index) => `Answer ${index}`).join('\n'), null],
])('answers written as %j', (written, answers) => expect(optionsIn(written)).toEqual(answers?.map((text) => ({ text })) ?? null));
