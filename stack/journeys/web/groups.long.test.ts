import type { Browser } from 'playwright-core';
import { eventually } from '../client';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// Groups, in a browser: made, joined, talked in.

describe.skipIf(!BROWSER)('groups, in a browser', () => {
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

  test('a group is made, found and joined; its members post, ask each other, and talk', async () => {
    const [hana, ivo] = [await signedIn('Hana'), await signedIn('Ivo')];
    const name = `Kite makers ${stage.story.tag}`;
    await hana.page.getByRole('link', { name: 'Groups', exact: true }).click();
    await hana.page.getByText('You are in no group yet.').waitFor();
    await hana.page.getByText('Make a group').click();
    await hana.page.getByLabel('Name of the group').fill(name);
    await hana.page.getByLabel('What is it for?').fill('We make kites, and fly them.');
    await hana.visitor.look('groups');
    await hana.page.getByRole('button', { name: 'Make it' }).click();
    await hana.page.getByRole('heading', { name }).waitFor();
    await hana.page.getByText('Your part: Owner.').waitFor();

    await ivo.page.goto('/groups');
    await ivo.page.getByLabel('What is it about?').fill(stage.story.tag);
    await ivo.page.getByRole('button', { name: 'Search', exact: true }).click();
    await ivo.page.getByRole('region', { name: 'Find groups' }).getByRole('link', { name }).click();
    await ivo.page.getByRole('button', { name: 'Join', exact: true }).click();
    await ivo.page.getByText('Your part: Member.').waitFor();
    await ivo.page.getByRole('textbox', { name: 'Write something for the group' }).fill('My first kite flies.');
    await ivo.page.getByRole('button', { name: 'Post it' }).click();
    await ivo.page.getByText('My first kite flies.', { exact: true }).waitFor();

    await hana.page.getByText('Ask the group something').click();
    await hana.page.getByLabel('Question', { exact: true }).fill('Where do we fly?');
    await hana.page.getByLabel('Answers', { exact: true }).fill('On the hill');
    await hana.page.getByRole('button', { name: 'Ask it' }).click();
    await hana.page.getByText('A question needs two answers').waitFor();
    await hana.page.getByLabel('Answers', { exact: true }).fill('On the hill\nAt the lake');
    await hana.page.getByRole('button', { name: 'Ask it' }).click();
    await hana.page.getByRole('radio', { name: 'On the hill' }).waitFor();
    await hana.page.reload();
    await hana.page.getByText('My first kite flies.').waitFor();
    await hana.page.getByRole('button', { name: '👍 0' }).click();
    await hana.page.getByRole('button', { name: '👍 1' }).waitFor();

    await ivo.page.reload();
    await ivo.page.getByRole('radio', { name: 'At the lake' }).check();
    await ivo.page.getByRole('button', { name: 'Answer', exact: true }).click();
    await ivo.page.getByRole('button', { name: 'Change the answer' }).waitFor();
    // It is live: the one who asked sees that somebody has answered.
    await hana.page.getByText('One answer.').waitFor();
    await hana.visitor.look('group');

    await ivo.page.getByRole('link', { name: /^Talk/ }).click();
    const write = ivo.page.getByRole('textbox', { name: 'Write a message' });
    await write.fill('See you there.');
    await write.press('Enter');
    await ivo.page.getByRole('log').getByText('See you there.').waitFor();
    await hana.page.getByRole('link', { name: /^Talk/ }).click();
    await hana.page.getByRole('log').getByText('See you there.').waitFor();

    await ivo.page.goBack();
    await ivo.page.getByRole('button', { name: 'Leave the group' }).click();
    await ivo.page.waitForURL('**/groups');
    expect([...hana.visitor.faults, ...ivo.visitor.faults]).toEqual([]);
  });

  test('a group by invitation: somebody asks and is let in, another is invited, and one is sent away', async () => {
    const [jana, kurt] = [await signedIn('Jana'), await signedIn('Kurt')];
    const lena = await signedIn('Lena');
    const { group } = await jana.app.succeed('CreateGroup', { name: `Quiet room ${stage.story.tag}`, privacy: 'INVITE_ONLY' });
    await kurt.page.goto(`/groups/${group.id}`);
    await kurt.page.getByRole('button', { name: 'Join', exact: true }).click();
    await kurt.page.getByRole('alert').waitFor();
    await kurt.page.getByRole('button', { name: 'Ask to be let in' }).click();
    await kurt.page.getByText('You have asked to be let in.').waitFor();
    await kurt.visitor.look('group-asked');
    await jana.page.goto(`/groups/${group.id}`);
    const requests = jana.page.getByRole('region', { name: 'Who wants to be let in' });
    await requests.getByRole('link', { name: 'Kurt' }).waitFor();
    await requests.getByRole('button', { name: 'Let in' }).click();
    await jana.page.getByRole('button', { name: 'Remove Kurt' }).waitFor();
    await jana.page.getByText('Invite somebody').click();
    await eventually(
      async () => {
        await jana.page.getByLabel('Name or username').fill('');
        await jana.page.getByLabel('Name or username').fill(lena.username);
        await jana.page.getByRole('button', { name: 'Find people' }).click();
        await jana.page.getByRole('button', { name: 'Invite Lena' }).or(jana.page.getByText('Nobody is found')).waitFor();
        return jana.page.getByRole('button', { name: 'Invite Lena' }).count();
      },
      (count) => count === 1,
      30_000,
      'Lena is found',
    );
    await jana.page.getByRole('button', { name: 'Invite Lena' }).click();
    await jana.page.getByText('Lena is invited.').waitFor();
    await jana.visitor.look('group-people');
    await lena.page.goto('/groups');
    const invitations = lena.page.getByRole('region', { name: 'Invitations to groups' });
    await invitations.getByText('Jana invites you.').waitFor();
    await lena.visitor.look('group-invitations');
    await invitations.getByRole('button', { name: 'Join' }).click();
    await lena.page.getByRole('region', { name: 'Your groups' }).getByRole('link', { name: group.name }).waitFor();
    await jana.page.getByRole('button', { name: 'Remove Kurt' }).click();
    await jana.page.getByRole('button', { name: 'Remove Kurt' }).waitFor({ state: 'detached' });
    await kurt.page.reload();
    await kurt.page.getByRole('button', { name: 'Ask to be let in' }).waitFor();
    expect([...jana.visitor.faults, ...kurt.visitor.faults, ...lena.visitor.faults]).toEqual([]);
  });
});
