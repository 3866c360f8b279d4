import { aChatWorld, range, type ChatWorld } from '../live/world';
import { until } from '../socket';
import { TcpProxy, type WireFault } from './tcp-proxy';

/** A gateway that soon asks whether an owner is still there, and the wire between the two. */
async function aChatBehindAWire() {
  const wire = await TcpProxy.before(0);
  const chat = await aChatWorld({
    over: 'http',
    serviceUrls: { chat: wire.url },
    settings: { upstream: { pingMs: 100, answerWithinMs: 200 }, live: { tries: 50 } },
  });
  wire.target = Number(new URL(chat.world.servers.chat!.url).port);
  return { wire, chat };
}

describe('people on a shared stream whose owner is lost', () => {
  let wire: TcpProxy;
  let chat: ChatWorld;
  beforeEach(async () => {
    ({ wire, chat } = await aChatBehindAWire());
  });
  afterEach(async () => {
    await chat.stop();
    await wire.stop();
  });

  const faults: [string, WireFault][] = [
    ['it is silent, as a machine that vanished or froze', 'silence'],
    ['its connection is reset', 'reset'],
    ['its connection ends within a frame', { cutAfter: 1 }],
    ['what comes are no frames', 'noise'],
  ];
  test.each(faults)('miss nothing and hear nothing twice: %s', async (_what, fault) => {
    const all = await chat.listenAll(range(1, 10).map((number) => `viewer ${number}`));
    for (let round = 1; round <= 3; round++) {
      chat.chat.say(3);
      await until(() => all.every(({ events }) => events.length === chat.chat.length()));
      wire.fault = fault;
      chat.chat.say(70);
      await until(() => chat.live().admitted === 0, 'the loss is noticed');
      chat.chat.say(3);
      wire.fault = 'none';
      await until(() => all.every(({ events }) => events.length === chat.chat.length()), 'all have heard everything');
    }
    for (const one of all) expect(one.sequences()).toEqual(range(1, 3 * 76));
    expect(all.some(({ state }) => state.ended)).toBe(false);
    await until(() => chat.live().admitted === 10);
    expect(chat.live()).toEqual({ streams: 1, rights: 10, admitted: 10 });
  });

  test('hear nothing that was said after their right was gone, which nobody could tell meanwhile', async () => {
    const [anna, bert] = await chat.listenAll(['anna', 'bert']);
    chat.chat.say();
    await until(() => anna!.events.length === 1 && bert!.events.length === 1);
    wire.fault = 'silence';
    chat.chat.sendAway('anna');
    chat.chat.say(2);
    await until(() => chat.live().admitted === 0);
    wire.fault = 'none';
    await until(() => anna!.state.ended && bert!.events.length === 3);
    expect(anna!.sequences()).toEqual([1]);
  });
});
