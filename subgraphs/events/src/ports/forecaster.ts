/**
 * Who tells what the weather is going to be. Adapters stand behind this interface: `open-meteo/` speaks Open-Meteo's API. There is none by
 * default: events have no forecast then.
 */
export interface Forecaster {
  readonly name: string;
  /**
   * What is expected there in that hour; null where it is not known (yet).
   *
   * @throws ForecastFault, and nothing else, but the reason of `signal`
   */
  forecast(question: ForecastQuestion): Promise<Forecast | null>;
}

export interface ForecastQuestion {
  latitude: number;
  longitude: number;
  at: Date;
}

export interface Forecast {
  /** By the table of the WMO (4677). */
  code: number;
  /** Degrees Celsius. */
  temperature: number;
  /** Per cent; null where it is not told. */
  precipitationProbability: number | null;
  /** Kilometres an hour; null where it is not told. */
  windSpeed: number | null;
}

/** No forecast came. */
export class ForecastFault extends Error {
  override name = 'ForecastFault';

  constructor(
    message: string,
    /** Nobody is to be asked again soon: too much was asked, or nobody is there. */
    readonly isBusy: boolean,
  ) {
    super(message);
  }
}
