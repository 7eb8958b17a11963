/** Slack's mrkdwn, read into a tree. The view makes elements of it; no text ever becomes HTML. */

export type Node =
  | string
  | { kind: 'bold' | 'italic' | 'strike' | 'code' | 'pre' | 'quote'; nodes: Node[] }
  | { kind: 'link'; url: string; nodes: Node[] }
  | { kind: 'user' | 'channel' | 'everyone'; id: string; label?: string }
  | { kind: 'date'; at: number; format: string; url?: string; fallback: string };

const EMPHASIS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/**
 * Emphasis needs half-width boundaries, as in Slack: a sign that touches a Chinese character stays a sign.
 * In order: `<…>`, `code`, emphasis.
 */
const INLINE =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![^\s!-/:-@[-`{-~])([*_~])(?=[^\s*_~])([^\n]*?[^\s])\3(?![^\s!-/:-@[-`{-~])/u;

export function parseMrkdwn(text: string): Node[] {
  return text.split(/```\n?([\s\S]*?)\n?```\n?/u).flatMap((part, index): Node[] => {
    if (index % 2 === 1) return [{ kind: 'pre', nodes: [unescapeText(part)] }];
    return part === '' ? [] : parseLines(part);
  });
}

function parseLines(text: string): Node[] {
  const nodes: Node[] = [];
  let quote: string[] = [];
  let plain: string[] = [];
  function flush(): void {
    if (quote.length > 0) nodes.push({ kind: 'quote', nodes: parseInline(quote.join('\n')) });
    if (plain.length > 0) nodes.push(...parseInline(plain.join('\n')));
    quote = [];
    plain = [];
  }
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/u.exec(line);
    if (quoted ? plain.length > 0 : quote.length > 0) flush();
    (quoted ? quote : plain).push(quoted?.[1] ?? line);
  }
  flush();
  return nodes;
}

function parseInline(text: string): Node[] {
  const found = INLINE.exec(text);
  if (!found) return text === '' ? [] : [unescapeText(text)];
  const [whole, angle, code, sign, inner] = found;
  const before = text.slice(0, found.index);
  const node: Node =
    angle !== undefined
      ? parseAngle(angle)
      : code !== undefined
        ? { kind: 'code', nodes: [unescapeText(code)] }
        : { kind: EMPHASIS[sign as keyof typeof EMPHASIS], nodes: parseInline(inner ?? '') };
  const after = parseInline(text.slice(found.index + whole.length));
  return [...(before ? [unescapeText(before)] : []), node, ...after];
}

function parseAngle(inside: string): Node {
  const [target = '', ...rest] = inside.split('|');
  const label = rest.length > 0 ? unescapeText(rest.join('|')) : undefined;
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/u.exec(target);
  if (date) {
    const [, at, format = '', url] = date;
    return { kind: 'date', at: Number(at), format, fallback: label ?? '', ...(url && { url }) };
  }
  const mention = /^(@[UWB]|#[CGD])([A-Z0-9]+)$/u.exec(target);
  if (mention) {
    const kind = target.startsWith('@') ? 'user' : 'channel';
    return { kind, id: target.slice(1), ...(label && { label }) };
  }
  const everyone = /^!(here|channel|everyone)$/u.exec(target)?.[1];
  if (everyone) return { kind: 'everyone', id: everyone };
  const url = unescapeText(target);
  if (isSafeUrl(url)) return { kind: 'link', url, nodes: [label ?? url.replace(/^(mailto|tel):/u, '')] };
  return label ?? unescapeText(`<${inside}>`);
}

/** The three signs Slack escapes; `&amp;` last, so that nothing is unescaped twice. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Addresses a click may lead to. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)/iu.test(url);
}
