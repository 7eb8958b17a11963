import { html } from 'htm/preact';
import { AlertView, CardView, CarouselView } from './block-cards.ts';
import { ContainerView } from './block-container.ts';
import { InputView } from './block-input.ts';
import { type Block, plain, type RichText, type TextObject } from './block-kit.ts';
import { ChartView } from './chart.ts';
import { DataTableView } from './data-table.ts';
import { ElementView } from './element.ts';
import { emojify } from './emoji.ts';
import { blockIdOf, elementsOf } from './form-state.ts';
import { Picture } from './picture.ts';
import { RichTextView, Unknown } from './rich-text.ts';
import { TableView } from './table.ts';
import { Mrkdwn, TextView } from './text.ts';

export function Blocks({ blocks }: { blocks: Block[] }) {
  return html`<div class="blocks">${blocks.map((block, index) => {
    const blockId = blockIdOf(block, index);
    return html`<${BlockView} key=${blockId} block=${block} blockId=${blockId} />`;
  })}</div>`;
}

interface BlockProps {
  block: Block;
  blockId: string;
}

function BlockView({ block, blockId }: BlockProps) {
  switch (block.type) {
    case 'section':
      return html`<${Section} block=${block} blockId=${blockId} />`;
    case 'rich_text':
      return html`<${RichTextView} rich=${block as RichText} />`;
    case 'markdown':
      return html`<${Mrkdwn} text=${plain(block.text)} />`;
    case 'header':
      return html`<${Header} block=${block} />`;
    case 'context':
      return html`<${ContextLine} block=${block} />`;
    case 'divider':
      return html`<hr />`;
    case 'actions':
    case 'context_actions':
      return html`<div class="actions">${elementsOf(block).map(
        (element) =>
          html`<${ElementView} key=${element.action_id} blockId=${blockId} element=${element} dispatches=${true} />`,
      )}</div>`;
    case 'input':
      return html`<${InputView} block=${block} blockId=${blockId} />`;
    case 'image':
      return html`<figure class="image-block">
        ${block.title && html`<figcaption>${plain(block.title)}</figcaption>`}
        <${Picture} url=${block.image_url} file=${block.slack_file} alt=${block.alt_text ?? ''} />
      </figure>`;
    case 'table':
      return html`<${TableView} block=${block} />`;
    case 'data_table':
      return html`<${DataTableView} block=${block} />`;
    case 'data_visualization':
      return html`<${ChartView} block=${block} />`;
    case 'container':
      return html`<${ContainerView} block=${block}><${Blocks} blocks=${block.child_blocks ?? []} /><//>`;
    case 'card':
      return html`<${CardView} block=${block} blockId=${blockId} />`;
    case 'carousel':
      return html`<${CarouselView} block=${block} blockId=${blockId} />`;
    case 'alert':
      return html`<${AlertView} block=${block} />`;
    default:
      return html`<${Unknown} type=${block.type} />`;
  }
}

function Section({ block, blockId }: BlockProps) {
  const hasFields = block.fields && block.fields.length > 0;
  return html`<div class="section">
    <div class="section-text">
      ${block.text && html`<div><${TextView} text=${block.text} /></div>`}
      ${hasFields && html`<div class="fields">${block.fields?.map((field, index) => html`<div key=${index}><${TextView} text=${field} /></div>`)}</div>`}
    </div>
    ${
      block.accessory &&
      html`<div class="accessory"><${ElementView} blockId=${blockId} element=${block.accessory} dispatches=${true} label=${plain(block.text)} /></div>`
    }
  </div>`;
}

/** A message has no heading above it but its channel's, so level 1 is an h2. */
function Header({ block }: { block: Block }) {
  const level = Math.min(Math.max(Number(block.level ?? 1) || 1, 1), 4);
  const Tag = `h${level + 1}`;
  return html`<${Tag} class=${`header level-${level}`}>${emojify(plain(block.text))}<//>`;
}

function ContextLine({ block }: { block: Block }) {
  return html`<div class="context">${elementsOf(block).map((element, index) =>
    element.type === 'image'
      ? html`<${Picture} key=${index} url=${element.image_url} file=${element.slack_file} alt=${element.alt_text ?? ''} isSmall=${true} />`
      : html`<${TextView} key=${index} text=${element as unknown as TextObject} />`,
  )}</div>`;
}
