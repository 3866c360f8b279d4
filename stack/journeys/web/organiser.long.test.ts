import type { Browser } from 'playwright-core';
import { eventually, type Data } from '../client';
import { mailedToken } from '../mailed';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// Organisations, in a browser: made, run together, and events put on in their name.

describe.skipIf(!BROWSER)('organisations, in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let origin: string;
  const passwordOf = (name: string) => `lantern-${stage.story.tag}-${name}`;

  beforeAll(async () => {
    stage = await setStage();
    origin = new URL(stage.endpoint).origin;
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

  test('an organisation is made; somebody is invited by mail, somebody works there, and goes', async () => {
    const { app, username, visitor, page } = await signedIn('Olga');
    const token = await mailedToken(stage.endpoint, `${username}@story.test`, /Is this your address/);
    await app.succeed('VerifyEmail', { token });
    const name = `Lantern Mill ${stage.story.tag}`;
    await page.goto('/desk');
    await page.getByRole('link', { name: 'Your organisations' }).click();
    await page.getByText('You work for no organisation.').waitFor();
    await page.getByText('Make an organisation').click();
    await page.getByLabel('Name of the organisation').fill(name);
    await visitor.look('organizations');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('heading', { name }).waitFor();
    await page.getByText('You work here. Your role: Owner.').waitFor();
    const invited = `guest_${stage.story.tag}@story.test`;
    await page.getByLabel('Email').fill(invited);
    await page.getByLabel('Role there').selectOption('MANAGER');
    await page.getByRole('button', { name: 'Invite by mail' }).click();
    await page.getByText(`${invited}: Manager.`).waitFor();
    await page.getByRole('button', { name: `Take the invitation of ${invited} back` }).click();
    await page.getByText(`${invited}: Manager.`).waitFor({ state: 'detached' });

    const { organizations } = (await app.do('MyOrganizations')).me.user;
    const organizationId = (organizations as Data[])[0]!.id as string;
    const pia = await stage.story.person('Pia', 0);
    const { invitation } = await app.succeed('InviteToOrganization', { organizationId, userId: pia.id, role: 'STAFF' });
    await pia.app.succeed('RespondToOrganizationInvitation', { invitationId: invitation.id, accept: true });
    await page.reload();
    await page.getByRole('link', { name: 'Pia' }).waitFor();
    await visitor.look('organization-run');
    await page.getByRole('button', { name: 'Remove Pia' }).click();
    await page.getByRole('link', { name: 'Pia' }).waitFor({ state: 'detached' });
    expect(visitor.faults).toEqual([]);
  });

  test('an event is put on in the name of an organisation, sent to the curators, and is published', async () => {
    const { app, visitor, page } = await signedIn('Otto');
    const name = `Lantern Barn ${stage.story.tag}`;
    const title = `Barn dance ${stage.story.tag}`;
    const { organization } = await app.succeed('CreateOrganization', { name });
    await page.goto('/desk/new');
    await page.getByLabel('In the name of').selectOption(name);
    await page.getByLabel('Title').fill(title);
    await page
      .getByLabel('What happens there?')
      .fill('We dance in the barn to a fiddle and an accordion. Steps are taught; come as you are.');
    await page.getByLabel('Kind').selectOption('music');
    await page.getByLabel('Begins').fill('2031-06-01T19:00');
    await page.getByLabel('Ends').fill('2031-06-01T22:00');
    await page.getByLabel('Time zone of the place').selectOption('America/Toronto');
    await page.getByLabel('Name of the place').fill('The Barn');
    await page.getByLabel('City').fill('Toronto');
    await visitor.look('new-event');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.waitForURL(/\/desk\/[\w-]{36}$/);
    const eventId = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByRole('button', { name: 'Send it to the curators' }).click();
    await page.getByText('A curator looks at it.').waitFor();
    await stage.story.approve(stage.curator, eventId, 'Let them dance.');
    const events = (await app.do('MyEvents', { first: 5 })).myEvents.nodes as Data[];
    expect(events.find(({ id }) => id === eventId)).toMatchObject({ organization: { name } });
    await page.goto('/desk');
    await page.getByRole('listitem').filter({ hasText: title }).getByText(name).waitFor();
    // Everybody finds it on the organisation's page as soon as it is on show.
    const guest = await Visitor.arrive(browser, origin);
    await eventually(
      async () => {
        await guest.page.goto(`/organizations/${organization.id}`);
        await guest.page.getByRole('link', { name: title }).or(guest.page.getByText('Nothing is on show.')).waitFor();
        return guest.page.getByRole('link', { name: title }).count();
      },
      (count) => count === 1,
      30_000,
      'it is on show',
    );
    await guest.look('organization-events');
    expect(guest.faults).toEqual([]);
    expect(visitor.faults).toEqual([]);
  });
});
