import { Refusal } from '@marquee/platform';

export const slugTaken = () =>
  new Refusal('SlugTaken', 'CONFLICT', 'Another organisation has this slug. Choose another.', {}, { nextStep: 'CHOOSE_OTHER' });
