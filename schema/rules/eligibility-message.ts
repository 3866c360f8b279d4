import type { EligibilityCode } from './eligibility';

const MESSAGES: Readonly<Record<EligibilityCode, string>> = {
  ELIGIBLE: 'Nothing is in the way.',
  SIGN_IN: 'Sign in first.',
  ACCOUNT_INACTIVE: 'This account is not active.',
  NOT_PUBLISHED: 'This event is not published.',
  CALLED_OFF: 'This event is called off.',
  OVER: 'This event is over.',
  INVITATION_NEEDED: 'This event is for invited people. Ask its organiser for an invitation.',
  POINTS_NEEDED: 'This event asks for more points than you have.',
  RATING_NEEDED: 'This event asks for a higher reputation than yours.',
  APPROVAL_NEEDED: 'The organiser decides on each guest. Answer GOING to ask for a place.',
  APPROVAL_PENDING: 'The organiser has not decided yet.',
  APPROVAL_DECLINED: 'The organiser has declined your request.',
  TICKET_NEEDED: 'A place at this event comes by a ticket.',
  LOTTERY_NEEDED: 'Places at this event are given by lot: enter the lottery.',
  SALES_CLOSED: 'No tickets are on sale now.',
  SOLD_OUT: 'All tickets are sold or on hold.',
  FULL: 'All places are taken. Answer GOING to wait for one.',
  PLACE_NEEDED: 'You have no place at this event.',
  DOOR_NOT_OPEN: 'The door is not open yet.',
  DOOR_CLOSED: 'The door is closed: the event is over.',
  ALREADY_IN: 'All your places are used.',
};

/** What a code of eligibility.ts says to people; programs go by the code. */
export const messageOf = (code: EligibilityCode): string => MESSAGES[code];
