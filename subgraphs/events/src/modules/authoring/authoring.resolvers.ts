import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { cancelEventInput, createEventInput, deleteEventInput, submitEventInput, updateEventInput } from './authoring.input';

export const authoringResolvers: Resolvers = {
  Mutation: {
    createEvent: mutation('CreateEventSuccess', createEventInput, async (input, { services }) => ({
      event: await services.authoring.create(input),
    })),
    updateEvent: mutation('UpdateEventSuccess', updateEventInput, async (input, { services }) => ({
      event: await services.authoring.update(input),
    })),
    submitEvent: mutation('SubmitEventSuccess', submitEventInput, async (input, { services }) => ({
      event: await services.authoring.submit(input),
    })),
    cancelEvent: mutation('CancelEventSuccess', cancelEventInput, async (input, { services }) => ({
      event: await services.authoring.cancel(input),
    })),
    deleteEvent: mutation('DeleteEventSuccess', deleteEventInput, async (input, { services }) => ({
      deletedId: await services.authoring.deleteDraft(input),
    })),
  },
};
