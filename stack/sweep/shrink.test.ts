import type { Operation, Round } from './history';
import { shrink } from './shrink';

const operation = (index: number): Operation => ({ index, kind: 'rsvp', by: 0, about: [], values: {}, twice: false });
const history: Round[] = Array.from({ length: 20 }, (_, round) => [operation(2 * round), operation(2 * round + 1)]);
const has = (part: readonly Round[], index: number) => part.flat().some((one) => one.index === index);

test('a history is shortened to the operations without which nothing breaks', async () => {
  const short = await shrink(history, async (part) => has(part, 7) && has(part, 30), 500);
  expect(short.map((round) => round.map(({ index }) => index))).toEqual([[7], [30]]);
});

test('it asks no more often than it may', async () => {
  let asked = 0;
  await shrink(
    history,
    async (part) => {
      asked++;
      return has(part, 7);
    },
    5,
  );
  expect(asked).toBe(5);
});
