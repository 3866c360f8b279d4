import type { Logger } from '@marquee/platform';
import { ForecastFault, type Forecast, type Forecaster, type ForecastQuestion } from '../../ports/forecaster';

/** What somebody outside expects the weather to be; a fault of theirs is no fault here. */
export class Forecasts {
  constructor(
    /** Null: nobody is asked. */
    private readonly forecaster: Forecaster | null,
    private readonly logger: Logger,
  ) {}

  get areAsked(): boolean {
    return this.forecaster !== null;
  }

  /** Null where it is not known; `isBusy`: nobody is to be asked again soon. */
  async ask(question: ForecastQuestion): Promise<{ forecast: Forecast | null; isBusy: boolean }> {
    try {
      return { forecast: (await this.forecaster?.forecast(question)) ?? null, isBusy: false };
    } catch (error) {
      if (!(error instanceof ForecastFault)) throw error;
      this.logger.warn({ forecaster: this.forecaster!.name, fault: error.message }, 'no forecast');
      return { forecast: null, isBusy: error.isBusy };
    }
  }
}
