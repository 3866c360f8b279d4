import { namedId, Random } from './random';

export interface Person {
  id: string;
  email: string;
  username: string;
  displayName: string;
  bio: string;
  interests: string[];
  traits: string[];
  location: { latitude: number; longitude: number };
  /** 0 to 10. */
  activityLevel: number;
  role: 'user' | 'curator' | 'moderator' | 'admin';
  /** One of the four documented sign-ins. */
  demo: boolean;
  /** Set for accounts that publish events: the organiser's name in the data set, '' where it names none. */
  organizerName: string | null;
  joinedDaysAgo: number;
}

/** Interests are the slugs of event categories, so that tastes and events meet. */
const INTERESTS = [
  'music', 'theatre', 'dance', 'comedy', 'film', 'literature', 'talks', 'workshops', 'exhibitions', 'museums', 'crafts', 'food-drink',
  'markets', 'family', 'sports', 'running', 'cycling', 'outdoors', 'tours', 'history', 'nightlife', 'games', 'charity', 'culture', 'festivals',
]; // prettier-ignore
const TRAITS = [
  'curious',
  'early-bird',
  'night-owl',
  'planner',
  'spontaneous',
  'quiet',
  'outgoing',
  'patient',
  'playful',
  'thoughtful',
  'adventurous',
  'practical',
];
const GIVEN = [
  'Amara', 'Ben', 'Chloe', 'Dev', 'Elena', 'Farid', 'Grace', 'Hassan', 'Imani', 'Jonas', 'Keiko', 'Liam', 'Mei', 'Noah', 'Olivia', 'Priya', 'Quinn',
  'Rosa', 'Samir', 'Tara', 'Uma', 'Victor', 'Wen', 'Ximena', 'Yusuf', 'Zoe', 'Anika', 'Bruno', 'Carmen', 'Dmitri', 'Esther', 'Felix', 'Gita', 'Hugo',
  'Ines', 'Jamal', 'Katya', 'Leo', 'Maya', 'Nadia', 'Oscar', 'Petra', 'Rafael', 'Sofia', 'Thomas', 'Valerie', 'Walter', 'Yara',
]; // prettier-ignore
const FAMILY = [
  'Abebe', 'Brown', 'Chen', 'Das', 'Eriksen', 'Fraser', 'Garcia', 'Hughes', 'Ivanov', 'Johnson', 'Kim', 'Laurent', 'MacLeod', 'Nguyen', 'Okafor',
  'Patel', 'Qureshi', 'Rossi', 'Singh', 'Tremblay', 'Usman', 'Vargas', 'Wong', 'Yamada', 'Zhang', 'Ahmed', 'Bouchard', 'Costa', 'Dubois', 'Fernandes',
]; // prettier-ignore
/** Toronto's City Hall; people live around it. */
const CENTRE = { latitude: 43.6534, longitude: -79.3839 };

const DEMO: Pick<Person, 'username' | 'displayName' | 'role' | 'bio'>[] = [
  { username: 'member', displayName: 'Demo Member', role: 'user', bio: 'Goes to small concerts and long walks.' },
  { username: 'organiser', displayName: 'Demo Organiser', role: 'user', bio: 'Puts on evenings in the east end.' },
  { username: 'curator', displayName: 'Demo Curator', role: 'curator', bio: 'Reads every description to its end.' },
  { username: 'admin', displayName: 'Demo Admin', role: 'admin', bio: 'Keeps the lights on.' },
];

/** The four demo sign-ins, one account for each organiser of the data set, and so many members. */
export function makePeople(seed: string, { members, organizerNames }: { members: number; organizerNames: readonly string[] }): Person[] {
  const random = new Random(`${seed}/people`);
  const living = (): Pick<Person, 'interests' | 'traits' | 'location' | 'activityLevel'> => ({
    interests: random.some(INTERESTS, random.whole(3, 7)),
    traits: random.some(TRAITS, random.whole(2, 5)),
    location: {
      latitude: round(CENTRE.latitude + random.normal() * 0.045),
      longitude: round(CENTRE.longitude + random.normal() * 0.07),
    },
    activityLevel: Math.round(Math.min(10, Math.max(0, 4 + random.normal() * 2.5)) * 10) / 10,
  });

  const demo = DEMO.map((person, index): Person => ({
    ...person,
    ...living(),
    id: namedId(seed, 'demo', person.username),
    email: `${person.username}@demo.test`,
    demo: true,
    organizerName: null,
    joinedDaysAgo: 400 - index,
  }));
  const organisers = [...organizerNames].sort().map((name): Person => {
    const handle = `org_${namedId(seed, 'organiser', name).slice(0, 8)}`;
    return {
      ...living(),
      id: namedId(seed, 'organiser', name),
      email: `${handle}@organisers.test`,
      username: handle,
      displayName: name || 'Toronto Listings',
      bio: name ? `Events by ${name}.` : 'Public events whose publisher named no organiser.',
      role: 'user',
      demo: false,
      organizerName: name,
      joinedDaysAgo: random.whole(400, 900),
    };
  });
  const ordinary = Array.from({ length: members }, (_, index): Person => {
    const [given, family] = [random.pick(GIVEN), random.pick(FAMILY)];
    const username = `${given}_${family}_${index + 1}`.toLowerCase();
    const life = living();
    return {
      ...life,
      id: namedId(seed, 'member', index),
      email: `${username}@people.test`,
      username,
      displayName: `${given} ${family}`,
      bio: `Likes ${life.interests.slice(0, 3).join(', ').replaceAll('-', ' and ')}.`,
      role: index < 3 ? 'curator' : 'user',
      demo: false,
      organizerName: null,
      joinedDaysAgo: random.whole(5, 600),
    };
  });
  return [...demo, ...organisers, ...ordinary];
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
