import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'vitest/node';

/** A file of the house: a rule reads nothing else, so that a test can hand it a bad one. */
export interface Source {
  path: string;
  text: string;
  /** Every node of its syntax tree, from the outside in. */
  nodes: readonly Node[];
}

/** A node of the syntax tree; which members it has depends on its type. */
export interface Node {
  type: string;
  start: number;
  end: number;
  parent?: Node;
  [member: string]: unknown;
}

/** What a rule looked at and what it found wrong: a rule that looked at nothing holds nothing. */
export interface Finding {
  seen: number;
  wrong: string[];
}

export function sourceOf(path: string, text: string): Source {
  const tree = parseAst(text, { lang: 'ts' }, path) as unknown as Node;
  linkParents(tree);
  return { path, text, nodes: [...walk(tree)] };
}

export function readSources(): Source[] {
  return globSync('src/**/*.ts')
    .toSorted()
    .map((path) => sourceOf(path, readFileSync(path, 'utf8')));
}

/** The folder below `src/`, or the file that stands there by itself. */
export function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

export function nameOf(path: string): string {
  return path.split('/').at(-1) ?? '';
}

function linkParents(node: Node): void {
  for (const child of childrenOf(node)) {
    // Not enumerable: whoever walks down the tree doesn't come back up.
    Object.defineProperty(child, 'parent', { value: node, enumerable: false });
    linkParents(child);
  }
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((one): one is Node => typeof one === 'object' && one !== null && 'type' in one && 'start' in one);
}

/** The node and all below it; not below one at which `isEnd` says to stop. */
export function* walk(node: Node, isEnd: (one: Node) => boolean = () => false): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) if (!isEnd(child)) yield* walk(child, isEnd);
}

export function textOf({ text }: Source, { start, end }: Node): string {
  return text.slice(start, end);
}

export function placeOf({ path, text }: Source, { start }: Node): string {
  return `${path}:${text.slice(0, start).split('\n').length}`;
}

/** A member that is a node. */
export function part(node: Node | undefined, member: string): Node | undefined {
  return (node?.[member] as Node | null | undefined) ?? undefined;
}

export function parts(node: Node | undefined, member: string): Node[] {
  return ((node?.[member] as (Node | null)[] | undefined) ?? []).filter((one) => one !== null);
}

export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** The name that is called: `where` of `query.where(…)`, `eb` of `eb(…)`. */
export function calledName(node: Node | undefined): string | undefined {
  if (node?.type !== 'CallExpression') return undefined;
  const callee = part(node, 'callee');
  return (callee?.type === 'MemberExpression' ? part(callee, 'property') : callee)?.name as
    | string
    | undefined;
}

export interface Import {
  specifier: string;
  /** Below the project, for one of ours. */
  target: string | undefined;
  /** Gone when the program runs. */
  isType: boolean;
  node: Node;
}

/** What a file imports, in every spelling: `import`, `export … from`, `import(…)`. */
export function importsOf({ path, nodes }: Source): Import[] {
  return nodes.flatMap((node) => {
    const specifier = /^(Import|Export\w+)(Declaration|Expression)$/.test(node.type)
      ? stringOf(part(node, 'source'))
      : undefined;
    if (specifier === undefined) return [];
    // `import { type A }` still runs the file: only the names are taken out.
    const isType = [node.importKind, node.exportKind].includes('type');
    const target = specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : undefined;
    return [{ specifier, target, isType, node }];
  });
}
