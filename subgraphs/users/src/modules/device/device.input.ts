import { id, idempotencyKey, line, z } from '@marquee/platform';

const EXPO_TOKEN = /^Expo(nent)?PushToken\[[\w-]{1,200}\]$/;

export const registerDeviceInput = z
  .object({
    token: z
      .string()
      .min(1, 'must not be empty')
      .max(4096, 'must have at most 4096 characters')
      .regex(/^[\x21-\x7e]+$/, 'must be a token as the push service gave it'),
    provider: z.enum(['FCM', 'EXPO']),
    platform: z.enum(['IOS', 'ANDROID', 'WEB']),
    name: line(80).nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ provider, token }) => provider !== 'EXPO' || EXPO_TOKEN.test(token), { path: ['token'], message: 'must be a token of Expo' });
export type RegisterDevice = z.output<typeof registerDeviceInput>;

export const unregisterDeviceInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type UnregisterDevice = z.output<typeof unregisterDeviceInput>;
