import { runningServices } from './running-services';
import type { World } from './story';
import { tellStory } from './story.contract';

/** Two gateways and two replicas of social, and people sit at both. */
describe('the story over separate processes', () => {
  let world: World;

  beforeAll(async () => {
    ({ world } = await runningServices());
  }, 120_000);

  tellStory(() => world);
});
