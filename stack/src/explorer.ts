import type { GatewayOptions } from '@marquee/gateway';
import { print } from 'graphql';
import { readOperations } from './client-operations';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from './welcome';

/** What is open when somebody comes for the first time, with what to send. The last one is in front. */
const OPEN: Readonly<Record<string, Record<string, unknown>>> = {
  SearchEvents: { query: 'jazz', first: 5 },
  EventPage: { id: 'an id of SearchEvents' },
  Rsvp: { input: { eventId: 'an id of SearchEvents', status: 'GOING' } },
  AttendanceChanged: { eventId: 'an id of SearchEvents' },
  Me: {},
  Login: { input: { emailOrUsername: DEMO_SIGN_INS[0]!.email, password: DEMO_PASSWORD } },
};

/** The explorer of this API: our name, and all operations. */
export const explorer: NonNullable<GatewayOptions['explorer']> = {
  name: 'Marquee API explorer',
  examples: () =>
    readOperations()
      .map(({ name, document }) => ({
        name,
        query: print(document),
        ...(OPEN[name] ? { variables: JSON.stringify(OPEN[name], null, 2), isOpen: true } : {}),
      }))
      .sort((one, other) => place(one.name) - place(other.name) || one.name.localeCompare(other.name)),
};

const ORDER = Object.keys(OPEN);
const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
