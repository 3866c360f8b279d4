import { stopsAfterEach } from '../faults/stops';
import { until } from '../socket';
import { aChatWorld, range, SAID, type ChatWorld } from './world';

const opened = stopsAfterEach();

const WITH = (fields: string) => `subscription ($room: ID!) { said(room: $room) { sequence ${fields} } }`;

for (const over of ['process', 'http'] as const) {
  describe(`streams with @live, the owner reached over ${over}`, () => {
    let chat: ChatWorld;
    beforeEach(async () => {
      chat = await aChatWorld({ over });
    });
    afterEach(() => chat.stop());

    test('a hundred viewers share one stream of the owner and one execution for each event', async () => {
      const listeners = await Promise.all(range(1, 100).map((number) => chat.connect(`viewer ${number}`)));
      const all = listeners.map((client) => client.listen(SAID, { room: 'r' }));
      await until(() => chat.live().admitted === 100);
      expect(chat.live()).toMatchObject({ streams: 1, rights: 100 });
      chat.chat.say(3);
      await until(() => all.every(({ events }) => events.length === 3));
      expect(new Set(all.map(({ events }) => JSON.stringify(events))).size).toBe(1);
      expect(all[0]!.events[0]).toEqual({ data: { said: { sequence: 1, author: { name: 'Name of ada' } } } });
      expect(chat.asked('admit')).toHaveLength(100);
      expect(chat.asked('follow')).toHaveLength(1);
      expect(chat.chat.namesAsked.count).toBe(3);
    });

    test('whoever comes later is in the running stream at once', async () => {
      const first = await chat.listen('anna');
      chat.chat.say(2);
      await until(() => first.events.length === 2);
      const second = await chat.listen('bert');
      chat.chat.say();
      await until(() => first.events.length === 3 && second.events.length === 1);
      expect(second.sequences()).toEqual([3]);
      expect(chat.asked('follow')).toHaveLength(1);
    });

    test('sockets of one session share one right, and visitors too', async () => {
      await chat.listen('anna');
      await chat.listen('anna');
      await chat.listen(null);
      await chat.listen(null);
      expect(chat.live()).toEqual({ streams: 1, rights: 2, admitted: 4 });
    });

    test('a field that is PRIVATE is answered to each viewer alone', async () => {
      for (const fields of [
        'secret',
        'note { viewer }',
        '... on Said { secret }',
        's: secret @include(if: true)',
        'author { memo }',
        'author { name friend { name friend { ...Deep } } }',
      ]) {
        const query = `${WITH(fields)} ${fields.includes('Deep') ? 'fragment Deep on Person { m: memo }' : ''}`;
        const [anna, bert, visitor] = [
          await chat.listen('anna', { query }),
          await chat.listen('bert', { query }),
          await chat.listen(null, { query }),
        ];
        chat.chat.say();
        await until(() => [anna, bert, visitor].every(({ events }) => events.length === 1));
        expect(JSON.stringify(anna.events)).toContain('anna');
        expect(JSON.stringify(bert.events)).toContain('bert');
        expect(JSON.stringify(visitor.events)).toContain('visitor');
        for (const { stop } of [anna, bert, visitor]) stop();
        await until(() => chat.live().rights === 0);
      }
    });

    test('a PRIVATE field that the stream covers is shared by all but those whom the owner sets apart', async () => {
      chat.chat.block('bert', 'ada');
      const query = WITH('text');
      const listeners = await Promise.all(['anna', 'carl', 'dora'].map((viewer) => chat.connect(viewer)));
      const others = listeners.map((client) => client.listen(query, { room: 'r' }));
      await until(() => chat.live().admitted === 3);
      const bert = await chat.listen('bert', { query });
      expect(chat.live().streams).toBe(2);
      chat.chat.say();
      await until(() => bert.events.length === 1 && others.every(({ events }) => events.length === 1));
      expect(bert.events).toEqual([{ data: { said: { sequence: 1, text: null } } }]);
      for (const { events } of others) expect(events).toEqual([{ data: { said: { sequence: 1, text: 'message 1' } } }]);
    });

    test('who is set apart while listening moves to a stream of its own and misses nothing, also when the stream is in its name', async () => {
      const query = WITH('text');
      const [bert, anna] = [await chat.listen('bert', { query }), await chat.listen('anna', { query })];
      chat.chat.say();
      await until(() => bert.events.length === 1 && anna.events.length === 1);
      expect(chat.asked('follow').map(({ caller }) => caller.viewer?.id)).toEqual(['bert']);
      chat.chat.block('bert', 'ada');
      chat.chat.say();
      await until(() => chat.live().streams === 2);
      chat.chat.say(2, { author: 'ada' });
      await until(() => bert.events.length === 4 && anna.events.length === 4);
      expect(anna.events.map(({ data }) => data)).toEqual(
        range(1, 4).map((sequence) => ({ said: { sequence, text: `message ${sequence}` } })),
      );
      expect(bert.sequences()).toEqual([1, 2, 3, 4]);
      expect(bert.events.slice(2).map(({ data }) => data)).toEqual([3, 4].map((sequence) => ({ said: { sequence, text: null } })));
    });

    test('what is true of the one in whose name a shared stream is open shows to nobody else, also before it is known', async () => {
      const query = WITH('text');
      const [bert, anna] = [await chat.listen('bert', { query }), await chat.listen('anna', { query })];
      chat.chat.block('bert', 'ada', { announced: false });
      chat.chat.say();
      await until(() => anna.events.length === 1 && bert.events.length === 1);
      expect(chat.asked('follow').map(({ caller }) => caller.viewer?.id)).toEqual(['bert']);
      expect(anna.events).toEqual([{ data: { said: { sequence: 1, text: 'message 1' } } }]);
    });

    test('other variables are another stream, the cursor is not', async () => {
      chat.chat.say(3);
      const here = await chat.listen('anna');
      const resumed = await chat.listen('bert', { since: 1 });
      const elsewhere = await chat.listen('carl', { room: 'other' });
      expect(chat.live().streams).toBe(2);
      chat.chat.say();
      await until(() => here.events.length === 1 && resumed.events.length === 3);
      expect(here.sequences()).toEqual([4]);
      expect(resumed.sequences()).toEqual([2, 3, 4]);
      expect(elsewhere.events).toEqual([]);
    });

    test('a directive of that name from elsewhere means nothing', async () => {
      const other = opened(await aChatWorld({ over, liveSpec: 'https://specs.example.com/live/v1.0' }));
      const { state } = (await other.connect('anna')).listen(SAID, { room: 'r' });
      await until(() => other.world.subgraphs.chat!.received.length === 1);
      expect(other.world.subgraphs.chat!.received[0]!.live).toBeUndefined();
      expect(state.ended).toBe(false);
    });
  });
}
