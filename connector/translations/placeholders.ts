/** Names that are filled in when a text is shown: {0}, {name}, {n, plural, …}, {count|row|rows}, %1. A translation needs the same ones. */

/** Each once, sorted. */
export function placeholders(text: string): readonly string[] {
  if (!text.includes('{') && !text.includes('%')) return [];
  const found = new Set(text.match(/%\d+/g) ?? []);
  for (const inner of braces(text)) {
    const name = /^\s*([\p{L}\p{N}_.-]+)\s*(?:[,|].*)?$/su.exec(inner)?.[1];
    if (name !== undefined) found.add(`{${name}}`);
  }
  return [...found].sort();
}

/** What stands in the outermost braces; the forms of a plural are texts of their own. */
function braces(text: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{' && depth++ === 0) start = i + 1;
    else if (text[i] === '}' && depth > 0 && --depth === 0) found.push(text.slice(start, i));
  }
  return found;
}

/** Those of the base a translation lacks, and those it invents. */
export function comparePlaceholders(
  base: string,
  text: string,
): { readonly missing: readonly string[]; readonly strange: readonly string[] } {
  const [wanted, has] = [placeholders(base), placeholders(text)];
  return { missing: wanted.filter((p) => !has.includes(p)), strange: has.filter((p) => !wanted.includes(p)) };
}
