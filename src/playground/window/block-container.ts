import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Block } from './block-kit.ts';
import { Icon } from './icons.ts';
import { Picture } from './picture.ts';
import { RichTextView } from './rich-text.ts';
import { TextView } from './text.ts';

/** A group of blocks, its children, that may fold away. */
export function ContainerView({ block, children }: { block: Block; children?: ComponentChildren }) {
  const [isOpen, setOpen] = useState(!(block.is_collapsible && block.default_collapsed));
  const id = useId();
  const title = html`<span class="container-title">
    ${block.icon?.image_url && html`<${Picture} url=${block.icon.image_url} alt=${block.icon.alt_text ?? ''} isSmall=${true} />`}
    <span>
      <strong>${block.rich_text_title ? html`<${RichTextView} rich=${block.rich_text_title} />` : html`<${TextView} text=${block.title} />`}</strong>
      ${block.subtitle && html`<small><${TextView} text=${block.subtitle} /></small>`}
    </span>
  </span>`;
  return html`<section class=${`container ${isOpen ? 'open' : ''}`}>
    ${
      block.is_collapsible
        ? html`<button type="button" class="container-head" aria-expanded=${isOpen} aria-controls=${id} onClick=${() => setOpen(!isOpen)}>
            <${Icon} name=${isOpen ? 'down' : 'right'} />${title}
          </button>`
        : html`<div class="container-head">${title}</div>`
    }
    <div id=${id} class="container-body" hidden=${!isOpen}>${children}</div>
  </section>`;
}
