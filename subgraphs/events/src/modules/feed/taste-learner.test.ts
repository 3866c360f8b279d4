import { tasteLearner, tastePoints } from './taste-learner';

const people = Array.from({ length: 60 }, (_, person) =>
  Array.from({ length: 6 }, (_each, n) => ({
    userId: `p${person}`,
    eventId: `e${(person % 3) * 10 + ((person + n * 3) % 10)}`,
    weight: 1,
    until: n,
  })),
);

test('it does better than what is popular on people whom it has not seen, and is read as it was written', async () => {
  const [learned, heldOut] = [people.slice(0, 45), people.slice(45)];
  const model = await tasteLearner.train(learned);
  const read = tasteLearner.read(tasteLearner.write(model))!;
  expect(read.events).toEqual(model.events);
  const quality = tasteLearner.measure(read, heldOut);
  expect(quality).toEqual(tasteLearner.measure(model, heldOut));
  expect(quality.hitRate).toBeGreaterThanOrEqual(tasteLearner.baseline(heldOut, learned).hitRate);
  expect(quality.people).toBe(15);
});

test('without examples it knows nothing, and says so', async () => {
  const nothing = tasteLearner.read(tasteLearner.write(await tasteLearner.train([])))!;
  expect(tastePoints(nothing, [{ eventId: 'e1', weight: 1 }])).toBeNull();
  expect(tasteLearner.measure(nothing, people)).toEqual({ hitRate: 0, people: 60 });
});
