import { mayRemove, rolesToGive } from '../src/pages/organizations/organization-rights';

test.each([
  ['OWNER', ['OWNER', 'MANAGER', 'STAFF']],
  ['MANAGER', ['STAFF']],
  ['STAFF', []],
  [null, []],
] as const)('%s of an organisation invites to %j, and takes no other role from anybody', (role, given) => {
  expect(rolesToGive(role)).toEqual(given);
  expect((['OWNER', 'MANAGER', 'STAFF'] as const).filter((other) => mayRemove(role, other))).toEqual(given);
});
