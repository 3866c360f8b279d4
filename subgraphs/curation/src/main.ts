import { runSubgraph } from '@marquee/platform';
import { environment } from './env';
import { curation } from './index';

void runSubgraph(curation, environment);
