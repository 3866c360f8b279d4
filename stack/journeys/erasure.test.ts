import type { Clock } from '@marquee/platform';
import { eventually } from './client';
import { mailedToken } from './mailed';
import { runningStack } from './running-stack';
import { Story } from './story';
import { tracesIn } from './traces';

const DAY = 86_400_000;

test('a person who asks for it is erased in all five databases, with a receipt from each (A23, U62)', async () => {
  let ahead = 0;
  const clock: Clock = { now: () => new Date(Date.now() + ahead) };
  const { stack, world, databaseUrls } = await runningStack({}, { clock });
  const users = stack.subgraphs.find(({ name }) => name === 'users')!;
  const story = new Story(world);
  const [leaver, friend, organiser, curator] = [
    await story.person('Wilhelmina', 0),
    await story.person('Friedrich', 0),
    await story.person('Odette', 0),
    await story.curator(0),
  ];
  const address = `${leaver.username}@story.test`;
  await leaver.app.succeed('VerifyEmail', { token: await mailedToken(leaver.app.endpoint, address, /your address/) });
  const event = await story.draft(organiser.app);
  await story.publish(organiser.app, curator, event.id as string);
  await eventually(
    () => leaver.app.ask('Rsvp', { input: { eventId: event.id, status: 'GOING' } }),
    ({ data }) => data?.rsvp?.__typename === 'RsvpSuccess',
    20_000,
    'the event takes guests',
  );
  await story.draft(leaver.app, { title: `Wilhelmina's plan ${story.tag}` });
  const group = (await leaver.app.succeed('CreateGroup', { name: `Group ${story.tag}`, privacy: 'PUBLIC' })).group;
  expect(group.id).toBeDefined();
  await leaver.app.succeed('UpdateProfile', { bio: `The bio of Wilhelmina ${story.tag}` });

  const { token } = await leaver.app.succeed('RequestErasure', { password: `lantern-${story.tag}-Wilhelmina` });
  const nobody = story.visitor();
  const standing = async () => (await nobody.do('Erasure', { token })).erasure;
  const foreseen = await eventually(standing, ({ blockers }) => blockers.length === 0, 20_000, 'every part has answered');
  const items = Object.fromEntries(
    foreseen.parts.flatMap((part: { items: { subject: string; count: number }[] }) =>
      part.items.map(({ subject, count }) => [subject, count]),
    ),
  );
  expect(items).toMatchObject({ PROFILE: 1, ATTENDANCES: 1, DRAFT_EVENTS: 1, GROUPS: 1 });
  await leaver.app.succeed('ConfirmErasure', { token, giveUpBalance: false });

  ahead = 14 * DAY + 60_000;
  await users.runJob('carry-on-erasures');
  const done = await eventually(standing, ({ state }) => state === 'DONE', 20_000, 'every part has erased');
  expect(done.parts.map(({ erasedAt }: { erasedAt: string | null }) => erasedAt !== null)).toEqual([true, true, true, true, true]);
  expect(await mailedToken(leaver.app.endpoint, address, /is erased/)).toBe(token);
  expect((await friend.app.do('FindPeople', { query: leaver.username })).users.nodes).toEqual([]);

  const marks = [leaver.username, 'Wilhelmina'];
  expect(await tracesIn(databaseUrls, leaver.id, marks)).toEqual([]);
}, 120_000);
