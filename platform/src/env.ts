import { z } from 'zod';

export { z };

/** A setting is missing or wrong. The message lists every fault at once, one a line, so that one look is enough. */
export class SettingsError extends Error {
  override name = 'SettingsError';

  constructor(
    message: string,
    /** Each fault, `NAME: what is wrong`; empty where the message is all there is. */
    readonly faults: readonly string[] = [],
  ) {
    super(message);
  }

  /** One error of many faults; each is told once. */
  static of(faults: readonly string[]): SettingsError {
    const all = [...new Set(faults)];
    return new SettingsError(`These settings are missing or wrong:\n${all.map((fault) => `  ${fault}`).join('\n')}`, all);
  }
}

/** Reads several groups of settings, and throws the faults of all of them at once. */
export function readTogether<Readers extends Record<string, () => unknown>>(
  readers: Readers,
): { [Name in keyof Readers]: ReturnType<Readers[Name]> } {
  const faults: string[] = [];
  const read = Object.entries(readers).map(([name, reader]) => {
    try {
      return [name, reader()];
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      faults.push(...(error.faults.length > 0 ? error.faults : [error.message]));
      return [name, undefined];
    }
  });
  if (faults.length > 0) throw SettingsError.of(faults);
  return Object.fromEntries(read) as { [Name in keyof Readers]: ReturnType<Readers[Name]> };
}

/**
 * Reads the named settings from an environment. Empty strings count as absent. All faults are reported together.
 * The only caller that passes `process.env` is a package's env.ts.
 */
export function parseEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.keys(shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]));
  const parsed = z.object(shape).safeParse(present);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `${issue.path.join('.')}: ${present[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`,
  );
  throw SettingsError.of(faults);
}

/**
 * Reads settings, and asks of those that are right by themselves what is wrong with them together (`faultsOf`: each `NAME: what is wrong`).
 * All faults of both are reported at once, each setting's own before what it lacks beside others.
 */
export function parseTogether<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Record<string, string | undefined>,
  faultsOf: ((settings: Partial<z.infer<z.ZodObject<Shape>>>) => readonly string[]) | undefined,
): z.infer<z.ZodObject<Shape>> {
  if (!faultsOf) return parseEnv(shape, environment);
  const right = Object.entries(shape).flatMap(([name, one]) => {
    const value = environment[name] === '' ? undefined : environment[name];
    const parsed = z.safeParse(one, value);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  const wrong = Object.keys(shape).filter((name) => !right.some(([other]) => other === name));
  const { own } = readTogether({
    own: () => parseEnv(shape, environment),
    together() {
      const faults = faultsOf(Object.fromEntries(right) as never).filter((fault) => !wrong.includes(fault.split(':')[0]!));
      if (faults.length > 0) throw SettingsError.of(faults);
    },
  });
  return own;
}

const PORT = /^\d{1,5}$/;
const PORT_RANGE = 'must be a port, 0 to 65535';

/** The kinds of settings that several packages share. */
export const setting = {
  port: (fallback: number) => z.coerce.number(PORT_RANGE).int(PORT_RANGE).min(0, PORT_RANGE).max(65535, PORT_RANGE).default(fallback),
  portOrOff: () =>
    z
      .string()
      .default('off')
      .refine((value) => value === 'off' || (PORT.test(value) && Number(value) <= 65535), `${PORT_RANGE}, or off`)
      .transform((value) => (value === 'off' ? null : Number(value))),
  url: (...protocols: string[]) =>
    z
      .string()
      .refine(
        (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.replace(/:$/, '')),
        `must be an address that starts with ${protocols.map((p) => `${p}://`).join(' or ')}`,
      ),
  logLevel: () => z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  flag: (fallback: boolean) =>
    z
      .enum(['true', 'false', '1', '0'])
      .default(fallback ? 'true' : 'false')
      .transform((value) => value === 'true' || value === '1'),
  whole: (fallback: number, min = 0) =>
    z.coerce.number(`must be a whole number of at least ${min}`).int().min(min, `must be at least ${min}`).default(fallback),
  secret: () => z.string().min(32, 'must have at least 32 characters'),
};
