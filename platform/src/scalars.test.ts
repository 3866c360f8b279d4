import { parseValue } from 'graphql';
import { scalars } from './scalars';

describe('URL', () => {
  it.each(['https://example.test', 'HTTP://example.test:8080/a?b=c#d', 'https://exämple.test/smile/😀'])('takes %j as it is', (url) => {
    expect(scalars.URL.parseValue(url)).toBe(url);
  });

  it.each([
    '',
    'example.test',
    'javascript:alert(1)',
    'ftp://example.test',
    'https://',
    'https://example.test/\u0000',
    'https://example.test/a b',
    ' https://example.test',
    'https://example.test/\n',
    `https://example.test/${'a'.repeat(2048)}`,
    7,
    null,
  ])('refuses %j', (url) => {
    expect(() => scalars.URL.parseValue(url)).toThrow('URL must be');
  });
});

describe('DateTime', () => {
  it('answers UTC', () => expect(scalars.DateTime.serialize('2026-11-21T13:30:00-05:00')).toBe('2026-11-21T18:30:00.000Z'));
  it.each([
    '2026-02-30T00:00:00Z',
    'yesterday',
    '',
    '2026-11-21',
    '1899-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '3000-01-01T00:00:00Z',
    5,
    null,
  ])('refuses %j', (value) => {
    expect(() => scalars.DateTime.parseValue(value)).toThrow('DateTime must be an ISO 8601 time');
  });
});

describe('Long', () => {
  it.each([0, -1, 2 ** 53 - 1, -(2 ** 53 - 1)])('takes %j', (value) => expect(scalars.Long.parseValue(value)).toBe(value));
  it.each([2 ** 53, 1.5, '5', true, null, NaN])('refuses %j under its own name (security F20)', (value) => {
    expect(() => scalars.Long.parseValue(value)).toThrow('Long must be a whole number');
  });
});

describe('a value that is written in the document (security F9)', () => {
  it.each([
    ['DateTime', '"2026-11-21T18:30:00Z"', new Date('2026-11-21T18:30:00Z')],
    ['Long', '-5', -5],
    ['URL', '"https://example.test/"', 'https://example.test/'],
  ] as const)('is read as a variable is: %s', (name, text, value) => {
    expect(scalars[name].parseLiteral(parseValue(text))).toEqual(value);
  });

  it.each([
    ['DateTime', '"tomorrow"'],
    ['DateTime', '5'],
    ['Long', '"5"'],
    ['Long', '9007199254740993'],
    ['Long', '1.5'],
    ['URL', '"javascript:1"'],
    ['URL', '{ a: 1 }'],
    ['URL', 'null'],
  ] as const)('is refused as a mistake of the client: %s %s', (name, text) => {
    const read = () => scalars[name].parseLiteral(parseValue(text)) as unknown;
    expect(read).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
  });
});
