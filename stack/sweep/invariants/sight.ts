import { givesRight } from '@marquee/schema/rules/event-rights';
import { maySee, sightOf } from '@marquee/schema/rules/event-visibility';
import type { Invariant } from './invariant';
import { readSources } from './sources';

const PEOPLE = 4;
const EVENTS = 14;

const places = Array.from({ length: EVENTS }, (_, n) => n);
/** One text for whichever events, so that the gateway plans it once. */
const SEEN = `query(${places.map((n) => `$e${n}: ID!`).join(' ')}) { ${places.map((n) => `e${n}: event(id: $e${n}) { id viewerRoles ticketTiers { id } curation { status } }`).join(' ')} }`;

/** Who sees what is what the rule says of the sources, on every way to an event. */
export const sightInvariants: readonly Invariant[] = [
  {
    name: 'people see the events that the rule lets them see, and no others',
    async check(city) {
      const { events, rolesOf, tiesOf } = await readSources(city, EVENTS);
      if (events.length === 0) return [];
      const odd: string[] = [];
      const variables = Object.fromEntries(places.map((n) => [`e${n}`, (events[n] ?? events[0]!).id]));
      const offset = city.known.acknowledged.length;
      const active = city.known.people.filter((person) => !person.suspended && person.token);
      for (let n = 0; n < Math.min(PEOPLE, active.length); n++) {
        const person = active[(offset + n * 7) % active.length]!;
        const answer = await city.post(person, SEEN, variables);
        if (answer.errors) {
          odd.push(`${person.username}: ${answer.errors[0]!.message}`);
          continue;
        }
        for (const [index, event] of events.entries()) {
          const roles = rolesOf(event, person.id);
          const sight = sightOf(event, { insider: givesRight(roles, 'SEE'), signedIn: true });
          const expected = maySee(sight, tiesOf(event, person.id));
          const seen = answer.data[`e${index}`];
          const what = `event ${event.id} (${event.status}, ${event.visibility}${event.hidden ? ', hidden' : ''})`;
          if ((seen !== null) !== expected) odd.push(`${person.username} ${seen ? 'sees' : 'does not see'} ${what}`);
          for (const part of ['ticketTiers', 'curation'])
            if (seen && seen[part] === null) odd.push(`${person.username} sees ${what} without its ${part}`);
          if (seen && JSON.stringify([...seen.viewerRoles].sort()) !== JSON.stringify([...roles].sort()))
            odd.push(`${person.username} has ${JSON.stringify(seen.viewerRoles)} on ${what}, the sources say ${JSON.stringify(roles)}`);
        }
      }
      return odd;
    },
  },
  {
    name: 'nothing is found by searching that a visitor may not see',
    async check(city) {
      const { data, errors } = await city.post(null, '{ searchEvents(first: 50) { nodes { id status title } } }');
      if (errors) return [errors[0]!.message];
      const found = data.searchEvents.nodes as { id: string }[];
      const rows = await city.rows<{ id: string }>(
        'events',
        `SELECT id FROM events WHERE id = ANY ($1) AND status = 'PUBLISHED' AND visibility = 'PUBLIC' AND NOT hidden`,
        [found.map(({ id }) => id)],
      );
      const open = new Set(rows.map(({ id }) => id));
      return found.filter(({ id }) => !open.has(id)).map((event) => `found: ${JSON.stringify(event)}`);
    },
  },
  {
    name: 'a session that has ended is over',
    async check(city) {
      const odd: string[] = [];
      for (const { token, why } of city.known.ended.slice(-20)) {
        const { data } = await city.post({ ...city.known.staff.admin, token }, '{ me { user { id } } }');
        if (data?.me) odd.push(`somebody acts with a session that was ${why}`);
      }
      return odd;
    },
  },
  {
    name: 'nothing is our fault',
    check: async (city) => [...city.known.faults],
  },
];
