import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import type { ChecklistAnswer, ChecklistItem } from './checklist-answers';
import { setChecklistInput } from './checklist.input';

export const checklistResolvers: Resolvers = {
  Query: {
    checklists: (_root, _args, { services }) => services.checklists.all(),
  },
  Mutation: {
    setChecklist: mutation('SetChecklistSuccess', setChecklistInput, async (input, { services }) => ({
      checklist: await services.checklists.set(input),
    })),
  },
  Checklist: {
    items: ({ items }) => items as unknown as ChecklistItem[],
  },
  CurationDecision: {
    checklist: ({ checklist }) => checklist as unknown as ChecklistAnswer[] | null,
  },
  CaseAct: {
    checklist: ({ checklist }) => checklist as unknown as ChecklistAnswer[] | null,
  },
};
