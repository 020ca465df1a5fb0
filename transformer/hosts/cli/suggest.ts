/** The names nearest to one that does not exist, nearest first. */
export function suggest(
  name: string,
  names: readonly string[],
): readonly string[] {
  const far = Math.max(2, Math.floor(name.length / 3));
  return names
    .map((each) => ({ each, distance: distance(name, each) }))
    .filter(({ distance }) => distance <= far)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ each }) => each);
}

/** Levenshtein's distance; a name that starts with the other, or differs in case alone, is near. */
function distance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  if (from.startsWith(to) || to.startsWith(from)) return 1;
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, changed));
    }
    row = next;
  }
  return row[to.length]!;
}
