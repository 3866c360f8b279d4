import type { Tally } from '../../random/campaign';
import type { Supergraph } from '../supergraph';
import { SUPERGRAPHS } from '../supergraphs';
import { randomOperations } from './random-operations';

/** A short form of `npm run fuzz:federation`, always the same operations. */
const FEW = { seed: 7, from: 0, operations: 8 };

const found = ({ findings }: Tally) => findings.map(({ fault, shown }) => `${fault.kind}: ${fault.detail}\n${shown}`);

describe('random operations are answered as one plain schema does', () => {
  test.each(Object.entries(SUPERGRAPHS))('on the supergraph %s', async (_name, supergraph) => {
    const tally = await randomOperations(supergraph, FEW);
    expect(found(tally)).toEqual([]);
    expect(tally.values).toBeGreaterThan(0);
  });
});

test('one value that is wrong is found, and shown with little around it', async () => {
  const { compound } = SUPERGRAPHS;
  let times = 0;
  // What is executed plainly and what the subgraphs have take turns.
  const unsteady: Supergraph = {
    subgraphs: compound!.subgraphs,
    data() {
      const data = compound!.data();
      for (const seat of data.entities!.Seat!) seat.guest = `guest ${times++}`;
      return data;
    },
  };
  const { findings } = await randomOperations(unsteady, { ...FEW, operations: 10 });
  expect(findings[0]?.fault.kind).toBe('different');
  expect(findings[0]!.shown.split('\n').length).toBeLessThan(12);
});
