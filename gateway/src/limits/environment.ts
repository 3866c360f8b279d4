import { setting, z } from '@marquee/platform';
import type { GatewaySettingsInput } from '../settings';
import { DEFAULT_LIMITS } from './limits';
import { DEFAULT_RATES } from './rate/allowance';

/** Factor for a developer's machine, where all requests come from one address, and tests and explorers send many. */
const IN_DEVELOPMENT = 100;
const AT_ONCE_IN_DEVELOPMENT = 1_000;

/** The settings of limits that an operator may want to change. */
export function limitShape(production: boolean) {
  const factor = production ? 1 : IN_DEVELOPMENT;
  return {
    INTROSPECTION: z.enum(['true', 'false', '1', '0', 'signed-in']).default(production ? 'false' : 'true'),
    MAX_COST: setting.whole(DEFAULT_LIMITS.maxCost, 1),
    RATE_LIMITS: setting.flag(true),
    RATE_LIMIT_SIGNED_IN: setting.whole(DEFAULT_RATES.signedIn.operations * factor, 1),
    RATE_LIMIT_KEY: setting.whole(DEFAULT_RATES.keys.operations * factor, 1),
    RATE_LIMIT_ANONYMOUS: setting.whole(DEFAULT_RATES.anonymous.operations * factor, 1),
    RATE_LIMIT_SIGN_IN: setting.whole(DEFAULT_RATES.signIn.operations * factor, 1),
    RATE_LIMIT_SLOW_FROM: setting.whole(production ? DEFAULT_RATES.anonymous.slowFrom : 0),
    COST_BUDGET_SIGNED_IN: setting.whole(DEFAULT_RATES.signedIn.cost * factor, 1),
    COST_BUDGET_KEY: setting.whole(DEFAULT_RATES.keys.cost * factor, 1),
    COST_BUDGET_ANONYMOUS: setting.whole(DEFAULT_RATES.anonymous.cost * factor, 1),
    COST_BUDGET_SIGN_IN: setting.whole(DEFAULT_RATES.signIn.cost * factor, 1),
    NODE_ENV: z.string().optional(),
  };
}

type LimitEnvironment = z.infer<z.ZodObject<ReturnType<typeof limitShape>>>;

export function limitSettings(env: LimitEnvironment): Pick<GatewaySettingsInput, 'limits' | 'rates'> {
  const introspection = env.INTROSPECTION === 'signed-in' ? 'signed-in' : env.INTROSPECTION === 'true' || env.INTROSPECTION === '1';
  const atOnce = env.NODE_ENV === 'production' ? {} : { atOnce: AT_ONCE_IN_DEVELOPMENT };
  return {
    // Messages give no hints of a schema that is not public.
    limits: { introspection, hideSchemaDetails: introspection !== true, maxCost: env.MAX_COST },
    rates: env.RATE_LIMITS
      ? {
          signedIn: { operations: env.RATE_LIMIT_SIGNED_IN, cost: env.COST_BUDGET_SIGNED_IN, ...atOnce },
          keys: { operations: env.RATE_LIMIT_KEY, cost: env.COST_BUDGET_KEY, ...atOnce },
          anonymous: {
            operations: env.RATE_LIMIT_ANONYMOUS,
            cost: env.COST_BUDGET_ANONYMOUS,
            slowFrom: env.RATE_LIMIT_SLOW_FROM || Infinity,
            ...atOnce,
          },
          signIn: { operations: env.RATE_LIMIT_SIGN_IN, cost: env.COST_BUDGET_SIGN_IN, ...atOnce },
        }
      : null,
  };
}
