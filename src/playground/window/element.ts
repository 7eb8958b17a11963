import { html } from 'htm/preact';
import type { Element } from './block-kit.ts';
import { ButtonView, OverflowView } from './element-button.ts';
import { ChoiceView } from './element-choice.ts';
import { DateView, MomentView, TimeView } from './element-date.ts';
import { ExternalView } from './element-external.ts';
import { FilesView } from './element-files.ts';
import { MultiSelectView } from './element-multi.ts';
import { SelectView } from './element-select.ts';
import { TextInputView } from './element-text.ts';
import { Picture } from './picture.ts';
import { Unknown } from './rich-text.ts';
import type { Slot } from './slot.ts';

/** One element of a block, by its type. */
export function ElementView(slot: Slot) {
  const { element, blockId } = slot;
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return html`<${ButtonView} ...${slot} />`;
    case 'overflow':
      return html`<${OverflowView} ...${slot} />`;
    case 'feedback_buttons':
      return [element.positive_button, element.negative_button].map(
        (button) =>
          button &&
          html`<${ButtonView} key=${button.value} blockId=${blockId} dispatches=${true} element=${{ ...button, type: 'button', action_id: element.action_id } as Element} />`,
      );
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return html`<${TextInputView} ...${slot} />`;
    case 'external_select':
    case 'multi_external_select':
      return html`<${ExternalView} ...${slot} />`;
    case 'file_input':
      return html`<${FilesView} ...${slot} />`;
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return html`<${SelectView} ...${slot} />`;
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return html`<${MultiSelectView} ...${slot} />`;
    case 'radio_buttons':
    case 'checkboxes':
      return html`<${ChoiceView} ...${slot} />`;
    case 'datepicker':
      return html`<${DateView} ...${slot} />`;
    case 'timepicker':
      return html`<${TimeView} ...${slot} />`;
    case 'datetimepicker':
      return html`<${MomentView} ...${slot} />`;
    case 'image':
      return html`<${Picture} url=${element.image_url} file=${element.slack_file} alt=${element.alt_text ?? ''} />`;
    default:
      return html`<${Unknown} type=${element.type} />`;
  }
}
