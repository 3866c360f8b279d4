import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { setEventRegistrationInput } from './registration.input';

export const registrationResolvers: Resolvers = {
  Mutation: {
    setEventRegistration: mutation('SetEventRegistrationSuccess', setEventRegistrationInput, async (input, { services }) => ({
      event: await services.registrations.set(input),
    })),
  },
  Event: { registration: (event) => event },
  EventRegistration: {
    maxCompanions: (event, _, { services }) => services.registrations.maxCompanions(event),
    allowReentry: (event, _, { services }) => services.registrations.allowReentry(event),
    questions: (event, _, { services }) => services.registrations.questions(event),
  },
  RegistrationQuestion: { retired: ({ retiredAt }) => retiredAt !== null },
  Attendance: {
    registrationAnswers: async (attendance, _, { services }) =>
      (await services.attendances.isPrivy(attendance)) ? services.registrations.answers(attendance) : null,
  },
};
