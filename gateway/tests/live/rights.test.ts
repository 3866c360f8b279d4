import { setTimeout as pause } from 'node:timers/promises';
import { GraphError } from '@marquee/platform';
import { stopsAfterEach } from '../faults/stops';
import { RawSocket, until } from '../socket';
import { aChatWorld, range, SAID, type ChatWorld } from './world';

for (const over of ['process', 'http'] as const) {
  describe(`the right to a shared stream, the owner reached over ${over}`, () => {
    let chat: ChatWorld;
    beforeEach(async () => {
      chat = await aChatWorld({ over });
    });
    afterEach(() => chat.stop());

    for (const [who, place] of [
      ['the one in whose name the stream is open', 0],
      ['another one', 1],
    ] as const) {
      test(`${who} is sent away: it hears nothing more within a second, and nobody else misses anything`, async () => {
        const all = [await chat.listen('anna'), await chat.listen('bert'), await chat.listen('carl')];
        chat.chat.say();
        await until(() => all.every(({ events }) => events.length === 1));
        const gone = all[place]!;
        const others = all.filter((one) => one !== gone);
        const startedAt = Date.now();
        chat.chat.sendAway(['anna', 'bert'][place]!);
        await until(() => gone.state.ended);
        expect(Date.now() - startedAt).toBeLessThan(1_000);
        expect(gone.state.error).toBeUndefined();
        chat.chat.say(3);
        await until(() => others.every(({ events }) => events.length === 4));
        for (const other of others) expect(other.sequences()).toEqual([1, 2, 3, 4]);
        expect(gone.sequences()).toEqual([1]);
        expect(chat.asked('follow').map(({ caller }) => caller.viewer?.id)).toEqual(place === 0 ? ['anna', 'bert'] : ['anna']);
      });
    }

    test('what is said at the moment in which somebody is sent away does not reach them once the right is gone', async () => {
      const [anna, bert] = [await chat.listen('anna'), await chat.listen('bert')];
      chat.chat.sendAway('anna');
      chat.chat.say(20);
      await until(() => anna.state.ended && bert.events.length === 20);
      expect(anna.events).toEqual([]);
      expect(bert.sequences()).toEqual(range(1, 20));
    });

    test('a token that expires ends the socket, and the others go on', async () => {
      const other = await chat.listen('bert');
      const socket = await new RawSocket(chat.world.gateway.socketUrl).ready({
        token: await chat.issuer.token({ sub: 'anna' }, { expiresIn: 2 }),
      });
      socket.send({ id: '1', type: 'subscribe', payload: { query: SAID, variables: { room: 'r' } } });
      await until(() => chat.live().admitted === 2);
      expect((await socket.closed).code).toBe(4403);
      await until(() => chat.live().admitted === 1 && chat.live().rights === 1);
      chat.chat.say();
      await until(() => other.events.length === 1);
    });

    test('a fresh token keeps the stream; one with other rights ends it for its socket and for nobody else', async () => {
      const token = (role: string) => chat.issuer.token({ sub: 'anna', sessionId: 'of anna', role });
      const anna = await new RawSocket(chat.world.gateway.socketUrl).ready({ token: await token('moderator') });
      anna.send({ id: '1', type: 'subscribe', payload: { query: SAID, variables: { room: 'r' } } });
      await until(() => chat.live().admitted === 1);
      const bert = await chat.listen('bert');
      expect(chat.live().streams).toBe(1);
      const heard = (type: string) => anna.received.filter((message) => message.type === type);

      anna.send({ type: 'ping', payload: { token: await token('moderator') } });
      await until(() => heard('pong').length === 1);
      chat.chat.say();
      await until(() => heard('next').length === 1 && bert.events.length === 1);
      expect(heard('error')).toEqual([]);

      anna.send({ type: 'ping', payload: { token: await token('user') } });
      await until(() => heard('error').length === 1);
      expect(heard('error')).toMatchObject([{ id: '1', payload: [{ extensions: { code: 'RESYNC_REQUIRED', retryable: true } }] }]);
      chat.chat.say();
      await until(() => bert.events.length === 2);
      expect(bert.sequences()).toEqual([1, 2]);
      expect(heard('next')).toHaveLength(1);
      expect(chat.live()).toEqual({ streams: 1, rights: 1, admitted: 1 });
      anna.close();
    });

    test('a refusal of the owner reaches the one who is refused, with its code', async () => {
      chat.chat.sendAway('anna');
      const [anna, bert] = [await chat.listen('anna'), await chat.listen('bert')];
      expect(anna.state.error).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      const resumed = await chat.listen('carl', { since: 7 });
      expect(resumed.state.error).toMatchObject([{ extensions: { code: 'RESYNC_REQUIRED' } }]);
      const unclear = await chat.connect('dora');
      const refused = unclear.listen(SAID, { room: 5, since: 'seven' });
      await until(() => refused.state.ended);
      expect(refused.state.error).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      chat.chat.say();
      await until(() => bert.events.length === 1);
      expect(chat.live()).toEqual({ streams: 1, rights: 1, admitted: 1 });
    });

    test('who waits for the right hears nothing yet, and everything from then on', async () => {
      const bert = await chat.listen('bert');
      let admit = () => {};
      const open = new Promise<void>((resolve) => (admit = resolve));
      chat.chat.state.beforeStart = (live) => (live?.mode === 'admit' ? open : Promise.resolve());
      const anna = (await chat.connect('anna')).listen(SAID, { room: 'r' });
      await until(() => chat.asked('admit').length === 2);
      chat.chat.say();
      await until(() => bert.events.length === 1);
      expect(anna.events).toEqual([]);
      admit();
      await until(() => chat.live().admitted === 2);
      chat.chat.say();
      await until(() => anna.events.length === 1);
      expect(bert.events).toHaveLength(2);
    });

    test('who leaves while it waits for the right leaves nothing behind', async () => {
      let admit = () => {};
      const open = new Promise<void>((resolve) => (admit = resolve));
      chat.chat.state.beforeStart = () => open;
      const anna = (await chat.connect('anna')).listen(SAID, { room: 'r' });
      await until(() => chat.asked('admit').length === 1);
      anna.stop();
      await until(() => chat.live().rights === 0);
      admit();
      const bert = await chat.listen('bert');
      chat.chat.say();
      await until(() => bert.events.length === 1);
      expect(chat.live()).toEqual({ streams: 1, rights: 1, admitted: 1 });
    });

    test('a stream whose owner has another fault on every start is given up with its error', async () => {
      const anna = await chat.listen('anna');
      chat.chat.state.beforeStart = async () => {
        throw new GraphError('NOT_ALLOWED_NOW', 'Not today.');
      };
      const bert = (await chat.connect('bert')).listen(SAID, { room: 'r' });
      await until(() => bert.state.ended);
      expect(bert.state.error).toMatchObject([{ extensions: { code: 'NOT_ALLOWED_NOW' } }]);
      expect(anna.state.ended).toBe(false);
    });
  });
}

const opened = stopsAfterEach();

test('an owner that never says whether somebody may come in is not waited for without end', async () => {
  const chat = opened(await aChatWorld({ settings: { live: { startWithinMs: 50 } } }));
  chat.chat.state.beforeStart = async () => void (await pause(60_000, undefined, { ref: false }));
  const anna = (await chat.connect('anna')).listen(SAID, { room: 'r' });
  await until(() => anna.state.ended);
  expect(anna.state.error).toMatchObject([{ extensions: { code: 'TIMEOUT', retryable: true } }]);
  expect(chat.live()).toEqual({ streams: 0, rights: 0, admitted: 0 });
});

test('whoever’s right cannot be told for a while hears nothing meanwhile, and then everything', async () => {
  const chat = opened(await aChatWorld({ settings: { live: { tries: 1_000 } } }));
  const [bert, anna] = [await chat.listen('bert'), await chat.listen('anna')];
  chat.chat.say();
  await until(() => anna.events.length === 1 && bert.events.length === 1);
  chat.chat.askInVain('anna');
  await until(() => chat.live().admitted === 1);
  chat.chat.say(3);
  await until(() => bert.events.length === 4);
  expect(anna.sequences()).toEqual([1]);
  chat.chat.askAgain('anna');
  await until(() => anna.events.length === 4);
  expect(anna.sequences()).toEqual([1, 2, 3, 4]);
  expect(bert.sequences()).toEqual([1, 2, 3, 4]);
  expect(chat.asked('follow').map(({ caller }) => caller.viewer?.id)).toEqual(['bert']);
});
