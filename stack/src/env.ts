import { fieldSettings, fileSettings, parseEnv, setting, z } from '@marquee/platform';

const INTEGER_DAYS = /^-?\d{1,4}$/;

/** Settings of the stack itself; each subgraph's own are read by its module's `settings`. */
const shape = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: setting.port(4000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: setting.logLevel().default('warn'),
  /** A Postgres server; each subgraph gets a database of its own there, marquee_<name>. Without it an embedded one is started. */
  DATABASE_URL: setting.url('postgres', 'postgresql').optional(),
  REDIS_URL: setting.url('redis', 'rediss').optional(),
  /** Whether developers have test mode: worlds of their own with a clock to move. Unless it says so, not in production. */
  TEST_MODE: z.enum(['true', 'false']).optional(),
  /** So many of these worlds run at a time; others wait. */
  TEST_WORLDS: setting.whole(3, 1),
  /** The Postgres server of their databases; the product's own where it is left out. */
  TEST_DATABASE_URL: setting.url('postgres', 'postgresql').optional(),
  /** Where files are kept: by default a folder in DATA_DIR, which the gateway serves. */
  ...fileSettings,
  PASSPORT_SECRET: setting.secret().optional(),
  SESSION_SECRET: setting.secret().optional(),
  TICKET_SECRET: setting.secret().optional(),
  ...fieldSettings,
  /** What an empty database is filled with: the demo world (events, people, sign-ins), the sign-ins only, or nothing. */
  DEMO: z.enum(['true', 'false', 'accounts']).default('true'),
  DEMO_SEED: setting.whole(42),
  DEMO_PEOPLE: setting.whole(300, 20),
  /** So many events of the data set at most; a small world fills quickly. */
  DEMO_EVENTS: setting.whole(10_000, 1),
  /** `auto` moves the calendar of the data set by whole weeks so that it is current; `none` leaves it; a number moves it by days. */
  DEMO_CALENDAR: z
    .string()
    .refine((value) => value === 'auto' || value === 'none' || INTEGER_DAYS.test(value), 'must be auto, none or a number of days')
    .default('auto'),
};

export type StackSettings = z.infer<z.ZodObject<typeof shape>>;
export type Environment = Record<string, string | undefined>;

/** The only place where this package touches the process's environment. */
export const environment: Environment = process.env;

export const readStackSettings = (from: Environment = environment): StackSettings => parseEnv(shape, from);
