import { lesson } from '@marquee/platform/learning';
import { spamLearner } from './spam-learner';

/** The training of the spam classifier. */
export default lesson(spamLearner);
