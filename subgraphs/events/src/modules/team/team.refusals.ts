import { Refusal } from '@marquee/platform';

export const teamFull = (maxMembers: number) =>
  new Refusal('TeamFull', 'NOT_ALLOWED_NOW', `A team has at most ${maxMembers} people, those who were asked included.`, { maxMembers });
