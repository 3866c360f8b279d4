import { otherOf, relationTo } from '../src/pages/people/relation';

const [ada, bert] = [{ id: 'ada' }, { id: 'bert' }];

describe('how two stand to each other, as one of them sees it', () => {
  test.each([
    ['PENDING', 'ada', 'ASKED'],
    ['PENDING', 'bert', 'ASKS'],
    ['ACCEPTED', 'ada', 'FRIENDS'],
    ['ACCEPTED', 'bert', 'FRIENDS'],
    ['DECLINED', 'ada', 'NONE'],
    ['EXPIRED', 'bert', 'NONE'],
    ['REMOVED', 'ada', 'NONE'],
  ])('%s, for %s: %s', (status, viewerId, relation) => {
    const other = viewerId === 'ada' ? 'bert' : 'ada';
    expect(relationTo(other, viewerId, { status, requester: ada, addressee: bert })).toBe(relation);
  });

  test('nobody is their own friend, and strangers are strangers', () => {
    expect([relationTo('ada', 'ada', null), relationTo('bert', 'ada', null)]).toEqual(['SELF', 'NONE']);
  });

  test('the other one is the one who is not the viewer; null when that profile is gone', () => {
    const connection = { status: 'ACCEPTED', requester: ada, addressee: bert };
    expect([otherOf(connection, 'ada'), otherOf(connection, 'bert')]).toEqual([bert, ada]);
    expect(otherOf({ ...connection, addressee: null }, 'ada')).toBeNull();
  });
});
