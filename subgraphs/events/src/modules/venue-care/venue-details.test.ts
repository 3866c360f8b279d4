import { inOrder, overlap, type VenueHours } from './venue-details';

const hours = (day: VenueHours['day'], opens: string, closes: string): VenueHours => ({ day, opens, closes });

test.each([
  ['one day alone', [hours('MONDAY', '10:00', '18:00')], false],
  ['two parts of a day', [hours('MONDAY', '18:00', '22:00'), hours('MONDAY', '10:00', '14:00')], false],
  ['parts that meet', [hours('MONDAY', '10:00', '14:00'), hours('MONDAY', '14:00', '18:00')], false],
  ['parts that overlap', [hours('MONDAY', '10:00', '14:01'), hours('MONDAY', '14:00', '18:00')], true],
  ['a night that runs into the next day', [hours('MONDAY', '20:00', '02:00'), hours('TUESDAY', '01:00', '05:00')], true],
  ['a Sunday night that runs into Monday', [hours('SUNDAY', '20:00', '02:00'), hours('MONDAY', '01:00', '05:00')], true],
  ['a Sunday night that ends before Monday’s opening', [hours('SUNDAY', '20:00', '02:00'), hours('MONDAY', '02:00', '05:00')], false],
  ['all day and night', [hours('MONDAY', '00:00', '00:00'), hours('TUESDAY', '00:00', '00:00')], false],
] as const)('%s', (_, list, expected) => expect(overlap(list)).toBe(expected));

test('hours are told in the order of the week', () => {
  const told = [hours('SUNDAY', '10:00', '11:00'), hours('MONDAY', '18:00', '19:00'), hours('MONDAY', '09:00', '10:00')];
  expect(inOrder(told).map(({ day, opens }) => `${day} ${opens}`)).toEqual(['MONDAY 09:00', 'MONDAY 18:00', 'SUNDAY 10:00']);
});
