/** What is said about organisations. */
export const organizationText = {
  title: 'Organisation',
  none: 'There is no such organisation, or it is not for you.',
  verified: 'Verified',
  yourRole: (role: string) => `You work here. Your role: ${role}.`,
  roles: { OWNER: 'Owner', MANAGER: 'Manager', STAFF: 'Staff' },
  members: 'Who works here',
  since: (at: string) => `since ${at}`,
  invited: (role: string, by: string) => `${by} invites you to work here. Your role: ${role}.`,
  joined: 'You work here now.',
  declined: 'The invitation is declined.',
};
