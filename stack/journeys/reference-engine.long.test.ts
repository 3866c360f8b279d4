import { runningStack } from './running-stack';
import type { World } from './story';
import { tellStory } from './story.contract';

/** Queries and mutations executed by Apollo's gateway, streams by ours. */
describe('the story with ENGINE=apollo', () => {
  let world: World;

  beforeAll(async () => {
    ({ world } = await runningStack({ ENGINE: 'apollo' }));
  }, 120_000);

  tellStory(() => world);
});
