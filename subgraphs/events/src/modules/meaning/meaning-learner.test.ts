import { dot, latentWords, meaningOf, TOPICS } from './latent-words';
import { meaningLearner } from './meaning-learner';

/** Two subjects whose texts share words with their neighbours only. */
const CRAFT = 'kiln glaze clay wheel bowl pottery ceramic vase studio firing slip handbuilding'.split(' ');
const SEA = 'harbour sail anchor tide boat kayak paddle shore lake canoe rowing regatta'.split(' ');
const FILL = Array.from({ length: 400 }, (_, n) => `word${n}`);
let seed = 3;
const any = <T>(of: readonly T[]): T => of[Math.floor(((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647) * of.length)]!;
const textOf = (words: readonly string[]) => [any(words), any(words), any(words), any(words), any(FILL), any(FILL)].join(' ');
const texts = Array.from({ length: 800 }, (_, n) => ({
  text: textOf(n % 2 ? CRAFT : SEA),
  categorySlug: n % 2 ? 'crafts' : 'sports',
}));
const model = () => latentWords(texts.map(({ text }) => text));

test('words that stand beside the same words are near', () => {
  const learned = latentWords(
    texts.map(({ text }) => text),
    4,
  );
  const mean = (ones: readonly string[], others: readonly string[]) => {
    const pairs = ones.flatMap((one) =>
      others.filter((other) => other !== one).map((other) => dot(meaningOf(learned, one)!, meaningOf(learned, other)!)),
    );
    return pairs.reduce((sum, near) => sum + near, 0) / pairs.length;
  };
  expect(mean(CRAFT, CRAFT)).toBeGreaterThan(mean(CRAFT, SEA) + 0.2);
  expect(mean(SEA, SEA)).toBeGreaterThan(mean(SEA, CRAFT) + 0.2);
});

test('meanings have length 1; what is not known has none; the same texts teach the same', () => {
  expect(dot(meaningOf(model(), 'clay bowls')!, meaningOf(model(), 'clay bowls')!)).toBeCloseTo(1, 5);
  expect(meaningOf(model(), 'xylophone')).toBeNull();
  expect(model()).toEqual(model());
});

test('what is written is read, and of another kind is not', () => {
  const learned = model();
  expect(meaningLearner.read(meaningLearner.write(learned))).toEqual(learned);
  const bytes = Buffer.from(meaningLearner.write(learned));
  expect(meaningLearner.read(bytes.subarray(0, bytes.length - 4))).toBeNull();
});

test('too few texts teach nothing', () => {
  const learned = latentWords(['one text alone']);
  expect(learned).toMatchObject({ topics: TOPICS, placeOf: new Map() });
  expect(meaningOf(learned, 'text')).toBeNull();
});

test('it is measured by whether the nearest are of the same kind, beside the words themselves', () => {
  const [heldOut, learned] = [texts.filter((_, n) => n % 5 === 0), texts.filter((_, n) => n % 5 !== 0)];
  const figures = meaningLearner.measure(latentWords(learned.map(({ text }) => text)), heldOut);
  expect(figures.events).toBe(160);
  expect(figures.alike).toBeGreaterThanOrEqual(meaningLearner.baseline(heldOut, learned).alike);
  expect(meaningLearner.measure(latentWords([]), heldOut).alike).toBe(0);
});
