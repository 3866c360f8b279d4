import { givesRight, rolesOn } from '@marquee/schema/rules/event-rights';
import type {
  EventRole,
  EventStatus,
  GroupRole,
  OrganizationRole,
  RoomAnswer,
  RoomKind,
  RoomRole,
  RoomSpeakers,
} from '../../generated/prisma/client';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How long after an event its guests may go on talking. */
export const AFTERGLOW_MS = 7 * DAY_MS;

/** How many messages a stranger may write before they are accepted. */
export const REQUEST_MESSAGES = 3;

/** How long a limited account waits between two messages in a room of many. */
export const LIMITED_WAIT_MS = 30_000;

/** What speaking depends on. */
export interface Scene extends Moderation {
  /** A room of two, one of whom has blocked the other. */
  blocked: boolean;
  /** Of the other one in a room of two. */
  otherAnswer: RoomAnswer;
  /** Messages there are. */
  lastSequence: number;
  announcementsOnly: boolean;
  slowModeSeconds: number;
  /** When this member last said something. */
  lastSaidAt: Date | null;
  /** Until then this member's account looks like those that programs make; null: it does not. */
  limitedUntil: Date | null;
  /** Who speaks in an event's room in each part of its life. */
  speakBefore: RoomSpeakers;
  speakLive: RoomSpeakers;
  speakAfter: RoomSpeakers;
  eventStatus: EventStatus | null;
  startsAt: Date | null;
  endsAt: Date | null;
}

export type Phase = 'BEFORE' | 'LIVE' | 'AFTER' | 'OVER';

/** Where in its life an event's room is. A cancelled event is over at once. */
export function phaseAt({ eventStatus, startsAt, endsAt }: Pick<Scene, 'eventStatus' | 'startsAt' | 'endsAt'>, now: Date): Phase {
  if (eventStatus === 'CANCELLED' || !startsAt || !endsAt) return 'OVER';
  if (now < startsAt) return 'BEFORE';
  if (now <= endsAt) return 'LIVE';
  return now.getTime() <= endsAt.getTime() + AFTERGLOW_MS ? 'AFTER' : 'OVER';
}

/**
 * May this member speak now? In an event's room those whom its settings name for this part of its life, at first before the event everybody,
 * while it is on and seven days after it its guests; the team always. In groups and rooms of two every member, unless a block is between the
 * two; to a stranger who has not accepted, three messages. Where only announcements are made, who looks after the room alone. Slow mode is
 * asked for apart, by `waitsUntil`.
 */
export function maySpeak(scene: Scene, now: Date): boolean {
  if (scene.blocked) return false;
  // While it is not accepted, the one who asks is alone to have spoken: an answer accepts.
  if (scene.otherAnswer !== 'ACCEPTED') return scene.lastSequence < REQUEST_MESSAGES;
  if (scene.announcementsOnly && !mayModerate(scene)) return false;
  if (scene.kind !== 'EVENT' || scene.role === 'ORGANISER') return true;
  const phase = phaseAt(scene, now);
  if (phase === 'OVER') return false;
  const speakers = { BEFORE: scene.speakBefore, LIVE: scene.speakLive, AFTER: scene.speakAfter }[phase];
  return speakers === 'EVERYBODY' || (speakers === 'GUESTS' && scene.role === 'GUEST');
}

/**
 * How long this member waits between two messages; 0 for who looks after the room. An account that looks like those that programs make waits
 * where it speaks to many; rooms of two have a limit of their own, by how many strangers are written to.
 */
export function waitMs(scene: Scene, now: Date): number {
  if (mayModerate(scene)) return 0;
  const isLimited = scene.kind !== 'DIRECT' && scene.limitedUntil !== null && scene.limitedUntil > now;
  return Math.max(scene.slowModeSeconds * 1_000, isLimited ? LIMITED_WAIT_MS : 0);
}

/** When this member may say the next thing, where they wait; null when they need not wait. */
export function waitsUntil(scene: Scene, now: Date): Date | null {
  if (scene.lastSaidAt === null) return null;
  const until = new Date(scene.lastSaidAt.getTime() + waitMs(scene, now));
  return until > now ? until : null;
}

/** Whoever reads may react, as long as there is something to talk about; not to somebody in a block, nor to a stranger who has not accepted. */
export const mayReact = (scene: Scene, now: Date): boolean =>
  !scene.blocked &&
  scene.otherAnswer === 'ACCEPTED' &&
  (scene.kind !== 'EVENT' || scene.role === 'ORGANISER' || phaseAt(scene, now) !== 'OVER');

/** What looking after a room depends on: who the viewer is to its event or its group. */
export interface Moderation {
  kind: RoomKind;
  role: RoomRole;
  viewerId: string;
  groupRole: GroupRole | null;
  creatorId: string | null;
  organizationId: string | null;
  organizationRole: OrganizationRole | null;
  teamRoles: readonly EventRole[];
}

/**
 * Does the viewer look after this room? In an event's room those of its team who look after its guests (OWNER, EDITOR), in a group's its
 * OWNER, ADMINs and MODERATORs, in a room of several its owner; nobody between two.
 */
export function mayModerate({
  kind,
  role,
  viewerId,
  groupRole,
  creatorId,
  organizationId,
  organizationRole,
  teamRoles,
}: Moderation): boolean {
  if (kind === 'GROUP') return groupRole !== null && groupRole !== 'MEMBER';
  if (kind === 'PEOPLE') return role === 'OWNER';
  if (kind !== 'EVENT') return false;
  const team = teamRoles.map((role) => ({ userId: viewerId, role }));
  return givesRight(rolesOn({ creatorId: creatorId ?? '', organizationId, team }, viewerId, organizationRole), 'GUESTS');
}

/** Does the viewer set this room up? In an event's room who looks after it, in a group's its OWNER and ADMINs, in a room of several its owner. */
export const maySetUp = (who: Moderation): boolean =>
  who.kind === 'GROUP' ? who.groupRole === 'OWNER' || who.groupRole === 'ADMIN' : mayModerate(who);
