import { join } from 'node:path';
import type { Clock } from '@marquee/platform';
import { afterTests } from '@marquee/platform/testing';
import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'graphql';
import pg from 'pg';
import { codeOfStep } from '../../subgraphs/users/src/modules/factor/factor-totp';
import { startOidc, REDIRECT } from '../../subgraphs/users/tests/identity-servers';
import { App, eventually } from './client';
import { mailedToken, mailsTo, pushesTo } from './mailed';
import { runningStack } from './running-stack';
import { Story } from './story';
import { filesWith, tracesIn } from './traces';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NAME = 'Wilhelmina';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const bytesOfBase32 = (text: string): Buffer =>
  Buffer.from(
    [...text]
      .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
      .join('')
      .match(/.{8}/g)!
      .map((byte) => parseInt(byte, 2)),
  );

/**
 * One person from the first day to the last, by the real Apollo Client through the gateway. The clock of the subgraphs is the test's own: it runs, is
 * put forward, and stands still where a minute is looked at.
 * Returns the id of the person, and names and addresses of theirs.
 */
export async function wholeLife(settings: Record<string, string> = {}): Promise<{ id: string; marks: string[] }> {
  let ahead = 0;
  let still: number | null = null;
  const clock: Clock = { now: () => new Date(still ?? Date.now() + ahead) };
  const lines: string[] = [];
  const oidc = await startOidc();
  afterTests(() => oidc.stop());
  const { stack, world, databaseUrls, dataDirectory } = await runningStack(
    { ...oidc.settings, LOG_LEVEL: 'debug', ...settings },
    { clock, logTo: { write: (line: string) => void lines.push(line) } },
  );
  const endpoint = world.endpoints[0];
  const users = stack.subgraphs.find(({ name }) => name === 'users')!;
  const story = new Story(world);
  const work = async (...jobs: string[]) => {
    for (const job of jobs) await users.runJob(job);
  };
  const wall = (instant: Date) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Toronto', weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(instant);

  // Sign up, and verify from the mail.
  const { app, id, username } = await story.person(NAME, 0);
  const address = `${username}@story.test`;
  const mailed = (subject: RegExp) => mailedToken(endpoint, address, subject);
  expect((await app.succeed('VerifyEmail', { token: await mailed(/your address/) })).email).toBe(address);
  await app.succeed('UpdateProfile', { bio: `The bio of ${NAME} ${story.tag}`, city: `Port ${NAME}` });

  // Forget the password: what was open is closed, the new one opens.
  await story.visitor().succeed('RequestPasswordReset', { email: address });
  const password = `new-${story.tag}-lantern`;
  const reset = await story.visitor().succeed('ResetPassword', { token: await mailed(/new password/), newPassword: password });
  expect(reset.endedSessionCount).toBe(1);
  const signIn = async (there: App): Promise<{ challengeToken?: string }> => {
    // The token of a session that has ended is no good for anything.
    there.accessToken = null;
    const { login } = await there.do('Login', { input: { emailOrUsername: address, password } });
    if (login.session) there.accessToken = login.session.accessToken;
    return login;
  };
  await signIn(app);

  // A second factor; then a new device needs it, and its owner hears of the device.
  const { secret } = await app.succeed('BeginTotp', { password });
  const codeNow = () => codeOfStep(bytesOfBase32(secret as string), Math.floor(clock.now().getTime() / 30_000));
  const { backupCodes } = await app.succeed('ConfirmTotp', { code: codeNow() });
  const phone = new App(endpoint, 'Marquee for phones');
  const { challengeToken } = await signIn(phone);
  const { session } = await phone.succeed('CompleteLogin', { challengeToken, code: backupCodes[0] });
  phone.accessToken = session.accessToken;
  await eventually(
    async () => mailsTo(dataDirectory, address),
    (mails) => mails.some(({ subject }) => /new device/.test(subject)),
    60_000,
    'the alert',
  );

  // An account elsewhere, linked by the provider's own hands, signs in.
  await app.succeed('StepUp', { password, code: backupCodes[1] });
  const elsewhere = async (by: App) => {
    const { state, authorizationUrl } = await by.succeed('BeginSocialLogin', { provider: 'OIDC', redirectUri: REDIRECT });
    const back = await oidc.signIn(authorizationUrl as string, `subject-${NAME}`);
    return { state, code: back.searchParams.get('code') };
  };
  oidc.people.set(`subject-${NAME}`, { email: address, email_verified: true, name: NAME });
  expect((await app.succeed('LinkAccount', await elsewhere(app))).linkedAccounts).toMatchObject([{ provider: 'OIDC' }]);
  const tablet = story.visitor();
  const social = (await tablet.do('SocialLogin', { input: await elsewhere(tablet) })).socialLogin;
  expect(social.__typename).toBe('SecondFactorRequired');

  // An event, to which the person goes.
  await app.succeed('UpdatePreferences', { timeZone: 'America/Toronto' });
  await phone.succeed('RegisterDevice', { token: `token-of-${NAME}`, provider: 'FCM', platform: 'IOS' });
  const organiser = await story.person('Odette', 0);
  const curator = await story.curator(0);
  const startsAt = new Date(Math.ceil((Date.now() + 3 * DAY) / HOUR) * HOUR);
  const event = await story.draft(organiser.app, {
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 2 * HOUR).toISOString(),
  });
  await story.publish(organiser.app, curator, event.id as string);
  await eventually(
    () => app.ask('Rsvp', { input: { eventId: event.id, status: 'GOING' } }),
    ({ data }) => data?.rsvp?.__typename === 'RsvpSuccess',
    60_000,
    'the event takes guests',
  );
  const usersDb = new pg.Client({ connectionString: databaseUrls['users'] });
  usersDb.on('error', () => undefined);
  await usersDb.connect();
  afterTests(() => usersDb.end().catch(() => undefined));
  const rows = async (text: string) => (await usersDb.query<Record<string, unknown>>(text, [id])).rows;
  await eventually(
    () => rows(`SELECT 1 FROM attendance_copies WHERE user_id = $1 AND status = 'GOING'`),
    (found) => found.length > 0,
    60_000,
    'users knows who goes',
  );

  // The reminder: a minute before nothing, at the minute by mail and push, with the time where the event is.
  const reminders = async () =>
    mailsTo(dataDirectory, address).filter(({ subject }) => /^Reminder: /.test(subject)).length +
    pushesTo(dataDirectory, `token-of-${NAME}`).filter(({ subject }) => /^Reminder: /.test(subject)).length;
  still = startsAt.getTime() - DAY - MINUTE;
  await work('remind-of-events', 'deliver-notifications', 'send-mails', 'send-pushes');
  expect(await reminders()).toBe(0);
  still = startsAt.getTime() - DAY;
  await work('remind-of-events', 'deliver-notifications', 'send-mails', 'send-pushes');
  expect(await eventually(reminders, (count) => count > 1, 60_000, 'the reminder')).toBe(2);
  const [told] = await rows(`SELECT created_at AS at FROM notifications WHERE user_id = $1 AND type = 'EVENT_REMINDER'`);
  expect(wall(told!['at'] as Date)).toBe(wall(new Date(startsAt.getTime() - DAY)));

  // The digest: an event that begins later and a request to connect are one mail, at eight in the morning by the person's clock.
  await app.succeed('UpdatePreferences', { digest: 'DAILY' });
  await app.succeed('UpdateNotificationPreferences', { preferences: [{ type: 'CONNECTION_REQUESTED', channel: 'EMAIL', enabled: true }] });
  const { version } = (await organiser.app.do(parse(`{ event(id: "${event.id}") { version } }`))).event;
  const later = {
    startsAt: new Date(startsAt.getTime() + HOUR).toISOString(),
    endsAt: new Date(startsAt.getTime() + 3 * HOUR).toISOString(),
  };
  await organiser.app.succeed('UpdateEvent', { eventId: event.id, version, ...later });
  const friend = await story.person('Friedrich', 0);
  await eventually(
    () => friend.app.ask('RequestConnection', { input: { userId: id, type: 'FRIEND' } }),
    ({ data }) => data?.requestConnection?.__typename === 'RequestConnectionSuccess',
    60_000,
    'the request',
  );
  const planned = `SELECT scheduled_for AS at FROM deliveries WHERE user_id = $1 AND channel = 'EMAIL' AND state = 'PENDING' AND gathered`;
  const waiting = await eventually(
    () => rows(planned),
    (found) => found.length === 2,
    60_000,
    'the digest is planned',
  );
  const morning = waiting[0]!['at'] as Date;
  expect(waiting.map(({ at }) => wall(at as Date))).toEqual([expect.stringMatching(/08:00$/), wall(morning)]);
  const digests = async () =>
    mailsTo(dataDirectory, address).filter(({ text }) => text.includes('would like to connect') && text.includes('has changed')).length;
  still = morning.getTime() - 1;
  await work('deliver-notifications', 'send-mails');
  expect(await digests()).toBe(0);
  still = morning.getTime();
  await work('deliver-notifications', 'send-mails');
  expect(await eventually(digests, (count) => count > 0, 60_000, 'the digest')).toBe(1);
  ahead = still - Date.now();
  still = null;

  // The export.
  await app.succeed('StepUp', { password, code: backupCodes[2] });
  await app.succeed('RequestDataExport', {});
  const ready = await eventually(
    async () => {
      for (const subgraph of stack.subgraphs) await subgraph.runJob('write-exports');
      return (await app.do('DataExports')).me.dataExports[0];
    },
    (one) => one.state === 'READY',
    60_000,
    'the export is ready',
  );
  const files = unzipSync(new Uint8Array(await (await fetch(ready.downloadUrl as string)).arrayBuffer()));
  expect(JSON.parse(strFromU8(files['users/profile.json']!))).toEqual([expect.objectContaining({ username, email: address })]);
  expect(JSON.parse(strFromU8(files['users/linked_accounts.json']!))).toHaveLength(1);

  // The erasure.
  const { token } = await app.succeed('RequestErasure', { password, code: backupCodes[3] });
  const nobody = story.visitor();
  const standing = async () => (await nobody.do('Erasure', { token })).erasure;
  await eventually(standing, ({ blockers }) => blockers.length === 0, 60_000, 'every part has answered');
  await app.succeed('ConfirmErasure', { token, giveUpBalance: false });
  ahead += 14 * DAY + MINUTE;
  await work('carry-on-erasures');
  await eventually(standing, ({ state }) => state === 'DONE', 60_000, 'every part has erased');
  await eventually(
    async () => mailsTo(dataDirectory, address),
    (mails) => mails.some(({ subject }) => /is erased/.test(subject)),
    60_000,
    'the last letter',
  );
  await work('delete-unused-files', 'send-pushes', 'send-mails');

  const marks = [username, NAME, address];
  expect(await tracesIn(databaseUrls, id, marks)).toEqual([]);
  // What developers read in place of mailboxes and phones is outside the platform; nothing else of the person is on the disk.
  expect(filesWith(join(dataDirectory, 'files'), [id, ...marks])).toEqual([]);
  expect((await friend.app.do('FindPeople', { query: username })).users.nodes).toEqual([]);
  expect((await friend.app.do('Person', { id })).user).toBeNull();
  // Lines name people by their id alone, from the first thing they did to the last.
  for (const operation of ['VerifyEmail', 'ConfirmErasure'])
    expect(lines.filter((line) => line.includes(`"operation":"${operation}"`) && line.includes(id))).not.toEqual([]);
  expect(lines.filter((line) => marks.some((mark) => line.includes(mark)))).toEqual([]);
  await phone.close();
  await story.end();
  return { id, marks };
}
