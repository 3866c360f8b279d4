import { lesson } from '@marquee/platform/learning';
import { meaningLearner } from './meaning-learner';

export default lesson(meaningLearner);
