import { normaliseTags } from './tag.input';

test('tags are lower case words joined by hyphens, without doubles, in order', () => {
  expect(normaliseTags(['Live Music', ' jazz ', 'live  music', "Farmers' Market", 'été', '***'])).toEqual([
    'live-music',
    'jazz',
    'farmers-market',
    'été',
  ]);
});
