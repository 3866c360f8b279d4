/** Around what crews are looked for. */
export type AroundWhat = { kind: 'EVENT' | 'VENUE'; id: string } | { kind: 'AREA'; latitude: number; longitude: number; radiusKm: number };
