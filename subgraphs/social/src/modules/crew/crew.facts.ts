import type { Fact } from '@marquee/platform';
import type { CrewFeedbackChanged } from '@marquee/schema/topics';

/** Those who met in a crew are asked what they say of each other, or are so no more. */
export const crewFeedbackChanged = (
  { id, name }: { id: string; name: string },
  state: 'OPEN' | 'CLOSED',
  until: Date,
  userIds: string[],
): Fact<'crew.feedback_changed', CrewFeedbackChanged> => ({
  topic: 'crew.feedback_changed',
  key: id,
  payload: { groupId: id, groupName: name, state, openUntil: until.toISOString(), userIds },
});
