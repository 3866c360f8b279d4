import { caseInvariants } from './cases';
import { copyInvariants } from './copies';
import { credentialInvariants } from './credentials';
import { crewInvariants } from './crews';
import { discoveryInvariants } from './discovery';
import { erasureInvariants } from './erasures';
import { eventSourceInvariants } from './event-sources';
import { importInvariants } from './imports';
import type { Invariant } from './invariant';
import { moneyInvariants } from './money';
import { pictureInvariants } from './pictures';
import { placeInvariants } from './places';
import { postInvariants } from './posts';
import { planInvariants } from './plans';
import { publishedInvariants } from './published';
import { pollInvariants } from './polls';
import { reachingInvariants } from './reaching';
import { roomInvariants } from './rooms';
import { seriesInvariants } from './series';
import { sightInvariants } from './sight';
import { standingInvariants } from './standing';
import { mailedInvitationInvariants } from './mailed-invitations';
import { trackingInvariants } from './tracking';
import { webhookInvariants } from './webhooks';
import { wishListInvariants } from './wish-lists';

export type { Invariant } from './invariant';

/** Everything that must hold at a quiet point. */
export const invariants: readonly Invariant[] = [
  ...placeInvariants,
  ...importInvariants,
  ...eventSourceInvariants,
  ...pictureInvariants,
  ...moneyInvariants,
  ...planInvariants,
  ...copyInvariants,
  ...caseInvariants,
  ...publishedInvariants,
  ...roomInvariants,
  ...postInvariants,
  ...pollInvariants,
  ...wishListInvariants,
  ...crewInvariants,
  ...seriesInvariants,
  ...sightInvariants,
  ...standingInvariants,
  ...credentialInvariants,
  ...mailedInvitationInvariants,
  ...trackingInvariants,
  ...webhookInvariants,
  ...reachingInvariants,
  ...discoveryInvariants,
  ...erasureInvariants,
];
