import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { HeavyThread, HeavyTimeout } from './heavy';

const FILE = join(__dirname, 'fixtures/work.heavy.ts');
let thread: HeavyThread;
beforeEach(() => {
  thread = new HeavyThread();
});
afterEach(() => thread.stop());

test('returns what the work returns, in the order asked, and tells how far it is', async () => {
  const progress: number[] = [];
  const [first, second] = await Promise.all([
    thread.run(FILE, { count: 100 }, { onProgress: (part: number) => progress.push(part) }),
    thread.run(FILE, { count: 10 }),
  ]);
  expect([first, second]).toEqual([5050, 55]);
  expect(progress).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

test('the loop that serves turns while the work does not end, and abandoned work ends', async () => {
  const controller = new AbortController();
  let turns = 0;
  const hanging = thread.run(FILE, { hang: true }, { signal: controller.signal, onProgress: () => (turns += 1) });
  const behind = thread.run(FILE, { count: 10 });
  while (turns < 100) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('not wanted any more'));
  await expect(hanging).rejects.toThrow('not wanted any more');
  expect(await behind).toBe(55);
});

test('whoever has many pieces waits behind those who have one, each one’s own in the order asked', async () => {
  const done: string[] = [];
  const ask = (of: string, name: string) => thread.run(FILE, { count: 10 }, { of }).then(() => done.push(name));
  await Promise.all([
    ...['a1', 'a2', 'a3', 'a4'].map((name) => ask('Ann', name)),
    ...['b1', 'b2'].map((name) => ask('Bob', name)),
    ask('Cem', 'c1'),
  ]);
  expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
});

test('work that takes too long ends, and what waited behind it has its own time', async () => {
  const hanging = thread.run(FILE, { hang: true }, { longestMs: 300 });
  const behind = thread.run(FILE, { count: 10 }, { longestMs: 60_000 });
  await expect(hanging).rejects.toThrow(HeavyTimeout);
  expect(await behind).toBe(55);
});

test('what waits and is not wanted any more is not begun', async () => {
  const controller = new AbortController();
  const first = thread.run(FILE, { count: 10 });
  const second = thread.run(FILE, { hang: true }, { signal: controller.signal });
  controller.abort(new Error('too late'));
  await expect(second).rejects.toThrow('too late');
  expect(await first).toBe(55);
  await expect(thread.run(FILE, { count: 10 }, { signal: controller.signal })).rejects.toThrow('too late');
});

test.each([
  ['cannot be told to the thread', { count: 10, how: () => 0 }, 'could not be cloned'],
  ['fails', { fail: 'no such thing' }, 'no such thing'],
  ['ends its thread', { exit: true }, 'ended by itself'],
  ['takes all memory', { eat: true }, 'memory'],
])(
  'work that %s rejects, and the next piece runs',
  async (_what, task, message) => {
    const [failed, next] = await Promise.allSettled([thread.run(FILE, task), thread.run(FILE, { count: 10 })]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining(message) } });
    expect(next).toEqual({ status: 'fulfilled', value: 55 });
  },
  60_000,
);

test('the thread ends when there is nothing to do, and begins again', async () => {
  const short = new HeavyThread(0);
  expect(await short.run(FILE, { count: 10 })).toBe(55);
  await new Promise((resolve) => setTimeout(resolve));
  expect(await short.run(FILE, { count: 20 })).toBe(210);
  await short.stop();
});

test('what is not done when the process stops rejects', async () => {
  const both = Promise.allSettled([thread.run(FILE, { hang: true }), thread.run(FILE, { count: 10 })]);
  await thread.stop();
  const stopped = { status: 'rejected', reason: new Error('The process stops.') };
  expect(await both).toEqual([stopped, stopped]);
});

test('one signal serves many pieces: none leaves a listener behind', async () => {
  const { signal } = new AbortController();
  for (let n = 0; n < 3; n++) await thread.run(FILE, { count: 10 }, { signal });
  await expect(thread.run(FILE, { fail: 'no' }, { signal })).rejects.toThrow('no');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
