import { anyone, hasRole, signedIn, type Permissions } from '@marquee/platform';

const curators = hasRole('curator', 'moderator', 'admin');

/** The house rules. What is not named here is denied. Which rows a viewer may see is the services' affair. */
export const permissions: Permissions = {
  Query: {
    curationQueue: curators,
    curationWorkflow: signedIn,
  },
  Mutation: {
    claimReview: curators,
    decideReview: curators,
    flagEvent: signedIn,
    reviewEvent: signedIn,
    editReview: signedIn,
    deleteReview: signedIn,
    replyToReview: signedIn,
  },
  Subscription: {
    curationStatusChanged: signedIn,
  },
  Event: anyone,
  User: anyone,
  Review: anyone,
  // Its event's creator sees where it stands; how it was judged, and by whom, is for curators.
  CurationWorkflow: {
    id: signedIn,
    event: signedIn,
    submission: signedIn,
    version: signedIn,
    status: signedIn,
    qualityScore: signedIn,
    notes: signedIn,
    submittedAt: signedIn,
    decidedAt: signedIn,
    '*': curators,
  },
  Assessment: curators,
  CurationDecision: curators,
  Flag: {
    flagger: curators,
    weight: curators,
    '*': signedIn,
  },
};
