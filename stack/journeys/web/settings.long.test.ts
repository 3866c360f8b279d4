import type { Browser } from 'playwright-core';
import { freePort } from '../../src/port';
import { codeOfApp } from '../authenticator';
import { eventually, type Data } from '../client';
import { mailedToken } from '../mailed';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// One's own profile and settings, in a browser.

/** One red point. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

describe.skipIf(!BROWSER)('settings, in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let origin: string;
  const passwordOf = (name: string) => `lantern-${stage.story.tag}-${name}`;

  beforeAll(async () => {
    const port = await freePort();
    stage = await setStage({}, { PORT: String(port) });
    // Where files are, too: the app sends pictures to its own origin alone.
    origin = `http://localhost:${port}`;
    browser = await openBrowser();
    // Made when somebody first looks.
    await fetch(origin, { headers: { accept: 'text/html' } });
  }, 300_000);
  afterAll(() => stage?.story.end());

  async function signedIn(name: string) {
    const person = await stage.story.person(name, 0);
    const visitor = await Visitor.arrive(browser, origin);
    await visitor.signIn(person.username, passwordOf(name));
    return { ...person, visitor, page: visitor.page };
  }

  test('a profile: what one says of oneself, a picture, language, time zone and look', async () => {
    const { app, username, visitor, page } = await signedIn('Petra');
    await page.getByRole('link', { name: 'Petra: profile and settings' }).click();
    await page.getByLabel('Your name').fill('Petra P.');
    await page.getByLabel('About you').fill('Likes long walks.');
    await page.getByLabel('What interests you').fill('jazz, film, jazz');
    await page.getByLabel('City').fill('Toronto');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('link', { name: 'Petra P.: profile and settings' }).waitFor();
    expect((await app.do('OwnProfile')).me.user).toMatchObject({
      ...{ displayName: 'Petra P.', bio: 'Likes long walks.', interests: ['jazz', 'film'], city: 'Toronto', username },
    });
    await page.getByLabel('Choose a picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByText('This is your picture now.').waitFor();
    await eventually(
      () => page.locator('img.avatar').evaluate((picture) => (picture as unknown as { naturalWidth: number }).naturalWidth),
      (width) => width === 1,
      20_000,
      'the picture is shown',
    );
    await page.getByLabel('Language of mails').selectOption('DE');
    await page.getByLabel('Your time zone').selectOption('Europe/Berlin');
    await page.getByLabel('How the app looks').selectOption('DARK');
    await page.getByRole('button', { name: 'Save these' }).click();
    await page.locator('html[data-theme=dark]').waitFor();
    expect((await app.do('MyPreferences')).me.preferences).toMatchObject({ language: 'DE', timeZone: 'Europe/Berlin', theme: 'DARK' });
    await visitor.look('settings-profile');
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByRole('button', { name: 'Remove the picture' }).waitFor({ state: 'detached' });
    await page
      .getByLabel('Choose a picture')
      .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await page.getByText('This file is no picture').waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('privacy: who sees what', async () => {
    const { app, username, visitor, page } = await signedIn('Prue');
    await app.succeed('UpdateProfile', { bio: 'Only for some.' });
    const seen = async () => (await stage.organiser.app.do('UserProfile', { username })).userByUsername.bio as string | null;
    expect(await seen()).toBeNull();
    await page.goto('/settings/privacy');
    await page.getByLabel('Who sees what you say about you?').selectOption('PUBLIC');
    await page.getByLabel('You are on leaderboards').uncheck();
    await visitor.look('settings-privacy');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    expect(await seen()).toBe('Only for some.');
    expect((await app.do('OwnProfile')).me.privacy).toMatchObject({ bio: 'PUBLIC', friends: 'PRIVATE', ranked: false, suggestible: true });
    expect(visitor.faults).toEqual([]);
  });

  test('notifications: which kinds come by which way, and when', async () => {
    const { app, visitor, page } = await signedIn('Nora');
    await page.goto('/settings/notifications');
    const preference = async () =>
      ((await app.do('NotificationPreferences')).me.notificationPreferences as Data[]).find(({ type }) => type === 'FOLLOWED')!;
    const inApp = page.getByRole('checkbox', { name: 'Somebody follows you: In the app' });
    expect(await inApp.isChecked()).toBe(true);
    await inApp.click();
    await eventually(
      () => inApp.isChecked(),
      (isChecked) => !isChecked,
      20_000,
      'it is off',
    );
    expect((await preference()).channels).toContainEqual(expect.objectContaining({ channel: 'IN_APP', enabled: false }));
    await page.getByLabel('Mails').selectOption('DAILY');
    await page.getByLabel('From').fill('22:00');
    await page.getByLabel('Until').fill('07:00');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await visitor.look('settings-notifications');
    expect((await app.do('OwnProfile')).me.preferences).toMatchObject({ digest: 'DAILY', quietHours: { from: '22:00', until: '07:00' } });
    expect(visitor.faults).toEqual([]);
  });

  test('security: a session elsewhere is ended, and a second factor is on, asked for, and off again', async () => {
    const { username, visitor, page } = await signedIn('Serge');
    const elsewhere = stage.story.visitor();
    const { session } = await elsewhere.succeed('Login', { emailOrUsername: username, password: passwordOf('Serge') });
    elsewhere.accessToken = session.accessToken;
    await page.goto('/settings/security');
    await page.getByText('not confirmed').waitFor();
    // Of the story's app, too, which signed up.
    const others = page.getByRole('button', { name: 'Sign it out' });
    await others.nth(1).waitFor();
    await others.first().click();
    await page.getByText('That session has ended.').waitFor();
    await page.getByRole('button', { name: 'Sign all others out' }).click();
    await others.first().waitFor({ state: 'detached' });
    await eventually(
      () => elsewhere.ask('Me'),
      ({ error, data }) => error !== undefined || data?.me === null,
      20_000,
      'it is signed out elsewhere',
    );
    const factor = page.getByRole('region', { name: 'Second factor', exact: true });
    await factor.getByLabel('Present password').fill(passwordOf('Serge'));
    await factor.getByRole('button', { name: 'Set up an app' }).click();
    await factor.getByText('Verify your e-mail address first').waitFor();
    const token = await mailedToken(stage.endpoint, `${username}@story.test`, /Is this your address/);
    await stage.story.visitor().succeed('VerifyEmail', { token });
    await page.reload();
    await page.getByText('confirmed', { exact: true }).waitFor();
    await factor.getByLabel('Present password').fill(passwordOf('Serge'));
    await factor.getByRole('button', { name: 'Set up an app' }).click();
    const code = factor.getByRole('img', { name: 'What the app has to scan' });
    await code.waitFor();
    const secret = new URL((await code.getAttribute('data-code'))!).searchParams.get('secret')!;
    await visitor.look('settings-security');
    await factor.getByLabel('Code', { exact: true }).fill(codeOfApp(secret));
    await factor.getByRole('button', { name: 'Turn it on' }).click();
    const [first, second, third] = await eventually(
      () => factor.getByRole('listitem').allTextContents(),
      (codes) => codes.length === 10,
      20_000,
      'ten backup codes',
    );
    await factor.getByRole('button', { name: 'I have kept them' }).click();
    await factor.getByText('It is on.').waitFor();
    // From now on more is asked for than this session has shown.
    await page.goto('/settings/data');
    await page.getByRole('button', { name: 'Ask for a copy' }).click();
    const stepUp = page.getByRole('form', { name: 'Show first that it is you.' });
    await stepUp.getByLabel('Present password').fill(passwordOf('Serge'));
    await stepUp.getByLabel('Code', { exact: true }).fill(third!);
    await visitor.look('settings-step-up');
    await stepUp.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('It is being made.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/sign-in');
    await page.getByLabel('Email or username').fill(username);
    await page.getByLabel('Password').fill(passwordOf('Serge'));
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code', { exact: true }).fill(first!);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto('/settings/security');
    await factor.getByText('Turn the second factor off').first().click();
    await factor.getByLabel('Present password').fill(passwordOf('Serge'));
    await factor.getByLabel('Code', { exact: true }).fill(second!);
    await factor.getByRole('button', { name: 'Turn it off' }).click();
    await factor.getByRole('button', { name: 'Set up an app' }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('one’s data: a copy of everything, and the way out', async () => {
    const { username, visitor, page } = await signedIn('Dora');
    await page.goto('/settings/data');
    await page.getByRole('button', { name: 'Ask for a copy' }).click();
    // Who has just signed in has shown that it is them.
    await page.getByText('It is being made.').waitFor();
    const ready = page.getByText('It is ready.');
    await eventually(
      async () => {
        for (const subgraph of stage.stack.subgraphs) await subgraph.runJob('write-exports');
        return ready.count();
      },
      (count) => count === 1,
      90_000,
      'the copy is ready',
    );
    const fetched = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Fetch the file' }).click();
    expect((await fetched).suggestedFilename()).toMatch(/\.zip$/);
    await page.getByText('See what this would do').click();
    const erasing = page.getByRole('region', { name: 'Erase your account' });
    await erasing.getByLabel('Present password').fill(passwordOf('Dora'));
    await erasing.getByRole('button', { name: 'Show me' }).click();
    await erasing.getByText('Your profile (1): deleted').waitFor();
    await visitor.look('settings-data');
    await erasing.getByRole('button', { name: 'Erase my account' }).click();
    await page.getByText('Your account is deactivated.').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    const { userByUsername } = await stage.organiser.app.do('UserProfile', { username });
    expect(userByUsername).toBeNull();
    expect(visitor.faults).toEqual([]);
  });

  test('what a notification leads to: goals, reports, suggestions, and where programs are told', async () => {
    const { app, visitor, page } = await signedIn('Gita');
    await app.succeed('CreateGoal', { title: 'Read ten books', type: 'MONTHLY', targetValue: 10 });
    await page.goto(`${origin}/goals`);
    await page.getByRole('heading', { name: 'Read ten books' }).waitFor();
    await page.getByText('0 of 10').waitFor();
    await visitor.look('goals');
    for (const [path, said] of [
      ['/reports', 'The first report comes when'],
      ['/suggestions', 'There are none yet'],
      ['/settings/webhooks', 'No address of yours is told anything'],
    ] as const) {
      await page.goto(origin + path);
      await page.getByText(said).waitFor();
      await visitor.look(path.slice(1).replace('/', '-'));
    }
    expect(visitor.faults).toEqual([]);
  });
});
