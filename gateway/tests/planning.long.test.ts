import { silentLogger } from '@marquee/platform';
import { bomb, wide } from './dear-plans';
import { aWorld } from './kit';

test.each([
  ['takes all memory ends a planning process, and', 30, 10],
  ['has more ways than the planner can count', 40, 0],
])(
  'an operation whose plan %s is refused; the gateway serves on (B01)',
  async (_, implementations, meanwhile) => {
    const world = await aWorld(wide(implementations), {
      logger: silentLogger,
      settings: { planning: { planner: 'apollo', where: 'process', timeoutMs: 300_000 } },
    });
    let over = false;
    const refused = world.ask(bomb).finally(() => (over = true));
    let answered = 0;
    for (; !over; answered++) expect(await world.ask(`{ n${answered}: hello }`)).toMatchObject({ status: 200 });
    expect(await refused).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
    expect(answered).toBeGreaterThan(meanwhile);
    expect((await world.ask('{ hello }')).errors).toBeUndefined();
    await world.stop();
  },
  400_000,
);
