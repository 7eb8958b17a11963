import { html } from 'htm/preact';
import { type Block, plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { ElementView } from './element.ts';
import { blockIdOf } from './form-state.ts';
import { Picture } from './picture.ts';
import { TextView } from './text.ts';

export function CardView({ block, blockId }: { block: Block; blockId: string }) {
  const actions = block.actions ?? [];
  return html`<article class="card">
    ${block.hero_image && html`<${Picture} url=${block.hero_image.image_url} alt=${block.hero_image.alt_text ?? ''} />`}
    <div class="card-head">
      ${block.icon && html`<${Picture} url=${block.icon.image_url} alt=${block.icon.alt_text ?? ''} isSmall=${true} />`}
      ${block.slack_icon && html`<span class="card-icon" aria-hidden="true"></span>`}
      <div>
        ${block.title && html`<h3><${TextView} text=${block.title} /></h3>`}
        ${block.subtitle && html`<p class="card-subtitle"><${TextView} text=${block.subtitle} /></p>`}
      </div>
    </div>
    ${block.body && html`<p><${TextView} text=${block.body} /></p>`}
    ${block.subtext && html`<p class="card-subtext"><${TextView} text=${block.subtext} /></p>`}
    ${
      actions.length > 0 &&
      html`<div class="actions">${actions.map(
        (element) =>
          html`<${ElementView} key=${element.action_id} blockId=${blockId} element=${element} dispatches=${true} />`,
      )}</div>`
    }
  </article>`;
}

/** Cards side by side; the row scrolls, by keyboard too. */
export function CarouselView({ block, blockId }: { block: Block; blockId: string }) {
  const cards = (block.elements ?? []) as Block[];
  return html`<div class="carousel" role="group" tabindex="0">
    ${cards.map((card, index) => {
      const id = card.block_id ?? blockIdOf({ type: 'card', block_id: blockId }, index);
      return html`<${CardView} key=${card.block_id ?? index} block=${card} blockId=${id} />`;
    })}
  </div>`;
}

export function AlertView({ block }: { block: Block }) {
  const { words } = useDesk();
  const level = typeof block.level === 'string' ? block.level : 'default';
  return html`<div class=${`alert ${level}`} role=${level === 'error' ? 'alert' : 'status'}>
    <strong>${words.alertLevels[level] ?? words.alertLevels.default}</strong>
    <div>${typeof block.text === 'string' ? plain(block.text) : html`<${TextView} text=${block.text} />`}</div>
  </div>`;
}
