import { setting, SettingsError, z } from '../env';

const PLACE = /^(disk|s3):(.+)$/;

/** Where files are kept; every process that uses them has the same. */
export const fileSettings = {
  /** `disk:<folder>` or `s3:<bucket>`. */
  FILES: z
    .string()
    .refine((value) => PLACE.test(value), 'must be disk:<folder> or s3:<bucket>')
    .optional(),
  /** Where everybody reads what is public: a gateway's address with /files for a disk, a CDN or the bucket's own for S3. */
  FILES_URL: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  /** An S3-compatible service that clients reach, too; Amazon's where there is none. */
  FILES_ENDPOINT: setting.url('http', 'https').optional(),
  FILES_REGION: z.string().min(1).optional(),
  FILES_ACCESS_KEY_ID: z.string().min(1).optional(),
  FILES_SECRET_ACCESS_KEY: z.string().min(1).optional(),
};

export type FileSettings = z.infer<z.ZodObject<typeof fileSettings>>;

/** Where files are kept, when that is wholly said. */
export type FilePlace = DiskPlace | S3Place;

export interface DiskPlace {
  kind: 'disk';
  folder: string;
  url: string | null;
}

export interface S3Place {
  kind: 's3';
  bucket: string;
  url: string | null;
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const OF_S3 = ['FILES_REGION', 'FILES_ACCESS_KEY_ID', 'FILES_SECRET_ACCESS_KEY'] as const;

/** The place that the settings say; null when they say none. Half of what a place needs is refused. */
export function placeOfFiles(settings: FileSettings): FilePlace | null {
  const [, kind, name] = PLACE.exec(settings.FILES ?? '') ?? [];
  const url = settings.FILES_URL ?? null;
  if (kind === 's3') {
    const missing = OF_S3.filter((setting) => !settings[setting]);
    if (missing.length > 0) throw SettingsError.of(missing.map((setting) => `${setting}: must be set where FILES is s3:<bucket>`));
    return {
      kind,
      bucket: name!,
      url,
      endpoint: settings.FILES_ENDPOINT ?? null,
      region: settings.FILES_REGION!,
      accessKeyId: settings.FILES_ACCESS_KEY_ID!,
      secretAccessKey: settings.FILES_SECRET_ACCESS_KEY!,
    };
  }
  const needless = [...OF_S3, 'FILES_ENDPOINT' as const].filter((setting) => settings[setting]);
  if (needless.length > 0) throw SettingsError.of(needless.map((setting) => `${setting}: is of use only where FILES is s3:<bucket>`));
  return kind === 'disk' ? { kind, folder: name!, url } : null;
}

/** For a process of its own in production: nothing can be made up, because the gateway and its clients must mean the same place. */
export function requirePlaceOfFiles(settings: FileSettings): FilePlace {
  const place = placeOfFiles(settings);
  if (!place) throw SettingsError.of(['FILES: must be set when NODE_ENV is production']);
  if (place.kind === 'disk' && !place.url)
    throw SettingsError.of([
      'FILES_URL: must be set when NODE_ENV is production and FILES is a folder: the public address of the gateway with /files',
    ]);
  return place;
}
