import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { evidenceParts } from '../case/case-evidence';
import { appealContentDecisionInput, decideCaseAppealInput } from './case-appeal.input';

export const caseAppealResolvers: Resolvers = {
  Query: {
    myContentDecisions: (_root, page, { services }) => services.caseAppeals.mine(page),
  },
  Mutation: {
    appealContentDecision: mutation('AppealContentDecisionSuccess', appealContentDecisionInput, async (input, { services }) => ({
      decision: await services.caseAppeals.appeal(input),
    })),
    decideCaseAppeal: mutation('DecideCaseAppealSuccess', decideCaseAppealInput, async (input, { services }) => ({
      case: await services.caseAppeals.decide(input),
    })),
  },
  ModerationCase: {
    appeal: ({ id }, _args, { loaders }) => loaders.appealByCaseId.load(id),
  },
  ContentDecision: {
    evidence: ({ evidence }) => evidenceParts(evidence),
    notes: (one, { language }, { services }) => services.caseAppeals.notes(one, language ?? null),
    decidedAt: ({ decidedAt }) => decidedAt!,
    appealableUntil: (one, _args, { services }) => services.caseAppeals.appealableUntil(one),
    appeal: ({ id }, _args, { loaders }) => loaders.appealByCaseId.load(id),
  },
};
