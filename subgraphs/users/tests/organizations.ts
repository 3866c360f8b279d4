import {
  CreateOrganizationDocument,
  InviteToOrganizationDocument,
  OrganizationByIdDocument,
  OrganizationInvitationsDocument,
  RemoveFromOrganizationDocument,
  RespondToOrganizationInvitationDocument,
  SetOrganizationRoleDocument,
  type OrganizationRole,
} from './generated/documents';
import { succeeded, type Person, type World } from './world';

/** Makes an organisation and returns its id. */
export async function anOrganization(world: World, owner: Person, name = `House of ${owner.username}`): Promise<string> {
  return succeeded((await world.run(owner.viewer, CreateOrganizationDocument, { input: { name } })).createOrganization).organization.id;
}

export const invite = async (
  world: World,
  by: Person,
  organizationId: string,
  person: { id: string },
  role: OrganizationRole,
  idempotencyKey?: string,
) =>
  (await world.run(by.viewer, InviteToOrganizationDocument, { input: { organizationId, userId: person.id, role, idempotencyKey } }))
    .inviteToOrganization;

export const respond = async (world: World, person: Person, invitationId: string, accept: boolean, idempotencyKey?: string) =>
  (await world.run(person.viewer, RespondToOrganizationInvitationDocument, { input: { invitationId, accept, idempotencyKey } }))
    .respondToOrganizationInvitation;

/** Invites a person, who accepts. */
export async function employ(world: World, by: Person, organizationId: string, person: Person, role: OrganizationRole): Promise<void> {
  const { invitation } = succeeded(await invite(world, by, organizationId, person, role));
  succeeded(await respond(world, person, invitation.id, true));
}

export const setRole = async (world: World, by: Person, organizationId: string, person: { id: string }, role: OrganizationRole) =>
  (await world.run(by.viewer, SetOrganizationRoleDocument, { input: { organizationId, userId: person.id, role } })).setOrganizationRole;

export const remove = async (world: World, by: Person, organizationId: string, person: { id: string }, idempotencyKey?: string) =>
  (await world.run(by.viewer, RemoveFromOrganizationDocument, { input: { organizationId, userId: person.id, idempotencyKey } }))
    .removeFromOrganization;

export const organization = async (world: World, viewer: Person | null, id: string) =>
  (await world.run(viewer?.viewer ?? null, OrganizationByIdDocument, { id })).organization!;

/** Who works there in which role, as an owner sees it. */
export const roles = async (world: World, viewer: Person, id: string): Promise<Record<string, OrganizationRole>> =>
  Object.fromEntries((await organization(world, viewer, id)).members!.map(({ user, role }) => [user!.username, role]));

/** The viewer's open invitations. */
export const invitations = async (world: World, person: Person) =>
  (await world.run(person.viewer, OrganizationInvitationsDocument, {})).organizationInvitations;
