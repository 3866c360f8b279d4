import { OperationTypeNode } from 'graphql';
import type { Viewer } from '../viewer';
import { callerWithinScopes, withinScopes } from './staff-rights';

const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode;
const ADMIN: Viewer = { id: 'u', username: 'ada', role: 'admin', permissions: ['create:event', 'edit:event'], sessionId: 's' };
const ORDINARY = { role: 'user', permissions: ['create:event'] };

describe('what a key does of what its person may as staff', () => {
  it('is nothing where it was given other things', () => {
    for (const kind of [QUERY, MUTATION, SUBSCRIPTION])
      expect(withinScopes({ ...ADMIN, keyId: 'k', scopes: ['EVENTS_WRITE', 'CURATION_WRITE'] }, kind)).toMatchObject(ORDINARY);
  });

  it('is to read by one scope, and to change by the other', () => {
    const reads = { ...ADMIN, keyId: 'k', scopes: ['EVENTS_WRITE', 'STAFF_READ'] };
    expect(withinScopes(reads, QUERY)).toBe(reads);
    expect(withinScopes(reads, SUBSCRIPTION)).toBe(reads);
    expect(withinScopes(reads, MUTATION)).toMatchObject(ORDINARY);
    const writes = { ...ADMIN, keyId: 'k', scopes: ['STAFF_WRITE'] };
    for (const kind of [QUERY, MUTATION]) expect(withinScopes(writes, kind)).toBe(writes);
  });

  it('is all of it for people in their apps; and who has nothing to lose stays the same caller', () => {
    expect(withinScopes(ADMIN, MUTATION)).toBe(ADMIN);
    const visitor = { viewer: null, correlationId: 'c' };
    expect(callerWithinScopes(visitor, MUTATION)).toBe(visitor);
    const robot = { viewer: { ...ADMIN, ...ORDINARY, role: 'user' as const, scopes: [] }, correlationId: 'c' };
    expect(callerWithinScopes(robot, MUTATION)).toBe(robot);
    // Nor does a permission alone come along.
    const odd = { ...robot, viewer: { ...robot.viewer, permissions: ['edit:event'] } };
    expect(callerWithinScopes(odd, QUERY).viewer!.permissions).toEqual([]);
  });
});
