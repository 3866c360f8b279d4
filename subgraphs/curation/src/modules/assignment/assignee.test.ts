import { assigneesFor, type Assignee } from './assignee';

const waiting = { kind: 'EVENT' as const, authorId: 'author', categorySlug: 'music', city: 'lyon', language: 'fr', curatorId: null };
const person = (userId: string, parts: Partial<Assignee> = {}): Assignee => ({
  ...{ userId, role: 'curator', capacity: 10, categories: [], cities: [], languages: [], load: 0 },
  ...parts,
});
const order = (people: Assignee[], parts: Partial<typeof waiting> | { curatorId: string } = {}) =>
  assigneesFor({ ...waiting, ...parts }, people).map(({ userId }) => userId);

describe('who is given what waits', () => {
  it('is who knows its category and city, and among these who has the smallest share of what they can take', () => {
    const people = [
      person('idle'),
      person('music', { categories: ['music'], load: 5 }),
      person('both', { categories: ['film', 'music'], cities: ['lyon'], load: 9 }),
      person('strong', { categories: ['music'], load: 6, capacity: 20 }),
    ];
    expect(order(people)).toEqual(['both', 'strong', 'music', 'idle']);
  });

  it('is nobody who has enough, made it, or may not judge it', () => {
    const people = [person('full', { load: 10 }), person('author'), person('nobody', { role: 'user' }), person('other')];
    expect(order(people)).toEqual(['other']);
    expect(order(people, { kind: 'MESSAGE' } as never)).toEqual([]);
  });

  it('is somebody who reads its language, where they say which they read', () => {
    const people = [person('german', { languages: ['de'] }), person('french', { languages: ['en', 'fr'] }), person('any')];
    expect(order(people)).toEqual(['any', 'french']);
    expect(order(people, { language: null } as never)).toEqual(['any', 'french', 'german']);
  });

  it('is who let it lapse only where nobody else is', () => {
    const people = [person('again', { categories: ['music'] }), person('other', { load: 9 })];
    expect(order(people, { curatorId: 'again' })).toEqual(['other', 'again']);
  });
});
