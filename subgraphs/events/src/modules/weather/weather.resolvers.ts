import type { Resolvers } from '../../generated/resolvers';
import { conditionOf } from './weather-condition';

export const weatherResolvers: Resolvers = {
  Event: {
    forecast: (event, _, { services }) => services.weather.of(event),
  },
  WeatherForecast: {
    condition: ({ code }) => conditionOf(code),
    temperatureCelsius: ({ temperature }) => temperature,
    windSpeedKmh: ({ windSpeed }) => windSpeed,
  },
};
