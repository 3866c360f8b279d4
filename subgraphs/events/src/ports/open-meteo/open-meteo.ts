import { fetchRemote, RemoteFault } from '@marquee/platform';
import { ForecastFault, type Forecast, type Forecaster, type ForecastQuestion } from '../forecaster';

const MOST_BYTES = 1_000_000;
const LONGEST_MS = 10_000;

interface Answer {
  hourly?: {
    time?: string[];
    temperature_2m?: (number | null)[];
    precipitation_probability?: (number | null)[];
    wind_speed_10m?: (number | null)[];
    weather_code?: (number | null)[];
  };
}

/** Open-Meteo's forecast API, or one that speaks it. https://open-meteo.com/en/docs */
export class OpenMeteo implements Forecaster {
  readonly name = 'open-meteo';
  private readonly inside: readonly string[];

  /** `api`: its address, without a slash at the end; it may lie inside the network of who runs this. */
  constructor(private readonly api: string) {
    this.inside = [new URL(api).host];
  }

  async forecast({ latitude, longitude, at }: ForecastQuestion): Promise<Forecast | null> {
    const hour = `${at.toISOString().slice(0, 13)}:00`;
    const query = new URLSearchParams({
      latitude: String(latitude),
      longitude: String(longitude),
      hourly: 'temperature_2m,precipitation_probability,wind_speed_10m,weather_code',
      timezone: 'UTC',
      start_hour: hour,
      end_hour: hour,
    });
    const { status, body } = await this.ask(`${this.api}/v1/forecast?${query.toString()}`);
    if (status !== 200) throw new ForecastFault(`The forecast is answered with ${status}.`, status === 429 || status >= 500);
    return readHour(body, hour);
  }

  private async ask(address: string) {
    try {
      return await fetchRemote(address, { inside: this.inside, maxBytes: MOST_BYTES, timeoutMs: LONGEST_MS });
    } catch (error) {
      throw error instanceof RemoteFault ? new ForecastFault(error.message, true) : error;
    }
  }
}

function readHour(body: Buffer, hour: string): Forecast | null {
  let answer: Answer | null;
  try {
    answer = JSON.parse(body.toString('utf8')) as Answer | null;
  } catch {
    throw new ForecastFault('The forecast is no JSON.', false);
  }
  const hourly = answer?.hourly;
  const at = hourly?.time?.indexOf(hour) ?? -1;
  const number = (values: (number | null)[] | undefined) => (typeof values?.[at] === 'number' ? values[at] : null);
  const [code, temperature] = [number(hourly?.weather_code), number(hourly?.temperature_2m)];
  if (at < 0 || code === null || temperature === null) return null;
  return {
    code: Math.round(code),
    temperature,
    precipitationProbability: number(hourly?.precipitation_probability),
    windSpeed: number(hourly?.wind_speed_10m),
  };
}
