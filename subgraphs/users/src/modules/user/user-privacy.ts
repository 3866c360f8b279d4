import type { Visibility } from '@marquee/schema/topics';

/** What a viewer is to the owner of a profile. */
export type Relation = 'SELF' | 'FRIEND' | 'BLOCKED' | 'STRANGER';

/** Connections that open what is shown to friends. A colleague (PROFESSIONAL) is no friend by that alone. */
const FRIENDLY = new Set(['FRIEND', 'FAMILY']);

/** The relation of two people from all connections between them. A block outweighs everything else. */
export function relationOf(connections: readonly { type: string; status: string }[]): Relation {
  if (connections.some((connection) => connection.status === 'BLOCKED')) return 'BLOCKED';
  return connections.some((connection) => connection.status === 'ACCEPTED' && FRIENDLY.has(connection.type)) ? 'FRIEND' : 'STRANGER';
}

/** May a viewer in this relation see a part of a profile with this setting? */
export function maySee(setting: Visibility, relation: Relation): boolean {
  if (relation === 'SELF') return true;
  if (relation === 'BLOCKED') return false;
  return setting === 'PUBLIC' || (setting === 'FRIENDS' && relation === 'FRIEND');
}
