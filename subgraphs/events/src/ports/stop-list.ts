/** A stop of buses, trams, trains or ferries. */
export interface Stop {
  latitude: number;
  longitude: number;
  /** Stops of one station are one. */
  station: string;
}

/** Where public transport stops. */
export interface StopList {
  /** Those within so many metres, and perhaps some a little further away. */
  near(point: { latitude: number; longitude: number }, metres: number): readonly Stop[];
}
