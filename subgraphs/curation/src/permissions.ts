import { allow, hasRole, signedIn, type Permissions } from '@marquee/platform';

const curators = hasRole('curator', 'moderator', 'admin');

/** The house rules. What is not named here is denied. Which rows a viewer may see is the services' affair. */
export const permissions: Permissions = {
  Query: {
    curationQueue: curators,
    curationWorkflow: signedIn,
    spamModels: hasRole('admin'),
    moderationCases: curators,
    moderationCase: curators,
    moderationQueue: curators,
    myReports: signedIn,
    moderationReport: allow,
  },
  Mutation: {
    claimReview: curators,
    decideReview: curators,
    takeDownEvent: curators,
    restoreEvent: curators,
    flagEvent: signedIn,
    withdrawFlag: signedIn,
    appealDecision: signedIn,
    report: signedIn,
    withdrawReport: signedIn,
    claimEntry: curators,
    releaseEntry: curators,
    handOverEntry: curators,
    claimCase: curators,
    releaseCase: curators,
    handOverCase: curators,
    escalateCase: curators,
    noteOnCase: curators,
    decideCase: curators,
    decideCases: curators,
    restoreCase: curators,
    reviewEvent: signedIn,
    editReview: signedIn,
    deleteReview: signedIn,
    replyToReview: signedIn,
  },
  Subscription: {
    curationStatusChanged: signedIn,
    queueChanged: curators,
  },
  Event: allow,
  User: allow,
  Review: allow,
  // Its event's creator and curators see it; how it is judged is null for the creator, row by row.
  CurationWorkflow: signedIn,
  EventRevision: signedIn,
  Assessment: curators,
  CurationDecision: curators,
  Flag: signedIn,
  Appeal: signedIn,
  // Its reporter and those who judge it; what only these may know is null for the reporter, row by row.
  Report: signedIn,
  // Which kinds a curator may judge is the service's affair.
  ModerationCase: curators,
  CaseAct: curators,
  QueueEntry: curators,
  QueueChange: curators,
  ModerationReport: allow,
  ModerationNumbers: allow,
  AppealNumbers: allow,
  SpamModel: hasRole('admin'),
  SpamFigures: hasRole('admin'),
};
