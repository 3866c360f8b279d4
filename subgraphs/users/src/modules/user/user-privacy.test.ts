import { maySee, relationOf, type Relation } from './user-privacy';

describe('the relation of two people', () => {
  it.each<[string, { type: string; status: string }[], Relation]>([
    ['no connection', [], 'STRANGER'],
    ['an open request', [{ type: 'FRIEND', status: 'PENDING' }], 'STRANGER'],
    ['an accepted friendship', [{ type: 'FRIEND', status: 'ACCEPTED' }], 'FRIEND'],
    ['an accepted family tie', [{ type: 'FAMILY', status: 'ACCEPTED' }], 'FRIEND'],
    ['a colleague', [{ type: 'PROFESSIONAL', status: 'ACCEPTED' }], 'STRANGER'],
    ['a friendship that was ended', [{ type: 'FRIEND', status: 'REMOVED' }], 'STRANGER'],
    [
      'a friend who is blocked in another connection',
      [
        { type: 'FRIEND', status: 'ACCEPTED' },
        { type: 'PROFESSIONAL', status: 'BLOCKED' },
      ],
      'BLOCKED',
    ],
  ])('%s', (_case, connections, relation) => expect(relationOf(connections)).toBe(relation));
});

describe('who may see what', () => {
  it.each([
    ['PUBLIC', { SELF: true, FRIEND: true, STRANGER: true, BLOCKED: false }],
    ['FRIENDS', { SELF: true, FRIEND: true, STRANGER: false, BLOCKED: false }],
    ['PRIVATE', { SELF: true, FRIEND: false, STRANGER: false, BLOCKED: false }],
  ] as const)('%s', (setting, expected) => {
    const seen = Object.fromEntries(
      (['SELF', 'FRIEND', 'STRANGER', 'BLOCKED'] as const).map((relation) => [relation, maySee(setting, relation)]),
    );
    expect(seen).toEqual(expected);
  });
});
