import { setImmediate as turn } from 'node:timers/promises';
import { PassportOffice, serveSubgraph, silentLogger, type SubgraphServer } from '@marquee/platform';
import { SECRET } from '../kit';
import { until } from '../socket';
import { aChatWorld, range, SAID, type ChatWorld } from './world';

/** Speaks until it is told to stop, three hundred messages at most and fifty ahead of somebody who hears them, and answers how far it came. */
function pouring({ chat }: ChatWorld, heard: () => number) {
  let on = true;
  const begun = chat.length();
  const done = (async () => {
    while (on) {
      if (chat.length() < Math.min(heard() + 50, begun + 300)) chat.say();
      await turn();
    }
    return chat.length();
  })();
  return { stop: () => ((on = false), done) };
}

for (const over of ['process', 'http'] as const) {
  describe(`a shared stream goes on, the owner reached over ${over}`, () => {
    let chat: ChatWorld;
    beforeEach(async () => {
      chat = await aChatWorld({ over });
    });
    afterEach(() => chat.stop());

    test('those in whose name it is open leave one after the other while messages pour in, and nobody loses or doubles any', async () => {
      const leaders = await chat.listenAll(range(1, 5).map((number) => `leader ${number}`));
      const stayers = await chat.listenAll(range(1, 3).map((number) => `stayer ${number}`));
      const pour = pouring(chat, () => stayers[0]!.events.length);
      for (const leader of leaders) {
        const heard = stayers[0]!.events.length;
        await until(() => stayers[0]!.events.length > heard + 5);
        leader.stop();
      }
      const last = await pour.stop();
      await until(() => stayers.every(({ events }) => events.length === last));
      for (const stayer of stayers) expect(stayer.sequences()).toEqual(range(1, last));
      for (const leader of leaders) expect(leader.sequences()).toEqual(range(1, leader.events.length));
      expect(chat.asked('follow').length).toBeGreaterThan(1);
    });

    test('who resumes while messages pour in gets everything after its cursor, in order and once', async () => {
      chat.chat.say(150);
      const before = await chat.listen('anna');
      const pour = pouring(chat, () => 150 + before.events.length);
      const resumed: Awaited<ReturnType<typeof chat.listen>>[] = [];
      for (const since of [0, 1, 80, 140, 149]) resumed.push(await chat.listen(`viewer ${since}`, { since }));
      await until(() => resumed.every(({ events }) => events.length > 1));
      const last = await pour.stop();
      await until(() => resumed.every((one) => one.sequences().at(-1) === last));
      [0, 1, 80, 140, 149].forEach((since, index) => expect(resumed[index]!.sequences()).toEqual(range(since + 1, last)));
      await until(() => before.sequences().at(-1) === last);
      // Those who had much to read did so on streams of their own, which are over.
      await until(() => chat.chat.following() === 1);
    });

    test('an owner whose stream breaks is asked again from where it broke off', async () => {
      const all = [await chat.listen('anna'), await chat.listen('bert')];
      chat.chat.say(2);
      await until(() => all.every(({ events }) => events.length === 2));
      chat.chat.breakStreams();
      chat.chat.say(2);
      await until(() => all.every(({ events }) => events.length === 4));
      for (const one of all) expect(one.sequences()).toEqual([1, 2, 3, 4]);
    });
  });
}

describe('an owner that restarts', () => {
  let chat: ChatWorld;
  let server: SubgraphServer;
  const serve = (port: number) =>
    serveSubgraph(chat.world.subgraphs.chat!, { port, host: '127.0.0.1', passports: new PassportOffice(SECRET), logger: silentLogger });
  beforeEach(async () => {
    chat = await aChatWorld({ over: 'http' });
    server = chat.world.servers.chat!;
  });
  afterEach(async () => {
    await server.stop();
    await chat.stop();
  });

  test('costs nobody a message, whatever is said meanwhile', async () => {
    const all = await chat.listenAll(range(1, 20).map((number) => `viewer ${number}`));
    chat.chat.say(5);
    await until(() => all.every(({ events }) => events.length === 5));
    for (let restart = 0; restart < 2; restart++) {
      const port = Number(new URL(server.url).port);
      await server.stop();
      chat.chat.say(70);
      await until(() => chat.live().admitted === 0);
      server = await serve(port);
      chat.chat.say(5);
      await until(() => chat.live().admitted === 20);
      chat.chat.say(1);
      const last = chat.chat.length();
      await until(() => all.every(({ events }) => events.length === last));
    }
    for (const one of all) expect(one.sequences()).toEqual(range(1, chat.chat.length()));
    expect(all.some(({ state }) => state.ended)).toBe(false);
    expect(chat.live()).toEqual({ streams: 1, rights: 20, admitted: 20 });
  });

  test('finds those whose right is gone meanwhile refused', async () => {
    const [anna, bert] = [await chat.listen('anna'), await chat.listen('bert')];
    const port = Number(new URL(server.url).port);
    await server.stop();
    await until(() => chat.live().admitted === 0);
    chat.chat.sendAway('anna');
    chat.chat.say(2);
    server = await serve(port);
    await until(() => anna.state.ended && bert.events.length === 2);
    expect(anna.events).toEqual([]);
    expect(anna.state.error).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('and does not come back is told to everybody, as something that may be tried again', async () => {
    const all = [await chat.listen('anna'), await chat.listen('bert')];
    await server.stop();
    await until(() => all.every(({ state }) => state.ended));
    for (const { state } of all) expect(state.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }]);
    expect(chat.live()).toEqual({ streams: 0, rights: 0, admitted: 0 });
    const late = (await chat.connect('carl')).listen(SAID, { room: 'r' });
    await until(() => late.state.ended);
    expect(late.state.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }]);
  });
});
