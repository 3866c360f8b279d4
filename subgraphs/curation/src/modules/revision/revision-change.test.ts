import { changedShare, isSmallChange, type Content } from './revision-change';

const approved: Content = {
  title: 'Lantern evening at the ravine',
  description:
    'An evening walk with paper lanterns along the ravine, with stories and tea. Families are welcome; see ravine.example for the way.',
  tags: ['lantern', 'walk'],
  imageUrl: 'https://pictures.example/lantern.jpg',
  venueId: 'v1',
};
const isSmall = (change: Partial<Content>, { newOnlineUrl = false } = {}) =>
  isSmallChange(approved, { ...approved, ...change }, { newOnlineUrl });

describe('the share of words that changed', () => {
  it('counts what went and what came, and not the order', () => {
    expect(changedShare('one two three four', 'one two three four')).toBe(0);
    expect(changedShare('one two three four', 'four three two one')).toBe(0);
    expect(changedShare('one two three four', 'one two three five')).toBe(0.25);
    expect(changedShare('one two three four', 'One, two: THREE!')).toBe(0.25);
    expect(changedShare('one two', 'one two one two')).toBe(0.5);
    expect(changedShare('', 'one')).toBe(1);
    expect(changedShare('', '')).toBe(0);
  });
});

describe('a small change', () => {
  it('is a typo, a word more, or something taken away', () => {
    expect(isSmall({})).toBe(true);
    expect(isSmall({ description: approved.description.replace('paper lanterns', 'home-made lanterns') })).toBe(true);
    expect(isSmall({ imageUrl: null, venueId: null })).toBe(true);
    expect(isSmall({ title: 'Lantern evenings at the ravine' })).toBe(true);
  });

  it('is no other text, and no other title over the same text', () => {
    expect(isSmall({ description: 'Win cash now.' })).toBe(false);
    expect(isSmall({ title: 'WIN FREE CASH NOW' })).toBe(false);
    expect(isSmall({ description: `${approved.description} Come early, bring friends, bring cushions, bring soup.` })).toBe(false);
  });

  it('brings no new address, however it is written, nor picture, place or online address', () => {
    for (const link of ['https://scam.example/x', 'www.scam.example', 'scam.example', 'Scam.Example/win'])
      expect(isSmall({ description: `${approved.description} ${link}` })).toBe(false);
    // With a Cyrillic letter, in wide letters, and behind a scheme of its own.
    for (const link of ['sc\u0430m.example', 'ｓｃａｍ．ｅｘａｍｐｌｅ', 'tg://join', '(scam.example).'])
      expect(isSmall({ description: `${approved.description} ${link}` })).toBe(false);
    expect(isSmall({ description: approved.description.replace('see', 'read') })).toBe(true);
    expect(isSmall({ description: approved.description.replace('see ravine.example', 'see (Ravine.Example)') })).toBe(true);
    expect(isSmall({ imageUrl: 'https://pictures.example/other.jpg' })).toBe(false);
    expect(isSmall({ venueId: 'v2' })).toBe(false);
    expect(isSmall({}, { newOnlineUrl: true })).toBe(false);
  });

  it('is told of any text: what took ever longer with its length would not end', () => {
    const long = 200_000;
    for (const description of ['a.'.repeat(long), `${'a'.repeat(long)}.`, `a.bb${'!'.repeat(long)}a`, 'a-'.repeat(long)])
      expect(isSmall({ description })).toBe(false);
  });

  it('is nothing where no person has approved anything', () => {
    expect(isSmallChange(null, approved, { newOnlineUrl: false })).toBe(false);
  });
});
