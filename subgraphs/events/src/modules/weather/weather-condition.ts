export type WeatherCondition =
  'CLEAR' | 'PARTLY_CLOUDY' | 'CLOUDY' | 'FOG' | 'DRIZZLE' | 'RAIN' | 'FREEZING_RAIN' | 'SNOW' | 'SHOWERS' | 'THUNDERSTORM' | 'UNKNOWN';

/** The codes of the WMO's table 4677 that forecasts use, from the lowest of each kind on. */
const FROM: readonly [number, WeatherCondition][] = [
  [0, 'CLEAR'],
  [1, 'PARTLY_CLOUDY'],
  [3, 'CLOUDY'],
  [4, 'UNKNOWN'],
  [45, 'FOG'],
  [49, 'UNKNOWN'],
  [51, 'DRIZZLE'],
  [56, 'FREEZING_RAIN'],
  [61, 'RAIN'],
  [66, 'FREEZING_RAIN'],
  [71, 'SNOW'],
  [80, 'SHOWERS'],
  [85, 'SNOW'],
  [87, 'UNKNOWN'],
  [95, 'THUNDERSTORM'],
  [100, 'UNKNOWN'],
];

export const conditionOf = (code: number): WeatherCondition => FROM.findLast(([from]) => code >= from)?.[1] ?? 'UNKNOWN';
