import { FixedClock } from '@marquee/platform';
import { faultsOfPush } from '../src/modules/push/push-settings';
import { ExpoPusher } from '../src/ports/expo/expo-pusher';
import { FcmPusher } from '../src/ports/fcm/fcm-pusher';
import type { Push } from '../src/ports/pusher';
import { expoError, expoServer } from './expo-server';
import { fcmBadField, fcmError, fcmServer } from './fcm-server';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const PUSH: Push = {
  id: 'p1',
  provider: 'FCM',
  token: 'token-of-ada',
  title: 'Jazz Night has changed',
  body: 'It was called Jazz.',
  imageUrl: 'https://img.example/jazz.jpg',
  data: { notificationId: 'n1', type: 'EVENT_UPDATED', timestamp: NOW.toISOString(), eventId: 'e1', link: 'https://web.example/events/e1' },
  badge: 3,
  collapseKey: 'n1',
  ttlSeconds: 3600,
};
const SILENT: Push = { ...PUSH, title: null, body: null, imageUrl: null, data: { type: 'BADGE' } };

/** X65, X66: what a device gets, by Firebase. */
describe('Firebase Cloud Messaging', () => {
  const start = async () => {
    const clock = new FixedClock(NOW);
    const server = await fcmServer(() => clock.now());
    return { clock, server, pusher: new FcmPusher(server.url, server.account, clock, 500) };
  };
  const expected = (code: string, isPermanent: boolean, retryAfterMs: number | null = null) => ({
    is: 'FAULT',
    code,
    isPermanent,
    retryAfterMs,
  });

  it('takes a push with title, body, image and data, for the channel event_updates, loud, with the badge', async () => {
    const { server, pusher } = await start();
    expect(await pusher.send([PUSH])).toEqual([{ is: 'SENT', receiptId: null }]);
    expect(server.wrong).toEqual([]);
    expect(server.taken).toEqual([
      {
        token: 'token-of-ada',
        notification: { title: PUSH.title, body: PUSH.body, image: PUSH.imageUrl },
        data: PUSH.data,
        android: {
          ...{ collapse_key: 'n1', priority: 'HIGH', ttl: '3600s' },
          notification: { channel_id: 'event_updates', sound: 'default', tag: 'n1', notification_count: 3 },
        },
        apns: {
          headers: { 'apns-push-type': 'alert', 'apns-priority': '10', 'apns-expiration': '1795266000', 'apns-collapse-id': 'n1' },
          payload: { aps: { badge: 3, sound: 'default', 'mutable-content': 1 } },
          fcm_options: { image: PUSH.imageUrl },
        },
      },
    ]);
  });

  it('takes one that shows nothing and sets the badge', async () => {
    const { server, pusher } = await start();
    await pusher.send([SILENT]);
    expect([server.wrong, server.taken[0]!.notification, server.taken[0]!.android!.notification]).toEqual([[], undefined, undefined]);
    expect(server.taken[0]!.apns!.payload).toEqual({ aps: { badge: 3 } });
  });

  it('is asked for one access token for many pushes, for another when it runs out or is refused', async () => {
    const { clock, server, pusher } = await start();
    const many = Array.from({ length: 100 }, (_, n) => ({ ...PUSH, id: `p${n}` }));
    expect((await pusher.send(many)).every(({ is }) => is === 'SENT')).toBe(true);
    expect([server.given(), server.taken.length]).toEqual([1, 100]);
    clock.advance(3_590_000);
    await pusher.send([PUSH]);
    expect(server.given()).toBe(2);
    server.forgetTokens();
    expect(await pusher.send([PUSH])).toEqual([{ is: 'SENT', receiptId: null }]);
    expect(server.given()).toBe(3);
  });

  it.each([
    ['UNREGISTERED', fcmError(404, 'NOT_FOUND', 'UNREGISTERED'), { is: 'GONE', code: 'UNREGISTERED' }],
    ['SENDER_ID_MISMATCH', fcmError(403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH'), { is: 'GONE', code: 'SENDER_ID_MISMATCH' }],
    ['a token that is none', fcmBadField('message.token'), { is: 'GONE', code: 'INVALID_TOKEN' }],
    ['another bad field', fcmBadField('message.data'), expected('INVALID_ARGUMENT', true)],
    [
      'QUOTA_EXCEEDED',
      fcmError(429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED', { 'retry-after': '60' }),
      expected('QUOTA_EXCEEDED', false, 60_000),
    ],
    [
      'UNAVAILABLE',
      fcmError(503, 'UNAVAILABLE', 'UNAVAILABLE', { 'retry-after': new Date(NOW.getTime() + 9_000).toUTCString() }),
      expected('UNAVAILABLE', false, 9_000),
    ],
    ['INTERNAL', fcmError(500, 'INTERNAL', 'INTERNAL'), expected('INTERNAL', false)],
    ['THIRD_PARTY_AUTH_ERROR', fcmError(403, 'PERMISSION_DENIED', 'THIRD_PARTY_AUTH_ERROR'), expected('THIRD_PARTY_AUTH_ERROR', false)],
    ['a page', { status: 502, body: '<html>' }, expected('502', false)],
    ['silence', 'silence', expected('timeout', false)],
  ] as const)('says %s', async (_what, fault, outcome) => {
    const { server, pusher } = await start();
    // The token is had already: what follows is about the push.
    await pusher.send([SILENT]);
    server.faults.push(fault);
    expect(await pusher.send([PUSH])).toEqual([outcome]);
  });

  it('is not asked by who gets no access token', async () => {
    const { clock, server } = await start();
    const other = new FcmPusher(server.url, { ...server.account, client_email: 'eve@x.example' }, clock, 500);
    expect(await other.send([PUSH])).toEqual([expected('invalid_grant', false)]);
    expect(server.taken).toEqual([]);
    const broken = new FcmPusher(server.url, { ...server.account, private_key: '-----BEGIN' }, clock, 500);
    expect(await broken.send([PUSH])).toEqual([expected('unreadable key', false)]);
  });
});

/** X66: the same by Expo. */
describe('Expo', () => {
  const token = (n: number | string) => `ExponentPushToken[${n}]`;
  const push = (n: number | string, parts: Partial<Push> = {}): Push => ({
    ...PUSH,
    provider: 'EXPO',
    id: `p${n}`,
    token: token(n),
    ...parts,
  });
  const start = async (accessToken: string | null = null) => {
    const server = await expoServer(accessToken);
    return { server, pusher: new ExpoPusher(server.url, accessToken, new FixedClock(NOW), 500) };
  };

  it('takes pushes a hundred at a time, each with a receipt', async () => {
    const { server, pusher } = await start('secret');
    const outcomes = await pusher.send(Array.from({ length: 250 }, (_, n) => push(n)));
    expect([outcomes.length, new Set(outcomes.map((one) => one.is === 'SENT' && one.receiptId)).size]).toEqual([250, 250]);
    expect([server.asked.length, server.wrong]).toEqual([3, []]);
    expect(server.taken[249]).toEqual({
      ...{ to: token(249), title: PUSH.title, body: PUSH.body, data: PUSH.data, badge: 3, ttl: 3600 },
      ...{ sound: 'default', priority: 'high', channelId: 'event_updates', mutableContent: true, richContent: { image: PUSH.imageUrl } },
    });
  });

  it('takes one that shows nothing', async () => {
    const { server, pusher } = await start();
    await pusher.send([push(1, { title: null, body: null })]);
    expect(server.taken).toEqual([{ to: token(1), data: PUSH.data, badge: 3, ttl: 3600, _contentAvailable: true, priority: 'normal' }]);
  });

  it('tells of each by itself which token is gone, which push is too big and which comes too soon', async () => {
    const { server, pusher } = await start();
    server.tickets.set(token('gone'), expoError('DeviceNotRegistered'));
    server.tickets.set(token('big'), expoError('MessageTooBig'));
    server.tickets.set(token('soon'), expoError('MessageRateExceeded'));
    expect(await pusher.send(['ok', 'gone', 'big', 'soon'].map((n) => push(n)))).toEqual([
      { is: 'SENT', receiptId: 'receipt-1' },
      { is: 'GONE', code: 'DeviceNotRegistered' },
      { is: 'FAULT', code: 'MessageTooBig', isPermanent: true, retryAfterMs: null },
      { is: 'FAULT', code: 'MessageRateExceeded', isPermanent: false, retryAfterMs: null },
    ]);
  });

  it('tells in receipts what became of them later', async () => {
    const { server, pusher } = await start();
    await pusher.send([push(1), push(2)]);
    server.receipts.set(token(2), expoError('DeviceNotRegistered'));
    const known = await pusher.receipts(['receipt-1', 'receipt-2', 'receipt-9']);
    expect([...known]).toEqual([
      ['receipt-1', { is: 'SENT', receiptId: null }],
      ['receipt-2', { is: 'GONE', code: 'DeviceNotRegistered' }],
    ]);
  });

  it.each([
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '5' }, body: { errors: [{ code: 'TOO_MANY_REQUESTS' }] } },
      'TOO_MANY_REQUESTS',
      false,
    ],
    ['a request that is wrong', { status: 400, body: { errors: [{ code: 'VALIDATION_ERROR' }] } }, 'VALIDATION_ERROR', true],
    ['an error with status 200', { status: 200, body: { errors: [{ code: 'API_ERROR' }] } }, 'API_ERROR', false],
    ['fewer tickets than pushes', { status: 200, body: { data: [] } }, 'odd answer', false],
    ['a page', { status: 502, body: '<html>' }, '502', false],
    ['silence', 'silence', 'timeout', false],
  ] as const)('answers with %s', async (_what, answer, code, isPermanent) => {
    const { server, pusher } = await start();
    server.faults.push(answer);
    expect(await pusher.send([push(1), push(2)])).toEqual([1, 2].map(() => expect.objectContaining({ is: 'FAULT', code, isPermanent })));
  });
});

describe('the settings of pushes', () => {
  const account = { project_id: 'p', client_email: 'e', private_key: 'k', token_uri: 'https://x' };
  it.each([
    ['nothing', {}, []],
    ['nothing, in production: no devices', { NODE_ENV: 'production' as const }, []],
    ['both', { NODE_ENV: 'production' as const, FCM_SERVICE_ACCOUNT: account, EXPO_PUSH: 'on' as const, EXPO_ACCESS_TOKEN: 'x' }, []],
    ['a token for nothing', { EXPO_ACCESS_TOKEN: 'x' }, ['EXPO_ACCESS_TOKEN']],
    ['tokens in the clear', { NODE_ENV: 'production' as const, FCM_URL: 'http://x', EXPO_URL: 'http://x' }, ['FCM_URL', 'EXPO_URL']],
  ])('%s', (_case, settings, faulty) => {
    expect(faultsOfPush(settings).map((fault) => fault.split(':')[0])).toEqual(faulty);
  });
});
