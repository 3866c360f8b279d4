import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inviteToEventTeamInput, removeFromEventTeamInput, respondToEventTeamInvitationInput, setEventTeamRoleInput } from './team.input';

export const teamResolvers: Resolvers = {
  Query: {
    eventTeamInvitations: (_, _args, { services }) => services.teams.invitations(),
  },
  Mutation: {
    inviteToEventTeam: mutation('InviteToEventTeamSuccess', inviteToEventTeamInput, async (input, { services }) => ({
      event: await services.teams.invite(input),
    })),
    respondToEventTeamInvitation: mutation(
      'RespondToEventTeamInvitationSuccess',
      respondToEventTeamInvitationInput,
      async (input, { services }) => ({ event: await services.teams.respond(input) }),
    ),
    setEventTeamRole: mutation('SetEventTeamRoleSuccess', setEventTeamRoleInput, async (input, { services }) => ({
      event: await services.teams.setRole(input),
    })),
    removeFromEventTeam: mutation('RemoveFromEventTeamSuccess', removeFromEventTeamInput, (input, { services }) =>
      services.teams.remove(input),
    ),
  },
  Event: {
    team: (event, _, { services }) => services.teams.of(event),
    viewerRoles: (event, _, { services }) => services.events.rolesOn(event),
    viewerMay: (event, _, { services }) => services.teams.viewerMay(event),
  },
  EventTeamMember: {
    user: ({ userId }) => refTo(userId),
    accepted: ({ state }) => state === 'MEMBER',
  },
  EventTeamInvitation: {
    eventTitle: ({ event }) => event.title,
    startsAt: ({ event }) => event.startsAt,
    timezone: ({ event }) => event.timezone,
    invitedBy: ({ invitedBy }) => refTo(invitedBy),
  },
};
