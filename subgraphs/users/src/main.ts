import { runSubgraph } from '@marquee/platform';
import { environment } from './env';
import { users } from './index';

void runSubgraph(users, environment);
