import { runSubgraph } from '@marquee/platform';
import { environment } from './env';
import { payments } from './index';

void runSubgraph(payments, environment);
