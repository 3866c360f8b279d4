import type { Browser } from 'playwright-core';
import { eventually } from '../client';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// What people do in the web app, in a browser, against the whole supergraph.

if (!BROWSER) console.warn('There is no Chromium on this machine: the journeys in a browser are left out.');

describe.skipIf(!BROWSER)('the web app', () => {
  let stage: Stage;
  let browser: Browser;
  let origin: string;
  const passwordOf = (name: string) => `lantern-${stage.story.tag}-${name}`;
  const arrive = (options?: Parameters<typeof Visitor.arrive>[2]) => Visitor.arrive(browser, origin, options);

  beforeAll(async () => {
    stage = await setStage();
    origin = new URL(stage.endpoint).origin;
    browser = await openBrowser();
    // Made when somebody first looks.
    await fetch(origin, { headers: { accept: 'text/html' } });
  }, 120_000);
  afterAll(() => stage?.story.end());

  test('1: a visitor looks around, by words, by filters, and on the map', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await page.goto('/');
    await page.getByRole('heading', { name: 'Discover' }).waitFor();
    await page.getByRole('link', { name: stage.event.title }).waitFor();
    await visitor.look('discover');
    await page.getByLabel('What would you like to do?').fill(`lantern in Toronto`);
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.waitForURL(/q=lantern/);
    await page.getByRole('link', { name: stage.event.title }).waitFor();
    await page.getByRole('checkbox', { name: /Music/ }).check();
    await page.waitForURL(/category=music/);
    await page.getByRole('button', { name: 'Map' }).click();
    await page.getByLabel('Choose a place').selectOption({ label: stage.event.title });
    await page.getByRole('link', { name: stage.event.title }).waitFor();
    await page.getByRole('button', { name: 'Closer' }).click();
    await visitor.look('map');
    await page.getByLabel('What would you like to do?').fill('zzyzx quokka');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByText('No event fits.').waitFor();
    await page.goto('/no/such/page');
    await page.getByText('There is no such page').waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test('2: somebody signs up, signs out, and signs in again', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const username = `wanda_${stage.story.tag}`;
    await page.goto('/tickets');
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Sign up' }).click();
    await visitor.look('sign-up');
    await page.getByLabel('Your name').fill('Wanda');
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Email').fill(`${username}@story.test`);
    await page.getByLabel('Password').fill(passwordOf('Wanda'));
    await page.getByRole('main').getByRole('button', { name: 'Sign up' }).click();
    await page.waitForURL('**/tickets');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goto('/sign-in');
    await page.getByLabel('Email or username').fill(username);
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await visitor.look('sign-in');
    await visitor.signIn(username, passwordOf('Wanda'));
    // A new page of the same browser is signed in, too.
    await page.reload();
    await page.getByText('Wanda').waitFor();
    expect(visitor.faults).toEqual([]);
  });
});
