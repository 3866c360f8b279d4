import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { PersonalSuggestionService } from '../tracking/tracking-suggestion.service';
import type { UpdatePreferences } from './preference.input';

/** How the viewer wants to be spoken to. */
export class PreferenceService {
  constructor(
    private readonly ctx: Context,
    private readonly plans: Pick<PersonalSuggestionService, 'moveClock'>,
  ) {}

  async update(input: UpdatePreferences): Promise<UserRow> {
    const { id } = this.ctx.viewer;
    const { language, timeZone, theme, quietHours, digest } = input;
    // What is undefined stays. Nobody else is told: it is no part of the profile, and its version stays, too.
    const data = {
      ...{ language, timeZone },
      theme: theme === null ? ('SYSTEM' as const) : theme,
      digest: digest === null ? ('IMMEDIATE' as const) : digest,
      ...(quietHours === undefined ? {} : { quietFrom: quietHours?.from ?? null, quietUntil: quietHours?.until ?? null }),
    };
    await this.ctx.change('updatePreferences', input, async (step) => {
      await step.tx.user.updateMany({ where: { id }, data });
      if (timeZone !== undefined) await this.plans.moveClock(step, id, timeZone);
      return null;
    });
    return (await this.ctx.loaders.userById.load(id))!;
  }
}
