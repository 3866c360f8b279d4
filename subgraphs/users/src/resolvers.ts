import { mergeResolvers } from '@marquee/platform';
import { riskResolvers } from './modules/risk/risk.resolvers';
import { addressResolvers } from './modules/account/account-address.resolvers';
import { resetResolvers } from './modules/account/account-reset.resolvers';
import { birthDateResolvers } from './modules/account/account-birth-date.resolvers';
import { usernameResolvers } from './modules/account/account-username.resolvers';
import { accountResolvers } from './modules/account/account.resolvers';
import { announcementResolvers } from './modules/announcement/announcement.resolvers';
import { apiUsageResolvers } from './modules/api-key/api-key-usage.resolvers';
import { appResolvers } from './modules/oauth/oauth-app.resolvers';
import { appAuthorizationResolvers } from './modules/oauth/oauth-authorization.resolvers';
import { apiKeyResolvers } from './modules/api-key/api-key.resolvers';
import { avatarResolvers } from './modules/avatar/avatar.resolvers';
import { erasureResolvers } from './modules/erasure/erasure.resolvers';
import { deviceResolvers } from './modules/device/device.resolvers';
import { exportResolvers } from './modules/export/export.resolvers';
import { factorChannelResolvers } from './modules/factor/factor-channels.resolvers';
import { factorResolvers } from './modules/factor/factor.resolvers';
import { contactResolvers } from './modules/contact/contact.resolvers';
import { discoveryResolvers } from './modules/discovery/discovery.resolvers';
import { leaderboardResolvers } from './modules/leaderboard/leaderboard.resolvers';
import { identityResolvers } from './modules/identity/identity.resolvers';
import { historyResolvers } from './modules/history/history.resolvers';
import { administrationResolvers } from './modules/administration/administration.resolvers';
import { suspensionResolvers } from './modules/moderation/suspension.resolvers';
import { moderationResolvers } from './modules/moderation/moderation.resolvers';
import { notificationResolvers } from './modules/notification/notification.resolvers';
import { mailedInvitationResolvers } from './modules/organization/organization-mail.resolvers';
import { organizationResolvers } from './modules/organization/organization.resolvers';
import { testModeResolvers } from './modules/test-mode/test-mode.resolvers';
import { phoneResolvers } from './modules/phone/phone.resolvers';
import { preferenceResolvers } from './modules/preference/preference.resolvers';
import { reputationResolvers } from './modules/reputation/reputation.resolvers';
import { sessionResolvers } from './modules/session/session.resolvers';
import { dailyActivityResolvers } from './modules/tracking/tracking-activity.resolvers';
import { goalResolvers } from './modules/tracking/tracking-goal.resolvers';
import { activityReportResolvers } from './modules/tracking/tracking-report.resolvers';
import { personalSuggestionResolvers } from './modules/tracking/tracking-suggestion.resolvers';
import { webhookDeliveryResolvers } from './modules/webhook/webhook-deliveries.resolvers';
import { organizationWebhookResolvers } from './modules/webhook/webhook-organization.resolvers';
import { webhookResolvers } from './modules/webhook/webhook.resolvers';
import { userResolvers } from './modules/user/user.resolvers';

/** All resolvers of this subgraph, module by module. */
export const resolvers = mergeResolvers(
  userResolvers,
  apiKeyResolvers,
  appResolvers,
  appAuthorizationResolvers,
  apiUsageResolvers,
  testModeResolvers,
  webhookResolvers,
  webhookDeliveryResolvers,
  organizationWebhookResolvers,
  avatarResolvers,
  accountResolvers,
  riskResolvers,
  addressResolvers,
  resetResolvers,
  usernameResolvers,
  birthDateResolvers,
  factorResolvers,
  factorChannelResolvers,
  erasureResolvers,
  exportResolvers,
  sessionResolvers,
  identityResolvers,
  historyResolvers,
  moderationResolvers,
  suspensionResolvers,
  administrationResolvers,
  reputationResolvers,
  leaderboardResolvers,
  organizationResolvers,
  mailedInvitationResolvers,
  announcementResolvers,
  deviceResolvers,
  phoneResolvers,
  preferenceResolvers,
  discoveryResolvers,
  dailyActivityResolvers,
  goalResolvers,
  activityReportResolvers,
  personalSuggestionResolvers,
  contactResolvers,
  notificationResolvers,
);
