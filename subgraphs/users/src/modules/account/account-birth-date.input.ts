import { idempotencyKey, z } from '@marquee/platform';
import { birthDate } from './account.input';

export const setBirthDateInput = (today: Date, maximumAge: number | undefined) =>
  z.object({ birthDate: birthDate(today, maximumAge), idempotencyKey: idempotencyKey() });
export type SetBirthDate = z.output<ReturnType<typeof setBirthDateInput>>;
