import { agree } from './random-rules';

test.each(Array.from({ length: 20 }, (_, at) => at))(
  'twenty-five random rules agree with a second library (%i)',
  (at) => {
    for (let seed = at * 25 + 1; seed <= (at + 1) * 25; seed++) agree(seed);
  },
  180_000,
);
