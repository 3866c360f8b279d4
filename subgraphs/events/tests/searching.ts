/** As the clients ask. */
export const SEARCH = `query ($query: String, $filter: EventFilter, $orderBy: EventOrder, $first: Int, $after: String) {
  searchEvents(query: $query, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id title startsAt distanceKm venue { name city } attendanceCounts { going available } }
    facets { field values { value count } }
    totalCount
    pageInfo { hasNextPage endCursor }
  }
}`;

/** City Hall, and places so many kilometres from it. */
export const CITY_HALL = { latitude: 43.6534, longitude: -79.3839 };
export const venue = (name: string, km: number) => ({
  name,
  city: 'Toronto',
  latitude: CITY_HALL.latitude + km / 111.32,
  longitude: CITY_HALL.longitude,
});
