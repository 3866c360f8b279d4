import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../src/port';
import { eventually, type App, type Data } from '../client';
import { mailedToken } from '../mailed';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// What mails lead to: the web app, where WEB_URL says by itself that it is.

const VERIFY = /Is this your address/;

describe.skipIf(!BROWSER)('links of mails, in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let origin: string;
  const passwordOf = (name: string) => `lantern-${stage.story.tag}-${name}`;
  const arrive = () => Visitor.arrive(browser, origin);
  const addressOf = (username: string) => `${username}@story.test`;

  beforeAll(async () => {
    const port = await freePort();
    stage = await setStage({}, { PORT: String(port) });
    // By the name that `npm start` prints: another one is another origin, where nobody is signed in.
    origin = `http://localhost:${port}`;
    browser = await openBrowser();
    // Made when somebody first looks.
    await fetch(origin, { headers: { accept: 'text/html' } });
  }, 300_000);
  afterAll(() => stage?.story.end());

  /** Opens the newest mail of this subject to an address, where developers read mails, and presses its link. */
  async function pressLink(page: Page, address: string, subject: RegExp): Promise<void> {
    const mail = page.getByRole('row').filter({ hasText: address }).getByRole('link', { name: subject }).first();
    await eventually(
      async () => {
        await page.goto('/dev/mail');
        return mail.count();
      },
      (count) => count > 0,
      30_000,
      `a mail to ${address}`,
    );
    await mail.click();
    await page.getByRole('link', { name: /#token=/ }).click();
    // The token is in no address that somebody copies.
    await page.waitForURL((url) => url.origin === origin && url.hash === '' && !url.pathname.startsWith('/dev/'));
  }

  async function verified(name: string): Promise<{ app: App; id: string; username: string }> {
    const person = await stage.story.person(name, 0);
    const token = await mailedToken(stage.endpoint, addressOf(person.username), VERIFY);
    await person.app.succeed('VerifyEmail', { token });
    return person;
  }

  test('somebody signs up, opens the mail, presses its link, and the address is theirs', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const username = `vera_${stage.story.tag}`;
    await page.goto('/sign-up');
    await page.getByLabel('Your name').fill('Vera');
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Email').fill(addressOf(username));
    await page.getByLabel('Password').fill(passwordOf('Vera'));
    await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await pressLink(page, addressOf(username), VERIFY);
    await page.getByText(`${addressOf(username)} is confirmed as yours.`).waitFor();
    expect(page.url()).toBe(`${origin}/verify-email`);
    await visitor.look('verify-email');
    await page.goto(`/verify-email#token=nosuchtoken`);
    await page.reload();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('who has forgotten the password asks for a link, chooses another one, and signs in with it', async () => {
    const { username } = await verified('Fergus');
    const visitor = await arrive();
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await visitor.look('forgot-password');
    await page.getByLabel('Email').fill(addressOf(username));
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('a link is on its way').waitFor();
    await pressLink(page, addressOf(username), /A new password/);
    expect(page.url()).toBe(`${origin}/reset-password`);
    await visitor.look('reset-password');
    await page.getByRole('textbox', { name: 'New password' }).fill('password');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').waitFor();
    const next = `${passwordOf('Fergus')}-anew`;
    await page.getByRole('textbox', { name: 'New password' }).fill(next);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await visitor.signIn(username, next);
    const former = await stage.story.visitor().refused('Login', { emailOrUsername: username, password: passwordOf('Fergus') });
    expect(former.__typename).toBe('InvalidCredentials');
    await page.goto('/reset-password#token=nosuchtoken');
    await page.reload();
    await page.getByRole('textbox', { name: 'New password' }).fill(`${next}-2`);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('who is invited to an organisation by mail signs up on the way, accepts, and works there', async () => {
    const { app } = await verified('Owen');
    const { organization } = await app.succeed('CreateOrganization', { name: `Lantern Hall ${stage.story.tag}` });
    const username = `nina_${stage.story.tag}`;
    await app.succeed('InviteToOrganizationByMail', { organizationId: organization.id, email: addressOf(username), role: 'STAFF' });
    const visitor = await arrive();
    const { page } = visitor;
    await pressLink(page, addressOf(username), new RegExp(organization.name));
    await page.getByText(`Owen invites you to work for ${organization.name}`).waitFor();
    await visitor.look('organization-invitation');
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await page.getByLabel('Your name').fill('Nina');
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Email').fill(addressOf(username));
    await page.getByLabel('Password').fill(passwordOf('Nina'));
    await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL('**/organization-invitation');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('as soon as you have confirmed your address').waitFor();
    await pressLink(page, addressOf(username), VERIFY);
    await page.getByText('is confirmed as yours').waitFor();
    await page.goto(`/organizations/${organization.id}`);
    await page.getByText('You work here. Your role: Staff.').waitFor();
    await page.getByRole('heading', { name: 'Owen' }).waitFor();
    await visitor.look('organization');
    expect(visitor.faults).toEqual([]);
  });

  test('who is invited within the app accepts on the page of the organisation', async () => {
    const { organiser, member, story } = stage;
    const { organization } = await organiser.app.succeed('CreateOrganization', { name: `Lantern House ${story.tag}` });
    const organizationId = organization.id as string;
    await organiser.app.succeed('InviteToOrganization', { organizationId, userId: member.id, role: 'MANAGER' });
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.signIn(member.username, passwordOf('Mo'));
    await page.goto(`/organizations/${organizationId}`);
    await page.getByText('Odette invites you to work here. Your role: Manager.').waitFor();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('You work here. Your role: Manager.').waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('an export is fetched by its link, and an erasure called off by its own', async () => {
    const { app, username } = await verified('Edda');
    await app.succeed('StepUp', { password: passwordOf('Edda') });
    await app.succeed('RequestDataExport', {});
    await eventually(
      async () => {
        for (const subgraph of stage.stack.subgraphs) await subgraph.runJob('write-exports');
        return (await app.do('DataExports')).me.dataExports[0] as Data;
      },
      ({ state }) => state === 'READY',
      60_000,
      'the export is ready',
    );
    const visitor = await arrive();
    const { page } = visitor;
    await pressLink(page, addressOf(username), /data/i);
    await visitor.look('data-export');
    const fetched = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Fetch the file' }).click();
    expect((await fetched).suggestedFilename()).toMatch(/\.zip$/);
    const { token } = await app.succeed('RequestErasure', { password: passwordOf('Edda') });
    const nobody = stage.story.visitor();
    await eventually(
      async () => (await nobody.do('Erasure', { token })).erasure as Data,
      ({ blockers }) => blockers.length === 0,
      20_000,
      'every part has answered',
    );
    await app.succeed('ConfirmErasure', { token, giveUpBalance: false });
    await pressLink(page, addressOf(username), /eras/i);
    await page.getByText('Your account is deactivated, and will be erased.').waitFor();
    await visitor.look('erasure');
    await page.getByRole('button', { name: 'Keep my account' }).click();
    await page.getByText('The erasure is called off.').waitFor();
    await visitor.signIn(username, passwordOf('Edda'));
    expect(visitor.faults).toEqual([]);
  });
});
