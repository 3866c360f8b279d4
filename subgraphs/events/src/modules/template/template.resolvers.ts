import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { createFromTemplateInput, createTemplateInput, deleteTemplateInput, updateTemplateInput } from './template.input';

export const templateResolvers: Resolvers = {
  Query: {
    eventTemplates: (_, { organizationId, ...args }, { services }) => services.templates.list(organizationId ?? null, args),
  },
  Mutation: {
    createEventTemplate: mutation('CreateEventTemplateSuccess', createTemplateInput, async (input, { services }) => ({
      template: await services.templates.create(input),
    })),
    updateEventTemplate: mutation('UpdateEventTemplateSuccess', updateTemplateInput, async (input, { services }) => ({
      template: await services.templates.update(input),
    })),
    deleteEventTemplate: mutation('DeleteEventTemplateSuccess', deleteTemplateInput, async (input, { services }) => ({
      deletedId: await services.templates.delete(input),
    })),
    createEventFromTemplate: mutation('CreateEventFromTemplateSuccess', createFromTemplateInput, async (input, { services }) => ({
      event: await services.templates.use(input),
    })),
  },
  EventTemplate: {
    organization: ({ organizationId }) => refTo(organizationId),
    title: ({ content }) => content.title,
    description: ({ content }) => content.description,
    category: ({ content }, _, { services }) => services.categories.bySlug(content.categorySlug),
    tags: ({ content }) => content.tags,
    timezone: ({ content }) => content.timezone,
    capacity: ({ content }) => content.capacity,
    format: ({ content }) => content.format,
  },
};
