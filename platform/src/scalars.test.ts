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
  it.each(['2026-02-30T00:00:00Z', 'yesterday', '', '2026-11-21'])('refuses %j', (value) => {
    expect(() => scalars.DateTime.parseValue(value)).toThrow();
  });
});
