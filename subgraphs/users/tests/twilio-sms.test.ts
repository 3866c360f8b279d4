import { FixedClock } from '@marquee/platform';
import { type SmsFault, type Sms } from '../src/ports/sms-sender';
import { TwilioSmsSender, type TwilioAccount } from '../src/ports/twilio/twilio-sms-sender';
import { faultsOfSms } from '../src/modules/phone/phone-settings';
import { ACCOUNT_SID, AUTH_TOKEN, twilioError, twilioServer } from './twilio-server';

const SMS: Sms = { id: 's1', kind: 'phone-code', to: '+14165550100', text: 'Marquee: 123456 & "more" é', usefulForMs: 600_000 };
const clock = new FixedClock(new Date('2026-11-21T12:00:00.000Z'));

const start = async (account: Partial<TwilioAccount> = {}) => {
  const server = await twilioServer();
  const own = { url: server.url, accountSid: ACCOUNT_SID, keySid: ACCOUNT_SID, secret: AUTH_TOKEN, from: '+14165550199', ...account };
  return { server, sender: new TwilioSmsSender(own, clock, 500) };
};

const faultOf = (sending: Promise<void>): Promise<SmsFault> =>
  sending.then(
    () => Promise.reject(new Error('It was sent.')),
    (error: unknown) => error as SmsFault,
  );

/** X48: short messages. */
describe('Twilio', () => {
  it('takes a message from a number, and gives it up when its code has run out', async () => {
    const { server, sender } = await start();
    await sender.send(SMS);
    expect([server.taken, server.wrong]).toEqual([[{ to: SMS.to, body: SMS.text }], []]);
    expect(new URLSearchParams(server.asked[0]!.body).get('ValidityPeriod')).toBe('600');
  });

  it.each([`MG${'a'.repeat(32)}`, 'Marquee'])('takes one from %s', async (from) => {
    const { server, sender } = await start({ from });
    await sender.send(SMS);
    expect([server.taken.length, server.wrong]).toEqual([1, []]);
  });

  it.each([
    ['a number that is none', twilioError(400, 21211, `'To' number +14165550100 is not valid`), '21211', true, null],
    ['somebody who wants none', twilioError(400, 21610, 'unsubscribed recipient +14165550100'), '21610', true, null],
    ['too many at once', twilioError(429, 20429, 'Too Many Requests', { 'retry-after': '7' }), '20429', false, 7_000],
    ['an account that is closed', twilioError(403, 20005, 'Account not active'), '20005', false, null],
    ['a fault of its own', twilioError(500, 20500, 'Internal Server Error'), '20500', false, null],
    ['a page in place of JSON', { status: 503, body: '<html>' }, '503', false, null],
    ['a success that is none', { status: 200, body: {} }, '200', false, null],
  ] as const)('names %s by its code', async (_what, answer, code, isPermanent, retryAfterMs) => {
    const { server, sender } = await start();
    server.faults.push(answer);
    const fault = await faultOf(sender.send(SMS));
    expect(fault).toMatchObject({ name: 'SmsFault', code, isPermanent, retryAfterMs });
    // What stands in logs: neither the number nor the text.
    expect(JSON.stringify([fault.message, fault.cause, fault])).not.toMatch(/4165550100|123456/);
  });

  it('that refuses our secret is the fault of the settings: the message may be sent when they are mended', async () => {
    const { sender } = await start({ secret: 'another' });
    expect(await faultOf(sender.send(SMS))).toMatchObject({ code: '20003', isPermanent: false });
  });

  it('that is silent, cuts the connection or is away may answer later', async () => {
    const { server, sender } = await start();
    server.faults.push('silence', 'cut');
    expect(await faultOf(sender.send(SMS))).toMatchObject({ code: 'timeout', isPermanent: false });
    expect(await faultOf(sender.send(SMS))).toMatchObject({ isPermanent: false });
    const away = new TwilioSmsSender(
      { url: 'http://127.0.0.1:9', accountSid: ACCOUNT_SID, keySid: 'k', secret: 's', from: 'M' },
      clock,
      500,
    );
    expect(await faultOf(away.send(SMS))).toMatchObject({ isPermanent: false });
  });

  it('takes no credentials elsewhere', async () => {
    const { server, sender } = await start();
    const other = await twilioServer();
    server.faults.push({ status: 307, body: '', headers: { location: `${other.url}/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json` } });
    expect(await faultOf(sender.send(SMS))).toMatchObject({ isPermanent: false });
    expect(other.asked).toEqual([]);
  });
});

describe('the settings of short messages', () => {
  const whole = { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_SECRET: 'x', SMS_FROM: '+14165550199', TWILIO_URL: 'https://api.twilio.com' };
  it.each([
    ['nothing, on a laptop', {}, []],
    ['nothing, in production: no phones', { NODE_ENV: 'production' as const }, []],
    ['an account', whole, []],
    ['half an account', { TWILIO_ACCOUNT_SID: ACCOUNT_SID }, ['TWILIO_SECRET', 'SMS_FROM']],
    ['a secret of nobody', { TWILIO_SECRET: 'x' }, ['TWILIO_SECRET']],
    ['a secret in the clear', { ...whole, NODE_ENV: 'production' as const, TWILIO_URL: 'http://x' }, ['TWILIO_URL']],
  ])('%s', (_case, settings, faulty) => {
    expect(faultsOfSms(settings).map((fault) => fault.split(':')[0])).toEqual(faulty);
  });
});
