import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTests } from '@marquee/platform/testing';
import { GtfsStops, stopsOf } from '../src/ports/gtfs-stops';
import { startWorld } from './world';

const FILE = `\uFEFFstop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station
1,a,"King, at Bay",43.6490,-79.3800,0,
2,b,Union platform 1,43.6453,-79.3806,0,union
3,c,Union platform 2,43.6454,-79.3805,0,union
union,d,Union,43.6453,-79.3806,1,
4,e,An entrance,43.6453,-79.3806,2,union
5,f,Nowhere,,,0,
6,g,Too far north,143,-79,0,
7,h,Fiji,-17.8,179.9999,,
`;

const aFile = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-stops-'));
  afterTests(async () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'stops.txt'), text);
  return join(folder, 'stops.txt');
};
const query = (id: string) => `{ event(id: "${id}") { transitScore venue { transitScore } } }`;

test('stops are read from GTFS: where people board, at the points that are told', () => {
  expect(stopsOf(FILE).map(({ station }) => station)).toEqual(['1', 'union', 'union', '7']);
  expect(() => stopsOf('a,b\n1,2\n')).toThrow('columns are missing');
  expect(stopsOf('')).toEqual([]);
});

test('the stops around a point are found, whatever lies further away', () => {
  const stops = new GtfsStops(stopsOf(FILE));
  expect(
    stops
      .near({ latitude: 43.6455, longitude: -79.3806 }, 800)
      .map(({ station }) => station)
      .sort(),
  ).toEqual(['1', 'union', 'union']);
  expect(stops.near({ latitude: 44.5, longitude: -79.3806 }, 800)).toEqual([]);
  expect(stops.near({ latitude: 89.999, longitude: 0 }, 800)).toEqual([]);
});

test('a place near stops is reached better than one far from them; a station counts once (E21, X88)', async () => {
  const world = await startWorld({ settings: { TRANSIT_STOPS: aFile(FILE) } });
  const at = async (latitude?: number, longitude?: number) => {
    const place = latitude === undefined ? {} : { latitude, longitude: longitude! };
    const { id } = await world.anEvent({ venue: { name: `Hall ${latitude}`, ...place } });
    return (await world.run(null, query(id))).event;
  };
  expect(await at(43.6453, -79.3806)).toEqual({ transitScore: 4, venue: { transitScore: 4 } });
  expect(await at(45, -79)).toEqual({ transitScore: 1, venue: { transitScore: 1 } });
  expect(await at()).toEqual({ transitScore: null, venue: { transitScore: null } });
});

test('where no stops are known there is no score, and a file that is none keeps it from starting', async () => {
  const world = await startWorld();
  const { id } = await world.anEvent({ venue: { name: 'Hall', latitude: 43.6453, longitude: -79.3806 } });
  expect((await world.run(null, query(id))).event).toEqual({ transitScore: null, venue: { transitScore: null } });
  await expect(GtfsStops.open(aFile('a,b\n1,2\n'))).rejects.toThrow('TRANSIT_STOPS');
  await expect(GtfsStops.open('/no/such/file')).rejects.toThrow('TRANSIT_STOPS');
});
