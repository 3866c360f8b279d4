import type { Resolvers } from '../../generated/resolvers';
import { sentenceOf } from './waitlist-reason';

export const waitlistResolvers: Resolvers = {
  Attendance: {
    waitlist: (attendance, _, { services }) => services.waitlists.placeOf(attendance),
  },
  WaitlistPlace: {
    moves: (place, _, { services }) => services.waitlists.movesOf(place),
  },
  WaitlistMove: {
    message: (move) => sentenceOf(move),
  },
};
