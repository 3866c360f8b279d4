import { z } from '@marquee/platform';
import { dayRangeInput } from '../interaction/interaction.input';

export const analyticsInput = z.object({ range: dayRangeInput });
