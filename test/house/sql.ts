import { calledName, type Node, part, parts, placeOf, type Source, stringOf, walk } from './source.ts';

/** One mention of a table in a statement or a part of one. */
export interface TableUse {
  path: string;
  place: string;
  table: string;
  /** Its workspace is named: by a value, or through a table whose workspace is. */
  isBound: boolean;
}

const STARTS = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto']);
const JOINS = /^(inner|left|right|full|cross)Join(Lateral)?$|^using$/;

/** The tables as `db/tables.ts` lists them, those that hold rows of a workspace. */
export function tablesOf(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    source.nodes
      .filter((one) => one.type === 'TSInterfaceDeclaration' && part(one, 'id')?.name === 'Tables')
      .flatMap((one) => parts(part(one, 'body'), 'body'))
      .map((one) => String(part(one, 'key')?.name)),
  );
}

/** Which of these tables the file reads or writes, in Kysely's words or in SQL. */
export function listTableUses(source: Source, tables: ReadonlySet<string>): TableUse[] {
  const nodes = source.nodes;
  const chains = new Set(nodes.filter((one) => isStart(one) || isJoin(one)).map(chainFrom));
  return nodes.flatMap((node) => {
    if (chains.has(node)) return readChain(source, node, chains, tables);
    if (isSql(node) && !isInlined(node)) return readSql(source, node, tables);
    return [];
  });
}

/** Tables that only running the program names: the rule can't follow them. */
export function listUnknownTables(source: Source): string[] {
  return source.nodes
    .filter(isStart)
    .filter((node) => namesOf(source, parts(node, 'arguments')[0]) === undefined)
    .map(({ start, end }) => `${source.path}: ${source.text.slice(start, end).split('\n').at(-1)?.trim()}`);
}

function isStart(node: Node): boolean {
  return STARTS.has(calledName(node) ?? '');
}

function isJoin(node: Node): boolean {
  return JOINS.test(calledName(node) ?? '') && parts(node, 'arguments').length > 0;
}

/** What is named by the first word of a statement: undefined where only the running program knows. */
function namesOf(source: Source, node: Node | undefined): string[] | undefined {
  const literal = stringOf(node);
  if (literal !== undefined) return [literal];
  if (node?.type === 'ArrayExpression') {
    const all = parts(node, 'elements').map((one) => namesOf(source, one));
    return all.every((one) => one !== undefined) ? all.flat() : undefined;
  }
  if (node?.type !== 'Identifier') return node?.type === 'ArrowFunctionExpression' ? [] : undefined;
  for (const one of source.nodes) {
    if (one.type === 'VariableDeclarator' && part(one, 'id')?.name === node.name)
      if ([...walk(one)].some(isStart)) return [];
    const literals =
      one.type === 'Identifier' && one.name === node.name && part(one, 'typeAnnotation')
        ? [...walk(part(one, 'typeAnnotation') as Node)].map(stringOf).filter((text) => text !== undefined)
        : [];
    if (literals.length > 0) return literals;
  }
  return undefined;
}

/** The whole of `db.selectFrom(…).where(…).execute()`, from any of its calls. */
function chainFrom(start: Node): Node {
  let node = start;
  for (;;) {
    const member = node.parent;
    const call = member?.parent;
    if (member?.type !== 'MemberExpression' || part(member, 'object') !== node) return node;
    if (call?.type !== 'CallExpression' || part(call, 'callee') !== member) return node;
    node = call;
  }
}

/** A chain that begins elsewhere (`selectClaims(…).innerJoin(…)`) has its workspace there. */
function readChain(
  source: Source,
  chain: Node,
  chains: ReadonlySet<Node>,
  tables: ReadonlySet<string>,
): TableUse[] {
  const nodes = [...walk(chain, (one) => chains.has(one))];
  const start = nodes.find(isStart);
  const first = (namesOf(source, parts(start, 'arguments')[0]) ?? []).map(splitAlias);
  const joined = nodes
    .filter(isJoin)
    .flatMap((one) => namesOf(source, parts(one, 'arguments')[0]) ?? [])
    .map(splitAlias)
    .filter(({ table }) => tables.has(table));
  const groups = new Groups([...first, ...joined].map(({ alias }) => alias));
  // An insert without a workspace doesn't compile: `team_id` has no default.
  if (/Into$/.test(calledName(start) ?? '')) for (const { alias } of first) groups.bind(alias);
  for (const call of nodes) {
    const isRef = isJoin(call) || /Ref$/.test(calledName(call) ?? '');
    const [left, middle, right] = parts(call, 'arguments').slice(isJoin(call) ? 1 : 0);
    const sign = isJoin(call) ? '=' : stringOf(middle);
    if (sign !== '=' && sign !== 'in') continue;
    const others = isRef ? ownersOf(stringOf(isJoin(call) ? middle : right), first) : [];
    for (const one of ownersOf(stringOf(left), first)) groups.join(one, others[0] ?? BOUND);
  }
  return [...first, ...joined]
    .filter(({ table }) => tables.has(table))
    .map(({ table, alias }) => useOf(source, chain, table, groups.isBound(alias)));
}

function useOf(source: Source, node: Node, table: string, isBound: boolean): TableUse {
  return { path: source.path, place: placeOf(source, node), table, isBound };
}

function splitAlias(text: string): { table: string; alias: string } {
  const [table = '', alias = table] = text.split(/\s+as\s+/i);
  return { table, alias };
}

/** Whose `team_id` this is: without a name, that of what the statement begins with. */
function ownersOf(text: string | undefined, first: readonly { alias: string }[]): string[] {
  const found = /^(?:(\w+)\.)?team_id$/.exec(text ?? '');
  if (!found) return [];
  return found[1] === undefined ? first.map(({ alias }) => alias) : [found[1]];
}

function isSql(node: Node): boolean {
  return node.type === 'TaggedTemplateExpression' && part(node, 'tag')?.name === 'sql';
}

/** It is read with the statement into which it is written. */
function isInlined(node: Node): boolean {
  return node.parent?.type === 'TemplateLiteral' && isSql(node.parent.parent as Node);
}

/** The text with `?` for each value; parts of the same file that have a name are put in. */
export function sqlText(source: Source, node: Node): string {
  const quasi = part(node, 'quasi');
  const values = parts(quasi, 'expressions').map((one) => {
    if (isSql(one)) return sqlText(source, one);
    const named = one.type === 'Identifier' ? findSql(source, one.name as string) : undefined;
    return named && named !== node ? sqlText(source, named) : '?';
  });
  return parts(quasi, 'quasis')
    .map((one, i) => `${(one.value as { cooked: string }).cooked}${values[i] ?? ''}`)
    .join('');
}

function findSql(source: Source, name: string): Node | undefined {
  for (const one of source.nodes) {
    const value = part(one, 'init');
    if (one.type === 'VariableDeclarator' && part(one, 'id')?.name === name && value && isSql(value))
      return value;
  }
  return undefined;
}

const NO_ALIAS = new Set([
  ...['where', 'on', 'join', 'left', 'right', 'full', 'inner', 'cross', 'natural', 'set', 'order', 'group'],
  ...['limit', 'for', 'union', 'lateral', 'using', 'returning', 'values', 'select', 'having', 'offset'],
  ...['except', 'intersect', 'default', 'do', 'overriding'],
]);

interface Scope {
  parent: Scope | undefined;
  /** What its `from` names, by alias. */
  own: Map<string, string>;
}

function readSql(source: Source, node: Node, tables: ReadonlySet<string>): TableUse[] {
  const words = wordsOf(sqlText(source, node));
  const groups = new Groups([]);
  const uses: { table: string; key: string }[] = [];
  const compared: { scope: Scope; at: number }[] = [];
  let scope: Scope = { parent: undefined, own: new Map() };
  for (const [i, word] of words.entries()) {
    if (word === '(') scope = { parent: scope, own: new Map() };
    if (word === ')') scope = scope.parent ?? scope;
    if (['union', 'except', 'intersect'].includes(word)) scope = { parent: scope.parent, own: new Map() };
    if (word === 'team_id') compared.push({ scope, at: i });
    for (const { table, alias, columns } of itemsAt(words, i)) {
      if (!tables.has(table)) continue;
      const key = `${alias}#${uses.length}`;
      uses.push({ table, key });
      groups.add(key);
      scope.own.set(alias, key);
      if (columns.includes('team_id')) groups.bind(key);
    }
  }
  for (const { scope: where, at } of compared) {
    const left = keyAt(words, at, where);
    const isFirst = words[at + 1] === '=' || words[at + 1] === 'in';
    const right = words[at + 3] === '.' && words[at + 4] === 'team_id' ? keyAt(words, at + 4, where) : BOUND;
    if (isFirst) groups.join(left, right);
    const before = words[at - 1] === '.' ? at - 2 : at;
    if (words[before - 1] === '=' && words[before - 2] === '?') groups.bind(left);
  }
  return uses.map(({ table, key }) => useOf(source, node, table, groups.isBound(key)));
}

function wordsOf(text: string): string[] {
  const plain = text.replace(/--.*$/gm, '').replace(/'[^']*'/g, "''");
  return (plain.match(/[a-z_]\w*|\S/gi) ?? []).map((word) => word.toLowerCase());
}

/** The tables that `from`, `join`, `into`, `update` or `using` names here. */
function itemsAt(
  words: readonly string[],
  at: number,
): { table: string; alias: string; columns: string[] }[] {
  const word = words[at] ?? '';
  const before = words[at - 1] ?? '';
  if (!['from', 'join', 'into', 'update', 'using'].includes(word)) return [];
  if (before === 'distinct' || (word === 'update' && ['for', 'do', 'key'].includes(before))) return [];
  const items = [];
  for (let i = at + 1; ; i += 1) {
    if (words[i] === 'only' || words[i] === 'lateral') i += 1;
    const table = words[i] ?? '';
    if (!/^[a-z_]/.test(table) || words[i + 1] === '.') return items;
    if (words[i + 1] === '(' && word !== 'into') return items;
    if (words[i + 1] === 'as') i += 1;
    const next = words[i + 1] ?? '';
    const isAlias = /^[a-z_]/.test(next) && !NO_ALIAS.has(next);
    if (isAlias) i += 1;
    const columns = word === 'into' && words[i + 1] === '(' ? words.slice(i, words.indexOf(')', i)) : [];
    items.push({ table, alias: isAlias ? next : table, columns });
    if (word !== 'from' || words[i + 1] !== ',') return items;
    i += 1;
  }
}

/** Whose `team_id` stands here; what is named further out, where this part is put in, has its workspace there. */
function keyAt(words: readonly string[], at: number, scope: Scope): string {
  const owner = words[at - 1] === '.' ? words[at - 2] : undefined;
  for (let one: Scope | undefined = scope; one; one = one.parent) {
    const key = owner === undefined ? [...one.own.values()][0] : one.own.get(owner);
    if (key !== undefined) return key;
  }
  return BOUND;
}

const BOUND = 'bound';

/** Which tables are of one workspace because they are compared, and whether that workspace is named. */
class Groups {
  readonly #leaders = new Map<string, string>();

  constructor(keys: readonly string[]) {
    for (const key of keys) this.add(key);
  }

  add(key: string): void {
    this.#leaders.set(key, key);
  }

  bind(key: string): void {
    this.join(key, BOUND);
  }

  join(one: string, other: string): void {
    this.#leaders.set(this.#leader(one), this.#leader(other));
  }

  isBound(key: string): boolean {
    return this.#leader(key) === this.#leader(BOUND);
  }

  /** What was never added stands further out: it is bound there. */
  #leader(key: string): string {
    const next = this.#leaders.get(key) ?? (key === BOUND ? key : BOUND);
    return next === key ? key : this.#leader(next);
  }
}
