import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@marquee/platform';
import { seedAt as seedUsers, type SeedPerson } from '@marquee/users/seed';
import type { StackSettings } from '../env';
import type { Secrets } from '../secrets';
import { DEMO_PASSWORD } from '../welcome';
import { makePeople, type Person } from './people';

export interface WorldOptions {
  urls: Record<string, string>;
  settings: StackSettings;
  secrets: Secrets;
  logger: Logger;
  note: (detail: string) => void;
}

const DATA_FILE = join(__dirname, '../../data/toronto-events.jsonld');

/** Fills empty databases with the demo world. A second run changes nothing. */
export async function seedDemoWorld({ urls, settings, note }: WorldOptions): Promise<void> {
  const seed = String(settings.DEMO_SEED);
  const now = new Date();
  const records = settings.DEMO === 'true' ? (JSON.parse(readFileSync(DATA_FILE, 'utf8')) as { organizer?: { name?: string } }[]) : [];
  const organizerNames = [...new Set(records.map((record) => record.organizer?.name?.trim() ?? ''))];
  const people = makePeople(seed, { members: settings.DEMO === 'true' ? settings.DEMO_PEOPLE : 0, organizerNames });
  await seedUsers(urls.users!, { people: people.map((person) => seedPerson(person, now)), demoPassword: DEMO_PASSWORD });
  note(`${people.length} people`);
}

function seedPerson(person: Person, now: Date): SeedPerson {
  const { joinedDaysAgo, organizerName, ...rest } = person;
  const open = organizerName !== null || person.id.charCodeAt(0) % 2 === 0;
  return {
    ...rest,
    verified: organizerName !== null || person.demo,
    privacy: open
      ? { bio: 'PUBLIC', interests: 'PUBLIC', friends: 'FRIENDS', attendance: 'FRIENDS' }
      : { bio: 'FRIENDS', interests: 'FRIENDS' },
    createdAt: new Date(now.getTime() - joinedDaysAgo * 86_400_000),
  };
}
