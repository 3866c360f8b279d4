import { allow, hasRole, signedIn, type Permissions } from '@marquee/platform';

const curators = hasRole('curator', 'moderator', 'admin');

/** The house rules. What is not named here is denied. Which rows a viewer may see is the services' affair. */
export const permissions: Permissions = {
  Query: {
    curationQueue: curators,
    curationWorkflow: signedIn,
    spamModels: hasRole('admin'),
  },
  Mutation: {
    claimReview: curators,
    decideReview: curators,
    takeDownEvent: curators,
    restoreEvent: curators,
    flagEvent: signedIn,
    withdrawFlag: signedIn,
    reviewEvent: signedIn,
    editReview: signedIn,
    deleteReview: signedIn,
    replyToReview: signedIn,
  },
  Subscription: {
    curationStatusChanged: signedIn,
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
  SpamModel: hasRole('admin'),
  SpamFigures: hasRole('admin'),
};
