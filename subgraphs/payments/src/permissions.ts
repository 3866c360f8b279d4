import { anyone, type Permissions } from '@marquee/platform';

/** The house rules. What is not named here is denied. */
export const permissions: Permissions = {
  Query: {},
};
void anyone;
