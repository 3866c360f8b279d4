import type { Browser } from 'playwright-core';
import { eventually } from '../client';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// Other people, in a browser: who finds whom, and what the two have to do with each other.

describe.skipIf(!BROWSER)('people, in a browser', () => {
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

  test('somebody is found, asked, accepts, and the two are friends until one of them ends it', async () => {
    const [ada, bert] = [await signedIn('Ada'), await signedIn('Bert')];
    await bert.app.succeed('UpdateProfile', { bio: 'Collects lanterns.', interests: ['lanterns'], privacy: { bio: 'FRIENDS' } });
    await ada.page.getByRole('link', { name: 'People', exact: true }).click();
    await ada.page.getByText('You have no friends here yet.').waitFor();
    // What the search knows of new people comes with facts.
    await eventually(
      async () => {
        await ada.page.goto(`/people?q=${bert.username}`);
        const found = ada.page.getByRole('region', { name: 'Find people' });
        await found.getByText(`@${bert.username}`).or(found.getByText('Nobody is found')).waitFor();
        return found.getByText(`@${bert.username}`).count();
      },
      (count) => count === 1,
      30_000,
      'Bert is found',
    );
    await ada.visitor.look('people');
    await ada.page.getByRole('link', { name: 'Bert' }).click();
    await ada.page.getByRole('heading', { name: 'Bert' }).waitFor();
    expect(await ada.page.getByText('Collects lanterns.').count()).toBe(0);
    await ada.page.getByRole('button', { name: 'Ask to be friends' }).click();
    await ada.page.getByText('You have asked; no answer yet.').waitFor();
    await ada.visitor.look('person');
    await bert.page.goto('/people');
    const requests = bert.page.getByRole('region', { name: 'Who wants to be your friend' });
    await requests.getByRole('link', { name: 'Ada' }).waitFor();
    await bert.visitor.look('people-requests');
    await requests.getByRole('button', { name: 'Accept' }).click();
    const friends = bert.page.getByRole('region', { name: 'Your friends' });
    await friends.getByRole('link', { name: 'Ada' }).click();
    await bert.page.getByText('You are friends.', { exact: true }).waitFor();
    await eventually(
      async () => {
        await ada.page.goto(`/people/${bert.id}`);
        await ada.page.getByRole('heading', { name: 'Bert' }).waitFor();
        return ada.page.getByText('Collects lanterns.').count();
      },
      (count) => count === 1,
      30_000,
      'a friend sees more',
    );
    await ada.page.getByRole('button', { name: 'End the friendship' }).click();
    await ada.page.getByRole('button', { name: 'Ask to be friends' }).waitFor();
    expect([...ada.visitor.faults, ...bert.visitor.faults]).toEqual([]);
  });

  test('somebody is followed, and written to; who does not know them finds it among the requests, and accepts', async () => {
    const [cara, dirk] = [await signedIn('Cara'), await signedIn('Dirk')];
    await cara.page.goto(`/people/${dirk.id}`);
    await cara.page.getByRole('button', { name: 'Follow', exact: true }).click();
    await cara.page.getByRole('button', { name: 'Following' }).waitFor();
    await cara.page.getByRole('button', { name: 'Write a message' }).click();
    await cara.page.waitForURL('**/chat/*');
    const write = cara.page.getByRole('textbox', { name: 'Write a message' });
    await write.fill('Hello Dirk.');
    await write.press('Enter');
    await cara.page.getByRole('log').getByText('Hello Dirk.').waitFor();
    await dirk.page.goto('/chat');
    const requests = dirk.page.getByRole('region', { name: 'Who wants to write to you' });
    await requests.getByText('Hello Dirk.').waitFor();
    await dirk.visitor.look('message-requests');
    await requests.getByRole('button', { name: 'Accept' }).click();
    await dirk.page.getByRole('heading', { level: 2 }).getByRole('link', { name: 'Cara' }).click();
    const reply = dirk.page.getByRole('textbox', { name: 'Write a message' });
    await reply.fill('Hello Cara.');
    await reply.press('Enter');
    await cara.page.getByRole('log').getByText('Hello Cara.').waitFor();
    expect([...cara.visitor.faults, ...dirk.visitor.faults]).toEqual([]);
  });

  test('who is blocked is gone for both, until the block is lifted', async () => {
    const [eve, fred] = [await signedIn('Eve'), await signedIn('Fred')];
    await eve.page.goto(`/people/${fred.id}`);
    await eve.page.getByRole('button', { name: 'Block', exact: true }).click();
    await eve.page.getByRole('button', { name: 'Block Fred now' }).click();
    await eve.page.waitForURL('**/people');
    await eventually(
      async () => {
        await fred.page.goto(`/people/${eve.id}`);
        await fred.page.getByRole('heading', { level: 1 }).waitFor();
        return fred.page.getByRole('heading', { name: 'This person is not here' }).count();
      },
      (count) => count === 1,
      30_000,
      'Eve is gone for Fred',
    );
    await eve.visitor.look('blocked');
    await eve.page.getByRole('button', { name: 'Unblock Fred' }).click();
    await eve.page.getByRole('button', { name: 'Unblock Fred' }).waitFor({ state: 'detached' });
    await eventually(
      async () => {
        await fred.page.goto(`/people/${eve.id}`);
        await fred.page.getByRole('heading', { level: 1 }).waitFor();
        return fred.page.getByRole('heading', { name: 'Eve' }).count();
      },
      (count) => count === 1,
      30_000,
      'Eve is back',
    );
    expect([...eve.visitor.faults, ...fred.visitor.faults]).toEqual([]);
  });

  test('a visitor sees a profile, and is asked to sign in for more', async () => {
    const { id } = await stage.story.person('Gina', 0);
    const visitor = await Visitor.arrive(browser, origin);
    await visitor.page.goto(`/people/${id}`);
    await visitor.page.getByRole('heading', { name: 'Gina' }).waitFor();
    await visitor.page.getByRole('link', { name: /^Sign in to write to Gina/ }).waitFor();
    await visitor.page.goto('/people/00000000-0000-4000-8000-000000000000');
    await visitor.page.getByRole('heading', { name: 'This person is not here' }).waitFor();
    expect(visitor.faults).toEqual([]);
  });
});
