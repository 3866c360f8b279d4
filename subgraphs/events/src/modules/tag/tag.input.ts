import { line, z } from '@marquee/platform';
import { normaliseTag, normaliseTags } from './tag-name';

const MAX_TAGS = 20;

export { normaliseTag, normaliseTags };

export const tagList = z.array(line(50)).max(MAX_TAGS, `must be at most ${MAX_TAGS}`).transform(normaliseTags);
