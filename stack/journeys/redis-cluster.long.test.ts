import { afterTests, startRedisCluster } from '@marquee/platform/testing';
import { runningServices } from './running-services';
import type { World } from './story';
import { tellStory } from './story.contract';

describe('the story over separate processes with a cluster of Redis between them', () => {
  let world: World;
  beforeAll(async () => {
    const cluster = await startRedisCluster();
    afterTests(() => cluster.stop());
    ({ world } = await runningServices({}, undefined, cluster));
  }, 180_000);

  tellStory(() => world);
});
