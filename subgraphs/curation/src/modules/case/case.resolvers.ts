import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inLanguage } from '../canned-reason/note-texts';
import { evidenceParts } from './case-evidence';
import { caseInput, decideCaseInput, decideCasesInput, handOverCaseInput, noteOnCaseInput, restoreCaseInput } from './case.input';

export const caseResolvers: Resolvers = {
  Query: {
    moderationCases: (_root, { filter, ...page }, { services }) => services.cases.page(page, filter ?? {}),
    moderationCase: (_root, { id }, { services }) => services.cases.byId(id),
  },
  Mutation: {
    claimCase: mutation('ClaimCaseSuccess', caseInput, async (input, { services }) => ({ case: await services.cases.claim(input) })),
    releaseCase: mutation('ReleaseCaseSuccess', caseInput, async (input, { services }) => ({ case: await services.cases.release(input) })),
    handOverCase: mutation('HandOverCaseSuccess', handOverCaseInput, async (input, { services }) => ({
      case: await services.cases.handOver(input),
    })),
    escalateCase: mutation('EscalateCaseSuccess', noteOnCaseInput, async (input, { services }) => ({
      case: await services.cases.escalate(input),
    })),
    noteOnCase: mutation('NoteOnCaseSuccess', noteOnCaseInput, async (input, { services }) => ({ case: await services.cases.note(input) })),
    decideCase: mutation('DecideCaseSuccess', decideCaseInput, async (input, { services }) => ({
      case: await services.caseDecisions.decide(input),
    })),
    decideCases: mutation('DecideCasesSuccess', decideCasesInput, async (input, { services }) => ({
      outcomes: await services.caseDecisions.decideMany(input),
    })),
    restoreCase: mutation('RestoreCaseSuccess', restoreCaseInput, async (input, { services }) => ({
      case: await services.caseDecisions.restore(input),
    })),
  },
  ModerationCase: {
    __resolveReference: ({ id }, { services }) => services.cases.byId(id),
    author: ({ authorId }) => refTo(authorId),
    judge: ({ curatorId }) => refTo(curatorId),
    priority: (one, _args, { services }) => services.cases.priority(one),
    evidence: ({ evidence }) => evidenceParts(evidence),
    reports: ({ id }, _args, { loaders }) => loaders.reportsByCaseId.load(id),
    acts: ({ id }, _args, { loaders }) => loaders.actsByCaseId.load(id),
  },
  CaseAct: {
    actor: ({ actorId }) => refTo(actorId),
    text: ({ text, noteTexts }, { language }) => inLanguage(text, noteTexts, language),
    at: ({ createdAt }) => createdAt,
  },
};
