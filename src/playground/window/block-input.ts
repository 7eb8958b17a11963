import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { type Block, plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { ElementView } from './element.ts';
import { emojify } from './emoji.ts';
import { Unknown } from './rich-text.ts';
import { useSurface } from './surface.ts';

/** A labelled field with its hint and, beneath it, what is wrong. */
export function InputView({ block, blockId }: { block: Block; blockId: string }) {
  const { words } = useDesk();
  const surface = useSurface();
  const id = useId();
  if (!block.element) return html`<${Unknown} type="input" />`;
  const error = surface.errors[blockId];
  const isGroup = /^(checkboxes|radio_buttons|datetimepicker)$/.test(block.element.type);
  const label = html`${emojify(plain(block.label))}${block.optional && html`<span class="optional">${words.optional}</span>`}`;
  const describedBy = [error && `${id}e`, block.hint && `${id}h`].filter(Boolean).join(' ') || undefined;
  return html`<div class=${`input ${error ? 'wrong' : ''}`} data-block-id=${blockId}>
    ${isGroup ? html`<span class="label" id=${`${id}l`}>${label}</span>` : html`<label class="label" id=${`${id}l`} for=${id}>${label}</label>`}
    <${ElementView}
      key=${`${block.element.type} ${block.element.action_id}`}
      blockId=${blockId}
      element=${block.element}
      dispatches=${block.dispatch_action === true}
      id=${id}
      labelId=${`${id}l`}
      label=${plain(block.label)}
      describedBy=${describedBy}
      isWrong=${error !== undefined}
      isRequired=${!block.optional}
    />
    ${error && html`<p class="error" id=${`${id}e`}>${error}</p>`}
    ${block.hint && html`<p class="hint" id=${`${id}h`}>${emojify(plain(block.hint))}</p>`}
  </div>`;
}
