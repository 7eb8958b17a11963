import { html } from 'htm/preact';
import type { RichPart, RichText, Run, Style } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { emojiNamed } from './emoji.ts';
import { ChannelMention, DateText, Link, UserMention } from './text.ts';

const STYLES: [keyof Style, string][] = [
  ['code', 'code'],
  ['bold', 'b'],
  ['italic', 'i'],
  ['strike', 's'],
  ['underline', 'u'],
];

export function RichTextView({ rich }: { rich: RichText | { elements?: RichPart[] } | undefined }) {
  const parts = rich?.elements ?? [];
  return html`<div class="rich">${parts.map((part, index) => html`<${Part} key=${index} part=${part} />`)}</div>`;
}

function Part({ part }: { part: RichPart }) {
  switch (part.type) {
    case 'rich_text_section':
      return html`<div class="text"><${Runs} runs=${part.elements as Run[]} /></div>`;
    case 'rich_text_quote':
      return html`<blockquote class="text"><${Runs} runs=${part.elements as Run[]} /></blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre><${Runs} runs=${part.elements as Run[]} /></pre>`;
    case 'rich_text_list':
      return html`<${List} part=${part} />`;
    default:
      return html`<${Unknown} type=${part.type} />`;
  }
}

function List({ part }: { part: RichPart }) {
  const items = (part.elements as RichPart[]).map(
    (item, index) => html`<li key=${index} class="text"><${Runs} runs=${item.elements as Run[]} /></li>`,
  );
  const className = `indent-${Math.min(part.indent ?? 0, 4)}`;
  if (part.style === 'ordered')
    return html`<ol class=${className} start=${(part.offset ?? 0) + 1}>${items}</ol>`;
  return html`<ul class=${className}>${items}</ul>`;
}

function Runs({ runs }: { runs: Run[] }) {
  return runs.map((run, index) => html`<${RunView} key=${index} run=${run} />`);
}

function RunView({ run }: { run: Run }) {
  let face: unknown = html`<${Face} run=${run} />`;
  for (const [style, tag] of STYLES) if (run.style?.[style]) face = html`<${tag}>${face}<//>`;
  return face;
}

function Face({ run }: { run: Run }) {
  const { words } = useDesk();
  switch (run.type) {
    case 'text':
      return run.text ?? '';
    case 'link':
      return html`<${Link} url=${run.url ?? ''}>${run.text || run.url}<//>`;
    case 'user':
      return html`<${UserMention} id=${run.user_id ?? ''} />`;
    case 'channel':
      return html`<${ChannelMention} id=${run.channel_id ?? ''} />`;
    case 'usergroup':
      return html`<span class="mention">@${run.usergroup_id}</span>`;
    case 'broadcast':
      return html`<span class="mention loud">${words.everyone[run.range ?? 'channel']}</span>`;
    case 'emoji':
      return html`<span>${emojiNamed(run.name ?? '') ?? `:${run.name}:`}</span>`;
    case 'date':
      return html`<${DateText} at=${run.timestamp ?? 0} format=${run.format ?? '{date}'} url=${run.url} />`;
    case 'color':
      return html`<span class="color"><span style=${{ background: run.value }}></span>${run.value}</span>`;
    default:
      return html`<${Unknown} type=${run.type} />`;
  }
}

/** What the window can't show is said, never left out. */
export function Unknown({ type }: { type: string }) {
  const { words } = useDesk();
  return html`<div class="unknown" data-unknown=${type}>${words.unknownBlock(type)}</div>`;
}
