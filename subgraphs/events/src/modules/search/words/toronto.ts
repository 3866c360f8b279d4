/** Parts of the city by their names: where their middle is, and how many kilometres they reach. A city more is a file more. */
export interface KnownPlace {
  names: string;
  latitude: number;
  longitude: number;
  radiusKm: number;
}

const place = (names: string, latitude: number, longitude: number, radiusKm: number): KnownPlace => ({
  names,
  latitude,
  longitude,
  radiusKm,
});

export const TORONTO: readonly KnownPlace[] = [
  place('downtown, downtown toronto, downtown core, city centre, centre-ville', 43.6532, -79.3832, 2.5),
  place('midtown, yonge and eglinton, yonge-eglinton', 43.7068, -79.3985, 1.5),
  place('scarborough', 43.7731, -79.2578, 9),
  place('etobicoke', 43.6435, -79.5656, 9),
  place('north york', 43.7615, -79.4111, 7),
  place('east york', 43.6912, -79.3277, 3),
  place('queen west, queen street west, queen st west, queen st w, west queen west', 43.6475, -79.4075, 1.8),
  place('queen east, queen street east', 43.6601, -79.345, 2),
  place('kensington market, kensington', 43.6547, -79.4005, 0.6),
  place('chinatown', 43.6529, -79.3981, 0.6),
  place('distillery district, the distillery, distillery', 43.6503, -79.3596, 0.5),
  place('yorkville, bloor-yorkville', 43.6709, -79.3932, 0.8),
  place('the danforth, danforth, greektown', 43.6796, -79.3468, 2.2),
  place('leslieville', 43.6629, -79.3306, 1),
  place('the beaches', 43.6714, -79.2975, 1.5),
  place('high park', 43.6465, -79.4637, 1.1),
  place('roncesvalles, roncy', 43.6466, -79.4489, 0.9),
  place('parkdale', 43.6405, -79.4366, 1),
  place('liberty village', 43.6379, -79.4208, 0.6),
  place('king west', 43.6447, -79.3987, 1),
  place('ossington', 43.6494, -79.4207, 0.8),
  place('little italy, college street west', 43.6551, -79.4144, 0.8),
  place('little portugal', 43.6487, -79.4316, 0.8),
  place('dundas west', 43.6497, -79.43, 1),
  place('the annex', 43.6699, -79.4065, 1),
  place('koreatown', 43.6646, -79.4166, 0.6),
  place('bloordale, bloorcourt', 43.6602, -79.4354, 0.8),
  place('the junction', 43.6655, -79.4706, 1),
  place('bloor west village', 43.6507, -79.4801, 1),
  place('church and wellesley, gay village', 43.6655, -79.3807, 0.6),
  place('cabbagetown', 43.6676, -79.3661, 0.8),
  place('regent park', 43.6601, -79.3613, 0.6),
  place('corktown', 43.6562, -79.3596, 0.6),
  place('st. lawrence, st lawrence market, old town', 43.6492, -79.3716, 0.7),
  place('financial district', 43.6479, -79.3817, 0.6),
  place('entertainment district', 43.6464, -79.3899, 0.7),
  place('harbourfront, waterfront, queens quay', 43.6389, -79.3827, 1.3),
  place('cityplace, fort york', 43.6393, -79.3968, 0.8),
  place('exhibition place', 43.6332, -79.4188, 0.8),
  place('toronto islands, toronto island, centre island', 43.6205, -79.3785, 2),
  place('little jamaica, eglinton west', 43.6932, -79.4473, 1.2),
  place('forest hill', 43.6946, -79.4143, 1),
  place('leaside', 43.7044, -79.3662, 1.2),
  place('don mills', 43.7366, -79.3436, 1.8),
  place('willowdale', 43.7701, -79.4083, 1.8),
  place('davisville', 43.6977, -79.3965, 0.8),
  place('wychwood, st clair west', 43.6812, -79.4243, 1.1),
  place('downsview', 43.7428, -79.4745, 2),
  place('rouge park', 43.8177, -79.2079, 3),
]; // prettier-ignore

/** Short names of houses that everybody uses. */
export const TORONTO_NAMES: Readonly<Record<string, string>> = {
  ago: 'art gallery of ontario',
  rom: 'royal ontario museum',
  tso: 'toronto symphony orchestra',
  moca: 'museum of contemporary art',
  tpl: 'toronto public library',
  cne: 'canadian national exhibition',
  tiff: 'toronto international film festival',
  rcm: 'royal conservatory of music',
  mtcc: 'metro toronto convention centre',
  coc: 'canadian opera company',
};
