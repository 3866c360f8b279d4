import { Refusal, type NextStep } from '@marquee/platform';

export type UploadFault = 'NOT_UPLOADED' | 'WRONG_SIZE' | 'NOT_THIS_IMAGE' | 'SPENT';

const FAULTS: Record<UploadFault, { message: string; nextStep: NextStep }> = {
  NOT_UPLOADED: {
    message: 'Nothing has been sent to the address of this upload. Send the picture, then try again.',
    nextStep: 'COMPLETE_ACTION',
  },
  WRONG_SIZE: { message: 'The picture has another size than was named. Ask for another upload.', nextStep: 'CHOOSE_OTHER' },
  NOT_THIS_IMAGE: { message: 'The file is not the PNG, JPEG or WebP that was named. Choose another picture.', nextStep: 'CHOOSE_OTHER' },
  SPENT: { message: 'This upload was handed over already, or is too old. Ask for another one.', nextStep: 'CHOOSE_OTHER' },
};

export const uploadRefused = (reason: UploadFault) =>
  new Refusal('ImageUploadRefused', 'NOT_ALLOWED_NOW', FAULTS[reason].message, { reason }, { nextStep: FAULTS[reason].nextStep });

export const noPicturesHere = () => new Refusal('NotAllowed', 'NOT_ALLOWED_NOW', 'This installation keeps no files.');
