import { allow, hasPermission, signedIn, type Permissions } from '@marquee/platform';

/** The house rules. What is not named here is denied. */
export const permissions: Permissions = {
  Query: {
    me: allow,
    user: allow,
    userByUsername: allow,
    users: signedIn,
    organization: allow,
    organizationInvitations: signedIn,
    notifications: signedIn,
    notificationDeliveries: hasPermission('manage:platform'),
    notificationDeliveryCounts: hasPermission('manage:platform'),
    // Not in the API: only a gateway, which nobody but a gateway can be, reaches them.
    endedSessions: allow,
    sessionLasts: allow,
  },
  Mutation: {
    register: allow,
    login: allow,
    // By the token of a sign-in whose password was right.
    completeLogin: allow,
    beginTotp: signedIn,
    confirmTotp: signedIn,
    renewBackupCodes: signedIn,
    stepUp: signedIn,
    disableTotp: signedIn,
    refreshSession: allow,
    // By refresh token, too, which a client without an access token has.
    logout: allow,
    endSession: signedIn,
    endAllSessions: signedIn,
    changePassword: signedIn,
    // The token came by mail, and is read on whatever device the mail is.
    verifyEmail: allow,
    requestPasswordReset: allow,
    resetPassword: allow,
    changeUsername: signedIn,
    resendVerification: signedIn,
    changeEmail: signedIn,
    updateProfile: signedIn,
    requestAvatarUpload: signedIn,
    setAvatar: signedIn,
    removeAvatar: signedIn,
    setUserRole: hasPermission('manage:user'),
    suspendUser: hasPermission('suspend:user'),
    reinstateUser: hasPermission('suspend:user'),
    verifyUser: hasPermission('verify:user'),
    createOrganization: signedIn,
    // Who may do what in an organisation is up to its owners: the service asks their role.
    updateOrganization: signedIn,
    inviteToOrganization: signedIn,
    respondToOrganizationInvitation: signedIn,
    withdrawOrganizationInvitation: signedIn,
    setOrganizationRole: signedIn,
    removeFromOrganization: signedIn,
    transferOrganization: signedIn,
    verifyOrganization: hasPermission('verify:organization'),
    markNotificationsRead: signedIn,
    markAllNotificationsRead: signedIn,
    deleteNotification: signedIn,
    muteSubject: signedIn,
    unmuteSubject: signedIn,
    updateNotificationPreferences: signedIn,
    updatePreferences: signedIn,
  },
  Subscription: {
    notificationReceived: signedIn,
  },
  // The owner of a profile decides who sees what of it: the service gates bio, location, interests and traits on every path.
  User: allow,
  // Its members are shown to those who work there, its invitations to those who may invite, by the service.
  Organization: allow,
  Event: allow,
  ChatRoom: allow,
  Group: allow,
};
