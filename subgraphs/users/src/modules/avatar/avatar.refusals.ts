import { Refusal, type NextStep } from '@marquee/platform';

export type AvatarFault = 'NOT_UPLOADED' | 'WRONG_SIZE' | 'NOT_THIS_IMAGE' | 'SPENT';

const FAULTS: Record<AvatarFault, { message: string; nextStep: NextStep }> = {
  NOT_UPLOADED: {
    message: 'Nothing has been sent to the address of this upload. Send the picture, then try again.',
    nextStep: 'COMPLETE_ACTION',
  },
  WRONG_SIZE: { message: 'The picture has another size than was named. Ask for another upload.', nextStep: 'CHOOSE_OTHER' },
  NOT_THIS_IMAGE: { message: 'The file is not the PNG, JPEG or WebP that was named. Choose another picture.', nextStep: 'CHOOSE_OTHER' },
  SPENT: { message: 'This upload was used already, or is too old. Ask for another one.', nextStep: 'CHOOSE_OTHER' },
};

export const avatarRefused = (reason: AvatarFault) =>
  new Refusal('AvatarRefused', 'NOT_ALLOWED_NOW', FAULTS[reason].message, { reason }, { nextStep: FAULTS[reason].nextStep });

export const tooManyPictures = (limit: number, retryAt: Date) =>
  new Refusal(
    'TooManyRequests',
    'RATE_LIMITED',
    `This account may upload ${limit} pictures in an hour; the next fits in later.`,
    { retryAt },
    { retryable: true, nextStep: 'WAIT' },
  );
