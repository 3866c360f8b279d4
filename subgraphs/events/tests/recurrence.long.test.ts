import { agree } from './random-rules';

test.each(Array.from({ length: 10 }, (_, at) => at))('fifty random rules agree with a second library (%i)', (at) => {
  for (let seed = at * 50 + 1; seed <= (at + 1) * 50; seed++) agree(seed);
});
