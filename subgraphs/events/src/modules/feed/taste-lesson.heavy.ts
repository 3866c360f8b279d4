import { lesson } from '@marquee/platform/learning';
import { tasteLearner } from './taste-learner';

export default lesson(tasteLearner);
