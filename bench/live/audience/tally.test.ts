import { messageOf } from '../message';
import { addTotals, latencyAt, Tally } from './tally';

const at = (ms: number) => new Date(1_000_000 + ms);

function listen(sequences: readonly number[], last: number) {
  const tally = new Tally();
  tally.end(
    sequences.reduce((next, sequence) => tally.take(messageOf(sequence, at(0)), next, at(5).getTime()), 1),
    last,
  );
  return tally.totals();
}

describe('the tally of a socket', () => {
  it.each([
    ['all in order', [1, 2, 3], { received: 3, missing: 0, twice: 0 }],
    ['one missing in the middle', [1, 3], { received: 2, missing: 1, twice: 0 }],
    ['the last missing', [1, 2], { received: 2, missing: 1, twice: 0 }],
    ['one twice', [1, 2, 2, 3], { received: 3, missing: 0, twice: 1 }],
    ['none at all', [], { received: 0, missing: 3, twice: 0 }],
    ['two in the wrong order', [2, 1, 3], { received: 2, missing: 1, twice: 1 }],
  ])('%s', (_, sequences, expected) => {
    expect(listen(sequences, 3)).toMatchObject({ ...expected, wrong: 0 });
  });

  it('notices a message that is not the one that was sent', () => {
    const tally = new Tally();
    tally.take({ ...messageOf(1, at(0)), text: 'something else' }, 1, at(1).getTime());
    tally.take({ ...messageOf(2, at(0)), sender: messageOf(3, at(0)).sender }, 2, at(1).getTime());
    expect(tally.totals()).toMatchObject({ received: 2, wrong: 2 });
  });

  it('adds up over processes, and tells percentiles of the whole', () => {
    const tally = new Tally();
    for (let sequence = 1; sequence <= 100; sequence++) tally.take(messageOf(sequence, at(0)), sequence, at(sequence).getTime());
    const both = addTotals([tally.totals(), tally.totals()]);
    expect(both.received).toBe(200);
    expect(latencyAt(both, 0.5)).toBe(50);
    expect(latencyAt(both, 0.99)).toBe(99);
  });
});
