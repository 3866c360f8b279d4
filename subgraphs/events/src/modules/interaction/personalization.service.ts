import type { Context } from '../../context';
import type { SetPersonalization } from './interaction.input';
import { choosePersonalization } from './personalization.store';

interface PersonalizationView {
  enabled: boolean;
  changedAt: Date | null;
}

/** May what a person does be learned from? */
export class PersonalizationService {
  constructor(private readonly ctx: Context) {}

  async ofViewer(): Promise<PersonalizationView> {
    return (await this.ctx.loaders.personalizationByUserId.load(this.ctx.viewer.id)) ?? { enabled: true, changedAt: null };
  }

  async set(input: SetPersonalization): Promise<PersonalizationView> {
    const { viewer } = this.ctx;
    await this.ctx.change('setPersonalization', input, (step) => choosePersonalization(step, viewer.id, input.enabled));
    return this.ofViewer();
  }
}
