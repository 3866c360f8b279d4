import type { Job } from '../context';
import { closePolls } from './close-polls';
import { countCrewFeedback } from './count-crew-feedback';
import { cutRoomLogs } from './cut-room-logs';
import { deleteUnusedFiles } from './delete-unused-files';
import { endCrews } from './end-crews';
import { endLocationShares } from './end-location-shares';
import { endRoomBans } from './end-room-bans';
import { expireInvitations } from './expire-invitations';
import { expireMessages } from './expire-messages';
import { expirePresence } from './expire-presence';
import { expireRequests } from './expire-requests';
import { forgetDeeds } from './forget-deeds';
import { renewStrengths } from './renew-strengths';
import { writeExports } from './write-exports';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [
  expireRequests,
  expireInvitations,
  expirePresence,
  renewStrengths,
  writeExports,
  cutRoomLogs,
  endRoomBans,
  endCrews,
  countCrewFeedback,
  expireMessages,
  closePolls,
  forgetDeeds,
  deleteUnusedFiles,
  endLocationShares,
];
