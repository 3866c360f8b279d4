import { decodeCursor, encodeCursor } from './cursor';

const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('answers the sort key it was made of', () => {
    const key = ['2026-11-21T12:00:00.000Z', 1.5, null, 'id'];
    expect(decodeCursor('things', encodeCursor('things', key), 'after', 4)).toEqual(key);
  });

  it.each([
    ['text', 'nonsense'],
    ['no text', ''],
    ['one of another list', encodeCursor('others', ['a'])],
    ['one of another shape', encodeCursor('things', ['a', 'b'])],
    ['one with an object', forged(['things', {}])],
    ['one with a zero byte', encodeCursor('things', ['a\u0000b'])],
    ['no list', forged('things')],
  ])('is refused when it is %s', (_case, cursor) => {
    expect(() => decodeCursor('things', cursor, 'before', 1)).toThrow('before: is not a cursor of this list');
  });
});
