import { reasonsOf, revisionFate } from './revision-fate';

test('a change that fails is refused, whoever proposes it', () => {
  expect(revisionFate('FAIL', { trusted: true, small: true })).toBe('REFUSE');
  expect(reasonsOf({ spamProbability: 0.95 }, ['POSSIBLE_SPAM', 'SHOUTING'])).toBe(
    'The automatic screening refuses this change: it reads like advertising, it is written in capitals or exclamation marks.',
  );
});

test('a change that passes goes on show for the trusted, or when it is small', () => {
  expect(revisionFate('PASS', { trusted: true, small: false })).toBe('APPLY');
  expect(revisionFate('PASS', { trusted: false, small: true })).toBe('APPLY');
  expect(revisionFate('PASS', { trusted: false, small: false })).toBe('QUEUE');
});

test('a change that the screening doubts is read by a curator', () => {
  expect(revisionFate('HUMAN_REVIEW', { trusted: true, small: true })).toBe('QUEUE');
});
