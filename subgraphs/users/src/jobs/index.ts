import type { Job } from '../context';
import { answerPasswordRequests } from './answer-password-requests';
import { carryOnErasures } from './carry-on-erasures';
import { countActivity } from './count-activity';
import { deleteUnusedFiles } from './delete-unused-files';
import { deliverNotifications } from './deliver-notifications';
import { endSuspensions } from './end-suspensions';
import { forgetOldMails } from './forget-old-mails';
import { forgetOldNotifications } from './forget-old-notifications';
import { forgetOldSignIns } from './forget-old-sign-ins';
import { remindOfEvents } from './remind-of-events';
import { keepGoals } from './keep-goals';
import { makeSuggestions } from './make-suggestions';
import { writeReports } from './write-reports';
import { rotateSigningKeys } from './rotate-signing-keys';
import { readPushReceipts } from './read-push-receipts';
import { writeExports } from './write-exports';
import { scoreNewcomers } from './score-newcomers';
import { sealFields } from './seal-fields';
import { sendMails } from './send-mails';
import { sendPushes } from './send-pushes';
import { sendSms } from './send-sms';
import { sendWebhooks } from './send-webhooks';
import { forgetOldDeliveries } from './forget-old-deliveries';
import { tellAnnouncements } from './tell-announcements';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [
  rotateSigningKeys,
  forgetOldSignIns,
  deleteUnusedFiles,
  answerPasswordRequests,
  carryOnErasures,
  countActivity,
  endSuspensions,
  remindOfEvents,
  tellAnnouncements,
  keepGoals,
  writeReports,
  makeSuggestions,
  deliverNotifications,
  writeExports,
  scoreNewcomers,
  sealFields,
  sendMails,
  sendSms,
  sendPushes,
  readPushReceipts,
  sendWebhooks,
  forgetOldDeliveries,
  forgetOldMails,
  forgetOldNotifications,
];
