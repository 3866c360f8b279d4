/** City Hall, and places so many kilometres from it. */
export const CITY_HALL = { latitude: 43.6534, longitude: -79.3839 };
export const venue = (name: string, km: number) => ({
  name,
  city: 'Toronto',
  latitude: CITY_HALL.latitude + km / 111.32,
  longitude: CITY_HALL.longitude,
});
