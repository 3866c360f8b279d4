import type { Kind } from '../history';
import { accountKinds } from './accounts';
import { appKinds } from './apps';
import { authoringKinds } from './authoring';
import { crewKinds } from './crews';
import { curationKinds } from './curation';
import { discoveryKinds } from './discovery';
import { erasureKinds } from './erasures';
import { eventKinds } from './events';
import { importKinds } from './imports';
import { factorKinds } from './factors';
import { keyKinds } from './keys';
import { mailedInvitationKinds } from './mailed-invitations';
import { pictureKinds } from './pictures';
import { peopleKinds } from './people';
import { peopleRoomKinds } from './people-rooms';
import { pollKinds } from './polls';
import { postKinds } from './posts';
import { rightKinds } from './rights';
import { roomKinds } from './rooms';
import { sourceKinds } from './sources';
import { ticketKinds } from './tickets';
import { trackingKinds } from './tracking';
import { webhookKinds } from './webhooks';
import { wishListKinds } from './wish-lists';

const MINUTE = 60_000;

/** Time goes by for everybody. */
const clock: Kind = {
  name: 'clock',
  weight: 1.2,
  draw: (random) => ({ by: 0, about: [], values: { minutes: random.weighted([5, 20, 60, 240], (minutes) => 1 / minutes) } }),
  async send({ values }, city) {
    city.ground.clock?.advance((values.minutes as number) * MINUTE);
    return { code: 'ClockSuccess', success: true, data: null };
  },
};

/** Everything that people do in a sweep. A new capability gets a kind here. */
export const kinds: readonly Kind[] = [
  ...eventKinds,
  ...authoringKinds,
  ...importKinds,
  ...sourceKinds,
  ...pictureKinds,
  ...ticketKinds,
  ...peopleKinds,
  ...rightKinds,
  ...mailedInvitationKinds,
  ...roomKinds,
  ...peopleRoomKinds,
  ...pollKinds,
  ...wishListKinds,
  ...crewKinds,
  ...postKinds,
  ...curationKinds,
  ...accountKinds,
  ...factorKinds,
  ...keyKinds,
  ...appKinds,
  ...webhookKinds,
  ...trackingKinds,
  ...discoveryKinds,
  ...erasureKinds,
  clock,
];
