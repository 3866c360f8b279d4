import { JsonWriter } from './json-writer';

const written = (write: (out: JsonWriter) => void): string => {
  const out = new JsonWriter();
  write(out);
  return out.take();
};

describe('texts', () => {
  it.each([
    ['nothing', ''],
    ['plain', 'Exactly what it says'],
    ['with quotes and backslashes', 'a "b" \\ c'],
    ['with control characters', 'a\n\t\u0000\u001f\u007fb'],
    ['in another alphabet', 'Łódź, 東京, Привет'],
    ['with letters of Latin-1 only', 'Grüße aus Köln'],
    ['with signs of two code units', 'a 😀 b 𝄞'],
    ['with half of such a sign', 'a \ud83d b \udc00'],
    ['with line separators', 'a\u2028b\u2029c'],
  ])('%s are written as JSON.stringify writes them, short or long', (_, text) => {
    for (const one of [text, text.repeat(20), `${'x'.repeat(47)}${text}`]) {
      expect(written((out) => out.string(one))).toBe(JSON.stringify(one));
    }
  });

  it('that need escapes leave the ones around them as they are', () => {
    const texts = ['plain', '"', 'é', 'plain again', 'x'.repeat(100), 'ü'.repeat(100)];
    expect(written((out) => texts.forEach((text) => out.string(text)))).toBe(texts.map((text) => JSON.stringify(text)).join(''));
  });
});

describe('numbers', () => {
  it.each([0, -0, 1, -1, 0.1, 1e21, 1e-7, 2 ** 53, -(2 ** 31), Number.MAX_VALUE, 5e-324, NaN, Infinity, -Infinity])(
    '%s is written as JSON.stringify does',
    (value) => {
      expect(written((out) => out.number(value))).toBe(JSON.stringify(value));
    },
  );
});

describe('what was written', () => {
  it('grows beyond the memory it began with, and keeps what stood there', () => {
    const text = 'ä"'.repeat(100_000);
    const other = 'x'.repeat(300_000);
    expect(written((out) => [other, text, other].forEach((one) => out.string(one)))).toBe(
      JSON.stringify(other) + JSON.stringify(text) + JSON.stringify(other),
    );
  });

  it('can be taken back', () => {
    const text = written((out) => {
      out.string('kept');
      const from = out.length;
      out.string('é, which is taken back');
      out.backTo(from);
      out.json('null');
    });
    expect(text).toBe('"kept"null');
  });

  it('can be copied, beyond the memory too', () => {
    const text = written((out) => {
      out.string('x'.repeat(50_000));
      const to = out.length;
      for (let time = 0; time < 5; time++) out.copy(0, to);
    });
    expect(text).toBe(JSON.stringify('x'.repeat(50_000)).repeat(6));
  });

  it('is gone from the writer when it is taken, alphabet included', () => {
    const out = new JsonWriter();
    out.string('東京');
    expect(out.take()).toBe('"東京"');
    out.constant(Buffer.from('{"a":'));
    out.string('b');
    out.character('}'.charCodeAt(0));
    expect(out.take()).toBe('{"a":"b"}');
    expect(out.take()).toBe('');
  });
});
