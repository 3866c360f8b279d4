import { tasteLearner, tastePoints } from './taste-learner';

/** Ten circles of people, each with ten events of its own. */
const people = Array.from({ length: 120 }, (_, person) =>
  Array.from({ length: 6 }, (_each, n) => ({
    userId: `p${person}`,
    eventId: `e${(person % 10) * 10 + ((Math.floor(person / 10) + n * 3) % 10)}`,
    weight: 1,
    until: n,
  })),
);

test('it does better than what is popular on people whom it has not seen, and is read as it was written', async () => {
  const [learned, heldOut] = [people.slice(0, 90), people.slice(90)];
  const model = await tasteLearner.train(learned);
  const read = tasteLearner.read(tasteLearner.write(model))!;
  expect(read.events).toEqual(model.events);
  const quality = tasteLearner.measure(read, heldOut);
  expect(quality).toEqual(tasteLearner.measure(model, heldOut));
  expect(quality.hitRate).toBeGreaterThan(tasteLearner.baseline(heldOut, learned).hitRate + 0.3);
  expect(quality.people).toBe(30);
});

test('without examples it knows nothing, and says so', async () => {
  const nothing = tasteLearner.read(tasteLearner.write(await tasteLearner.train([])))!;
  expect(tastePoints(nothing, [{ eventId: 'e1', weight: 1 }])).toBeNull();
  expect(tasteLearner.measure(nothing, people)).toEqual({ hitRate: 0, people: 120 });
});
