/** Where a group meets, as somebody says it. */
export interface Place {
  name?: string | null;
  latitude?: number | null;
  longitude?: number | null;
}

/** The columns of a place; of none, all are null. */
export const placeRow = (place: Place | null) => ({
  placeName: place?.name ?? null,
  latitude: place?.latitude ?? null,
  longitude: place?.longitude ?? null,
});

/** Null when there is neither name nor point. */
export function placeOf({
  placeName,
  latitude,
  longitude,
}: {
  placeName: string | null;
  latitude: number | null;
  longitude: number | null;
}) {
  const location = latitude === null || longitude === null ? null : { latitude, longitude };
  return placeName === null && location === null ? null : { name: placeName, location };
}
