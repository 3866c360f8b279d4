import { DEED_TOLD_EVERY_MS, Deeds, type DeedsPush } from './deeds';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function told() {
  const pushes: DeedsPush[] = [];
  const deeds = new Deeds({ push: (_channel, push) => void pushes.push(push as DeedsPush) });
  return { deeds, words: () => pushes.map((push) => push.deeds.map(({ sessionId }) => sessionId)) };
}

test('what a session does is told together with others, and not again for some time, however much it is', () => {
  const { deeds, words } = told();
  for (let n = 0; n < 3; n++) for (const sessionId of ['phone', 'desk']) deeds.done({ id: 'ada', sessionId });
  expect(words()).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(words()).toEqual([['phone', 'desk']]);
  vi.advanceTimersByTime(DEED_TOLD_EVERY_MS - 51);
  deeds.done({ id: 'ada', sessionId: 'phone' });
  vi.advanceTimersByTime(50);
  expect(words()).toHaveLength(1);
  deeds.done({ id: 'ada', sessionId: 'phone' });
  vi.advanceTimersByTime(50);
  expect(words()).toEqual([['phone', 'desk'], ['phone']]);
});

test('many are told in several pushes', () => {
  const { deeds, words } = told();
  for (let n = 0; n < 1_001; n++) deeds.done({ id: 'ada', sessionId: `session ${n}` });
  vi.advanceTimersByTime(50);
  expect(words().map((sessions) => sessions.length)).toEqual([500, 500, 1]);
});
