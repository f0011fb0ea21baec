/** The text of a configuration: its value without surprises, the line of every key, and what no parser would tell. */
import {
  createScanner,
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  visit,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { isConfigProblem, type ConfigProblemCode } from '../errors.ts';

export type Path = readonly (string | number)[];

/** One thing that is wrong, at a place. */
export interface Wrong {
  readonly path: Path;
  readonly line: number;
  readonly word: ConfigProblemCode;
  readonly detail?: Readonly<Record<string, string>>;
}

export class ConfigText {
  readonly #text: string;
  readonly #tree: Node | undefined;
  readonly #errors: ParseError[] = [];
  /** Where it is nested deeper than anything here is. */
  readonly #tooDeep: number | null;

  constructor(text: string) {
    this.#text = text;
    this.#tooDeep = tooDeepAt(text);
    this.#tree = this.#tooDeep !== null ? undefined : parseTree(text, this.#errors, { allowTrailingComma: true });
  }

  get value(): unknown {
    return this.#tree && valueOf(this.#tree);
  }

  /** Unreadable places and repeated keys: with them the value says nothing certain. */
  unreadable(): Wrong[] {
    if (this.#tooDeep !== null) return [{ path: [], line: this.#lineAt(this.#tooDeep), word: 'too-deep' }];
    const errors = this.#errors.map((e) => ({ path: [], line: this.#lineAt(e.offset), word: parseProblem(e) }));
    return [...errors, ...this.#repeatedKeys()];
  }

  /** `__proto__` is a trap for programs and no name for anything. */
  forbiddenKeys(): Wrong[] {
    const found: Wrong[] = [];
    visit(this.#text, {
      onObjectProperty: (name, offset, _length, _line, _column, path) => {
        if (name === '__proto__') found.push({ path: [...path(), name], line: this.#lineAt(offset), word: 'forbidden-key' });
      },
    });
    return found;
  }

  has(path: Path): boolean {
    return this.#tree !== undefined && findNodeAtLocation(this.#tree, [...path]) !== undefined;
  }

  valueAt(path: Path): unknown {
    const node = this.#tree && findNodeAtLocation(this.#tree, [...path]);
    return node && valueOf(node);
  }

  /** The line of the key, or of the nearest thing around it that is there. */
  line(path: Path): number {
    for (let n = path.length; this.#tree && n >= 0; n--) {
      const node = findNodeAtLocation(this.#tree, path.slice(0, n));
      if (node) return this.#lineAt((node.parent?.type === 'property' ? node.parent : node).offset);
    }
    return 1;
  }

  at(path: Path, word: ConfigProblemCode, detail?: Wrong['detail']): Wrong {
    return { path, line: this.line(path), word, ...(detail ? { detail } : {}) };
  }

  /** The last of two equal keys would win in silence. */
  #repeatedKeys(): Wrong[] {
    const found: Wrong[] = [];
    const open: Set<string>[] = [];
    visit(this.#text, {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (name, offset) => {
        if (open.at(-1)?.has(name)) found.push({ path: [name], line: this.#lineAt(offset), word: 'twice' });
        open.at(-1)?.add(name);
      },
    });
    return found;
  }

  #lineAt = (offset: number): number => this.#text.slice(0, offset).split('\n').length;
}

/** The deepest key of a real one stands six levels down. Parsers call themselves once a level, and the stack ends at some thousands. */
const DEEPEST = 100;
const STEP: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };

function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    depth += STEP[text.charAt(scanner.getTokenOffset())] ?? 0;
    if (depth > DEEPEST) return scanner.getTokenOffset();
  }
  return null;
}

function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  const pairs = (node.children ?? []).map((property) => property.children ?? []);
  return Object.fromEntries(pairs.flatMap(([key, value]) => (key && value ? [[String(key.value), valueOf(value)]] : [])));
}

/** "CommaExpected" -> comma-expected; what the catalogue has no word for is simply not readable. */
function parseProblem(error: ParseError): ConfigProblemCode {
  const name = printParseErrorCode(error.error).replace(/(?!^)[A-Z]/g, '-$&').toLowerCase(); // prettier-ignore
  return isConfigProblem(name) ? name : 'unreadable';
}
