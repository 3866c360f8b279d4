import { DATABASES } from '../sweep/ground';
import { drillRestore, stopAll } from './drill';
import { compareRows } from './rows';

test('a backup that was taken while people use the product is restored to a moment: all that was committed before it, and nothing else', async () => {
  const { backup, databases, goesOn, faults } = await drillRestore({ operations: 60, people: 6, seed: 'test' });
  expect(faults).toEqual([]);
  expect(backup.duringIt).toBeGreaterThan(0);
  for (const name of DATABASES) {
    expect(databases[name].before).toBeGreaterThan(0);
    expect(databases[name].after).toBeGreaterThan(0);
    expect(databases[name].marksAfter).toBeGreaterThan(0);
  }
  expect(goesOn).toMatchObject({ signedIn: true, takenInTwice: 0 });
  expect(goesOn.republished).toBeGreaterThan(0);
  expect(goesOn.held).toBeGreaterThan(100);
}, 300_000);

test('control: held against a later moment, what was committed in between is missing', async () => {
  const { faults } = await drillRestore({ operations: 30, people: 4, seed: 'control', heldAgainstLaterMs: 2_000 });
  expect(faults.filter((fault) => fault.includes('is missing'))).not.toEqual([]);
}, 300_000);

test('a row that came later, and one that is missing, are found', () => {
  const moment = { from: 10_000, to: 10_010 };
  const source = new Map([
    ['a 1', 5_000],
    ['a 2', 9_990],
    ['a 3', 20_000],
  ]);
  const compared = (...restored: [string, number][]) => compareRows(source, new Map(restored), moment);
  expect(compared(['a 1', 5_000])).toMatchObject({ before: 1, after: 1, asTheyWere: 0, faults: [] });
  expect(compared(['a 1', 5_000], ['a 2', 9_990], ['a 0', 4_000])).toMatchObject({ asTheyWere: 1, faults: [] });
  expect(compared(['a 2', 9_990]).faults).toHaveLength(1);
  expect(compared(['a 1', 5_000], ['a 3', 20_000]).faults).toHaveLength(1);
});

test('all that was begun is stopped, whichever of it fails to stop', async () => {
  const stopped: string[] = [];
  const stop = (name: string) => () => Promise.resolve(stopped.push(name));
  const fails = () => Promise.reject(new Error('The people have stopped.'));
  await expect(stopAll([fails, stop('server'), stop('folder')])).rejects.toThrow('The people have stopped.');
  expect(stopped).toEqual(['server', 'folder']);
});
