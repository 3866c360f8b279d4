import type { Context } from './context';
import { AddressService } from './modules/account/account-address.service';
import { ResetService } from './modules/account/account-reset.service';
import { BirthDateService } from './modules/account/account-birth-date.service';
import { UsernameService } from './modules/account/account-username.service';
import { CredentialsService } from './modules/account/account-credentials.service';
import { AccountService } from './modules/account/account.service';
import { ApiUsageService } from './modules/api-key/api-key-usage.service';
import { ApiKeyService } from './modules/api-key/api-key.service';
import { AvatarService } from './modules/avatar/avatar.service';
import { ErasureService } from './modules/erasure/erasure.service';
import { FactorChannelService } from './modules/factor/factor-channels.service';
import { StepUpService } from './modules/factor/factor-step-up.service';
import { ExportService } from './modules/export/export.service';
import { ContactService } from './modules/contact/contact.service';
import { DiscoveryService } from './modules/discovery/discovery.service';
import { FactorService } from './modules/factor/factor.service';
import { LeaderboardService } from './modules/leaderboard/leaderboard.service';
import { IdentityLinksService } from './modules/identity/identity-links.service';
import { IdentityProofService } from './modules/identity/identity-proof.service';
import { IdentityService } from './modules/identity/identity.service';
import { HistoryService } from './modules/history/history.service';
import { SystemAnnouncementService } from './modules/announcement/announcement.service';
import { DeviceService } from './modules/device/device.service';
import { AdministrationService } from './modules/administration/administration.service';
import { ModerationService } from './modules/moderation/moderation.service';
import { SuspensionService } from './modules/moderation/suspension.service';
import { NotificationDeliveryService } from './modules/notification/notification-deliveries.service';
import { NotificationMuteService } from './modules/notification/notification-mutes.service';
import { NotificationService } from './modules/notification/notification.service';
import { AppService } from './modules/oauth/oauth-app.service';
import { AppAuthorizationService } from './modules/oauth/oauth-authorization.service';
import { AppConsentService } from './modules/oauth/oauth-consent.service';
import { AppTokenService } from './modules/oauth/oauth-token.service';
import { OrganizationLogService } from './modules/organization/organization-log.service';
import { MailedInvitationService } from './modules/organization/organization-mail.service';
import { OrganizationPeopleService } from './modules/organization/organization-people.service';
import { OrganizationService } from './modules/organization/organization.service';
import { PhoneService } from './modules/phone/phone.service';
import { PreferenceService } from './modules/preference/preference.service';
import { ReputationService } from './modules/reputation/reputation.service';
import { DailyActivityService } from './modules/tracking/tracking-activity.service';
import { GoalService } from './modules/tracking/tracking-goal.service';
import { ActivityReportService } from './modules/tracking/tracking-report.service';
import { PersonalSuggestionService } from './modules/tracking/tracking-suggestion.service';
import { SessionService } from './modules/session/session.service';
import { TestModeService } from './modules/test-mode/test-mode.service';
import { WebhookDeliveryService } from './modules/webhook/webhook-deliveries.service';
import { OrganizationWebhookService } from './modules/webhook/webhook-organization.service';
import { WebhookService } from './modules/webhook/webhook.service';
import { UserService } from './modules/user/user.service';

/** All services of this subgraph, for one caller. */
export const createServices = (ctx: Context) => {
  const sessions = new SessionService(ctx);
  const credentials = new CredentialsService(ctx);
  const factors = new FactorService(ctx, sessions, credentials);
  const stepUps = new StepUpService(ctx, sessions, credentials, factors);
  const accounts = new AccountService(ctx, sessions, credentials, factors, stepUps);
  const factorChannels = new FactorChannelService(ctx, sessions, credentials, stepUps);
  const appTokens = new AppTokenService(ctx);
  const identityProofs = new IdentityProofService(ctx);
  const users = new UserService(ctx, sessions);
  const organizations = new OrganizationService(ctx, sessions);
  const mailedInvitations = new MailedInvitationService(ctx, organizations);
  const personalSuggestions = new PersonalSuggestionService(ctx);
  return {
    sessions,
    users,
    avatars: new AvatarService(ctx, users),
    accounts,
    factors,
    stepUps,
    webhooks: new WebhookService(ctx, sessions, stepUps),
    organizationWebhooks: new OrganizationWebhookService(ctx, sessions, organizations),
    webhookDeliveries: new WebhookDeliveryService(ctx, sessions),
    apiUsage: new ApiUsageService(ctx),
    apiKeys: new ApiKeyService(ctx, sessions, stepUps, appTokens),
    testMode: new TestModeService(ctx),
    apps: new AppService(ctx, sessions, stepUps),
    appAuthorizations: new AppAuthorizationService(ctx, sessions),
    appTokens,
    appConsents: new AppConsentService(ctx, appTokens, accounts, factors, factorChannels),
    factorChannels,
    resets: new ResetService(ctx, credentials),
    birthDates: new BirthDateService(ctx),
    usernames: new UsernameService(ctx, sessions, users),
    addresses: new AddressService(ctx, sessions, credentials, stepUps, mailedInvitations),
    identityProofs,
    identities: new IdentityService(ctx, identityProofs, sessions, factors),
    identityLinks: new IdentityLinksService(ctx, identityProofs, sessions, stepUps),
    history: new HistoryService(ctx),
    exports: new ExportService(ctx, sessions, stepUps),
    erasures: new ErasureService(ctx, sessions, credentials, factors, stepUps),
    moderation: new ModerationService(ctx, sessions, users),
    reputation: new ReputationService(ctx),
    leaderboards: new LeaderboardService(ctx),
    organizations,
    organizationLogs: new OrganizationLogService(ctx, organizations),
    mailedInvitations,
    organizationPeople: new OrganizationPeopleService(ctx, organizations),
    announcements: new SystemAnnouncementService(ctx, sessions),
    devices: new DeviceService(ctx, sessions),
    phones: new PhoneService(ctx, sessions, stepUps),
    preferences: new PreferenceService(ctx, personalSuggestions),
    discovery: new DiscoveryService(ctx),
    administration: new AdministrationService(ctx),
    suspensions: new SuspensionService(ctx, sessions, credentials),
    dailyActivities: new DailyActivityService(ctx),
    goals: new GoalService(ctx),
    activityReports: new ActivityReportService(ctx),
    personalSuggestions,
    contacts: new ContactService(ctx, users),
    notifications: new NotificationService(ctx),
    notificationMutes: new NotificationMuteService(ctx),
    notificationDeliveries: new NotificationDeliveryService(ctx),
  };
};

export type Services = ReturnType<typeof createServices>;
