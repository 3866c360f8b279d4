/** How an emoji feels, -2 to 2; others say nothing that could be reckoned with. */
const FEELINGS: readonly [number, string][] = [
  [2, '😀😁😂🤣😃😄😆😍🥰😘🤩🥳😎❤🎉💪🚀'],
  [1, '🙂😊😉😋😌🤗😇☺👍🌞😏🤓'],
  [0, '😐😑😶🤔🙄😮😯😴🥱'],
  [-1, '🙁☹😕😟😔😞😒😬😰😓🤕🤒😷😫😩🥺👎'],
  [-2, '😢😭😡😠🤬😱😨😖😣💔🤮😤'],
];

const FEELING = new Map(FEELINGS.flatMap(([feeling, emoji]) => [...emoji].map((one) => [one, feeling] as const)));

/** Null where nobody can say. Variants of skin and of presentation feel the same. */
export const feelingOf = (emoji: string): number | null => FEELING.get([...emoji][0] ?? '') ?? null;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One picture, as people see it: also with a skin, a flag or several joined. */
export const isEmoji = (text: string): boolean =>
  text.length <= 40 && [...graphemes.segment(text)].length === 1 && /\p{Extended_Pictographic}|^\p{Regional_Indicator}{2}$/u.test(text);
