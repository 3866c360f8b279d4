import { parseInput, line, text } from './input';
import { skeleton } from './text';
import { z } from './env';

const titled = z.object({ title: line(80) });
const titleOf = (title: string) => parseInput(titled, { title }).title;
const textOf = (value: string) => parseInput(z.object({ value: text(200, 1) }), { value }).value;

test.each([
  ['a zero-width space', 'pay\u200bpal'],
  ['a soft hyphen', 'pay\u00adpal'],
  ['a byte order mark', 'pay\ufeffpal'],
  ['a Hangul filler, which looks like a blank', 'a\u3164b'],
  ['a joiner between Latin letters', 'pay\u200dpal'],
  ['invisible tags', `party${'\u{e0061}\u{e0062}'}`],
])('a name with %s is refused', (_what, title) => {
  expect(() => titleOf(title)).toThrow('title: must not contain invisible characters');
});

test.each([
  ['an override', 'exe.\u202egpj'],
  ['an embedding', 'a\u202bb\u202c'],
  ['an isolate that never ends', 'a\u2067b'],
  ['an end without an isolate', 'a\u2069b'],
])('a name with %s is refused', (_what, title) => {
  expect(() => titleOf(title)).toThrow('title: must not contain characters that change the direction of writing');
});

test.each(['a\u0007b', 'a\u0090b', 'a\nb', 'a\u2028b', 'a\u0085b'])(
  'a name with a control character or a line break is refused: %j',
  (title) => {
    expect(() => titleOf(title)).toThrow('title: must not contain control characters or line breaks');
  },
);

test('a name with a heap of marks is refused, with the marks of a language it is not', () => {
  expect(() => titleOf(`Z${'\u0301\u0302\u0303\u0304\u0305\u0306'}algo`)).toThrow(
    'title: must not have more than four marks on one letter',
  );
  expect(titleOf('Nguyễn Thị Ánh')).toBe('Nguyễn Thị Ánh');
});

test.each(['', '   ', '\u2003'])('a name in which there is nothing to see is refused: %j', (title) => {
  expect(() => titleOf(title)).toThrow('title: must not be empty');
});

test.each(['👩‍👩‍👧', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 night', '❤️‍🔥', 'می‌خواهم', 'क्‍ष', 'שלום', 'a \u2067שלום\u2069 b', '🧑🏽‍💻', 'Łódź', 'naïve'])(
  'a name keeps what its script or emoji needs: %s',
  (title) => expect(titleOf(title)).toBe(title.normalize('NFC')),
);

test('a longer text loses what deceives and keeps the rest', () => {
  expect(textOf('pay\u200bpal\u202e.com\r\nline two\u2028three 👩‍👧\ufeff')).toBe('paypal.com\nline two\nthree 👩‍👧');
  expect(textOf('a\u2067b')).toBe('ab');
  expect(() => textOf('\u200b\u2060')).toThrow('value: must not be empty');
  expect(() => textOf('bell\u0007')).toThrow('value: must not contain control characters');
});

test.each([
  ['as it is', 'Free tickets, 10 pm: café “Ölüm” 👩‍👧', 'Free tickets, 10 pm: café “Ölüm” 👩👧'],
  ['without what cannot be seen', 'f\u200br\u2060ee\u00ad', 'free'],
  ['with Latin letters for Cyrillic and Greek ones that look like them', '\u0441\u0430\u0455h \u0391\u0399\u039d', 'cash AIN'],
  ['with Latin letters under marks that are not', 'fr\u0451\u0451 \u03ac', 'frëë á'],
  ['with plain letters for wide and ornate ones', '\uff46\uff52\uff45\uff45 \u{1d41c}\u{1d41a}\u{1d42c}\u{1d421}', 'free cash'],
])('a text as it looks: %s', (_what, written, seen) => expect(skeleton(written)).toBe(seen));
