import { fatesOf } from './import-fidelity';

const fates = (record: Record<string, unknown>, dropped: string[] = []) =>
  Object.fromEntries(
    fatesOf(
      { record: { '@type': 'Event', name: 'A night', startDate: '2026-12-08T19:00', ...record }, line: null, dropped, notes: [] },
      'UTC',
    ).map(({ field, fate, reason }) => [field, reason ? `${fate}: ${reason}` : fate]),
  );

test('says of each field that is told whether it is kept, changed or dropped, and why', () => {
  expect(
    fates(
      {
        description: '<b>Loud</b>',
        endDate: '2026-12-08',
        location: { name: 'Hall', address: { streetAddress: '1 Queen St', postalCode: 'M5V' } },
        offers: [
          { price: 5, priceCurrency: 'CAD' },
          { price: 9, priceCurrency: 'CAD' },
        ],
        image: 'a.png',
        performer: { name: 'A band' },
        actor: { name: 'A singer', birthDate: '1990-01-01' },
        doorTime: '18:00',
        audience: '',
      },
      ['VALARM'],
    ),
  ).toEqual({
    name: 'kept',
    startDate: 'kept',
    description: 'changed: markup, blanks or hidden characters taken out',
    endDate: 'changed: a day without a time: the whole day',
    location: 'changed: without postalCode',
    offers: 'changed: several offers: lowest and highest are taken',
    image: 'dropped: no web address',
    performer: 'kept',
    actor: 'changed: names and addresses alone',
    doorTime: 'dropped: an event here has no field for it',
    VALARM: 'dropped: no word for it in schema.org',
  });
});

test('a record that is left out takes all its fields along', () => {
  expect(fates({ startDate: 'soon' })).toEqual({
    name: 'dropped: the record is left out: startDate is no ISO 8601 time',
    startDate: 'dropped: the record is left out: startDate is no ISO 8601 time',
  });
});
