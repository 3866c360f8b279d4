import { SearchPeopleDocument } from './generated/documents';
import { connect, signUp, signUpAs, startWorld, updateProfile, type Person, type World } from './world';

describe('a search for people (U22, U74)', () => {
  let world: World;
  let viewer: Person;
  const found = async (query: string, by = viewer, page: Record<string, unknown> = {}) =>
    (await world.run(by.viewer, SearchPeopleDocument, { query, ...page })).users;
  const names = async (...args: Parameters<typeof found>) => (await found(...args)).nodes.map(({ username }) => username);
  const called = async (username: string, displayName: string) => {
    const person = await signUp(world, username);
    await updateProfile(world, person, { displayName });
    return person;
  };

  beforeAll(async () => {
    world = await startWorld();
    viewer = await signUp(world, 'viewer');
    await called('jose_n', 'José Núñez');
    await called('wangw', '王伟');
    await called('xiaow', '李小伟');
    await called('oeyv', 'Øyvind Strauß');
    await called('gonz', 'Maria González');
    await called('maria_k', 'Maria Kowalska');
    await called('oleksii', 'Олексій Шевченко');
  });

  it.each([
    ['accents and case', 'jose nunez', ['jose_n']],
    ['accents where the name has none', 'MÁRIA KÓWALSKA', ['maria_k']],
    ['letters written in parts', 'José', ['jose_n']],
    ['the order of words', 'nunez jose', ['jose_n']],
    ['the ends of words', 'nun jos', ['jose_n']],
    ['letters that others do not have', 'oyvind strauss', ['oeyv']],
    ['names of two characters', '王伟', ['wangw']],
    ['names inside of names without blanks', '小伟', ['xiaow']],
    ['other alphabets', 'ШЕВЧ', ['oleksii']],
    ['punctuation', 'maria-kow', ['maria_k']],
    ['the username', 'maria_k', ['maria_k']],
  ])('goes by words and not by %s: %s', async (_what, query, usernames) => expect(await names(query)).toEqual(usernames));

  it.each([
    ['a letter too few', 'gonzlez', ['gonz']],
    ['a letter too many', 'gonzaalez', ['gonz']],
    ['another letter', 'gonsalez', ['gonz']],
    ['two that changed places', 'gonzaelz', ['gonz']],
    ['one of two words', 'mraia kowalska', ['maria_k']],
    ['another alphabet', 'шевченка', ['oleksii']],
    ['a short word, where a slip makes another name', 'josa', ['jose_n']],
    ['three letters', 'jso', []],
    ['two slips', 'ganzales', []],
  ])('forgives one slip from four letters on: %s, %s', async (_what, query, usernames) => expect(await names(query)).toEqual(usernames));

  it('finds nobody where one word fits and another does not, and for what is no word', async () => {
    expect(await names('jose kowalska')).toEqual([]);
    for (const query of ['%%', '___', '🎷🎷', '--']) expect(await names(query)).toEqual([]);
  });

  it('begins with the username, then friends, friends of friends, and others; slips come last', async () => {
    const [exact, friend, second, other] = [
      await signUp(world, 'harper'),
      await called('zz_friend', 'Harper One'),
      await called('zy_second', 'Harper Two'),
      await called('aa_other', 'Harper Three'),
    ];
    await called('aa_slip', 'Harpen');
    await connect(world, viewer, friend);
    await connect(world, friend, second);
    const ranked = [exact.username, 'zz_friend', 'zy_second', 'aa_other', 'aa_slip'];
    expect(await names('harper')).toEqual(ranked);
    const first = await found('harper', viewer, { first: 2 });
    const next = await found('harper', viewer, { first: 9, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...next.nodes].map(({ username }) => username)).toEqual(ranked);
    const back = await found('harper', viewer, { last: 2, before: next.pageInfo.startCursor });
    expect(back.nodes.map(({ username }) => username)).toEqual(ranked.slice(0, 2));
    expect(await names('harper', other)).toEqual(
      ['harper', 'aa_other', 'zy_second', 'zz_friend', 'aa_slip'].sort((a, b) => rank(a) - rank(b)),
    );
    function rank(name: string) {
      return ['harper', 'aa_other', 'zy_second', 'zz_friend', 'aa_slip'].indexOf(name);
    }
  });

  it('shows strangers nobody who does not want to be suggested, but friends; nobody suspended, and nobody across a block', async () => {
    const shy = await called('quillon_shy', 'Quillon Vane');
    await updateProfile(world, shy, { privacy: { suggestible: false } });
    for (const query of ['quillon', 'quilon', 'vane quillon', 'quillon_sh']) expect(await names(query)).toEqual([]);
    expect(await names('QUILLON_shy')).toEqual(['quillon_shy']);
    await connect(world, viewer, shy);
    expect(await names('quilon')).toEqual(['quillon_shy']);
    const blocked = await called('torvald', 'Torvald Brandt');
    expect(await names('brandt torv')).toEqual(['torvald']);
    await connect(world, blocked, viewer, { status: 'BLOCKED' });
    expect(await names('brandt torv')).toEqual([]);
    const gone = await called('suspendee', 'Zebulon Pike');
    const admin = await signUpAs(world, 'admin');
    expect(await names('zebulon')).toEqual(['suspendee']);
    await world.db.prisma.user.update({ where: { id: gone.id }, data: { suspendedAt: world.clock.now() } });
    expect(await names('zebulon')).toEqual([]);
    expect(await names('zebulon', admin)).toEqual([]);
  });

  it('knows a new name at once, and the old one no more', async () => {
    const person = await called('renamer', 'Persephone Gray');
    expect(await names('persephone')).toEqual(['renamer']);
    await updateProfile(world, person, { displayName: 'Calliope Gray' });
    expect(await names('persephone')).toEqual([]);
    expect(await names('caliope')).toEqual(['renamer']);
    await world.db.prisma.user.delete({ where: { id: person.id } });
    expect(await names('calliope')).toEqual([]);
  });
});
