import type { Browser, Locator } from 'playwright-core';
import { eventually, type Data } from '../client';
import { DEMO_PASSWORD } from '../../src/welcome';
import { setStage, type Stage } from '../stage';
import { BROWSER, openBrowser, Visitor } from './browser';

// What people do in the web app, in a browser, against the whole supergraph.

if (!BROWSER) process.stderr.write('There is no Chromium on this machine: the journeys in a browser are left out.\n');

describe.skipIf(!BROWSER)('the web app', () => {
  let stage: Stage;
  let browser: Browser;
  let origin: string;
  /** Published, with tickets to buy, and its door is open. */
  let concert: Data;
  const passwordOf = (name: string) => `lantern-${stage.story.tag}-${name}`;
  const arrive = (options?: Parameters<typeof Visitor.arrive>[2]) => Visitor.arrive(browser, origin, options);

  async function aConcert(): Promise<Data> {
    const { story, organiser, curator } = stage;
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const event = await story.draft(organiser.app, { title: `Concert ${story.tag}`, startsAt: at(900_000), endsAt: at(7_200_000) });
    await story.publish(organiser.app, curator, event.id as string);
    const tier = { eventId: event.id, name: 'Evening', price: { amountMinor: 1_500, currency: 'CAD' }, quantity: 20 };
    await eventually(
      () => organiser.app.ask('CreateTicketTier', { input: tier }),
      ({ data }) => data?.createTicketTier.__typename === 'CreateTicketTierSuccess',
      20_000,
      'tickets are on sale',
    );
    return event;
  }

  beforeAll(async () => {
    stage = await setStage();
    origin = new URL(stage.endpoint).origin;
    concert = await aConcert();
    browser = await openBrowser();
    // Made when somebody first looks.
    await fetch(origin, { headers: { accept: 'text/html' } });
  }, 300_000);
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
    await page.getByLabel('Choose a place').selectOption({ index: 1 });
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

  test('3: an event is live: who looks at it sees who comes, without asking again', async () => {
    const watcher = await arrive();
    await watcher.page.goto(`/events/${stage.event.id}`);
    const going = watcher.page.locator('[data-count=going]');
    await expectText(going, '0');
    const { username } = await stage.story.person('Gwen', 0);
    const guest = await arrive();
    await guest.signIn(username, passwordOf('Gwen'));
    await guest.page.goto(`/events/${stage.event.id}`);
    await guest.page.getByRole('button', { name: 'I’ll come' }).click();
    await expectText(guest.page.locator('[data-count=going]'), '1');
    await expectText(going, '1');
    expect(watcher.operationsSent().filter((name) => name === 'EventView')).toHaveLength(1);
    await guest.page.getByRole('link', { name: 'Talk with the others' }).waitFor();
    await guest.page.getByText('Your entry pass').click();
    await guest.page.getByRole('img', { name: 'Entry pass for one' }).waitFor();
    await guest.look('event');
    await guest.page.getByRole('button', { name: 'Not this time' }).click();
    await expectText(going, '0');
    expect([...watcher.faults, ...guest.faults]).toEqual([]);
  });

  test('4: tickets are bought: declined, asked by the bank, paid, and shown', async () => {
    const { username } = await stage.story.person('Bea', 0);
    const buyer = await arrive();
    const { page } = buyer;
    await buyer.signIn(username, passwordOf('Bea'));
    await page.goto(`/events/${concert.id}`);
    await page.getByRole('link', { name: 'Buy tickets' }).click();
    await page.getByLabel(/^Evening/).selectOption('2');
    await buyer.look('checkout');
    await page.getByRole('button', { name: 'Go on with CA$30.00' }).click();
    await page.getByRole('timer').waitFor();
    await page.getByLabel('Card').selectOption('pm_card_declined');
    await page.getByRole('button', { name: /^Pay/ }).click();
    await page.getByRole('alert').waitFor();
    await buyer.look('pay');
    await page.getByLabel('Card').selectOption('pm_card_3ds');
    await page.getByRole('button', { name: /^Pay/ }).click();
    await page.getByRole('button', { name: 'It is me' }).click();
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    await page.getByRole('link', { name: 'Show my tickets' }).click();
    const shows = page.getByRole('button', { name: 'Show at the door' });
    await eventually(
      () => shows.count(),
      (count) => count === 2,
      20_000,
      'two tickets',
    );
    await shows.first().click();
    await page.getByRole('img', { name: /^Ticket code/ }).waitFor();
    await page.getByRole('textbox', { name: 'Name on the ticket' }).fill('Cleo');
    await page.getByRole('button', { name: 'Save the name' }).click();
    await page.getByText(/Evening · Cleo/).waitFor();
    await buyer.look('tickets');
    expect(buyer.faults).toEqual([]);
  });

  test('5: people talk, and what one writes without network is said later, once and in its order', async () => {
    const { organiser, story } = stage;
    const { username, app, id } = await story.person('Tess', 0);
    const { group } = await organiser.app.succeed('CreateGroup', { name: `Talkers ${story.tag}`, privacy: 'PUBLIC' });
    await eventually(
      () => app.ask('JoinGroup', { input: { groupId: group.id } }),
      ({ data }) => data?.joinGroup.__typename === 'JoinGroupSuccess',
      20_000,
      `${id} is in the group`,
    );
    const roomId = group.chatRoom.id as string;
    const guest = await arrive();
    const { page, context } = guest;
    await guest.signIn(username, passwordOf('Tess'));
    await page.goto('/chat');
    await guest.look('rooms');
    await page.getByRole('link', { name: group.name }).click();
    await organiser.app.succeed('SendMessage', { roomId, text: 'Who brings tea?', clientMessageId: 'tea' });
    await page.getByText('Who brings tea?').waitFor();
    const write = page.getByRole('textbox', { name: 'Write a message' });
    await write.fill('I do.');
    await write.press('Enter');
    const log = page.getByRole('log').getByRole('listitem');
    await expectText(log.last(), /I do\./);
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    for (const said of ['And cake.', 'And cups.']) {
      await write.fill(said);
      await write.press('Enter');
    }
    await eventually(
      () => page.getByText('Waiting to be sent').count(),
      (count) => count === 2,
      20_000,
      'two messages wait',
    );
    await context.setOffline(false);
    const { chatRoom } = await eventually(
      () => organiser.app.do('RoomWithLog', { id: roomId }),
      (data) => data.chatRoom.messages.nodes.length === 4,
      60_000,
      'everything is said',
    );
    expect(chatRoom.messages.nodes.map(({ text }: Data) => text)).toEqual(['Who brings tea?', 'I do.', 'And cake.', 'And cups.']);
    await eventually(
      () => log.count(),
      (count) => count === 4,
      60_000,
      'and shown once',
    );
    await guest.look('room');
    expect(guest.faults).toEqual([]);
  });

  test('6: an organiser puts an event on, a curator approves it, and the organiser is told', async () => {
    const { story } = stage;
    const title = `Songs of the cellar ${story.tag}`;
    const { username } = await story.person('Orla', 0);
    const organiser = await arrive();
    const { page } = organiser;
    await organiser.signIn(username, passwordOf('Orla'));
    await page.getByRole('link', { name: 'Organise' }).click();
    await page.getByText('You do not organise anything yet.').waitFor();
    await page.getByRole('link', { name: 'Put on an event' }).click();
    await page.getByLabel('Title').fill(title);
    await page
      .getByLabel('What happens there?')
      .fill(
        'An evening of quiet songs by candle light in the old cellar. Doors open at seven, the first songs begin at half past. Bring a coat.',
      );
    await page.getByLabel('Kind').selectOption('music');
    await page.getByLabel('Begins').fill('2027-05-01T19:30');
    await page.getByLabel('Ends').fill('2027-05-01T22:30');
    await page.getByLabel('Time zone of the place').selectOption('America/Toronto');
    await page.getByLabel('Name of the place').fill('The Cellar');
    await page.getByLabel('City').fill('Toronto');
    await organiser.look('new-event');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText('Change the event').click();
    await organiser.look('desk-event');
    await page.getByRole('button', { name: 'Send it to the curators' }).click();
    await page.getByText('Waiting for a curator').first().waitFor();

    const curator = await arrive();
    await curator.signIn('curator@demo.test', DEMO_PASSWORD);
    await curator.page.goto('/curation');
    await curator.page.getByRole('link', { name: 'An event by Orla' }).waitFor();
    await curator.look('queue');
    await curator.page.getByRole('link', { name: 'An event by Orla' }).click();
    await curator.page.getByRole('heading', { name: title }).waitFor();
    await curator.page.getByRole('button', { name: 'Take it' }).click();
    await curator.page.getByRole('button', { name: 'Approve' }).waitFor();
    await curator.look('work');
    await curator.page.getByRole('button', { name: 'Approve' }).click();
    await curator.page.waitForURL('**/curation');

    await page.getByText('Published', { exact: true }).waitFor();
    await page.getByRole('link', { name: /^News/ }).click();
    const news = page.getByRole('listitem').filter({ hasText: title });
    await news.getByText('New', { exact: true }).waitFor();
    await organiser.look('news');
    await news.getByRole('button', { name: 'Mark as read' }).click();
    await news.getByText('New', { exact: true }).waitFor({ state: 'detached' });
    expect([...organiser.faults, ...curator.faults]).toEqual([]);
  });

  test('7: an organiser sells tickets, and sees what is sold and who comes', async () => {
    const { story, organiser } = stage;
    const { app } = await story.person('Finn', 0);
    const { nodes } = (await organiser.app.do('EventDesk', { id: concert.id }).then((data) => ({ nodes: data.event.ticketTiers }))) as Data;
    const { payment } = await app.succeed('Checkout', { items: [{ tierId: nodes[0].id, quantity: 1 }] });
    await app.succeed('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    const seller = await arrive();
    const { page } = seller;
    await seller.signIn(organiser.username, passwordOf('Odette'));
    await page.goto(`/desk/${concert.id}`);
    await page.getByRole('cell', { name: 'Finn' }).waitFor();
    await page.getByText('Add tickets').first().click();
    await page.getByLabel('Name of the ticket').fill('Balcony');
    await page.getByLabel('Price', { exact: true }).fill('22.50');
    await page.getByLabel('How many', { exact: true }).fill('4');
    await page.getByRole('button', { name: 'Add tickets' }).click();
    await page.getByRole('heading', { name: 'Balcony: CA$22.50' }).waitFor();
    await page.getByRole('heading', { name: 'Finn' }).waitFor();
    await seller.look('desk-sales');
    expect(seller.faults).toEqual([]);
  });

  test('8: a door lets guests in by code, goes on without network, and tells it later', async () => {
    const { story, organiser } = stage;
    const { app } = await story.person('Gil', 0);
    const tiers = (await organiser.app.do('EventDesk', { id: concert.id })).event.ticketTiers as Data[];
    const tierId = tiers.find(({ name }) => name === 'Evening').id as string;
    const { payment } = await app.succeed('Checkout', { items: [{ tierId, quantity: 2 }] });
    const { order } = await app.succeed('ConfirmPayment', { paymentId: payment.id, paymentMethod: 'pm_card_visa' });
    const [first, second] = (order.tickets as Data[]).map(({ code }) => code as string);
    const door = await arrive({ permissions: ['camera'] });
    const { page, context } = door;
    await door.signIn(organiser.username, passwordOf('Odette'));
    await page.goto(`/desk/${concert.id}/door`);
    const check = async (code: string, verdict: string) => {
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Check' }).click();
      await page.locator('.verdict', { hasText: verdict }).waitFor();
    };
    await page.getByText(/codes known/).waitFor();
    await check(first!, 'Come in');
    await check(first!, 'Already inside');
    await check('NOSUCHCODE', 'No place by this code');
    await page.getByRole('button', { name: 'Camera' }).click();
    await page.getByLabel('What the camera sees').waitFor();
    await door.look('door');
    await page.getByRole('button', { name: 'Camera' }).click();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await context.setOffline(true);
    await page.reload();
    await page.getByText('No network').waitFor();
    await check(second!, 'Come in');
    await check(second!, 'Already inside');
    await page.getByText('1 scan to be told').waitFor();
    await context.setOffline(false);
    await page.getByText('Every scan is told.').waitFor({ timeout: 60_000 });
    const { nodes } = (await organiser.app.do('GuestList', { id: concert.id, status: 'GOING', first: 50 })).event.attendees;
    expect((nodes as Data[]).find(({ user }) => user.displayName === 'Gil')).toMatchObject({ admitted: 2 });
    expect(door.faults).toEqual([]);
  });

  test('9: an administrator finds somebody, gives a role, suspends, and lifts it', async () => {
    const { username } = await stage.story.person('Ruth', 0);
    const admin = await arrive();
    const { page } = admin;
    await admin.signIn('admin@demo.test', DEMO_PASSWORD);
    await page.getByRole('link', { name: 'Admin', exact: true }).click();
    await page.getByText(/entries add up/).waitFor();
    await page.getByLabel('Name, username or email').fill(username);
    await page.getByRole('button', { name: 'Find' }).click();
    const ruth = page.getByRole('listitem').filter({ hasText: `@${username}` });
    await ruth.getByLabel('Role').selectOption('CURATOR');
    await page.getByText('Ruth is now: Curator.').waitFor();
    await ruth.getByText('Suspend').first().click();
    await ruth.getByLabel('Reason, for the person to read').fill('Only for the test.');
    await ruth.getByRole('button', { name: 'Suspend' }).click();
    await ruth.getByRole('button', { name: 'Lift the suspension' }).waitFor();
    await admin.look('admin');
    await ruth.getByRole('button', { name: 'Lift the suspension' }).click();
    await ruth.getByRole('button', { name: 'Lift the suspension' }).waitFor({ state: 'detached' });
    expect(admin.faults).toEqual([]);
  });

  test('10: by keyboard alone, on a phone, and with few requests and no long task', async () => {
    const visitor = await arrive({ viewport: { width: 360, height: 740 } });
    const { page } = visitor;
    await page.goto('/');
    await page.getByRole('link', { name: stage.event.title }).waitFor();
    // A page and its parts, who one is, the events, the kinds.
    expect(visitor.operationsSent().sort()).toEqual(['Categories', 'Discover', 'SignedIn']);
    expect(visitor.requests.length).toBeLessThanOrEqual(25);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    await page.getByLabel('What would you like to do?').focus();
    await page.keyboard.type('lantern');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=lantern/);
    const title = page.getByRole('link', { name: stage.event.title });
    await title.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: stage.event.title }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.goBack();
    await page.waitForURL(/q=lantern/);
    // On a machine that is shared: what is longer than this is long everywhere.
    expect(Math.max(0, ...(await visitor.longTasks()))).toBeLessThan(1_000);
    expect(visitor.faults).toEqual([]);
  });
});

async function expectText(locator: Locator, wanted: string | RegExp): Promise<void> {
  await eventually(
    () => locator.textContent({ timeout: 20_000 }),
    (text) => (typeof wanted === 'string' ? text === wanted : wanted.test(text ?? '')),
    20_000,
    String(wanted),
  );
}
