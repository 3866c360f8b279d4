import { runningStack } from './running-stack';
import type { World } from './story';
import { tellStory } from './story.contract';

describe('the story in one process', () => {
  let world: World;

  beforeAll(async () => {
    ({ world } = await runningStack());
  });

  tellStory(() => world);
});
