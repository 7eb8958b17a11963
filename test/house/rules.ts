import {
  calledName,
  type Finding,
  importsOf,
  type Node,
  nameOf,
  part,
  parts,
  placeOf,
  roomOf,
  type Source,
  stringOf,
  textOf,
  walk,
} from './source.ts';

/** Of everything that a rule looks at in these files, what is wrong. */
function look<T>(all: readonly T[], isWrong: (one: T) => string | undefined): Finding {
  return { seen: all.length, wrong: all.map(isWrong).filter((one) => one !== undefined) };
}

function nodesOf(sources: readonly Source[]): { source: Source; node: Node }[] {
  return sources.flatMap((source) => source.nodes.map((node) => ({ source, node })));
}

const OF_ROOMS = ['src/room.ts', 'src/people.ts'];

export function importsPointLeft(sources: readonly Source[], story: readonly string[]): Finding {
  const all = sources
    .filter(({ path }) => roomOf(path) !== 'playground')
    .flatMap((source) =>
      importsOf(source).map(({ target, isType }) => ({ path: source.path, target, isType })),
    )
    .filter(({ target }) => target?.startsWith('src/') && roomOf(target) !== 'playground')
    // What a room is, and who stands in its tables: any of them may say it of itself.
    .filter(({ target = '', isType }) => !(isType && OF_ROOMS.includes(target)));
  return look(all, ({ path, target = '' }) => {
    const [from, to] = [story.indexOf(roomOf(path)), story.indexOf(roomOf(target))];
    return from < 0 || to < 0 || to > from ? `${path} imports ${target}` : undefined;
  });
}

/** Files that wait for each other when the program starts, each ring once. */
export function noCircles(sources: readonly Source[]): Finding {
  const next = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source).flatMap(({ target, isType }) => (target && !isType ? [target] : [])),
    ]),
  );
  const done = new Set<string>();
  const wrong: string[] = [];
  function follow(path: string, trail: readonly string[]): void {
    const at = trail.indexOf(path);
    if (at >= 0) wrong.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const one of next.get(path) ?? []) follow(one, [...trail, path]);
    done.add(path);
  }
  for (const path of next.keys()) follow(path, []);
  return { seen: [...next.values()].flat().length, wrong };
}

/** Types, rules, views and words know what they are given, and nothing of who gives it. */
export function pureFilesArePure(sources: readonly Source[]): Finding {
  const pure = sources.filter(({ path }) => isPure(path));
  return {
    seen: pure.length,
    wrong: pure.flatMap((source) => [
      ...importsOf(source)
        .filter(({ specifier, target }) => isImpure(specifier, target))
        .map(({ specifier }) => `${source.path} imports ${specifier}`),
      ...source.nodes.filter(readsClock).map((node) => `${placeOf(source, node)} reads a clock`),
    ]),
  };
}

/** Named for the noun of its room, or for what it builds. */
export function isPure(path: string): boolean {
  const nouns =
    /^(programme|working-days|expert|permissions|demand|claim|round|report|summary|digest|nudge|consent|transitions|outcome|fit|slots|ladder|turn|catalogue|quantity|time-words|places|record|entries|merkle|leaf|leaf-check|checkpoint|proof|html|qr)\.ts$/;
  const name = nameOf(path);
  if (roomOf(path) === 'playground' || path.split('/').length < 3) return false;
  // An act may be called like its noun: `acts/claim.ts`.
  if (path.includes('/acts/')) return false;
  return nouns.test(name) || /^((.*-)?(blocks|form|views?)|words(-.*)?|typed)\.ts$/.test(name);
}

function isImpure(specifier: string, target: string | undefined): boolean {
  return /^(@slack\/bolt|kysely|pg|@electric-sql\/.*)$/.test(specifier) || /^src\/db\//.test(target ?? '');
}

function readsClock(node: Node): boolean {
  const owner = part(node, 'object')?.name ?? part(part(node, 'object'), 'property')?.name;
  if (node.type === 'MemberExpression')
    return owner === 'Now' || (owner === 'Date' && part(node, 'property')?.name === 'now');
  if (node.type === 'NewExpression')
    return part(node, 'callee')?.name === 'Date' && parts(node, 'arguments').length === 0;
  return node.type === 'CallExpression' && ['Date', 'hrtime'].includes(calledName(node) ?? '');
}

export function onlyConfigReadsTheEnvironment(sources: readonly Source[]): Finding {
  const readers = nodesOf(sources).filter(({ node }) => {
    if (node.type === 'MemberExpression')
      return part(node, 'object')?.name === 'process' && nameOrText(part(node, 'property')) === 'env';
    if (node.type === 'VariableDeclarator')
      return part(node, 'init')?.name === 'process' && part(node, 'id')?.type === 'ObjectPattern';
    return (
      node.type === 'ImportDeclaration' && /^(node:)?process$/.test(stringOf(part(node, 'source')) ?? '')
    );
  });
  return look(readers, ({ source, node }) =>
    source.path === 'src/config.ts' ? undefined : `${placeOf(source, node)} reads the environment`,
  );
}

function nameOrText(node: Node | undefined): string | undefined {
  return (node?.name as string | undefined) ?? stringOf(node);
}

export function exportsHaveNames(sources: readonly Source[]): Finding {
  const exported = nodesOf(sources).filter(
    ({ node }) => /^Export/.test(node.type) && node.type !== 'ExportSpecifier',
  );
  const found = look(exported, ({ source, node }) => {
    const isOwn = node.type === 'ExportNamedDeclaration' && !part(node, 'source');
    const isBase = part(node, 'declaration')?.abstract === true;
    return isOwn && !isBase ? undefined : `${placeOf(source, node)} ${textOf(source, node).split('\n')[0]}`;
  });
  const vague = sources
    .map(({ path }) => path)
    .filter((path) => /^(index|utils?|helpers?)\.ts$/.test(nameOf(path)));
  return { seen: found.seen, wrong: [...found.wrong, ...vague] };
}

/** What leads out of a transaction: another connection, or Slack, for which nobody may wait with rows locked. */
const OUTSIDE = new Set(['db', 'client', 'readers', 'fetch', 'sender', 'bolt']);
const TO_SLACK = new Set(['reply', 'open', 'respond', 'say', 'ack', 'push', 'update']);
const ASKS = new Set(['ask', 'click', 'submission', 'command', 'shortcut']);

/** Inside a transaction only its own handle is used, and Slack is not called. */
export function transactionsKeepToTheirHandle(sources: readonly Source[]): Finding {
  const units = nodesOf(sources).filter(
    // `actOnce`, which opens them, is handed the database with the work.
    ({ source, node }) =>
      roomOf(source.path) !== 'playground' && source.path !== 'src/db/audit.ts' && isUnit(node),
  );
  return {
    seen: units.length,
    wrong: units.flatMap(({ source, node }) =>
      [...walk(part(node, 'body') as Node)]
        .filter(leadsOut)
        .map((one) => `${placeOf(source, one)} ${textOf(source, one)}`),
    ),
  };
}

/** A function that is handed an open transaction, whatever it is called and however it is written. */
function isUnit(node: Node): boolean {
  if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return false;
  if (!part(node, 'body')) return false;
  const params = parts(node, 'params');
  if (params.some((one) => one.name === 'trx' || namesType(one, 'Trx'))) return true;
  const call = node.parent;
  const opens = call && opensTransaction(call) && parts(call, 'arguments').includes(node);
  return opens === true && params.length > 0;
}

function namesType(node: Node, name: string): boolean {
  const type = part(node, 'typeAnnotation');
  return type !== undefined && [...walk(type)].some((one) => part(one, 'typeName')?.name === name);
}

/** `actOnce(db, …)`, `db.transaction().execute(…)`. */
export function opensTransaction(call: Node): boolean {
  if (calledName(call) === 'actOnce') return true;
  const from = part(part(call, 'callee'), 'object');
  return (
    calledName(call) === 'execute' &&
    from !== undefined &&
    [...walk(from)].some((one) => calledName(one) === 'transaction')
  );
}

function leadsOut(node: Node): boolean {
  if (node.type === 'CallExpression' && calledName(node) === 'fetch') return true;
  if (node.type === 'CallExpression' && TO_SLACK.has(calledName(node) ?? ''))
    return ASKS.has(String(part(part(node, 'callee'), 'object')?.name));
  if (node.type === 'MemberExpression')
    return OUTSIDE.has(String(part(node, 'property')?.name)) && !node.computed;
  if (node.type !== 'Identifier' || !OUTSIDE.has(String(node.name))) return false;
  const { parent } = node;
  const isName =
    parent?.type === 'Property' && part(parent, 'key') === node && part(parent, 'value') !== node;
  const isMember = parent?.type === 'MemberExpression' && part(parent, 'property') === node;
  return !isName && !isMember;
}

/** One way to open a unit of work, which does it again after a deadlock. */
export function unitsAreOpenedInOnePlace(sources: readonly Source[]): Finding {
  const opened = nodesOf(sources).filter(({ node }) =>
    ['transaction', 'startTransaction'].includes(calledName(node) ?? ''),
  );
  return look(opened, ({ source }) => (source.path === 'src/db/audit.ts' ? undefined : source.path));
}

export function playgroundStandsApart(sources: readonly Source[], programs: readonly string[]): Finding {
  const all = sources.flatMap((source) => importsOf(source).map((one) => ({ path: source.path, ...one })));
  return look(all, ({ path, target }) => {
    if (target === undefined) return undefined;
    const isIn = roomOf(path) === 'playground';
    const isAllowed = isIn
      ? target.startsWith('src/playground/') || target.startsWith('manifest/')
      : programs.includes(path) || !target.startsWith('src/playground/');
    return isAllowed ? undefined : `${path} imports ${target}`;
  });
}

/** Words and table types are lists to look things up in, not code to follow. */
export function filesAreShort(sources: readonly Source[], most: number): Finding {
  const code = sources.filter(({ path }) => !/^(words(-.*)?|tables)\.ts$/.test(nameOf(path)));
  return look(code, ({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > most ? `${path}: ${lines} lines` : undefined;
  });
}

/** People's words are shown as they are: Slack's markup would read orders into them. */
export function nothingIsMarkup(sources: readonly Source[]): Finding {
  const texts = nodesOf(sources.filter(({ path }) => roomOf(path) !== 'playground')).filter(
    ({ node }) => node.type === 'Property' || node.type === 'Literal' || node.type === 'TemplateElement',
  );
  return look(texts, ({ source, node }) => {
    const value = part(node, 'value');
    const text =
      node.type === 'TemplateElement' ? String((node.value as { raw: string }).raw) : stringOf(node);
    const isMarkup =
      /^(mrkdwn|markdown)$/.test(text ?? '') ||
      (node.type === 'Property' &&
        /^(mrkdwn(_in)?|markdown(_text)?)$/.test(nameOrText(part(node, 'key')) ?? '') &&
        value?.value !== false);
    return isMarkup ? `${placeOf(source, node)} ${textOf(source, node)}` : undefined;
  });
}

/** `{ ...{ a, b }, ...{ c } }`: properties packed only to make the formatter put them on one line. */
export function listPackingSpreads(sources: readonly Source[]): Finding {
  const spreads = nodesOf(sources).filter(({ node }) => node.type === 'SpreadElement');
  return look(spreads, ({ source, node }) =>
    part(node, 'argument')?.type === 'ObjectExpression' ? placeOf(source, node) : undefined,
  );
}

const OF_THE_CURRENT_YEAR = ['findProgramme', 'findProgrammeOf', 'currentProgramme'];

/** Files that ask for "the current year": whatever has an object in hand asks for the object's. */
export function listAskingForCurrentYear(sources: readonly Source[]): Finding {
  const others = sources.filter(({ path }) => roomOf(path) !== 'programme');
  const asking = others.filter(({ nodes }) =>
    nodes.some(({ type, callee }) => {
      const { name } = (callee ?? {}) as { name?: string };
      return type === 'CallExpression' && name !== undefined && OF_THE_CURRENT_YEAR.includes(name);
    }),
  );
  return { seen: others.length, wrong: asking.map(({ path }) => path) };
}
