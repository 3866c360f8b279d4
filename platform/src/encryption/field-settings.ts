import { hkdfSync } from 'node:crypto';
import { setting, SettingsError, z } from '../env';
import { FieldCipher, type FieldKey } from './field-cipher';

const KEY = /^([a-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** `id:base64,id:base64`; null for anything else. */
function keysOf(text: string): [FieldKey, ...FieldKey[]] | null {
  const keys = text.split(',').flatMap((part) => {
    const [, id, base64] = KEY.exec(part.trim()) ?? [];
    return id && base64 ? [{ id, key: Buffer.from(base64, 'base64') }] : [];
  });
  const ids = new Set(keys.map(({ id }) => id));
  const [first, ...others] = keys;
  return first && ids.size === text.split(',').length ? [first, ...others] : null;
}

/** What encrypts single fields of people; every process has the same. */
export const fieldSettings = {
  /** The first key encrypts, all decrypt. A new one is put in front; the last is taken away when nothing is encrypted with it any more. */
  FIELD_KEYS: z
    .string()
    .refine((text) => keysOf(text) !== null, 'must be <id>:<32 bytes in base64>, more of them separated by commas, with different ids')
    .optional(),
  /** Makes the blind indexes by which encrypted values are found. */
  FIELD_INDEX_KEY: setting.secret().optional(),
};

export type FieldSettings = z.infer<z.ZodObject<typeof fieldSettings>>;

/**
 * The cipher that the settings say. In development what is not set is derived from another secret; in production it is refused, because
 * who knows that secret must not know people's fields, too.
 */
export function openFieldCipher(settings: FieldSettings & { NODE_ENV?: string | undefined }, developmentSecret: string): FieldCipher {
  if (settings.NODE_ENV === 'production') {
    const missing = (['FIELD_KEYS', 'FIELD_INDEX_KEY'] as const).filter((name) => !settings[name]);
    if (missing.length > 0) throw SettingsError.of(missing.map((name) => `${name}: must be set when NODE_ENV is production`));
  }
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', developmentSecret, 'marquee-fields', purpose, 32));
  const keys = settings.FIELD_KEYS ? keysOf(settings.FIELD_KEYS)! : ([{ id: 'development', key: derive('key') }] as const);
  return new FieldCipher([...keys] as [FieldKey, ...FieldKey[]], Buffer.from(settings.FIELD_INDEX_KEY ?? derive('index')));
}
