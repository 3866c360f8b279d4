import { Outbox, type Send, type Storage, type Unsent } from '../src/pages/chat/outbox';

class MemoryStorage implements Storage {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

/** An API that takes what it is sent, as far as it is let, and an outbox before it. */
function aDesk({ storage = new MemoryStorage(), personId = 'ann' } = {}) {
  const taken: string[] = [];
  const pauses: number[] = [];
  const due: (() => void)[] = [];
  let answer: Send = async (messages) => {
    taken.push(...messages.map(({ text }) => text));
    return { stored: messages.length, stopped: null };
  };
  let ids = 0;
  let signedIn = personId;
  const outbox = new Outbox({
    storage,
    personId,
    isTheirTurn: async () => signedIn === personId,
    send: (messages) => answer(messages),
    later: (work, ms) => (pauses.push(ms), due.push(work)),
    freshId: () => `${personId}-${++ids}`,
  });
  return { storage, outbox, taken, pauses, due, answers: (next: Send) => (answer = next), signIn: (id: string) => (signedIn = id) };
}

const texts = (unsent: readonly Unsent[]) => unsent.map(({ text }) => text);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what is written without network', () => {
  test('waits, survives a reload, and is sent in its order', async () => {
    const offline = aDesk();
    offline.answers(() => Promise.reject(new Error('no network')));
    for (const text of ['one', 'two', 'three']) offline.outbox.add('r1', text);
    await settled();
    expect(texts(offline.outbox.all())).toEqual(['one', 'two', 'three']);
    const later = aDesk({ storage: offline.storage });
    expect(texts(later.outbox.all())).toEqual(['one', 'two', 'three']);
    await later.outbox.flush();
    expect(later.taken).toEqual(['one', 'two', 'three']);
    expect([later.outbox.all(), offline.storage.kept.size]).toEqual([[], 0]);
  });

  test("is sent in nobody else's name, though a try was due when somebody else signed in (found by the review)", async () => {
    const { outbox, taken, due, answers, signIn } = aDesk();
    const sent: Send = async (messages) => (taken.push(...messages.map(({ text }) => text)), { stored: messages.length, stopped: null });
    answers(() => Promise.reject(new Error('no network')));
    outbox.add('r1', 'of Ann alone');
    await settled();
    answers(sent);
    signIn('bob');
    due.shift()!();
    await settled();
    expect([taken, texts(outbox.all()), due]).toEqual([[], ['of Ann alone'], []]);
    signIn('ann');
    await outbox.flush();
    expect([taken, outbox.all()]).toEqual([['of Ann alone'], []]);
  });

  test('has the same id however often it is sent', async () => {
    const { outbox, due, answers } = aDesk();
    const ids: string[] = [];
    const lost: Send = (messages) => (
      ids.push(...messages.map(({ clientMessageId }) => clientMessageId)),
      Promise.reject(new Error('the answer was lost'))
    );
    answers(lost);
    outbox.add('r1', 'hello');
    await settled();
    due.shift()!();
    await settled();
    expect(ids).toEqual(['ann-1', 'ann-1']);
  });

  test('is tried less and less often, and often again once something went through', async () => {
    const { outbox, pauses, due, answers } = aDesk();
    answers(() => Promise.reject(new Error('no network')));
    outbox.add('r1', 'hello');
    await settled();
    for (let turn = 0; turn < 6; turn++) {
      due.shift()!();
      await settled();
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    answers(async (messages) => ({ stored: messages.length, stopped: null }));
    due.shift()!();
    await settled();
    expect(outbox.all()).toEqual([]);
    answers(() => Promise.reject(new Error('no network')));
    outbox.add('r1', 'again');
    await settled();
    expect(pauses.at(-1)).toBe(1_000);
  });

  test('is not sent in another name', async () => {
    const { storage, outbox, answers } = aDesk();
    answers(() => Promise.reject(new Error('no network')));
    outbox.add('r1', 'from Ann');
    await settled();
    const ben = aDesk({ storage, personId: 'ben' });
    await ben.outbox.flush();
    expect(ben.taken).toEqual([]);
  });
});

describe('what is refused', () => {
  const refusing =
    (word: string, retryable: boolean, taken: string[]): Send =>
    async (messages) => {
      const at = messages.findIndex(({ text }) => text === word);
      taken.push(...messages.slice(0, at < 0 ? messages.length : at).map(({ text }) => text));
      return at < 0 ? { stored: messages.length, stopped: null } : { stored: at, stopped: { message: 'No.', retryable } };
    };

  test('stays with its reason, and what comes after it goes on', async () => {
    const { outbox, taken, answers } = aDesk();
    answers(() => Promise.reject(new Error('no network')));
    for (const text of ['one', 'bad', 'three']) outbox.add('r1', text);
    await settled();
    answers(refusing('bad', false, taken));
    await outbox.flush();
    expect(taken).toEqual(['one', 'three']);
    expect(outbox.all()).toMatchObject([{ text: 'bad', problem: 'No.' }]);
    outbox.retry(outbox.all()[0]!.clientMessageId);
    await settled();
    expect(outbox.all()).toMatchObject([{ text: 'bad', problem: 'No.' }]);
    outbox.drop(outbox.all()[0]!.clientMessageId);
    expect(outbox.all()).toEqual([]);
  });

  test('for a while only is tried later, by itself and in its order', async () => {
    const { outbox, taken, due, answers } = aDesk();
    answers(refusing('two', true, taken));
    for (const text of ['one', 'two', 'three']) outbox.add('r1', text);
    await settled();
    expect(texts(outbox.all())).toEqual(['two', 'three']);
    expect(outbox.all().some(({ problem }) => problem !== undefined)).toBe(false);
    answers(refusing('', true, taken));
    due.shift()!();
    await settled();
    expect(taken).toEqual(['one', 'two', 'three']);
  });

  test('what is kept and cannot be read is nothing', () => {
    const storage = new MemoryStorage();
    storage.setItem('marquee.outbox.ann', '{broken');
    expect(aDesk({ storage }).outbox.all()).toEqual([]);
  });
});
