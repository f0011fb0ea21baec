import { badOption, OnecError, wrongFunction } from '../base/errors.ts';
import { linesOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';
import { compare } from './compare.ts';
import { castTo, compileMember, compileNames } from './compile-path.ts';
import type { Compiled, Context, Scope } from './compiled.ts';
import { functions } from './functions.ts';
import type { Node } from './parse.ts';
import { objectSet } from './scope.ts';

/** Turns a parsed expression into something that can be asked of every row (1c.md 2.7). */
export function compile(node: Node, scope: Scope): Compiled {
  switch (node.kind) {
    case 'literal':
      return compileLiteral(node);
    case 'path':
      return node.of ? compileMember(compile(node.of, scope), node.names, scope) : compileNames(node.names, scope);
    case 'call':
      return compileCall(node, scope);
    case 'unary':
      return compileUnary(node, scope);
    case 'binary':
      return compileBinary(node, scope);
    case 'lambda':
      return compileLambda(node, scope);
  }
}

function compileLiteral(node: Extract<Node, { kind: 'literal' }>): Compiled {
  const value = literalValue(node);
  return { kind: node.type, get: () => ({ value }) };
}

function literalValue({ type, text }: Extract<Node, { kind: 'literal' }>): string | number | boolean | null {
  if (type === 'null') return null;
  if (type === 'boolean') return text === 'true';
  return type === 'number' ? Number(text.replace(/[LlMmDdFf]$/, '')) : text;
}

function compileCall(node: Extract<Node, { kind: 'call' }>, scope: Scope): Compiled {
  if (node.name === 'cast' || node.name === 'isof') return compileTypeCall(node, scope);
  const found = functions[node.name];
  if (!found) throw badOption(scope.option);
  const args = node.args.map((arg) => compile(arg, scope));
  if (!found.accepts(args.map((a) => a.kind))) throw wrongFunction(node.name);
  return { kind: found.kind, get: (c) => ({ value: found.run(args.map((a) => a.get(c).value)) }) };
}

/** `cast(expr,'Type')` and `isof(expr,'Type')` on composites, the only way to look into them (1c.md 2.7). */
function compileTypeCall({ name, args }: Extract<Node, { kind: 'call' }>, scope: Scope): Compiled {
  const [value, type] = args;
  if (!value || type?.kind !== 'literal' || type.type !== 'string' || args.length !== 2) throw wrongFunction(name);
  const target = objectSet(scope.world, type.text);
  if (!target) throw badOption(scope.option);
  const typeName = `StandardODATA.${target.name}`;
  const of = compile(value, scope);
  if (name === 'isof') return { kind: 'boolean', get: (c) => ({ value: of.get(c).type === typeName }) };
  return castTo(scope.world, of, target, typeName);
}

function compileUnary({ operator, value }: Extract<Node, { kind: 'unary' }>, scope: Scope): Compiled {
  const of = compile(value, scope);
  if (operator === 'not') return { kind: 'boolean', get: (c) => ({ value: of.get(c).value !== true }) };
  return { kind: 'number', get: (c) => ({ value: -Number(of.get(c).value) }) };
}

function compileBinary({ operator, left, right }: Extract<Node, { kind: 'binary' }>, scope: Scope): Compiled {
  const a = compile(left, scope);
  const b = compile(right, scope);
  if (operator === 'and') return { kind: 'boolean', get: (c) => ({ value: a.get(c).value === true && b.get(c).value === true }) };
  if (operator === 'or') return { kind: 'boolean', get: (c) => ({ value: a.get(c).value === true || b.get(c).value === true }) };
  const arithmetic = operators[operator];
  if (arithmetic) return { kind: 'number', get: (c) => ({ value: arithmetic(Number(a.get(c).value), Number(b.get(c).value)) }) };
  if (a.kind === 'storage' || b.kind === 'storage') throw badOption(scope.option);
  refuseOrderedReferences(scope.world, operator, a, b);
  const test = compare(operator, a.kind, b.kind);
  return { kind: 'boolean', get: (c) => ({ value: test(a.get(c), b.get(c)) }) };
}

const operators: Readonly<Record<string, ((a: number, b: number) => number) | undefined>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
};

/** `Ref_Key gt guid'…'` answers 500: there is no keyset paging by reference (1c.md 2.7). */
function refuseOrderedReferences(world: World, operator: string, a: Compiled, b: Compiled): void {
  const ordered = ['gt', 'ge', 'lt', 'le'].includes(operator);
  if (!ordered || !world.quirks.refGt500 || (a.kind !== 'reference' && b.kind !== 'reference')) return;
  throw new OnecError(500, -1, 'Неверные параметры в операции сравнения', 'Invalid parameters in the comparison operation');
}

function compileLambda({ of, quantifier, variable, body }: Extract<Node, { kind: 'lambda' }>, scope: Scope): Compiled {
  const name = of.kind === 'path' && !of.of && of.names.length === 1 ? of.names[0] : undefined;
  const part = scope.set.parts.find((p) => p.name === name);
  if (!part) throw badOption(scope.option);
  const linesIn = (c: Context): Row[] => linesOf(c.entry.row, part.name);
  if (!body) return { kind: 'boolean', get: (c) => ({ value: linesIn(c).length > 0 }) };
  const inner = compile(body, { ...scope, variables: new Map([...scope.variables, [variable, part]]) });
  const holds = (c: Context, line: Row): boolean =>
    inner.get({ ...c, variables: new Map([...(c.variables ?? []), [variable, line]]) }).value === true;
  const test = quantifier === 'any' ? 'some' : 'every';
  return { kind: 'boolean', get: (c) => ({ value: linesIn(c)[test]((line) => holds(c, line)) }) };
}
