import { runSubgraph } from '@marquee/platform';
import { environment } from './env';
import { events } from './index';

void runSubgraph(events, environment);
