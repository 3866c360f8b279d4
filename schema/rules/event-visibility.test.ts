import { maySee, sightOf, type EventOnShow, type Tie } from './event-visibility';

const event = (part: Partial<EventOnShow> = {}): EventOnShow => ({
  status: 'PUBLISHED',
  visibility: 'PUBLIC',
  hidden: false,
  wasPublished: true,
  ...part,
});
const stranger = { insider: false, signedIn: true };
const visitor = { insider: false, signedIn: false };
const sees = (part: Partial<EventOnShow>, ties: Tie[], who = stranger) => maySee(sightOf(event(part), who), new Set(ties));

describe('who may see an event', () => {
  test('everybody sees what is public and published', () => {
    expect(sightOf(event(), visitor)).toBe(true);
    expect(sightOf(event({ status: 'COMPLETED' }), visitor)).toBe(true);
  });

  test('nobody but its people sees what was never published', () => {
    for (const status of ['DRAFT', 'PENDING_REVIEW', 'NEEDS_REVISION', 'REJECTED'] as const) {
      expect(sees({ status, wasPublished: false }, ['GUEST', 'MEMBER', 'INVITED'])).toBe(false);
      expect(sees({ status }, [], { insider: true, signedIn: true })).toBe(true);
    }
    expect(sees({ status: 'CANCELLED', wasPublished: false }, ['GUEST'])).toBe(false);
    expect(sees({ status: 'CANCELLED' }, [])).toBe(true);
  });

  test('an event of a group is for its members alone; who leaves the group no longer sees it', () => {
    expect(sees({ visibility: 'GROUP_ONLY' }, ['MEMBER'])).toBe(true);
    expect(sees({ visibility: 'GROUP_ONLY' }, ['GUEST', 'INVITED'])).toBe(false);
  });

  test('a private event is for those who were invited and those who answer to it', () => {
    expect(sees({ visibility: 'PRIVATE' }, ['INVITED'])).toBe(true);
    expect(sees({ visibility: 'PRIVATE' }, ['GUEST'])).toBe(true);
    expect(sees({ visibility: 'PRIVATE' }, ['MEMBER'])).toBe(false);
    expect(sees({ visibility: 'PRIVATE' }, ['INVITED'], visitor)).toBe(false);
  });

  test('what flags hide is shown to guests who may see it otherwise', () => {
    expect(sees({ hidden: true }, [])).toBe(false);
    expect(sees({ hidden: true }, ['GUEST'])).toBe(true);
    expect(sees({ hidden: true, visibility: 'GROUP_ONLY' }, ['GUEST'])).toBe(false);
    expect(sees({ hidden: true, visibility: 'GROUP_ONLY' }, ['GUEST', 'MEMBER'])).toBe(true);
    expect(sees({ hidden: true, visibility: 'PRIVATE' }, ['INVITED'])).toBe(false);
  });
});
