import { SettingsError, type Basics } from '@marquee/platform';
import type { Settings } from '../env';
import type { PrismaClient } from '../generated/prisma/client';
import { ProcessorFault, type Processor } from './processor';
import { SandboxProcessor } from './sandbox/sandbox-processor';

/** All processors of this process: one for what is sold from now on, and those that began earlier payments. */
export interface Processors {
  readonly chosen: Processor;
  readonly all: readonly Processor[];
  /** Null for one that the settings do not name any more. */
  find(name: string): Processor | null;
  /** Throws ProcessorFault for one that the settings do not name any more: its payments and refunds wait until they do. */
  of(name: string): Processor;
}

const STRIPE = ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'] as const;

/** Stripe where its keys are set, else the sandbox, which goes on with what it has begun in either case. Half of the keys are refused. */
export async function openProcessors(
  { settings, db, clock }: Pick<Basics<PrismaClient, Settings>, 'settings' | 'db' | 'clock'>,
  given?: Processor,
): Promise<Processors> {
  const missing = STRIPE.filter((name) => !settings[name]);
  if (missing.length > 0 && missing.length < STRIPE.length)
    throw SettingsError.of(missing.map((name) => `${name}: must be set where the others of Stripe's are`));
  const sandbox = new SandboxProcessor(db.pool, clock);
  const all = [given, missing.length === 0 ? await openStripe(settings) : null, sandbox].filter((one) => one != null);
  const find = (name: string) => all.find((one) => one.name === name) ?? null;
  return {
    chosen: all[0]!,
    all,
    find,
    of(name) {
      const processor = find(name);
      if (!processor) throw new ProcessorFault(`the settings name no processor ${name}`);
      return processor;
    },
  };
}

/** Nobody loads it who has no account there. */
async function openStripe(settings: Settings): Promise<Processor> {
  const { StripeProcessor } = await import('./stripe/stripe-processor');
  return new StripeProcessor({
    secretKey: settings.STRIPE_SECRET_KEY!,
    publishableKey: settings.STRIPE_PUBLISHABLE_KEY!,
    webhookSecrets: settings.STRIPE_WEBHOOK_SECRET!,
    api: settings.STRIPE_API_URL,
    returnUrl: settings.WEB_URL,
  });
}
