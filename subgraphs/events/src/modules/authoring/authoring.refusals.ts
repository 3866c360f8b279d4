import { Refusal, type NextStep } from '@marquee/platform';
import type { EventStatus } from '../../generated/prisma/enums';

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
