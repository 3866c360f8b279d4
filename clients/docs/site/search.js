// Loads what can be found when somebody begins to search.
const input = document.querySelector('#search');
const list = document.querySelector('#found');
const base = new URL('.', import.meta.url);
let index;

async function load() {
  const entries = await (await fetch(new URL('search.json', base))).json();
  const made = new MiniSearch({
    fields: ['title', 'text'],
    storeFields: ['title', 'href', 'kind'],
    searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 4 } },
  });
  made.addAll(entries.map(([title, href, kind, text], id) => ({ id, title, href, kind, text })));
  return made;
}

input.addEventListener('focus', () => (index ??= load()));
input.addEventListener('input', async () => {
  const words = input.value.trim();
  const found = words ? (await (index ??= load())).search(words).slice(0, 12) : [];
  if (input.value.trim() !== words) return;
  list.replaceChildren(
    ...found.map(({ title, href, kind }) => {
      const item = document.createElement('li');
      const link = Object.assign(document.createElement('a'), { href: new URL(href, base).href, textContent: title });
      const small = Object.assign(document.createElement('small'), { textContent: ` ${kind}` });
      item.append(link, small);
      return item;
    }),
  );
});
