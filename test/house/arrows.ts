import { type Finding, type Node, nameOf, part, parts, roomOf, type Source, stringOf } from './source.ts';
import { listTableUses, type TableUse, tablesOf } from './sql.ts';

export interface House {
  story: readonly string[];
  /** The tables of each room. */
  tables: Readonly<Record<string, readonly string[]>>;
  /** Which room speaks which kind of message. */
  kinds: ReadonlyMap<string, string>;
  /** Kinds that the queue publishes as it posts to a channel, whoever draws them. */
  surfaces: readonly string[];
}

/** `claims/file-sql.ts → report`: SQL over a table of a room further on, each file and table once. */
export function tablesPointLeft(sources: readonly Source[], { story, tables }: House): Finding {
  const uses = listAllUses(sources);
  const wrong = uses.filter(({ path, table }) => {
    const owner = Object.keys(tables).find((room) => tables[room]?.includes(table));
    return owner === undefined || story.indexOf(owner) > story.indexOf(roomOf(path));
  });
  return { seen: uses.length, wrong: sortedOnce(wrong.map(({ path, table }) => `${path} → ${table}`)) };
}

/** Every statement on a workspace's table says of which workspace, each file and table once. */
export function statementsNameTheirWorkspace(sources: readonly Source[]): Finding {
  const uses = listAllUses(sources);
  const wrong = uses.filter(({ isBound }) => !isBound).map(({ path, table }) => `${path}: ${table}`);
  return { seen: uses.length, wrong: sortedOnce(wrong) };
}

function listAllUses(sources: readonly Source[]): TableUse[] {
  const tables = new Set(tablesOf(sources));
  return sources
    .filter(({ path }) => roomOf(path) !== 'playground')
    .flatMap((source) => listTableUses(source, tables));
}

/**
 * A message is of the room whose renderer speaks it: nobody before that room knows its kind, which is also how its key
 * begins.
 */
export function messagesPointLeft(sources: readonly Source[], { story, kinds, surfaces }: House): Finding {
  const owners = new Map([...kinds].filter(([kind]) => !surfaces.includes(kind)));
  const known = sources
    .filter(({ path }) => roomOf(path) !== 'playground' && nameOf(path) !== 'words.ts')
    .flatMap((source) =>
      listKinds(source, new Set(owners.keys())).map((kind) => ({ path: source.path, kind })),
    );
  const wrong = known.filter(
    ({ path, kind }) => story.indexOf(owners.get(kind) ?? '') > story.indexOf(roomOf(path)),
  );
  return { seen: known.length, wrong: sortedOnce(wrong.map(({ path, kind }) => `${path} → ${kind}`)) };
}

/** The kinds that the file names: as a kind, or as the beginning of a key (also in SQL). */
function listKinds(source: Source, kinds: ReadonlySet<string>): string[] {
  return source.nodes.flatMap((node) => {
    const text =
      stringOf(node) ?? (node.type === 'TemplateElement' ? (node.value as { cooked: string }).cooked : '');
    const keys = [...text.matchAll(/(?:^|')([a-z_]+):/g)].map(([, kind = '']) => kind);
    const inSql = [...text.matchAll(/\bkind\s*(?:=|<>)\s*'([a-z_]+)'/g)].map(([, kind = '']) => kind);
    const named = isKind(node) ? [text] : [];
    return [...keys, ...inSql, ...named].filter((one) => kinds.has(one));
  });
}

/** `kind: 'home'`, `row.kind === 'home'`, `eb('kind', '=', 'home')`. */
function isKind(node: Node): boolean {
  const { parent } = node;
  if (stringOf(node) === undefined || !parent) return false;
  if (parent.type === 'Property')
    return part(parent, 'key')?.name === 'kind' && parts(parent.parent, 'properties').some(namesTarget);
  if (parent.type === 'BinaryExpression')
    return [part(parent, 'left'), part(parent, 'right')].some(
      (one) => one?.name === 'kind' || part(one, 'property')?.name === 'kind',
    );
  return parent.type === 'CallExpression' && stringOf(parts(parent, 'arguments')[0]) === 'kind';
}

/** An outgoing row has a target; other things have kinds, too. */
function namesTarget(property: Node): boolean {
  return ['target', 'ref', 'key'].includes(String(part(property, 'key')?.name));
}

function sortedOnce(all: readonly string[]): string[] {
  return [...new Set(all)].toSorted();
}
