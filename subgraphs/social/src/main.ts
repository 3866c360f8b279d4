import { runSubgraph } from '@marquee/platform';
import { environment } from './env';
import { social } from './index';

void runSubgraph(social, environment);
