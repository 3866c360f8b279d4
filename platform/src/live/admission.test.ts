import { setImmediate as turn } from 'node:timers/promises';
import { createMemoryBus, type ListenOptions } from '../bus';
import { silentLogger } from '../logger';
import { admission, type AdmissionOptions } from './admission';
import { fanOutOf } from './fan-out';
import type { LiveNotice } from './protocol';

/** A right that a test gives and takes, announced on a channel or not. */
function aRight() {
  const memory = createMemoryBus({ logger: silentLogger });
  const gaps = new Set<() => void>();
  const bus = {
    listen(channel: string, listener: (payload: unknown) => void, options?: ListenOptions) {
      if (options?.onGap) gaps.add(options.onGap);
      return memory.listen(channel, listener, options);
    },
  };
  const state = { allowed: true, apart: false, looks: 0 };
  const open = (more: Partial<AdmissionOptions> = {}) =>
    admission({
      bus,
      position: 41,
      rights: { allowed: async () => (state.looks++, state.allowed), channels: ['rights'] },
      ...more,
    });
  return {
    state,
    open,
    announce: () => void memory.push('rights', {}),
    gap: () => gaps.forEach((tell) => tell()),
    channels: () => fanOutOf(bus).size,
  };
}

const said = ({ value }: IteratorResult<LiveNotice>) => (value as LiveNotice | undefined)?.state;
const OVER = { done: true, value: undefined };

describe('admission', () => {
  it('says that the right is there, and where the channel stands', async () => {
    const { open } = aRight();
    const stream = await open();
    expect(said(await stream.next())).toEqual({ accepted: true, position: 41 });
    await stream.return?.();
  });

  it('ends when the right is gone that was there when it was asked for', async () => {
    const { open, state } = aRight();
    const stream = await open();
    state.allowed = false;
    expect(await stream.next()).toEqual(OVER);
  });

  it.each(['announced', 'told of by a gap'] as const)('ends when the right is taken away, which is %s', async (how) => {
    const { open, state, announce, gap, channels } = aRight();
    const stream = await open();
    await stream.next();
    const end = stream.next();
    state.allowed = false;
    if (how === 'announced') announce();
    else gap();
    expect(await end).toEqual(OVER);
    await turn();
    expect(channels()).toBe(0);
  });

  it('ends also when nobody says that the right was taken away, somewhat later', async () => {
    const { open, state, announce } = aRight();
    const stream = await open({ lookAgainMs: 5 });
    await stream.next();
    state.allowed = false;
    expect(await stream.next()).toEqual(OVER);
    // Control: without its own looking it would still wait.
    state.allowed = true;
    const deaf = await open();
    await deaf.next();
    const end = deaf.next();
    state.allowed = false;
    const looks = state.looks;
    await turn();
    expect(state.looks).toBe(looks);
    announce();
    expect(await end).toEqual(OVER);
  });

  it('says when its reader is set apart, and when no more', async () => {
    const { open, state, announce } = aRight();
    const stream = await open({ apart: async () => state.apart });
    expect(said(await stream.next())).toEqual({ accepted: true, position: 41 });
    for (const apart of [true, false]) {
      state.apart = apart;
      announce();
      expect(said(await stream.next())).toEqual({ accepted: true, apart });
    }
    await stream.return?.();
  });

  it('looks no more and listens no more when its reader leaves', async () => {
    const { open, state, channels } = aRight();
    const stream = await open({ lookAgainMs: 1 });
    await stream.next();
    const waiting = stream.next();
    await stream.return?.();
    expect(await waiting).toEqual(OVER);
    await turn();
    expect(channels()).toBe(0);
    const { looks } = state;
    for (let turns = 0; turns < 50; turns++) await turn();
    expect(state.looks).toBe(looks);
  });
});
