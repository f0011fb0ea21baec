/** `$expand` as a tree: each step with what is expanded behind it. */
export interface ExpandTree {
  all: boolean;
  below: Map<string, ExpandTree>;
}

export function parseExpand(text: string): ExpandTree {
  const root: ExpandTree = { all: false, below: new Map() };
  for (const path of text.split(',').map((p) => p.trim())) if (path !== '') addPath(root, path.split('/'));
  return root;
}

function addPath(tree: ExpandTree, [first = '', ...rest]: string[]): void {
  if (first === '*') {
    tree.all = true;
    return;
  }
  const next = tree.below.get(first) ?? { all: false, below: new Map<string, ExpandTree>() };
  tree.below.set(first, next);
  if (rest.length > 0) addPath(next, rest);
}
