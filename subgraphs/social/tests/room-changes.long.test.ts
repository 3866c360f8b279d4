import { endsAsOneThatNeverLeft } from './room-changes';
import { startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

test.each(Array.from({ length: 20 }, (_, part) => part))(
  'a client that drops at random ends by since as one that never left: part %i of 20, of 100 runs each',
  (part) => endsAsOneThatNeverLeft(world, { from: 1_000 + part * 100, runs: 100, moves: 25 }),
  1_200_000,
);
