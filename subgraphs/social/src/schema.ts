import { join } from 'node:path';
import { buildSchema, readTypeDefs } from '@marquee/platform';
import { permissions } from './permissions';
import { resolvers } from './resolvers';

export const schema = () => buildSchema({ typeDefs: readTypeDefs(join(__dirname, 'modules')), resolvers, permissions });
