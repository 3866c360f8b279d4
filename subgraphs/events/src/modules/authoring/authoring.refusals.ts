import { Refusal, type NextStep } from '@marquee/platform';
import type { EventStatus } from '../../generated/prisma/enums';
import { statusAfter, type EventStep } from '../event/event-status';

export const wrongEventStatus = (status: EventStatus, message: string, nextStep: NextStep = 'RELOAD') =>
  new Refusal('WrongEventStatus', 'NOT_ALLOWED_NOW', message, { status }, { nextStep });

export const capacityTooLow = (taken: number) =>
  new Refusal(
    'CapacityTooLow',
    'NOT_ALLOWED_NOW',
    `${taken} places are taken or offered already.`,
    { taken },
    { nextStep: 'CORRECT_INPUT' },
  );

/** Where the step leads; refused where it cannot be taken. */
export function nextStatus(taken: EventStep, { status }: { status: EventStatus }): EventStatus {
  const next = statusAfter(taken, status);
  if (!next) throw wrongEventStatus(status, `You cannot ${taken} this event: it is ${spoken(status)}.`);
  return next;
}

export const spoken = (status: EventStatus): string => status.toLowerCase().replace('_', ' ');
