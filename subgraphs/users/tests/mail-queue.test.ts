import { randomUUID } from 'node:crypto';
import { takeStep } from '@marquee/platform';
import { startForTest } from '@marquee/platform/testing';
import { users } from '../src';
import { keep } from '../src/kept';
import { mailToken, linkWithToken } from '../src/modules/mail/mail-token';
import { queueMail, takeMail, type NewMail } from '../src/modules/mail/mail.store';
import { MailFault } from '../src/ports/mailer';
import { TestMailer } from './mails';
import { signUp, startWorld, type World } from './world';

const MINUTE = 60_000;

const aMail = (parts: Partial<NewMail> = {}): NewMail => ({
  kind: 'news',
  to: 'ada@people.test',
  subject: 'News',
  text: 'Hello.',
  html: null,
  userId: null,
  ...parts,
});

describe('mails that are to be sent', () => {
  let world: World;
  const queue = (mail: NewMail) => takeStep(world.kept, 'test', (step) => queueMail(step, mail));
  const send = () => world.subgraph.runJob('send-mails');
  const rowOf = (id: string | null) => world.db.prisma.mail.findUniqueOrThrow({ where: { id: id! } });
  const sentOf = (id: string | null) => world.mailer.sent.filter((mail) => mail.id === id);
  beforeAll(async () => void (world = await startWorld()));

  it('are sent once, and then nothing of what they say is kept', async () => {
    const id = await queue(aMail());
    await send();
    await send();
    expect(sentOf(id)).toEqual([{ id, kind: 'news', to: 'ada@people.test', subject: 'News', text: 'Hello.', html: null }]);
    expect(await rowOf(id)).toMatchObject({ to: null, subject: null, text: null, html: null, dueAt: null, sentAt: world.clock.now() });
  });

  it('are not there when the change that causes them fails', async () => {
    const before = world.mailer.sent.length;
    await expect(
      takeStep(world.kept, 'test', async (step) => {
        await queueMail(step, aMail());
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await send();
    expect(world.mailer.sent).toHaveLength(before);
  });

  it('are one where they have one key', async () => {
    const id = await queue(aMail({ key: 'k' }));
    expect(await queue(aMail({ key: 'k' }))).toBeNull();
    await send();
    expect(await queue(aMail({ key: 'k' }))).toBeNull();
    expect(sentOf(id)).toHaveLength(1);
  });

  it('go in the order of who waits for them', async () => {
    const many = await queue(aMail({ priority: 'TO_MANY' }));
    const told = await queue(aMail({ priority: 'TOLD' }));
    const waitedFor = await queue(aMail());
    const taken = async () => (await takeStep(world.kept, 'test', takeMail))?.id;
    expect([await taken(), await taken(), await taken(), await taken()]).toEqual([waitedFor, told, many, undefined]);
    // Whoever took them has ended: they come again, five minutes later.
    world.clock.advance(5 * MINUTE);
    await send();
    expect([sentOf(waitedFor).length, sentOf(told).length, sentOf(many).length]).toEqual([1, 1, 1]);
  });

  it('are tried three times where the fault may pass, later each time', async () => {
    const id = await queue(aMail());
    world.mailer.faults.push(...Array.from({ length: 3 }, () => new MailFault('421', false)));
    await send();
    expect(await rowOf(id)).toMatchObject({ attempts: 1, fault: '421', failedAt: null, to: expect.any(String) as string });
    await send();
    expect((await rowOf(id)).attempts).toBe(1);
    world.clock.advance(1.5 * MINUTE);
    await send();
    expect((await rowOf(id)).attempts).toBe(2);
    world.clock.advance(7.9 * MINUTE);
    await send();
    expect((await rowOf(id)).attempts).toBe(2);
    world.clock.advance(4.2 * MINUTE);
    await send();
    expect(await rowOf(id)).toMatchObject({ attempts: 3, dueAt: null, fault: '421', failedAt: world.clock.now(), to: null, text: null });
    expect(sentOf(id)).toEqual([]);
  });

  it('are tried once where the fault is for ever, and again after one that nobody knows', async () => {
    // One after the other: mails that are due together are sent side by side, and either could meet either fault.
    const gone = await queue(aMail());
    world.mailer.faults.push(new MailFault('550', true));
    await send();
    const odd = await queue(aMail());
    world.mailer.faults.push(new TypeError('ada@people.test'));
    await send();
    expect(await rowOf(gone)).toMatchObject({ fault: '550', dueAt: null, to: null });
    expect(await rowOf(odd)).toMatchObject({ fault: 'unknown', sentAt: null });
    world.clock.advance(2 * MINUTE);
    await send();
    expect(sentOf(odd)).toHaveLength(1);
  });

  it('are not sent when nobody wants them any more', async () => {
    const id = await queue(aMail({ usefulUntil: new Date(world.clock.now().getTime() + MINUTE) }));
    world.clock.advance(MINUTE);
    await send();
    expect(await rowOf(id)).toMatchObject({ fault: 'too late', to: null });
    expect(sentOf(id)).toEqual([]);
  });

  it('hold their token only when they are sent, the same at each try', async () => {
    const tokenId = randomUUID();
    const link = linkWithToken('https://web.example', 'verify-email');
    const id = await queue(aMail({ tokenId, text: `Here: ${link}`, html: `<a href="${link}">` }));
    const token = mailToken(world.kept.secrets.mailTokens, tokenId);
    expect(JSON.stringify(await rowOf(id))).not.toContain(token);
    world.mailer.faults.push(new MailFault('421', false));
    await send();
    world.clock.advance(2 * MINUTE);
    await send();
    expect(sentOf(id)).toEqual([
      expect.objectContaining({
        text: `Here: https://web.example/verify-email#token=${token}`,
        html: `<a href="https://web.example/verify-email#token=${token}">`,
      }),
    ]);
  });

  it('of a person go with them', async () => {
    const { id: userId } = await signUp(world);
    const id = await queue(aMail({ userId }));
    await world.tell('user.erased', userId, { userId });
    expect(await world.db.prisma.mail.count({ where: { id: id! } })).toBe(0);
  });

  it('are forgotten after a month', async () => {
    await send();
    world.clock.advance(31 * 24 * 60 * MINUTE);
    const waiting = await queue(aMail());
    await world.subgraph.runJob('forget-old-mails');
    expect((await world.db.prisma.mail.findMany()).map(({ id }) => id)).toEqual([waiting]);
  });
});

describe('two replicas that send at the same time', () => {
  /** Twenty mails, and two replicas whose jobs do not know of each other. */
  const race = async (lockless: boolean) => {
    const world = await startWorld();
    const mailers = [world.mailer, new TestMailer()] as const;
    const other = await startForTest(
      users.with({ keep: async (basics) => keep({ ...basics, db: world.kept.db }, { mailer: mailers[1] }) }),
      { settings: { SESSION_SECRET: 'only-for-tests-0123456789-abcdefghij' } },
    );
    await takeStep(world.kept, 'test', async (step) => {
      for (let n = 0; n < 20; n++) await queueMail(step, aMail());
    });
    if (lockless) {
      let reads = 0;
      let bothHaveRead!: () => void;
      const both = new Promise<void>((resolve) => (bothHaveRead = resolve));
      const own = world.kept.db.transaction.bind(world.kept.db);
      Object.assign(world.kept.db, {
        transaction: ((work: (tx: never, after: never) => Promise<unknown>, options: never) =>
          own(async (tx, after) => {
            const unlocked = new Proxy(tx, {
              get: (target, name) =>
                name === '$queryRaw'
                  ? async (parts: TemplateStringsArray, ...values: unknown[]) => {
                      const texts = parts.map((part) => part.replace('FOR UPDATE SKIP LOCKED', ''));
                      const rows = await target.$queryRaw(Object.assign([...texts], { raw: texts }), ...values);
                      // Both have read before either goes on.
                      if (++reads === 2) bothHaveRead();
                      await both;
                      return rows;
                    }
                  : (Reflect.get(target, name) as unknown),
            });
            return work(unlocked as never, after as never);
          }, options)) as never,
      });
    }
    await Promise.all([world.subgraph.runJob('send-mails'), other.subgraph.runJob('send-mails')]);
    return mailers.flatMap(({ sent }) => sent.map(({ id }) => id));
  };

  it('send each mail once', async () => {
    const sent = await race(false);
    expect(sent).toHaveLength(20);
    expect(new Set(sent).size).toBe(20);
  });

  it('control: without the lock some are sent twice', async () => {
    const sent = await race(true);
    expect(sent.length).toBeGreaterThan(new Set(sent).size);
  });
});
