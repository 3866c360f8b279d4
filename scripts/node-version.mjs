/** Is this Node one that package.json asks for (`>=20.19`)? The line to print when it is not, null otherwise. */
export function faultOfNode(version, wanted) {
  const numbers = (text) =>
    text
      .replace(/^[^\d]*/, '')
      .split('.')
      .map(Number);
  const [own, least] = [numbers(version), numbers(wanted)];
  const at = least.findIndex((part, index) => (own[index] || 0) !== part);
  if (at === -1 || (own[at] || 0) > least[at]) return null;
  return 'Marquee needs Node ' + least.join('.') + ' or newer; this is ' + version + '. See https://nodejs.org or a version manager.';
}
