/** The rules of a whole view: modal or Home tab. */
import { checkBlocks } from './check-blocks.ts';
import {
  checkBoolean,
  checkFields,
  checkString,
  checkText,
  createProblems,
  isFields,
  report,
} from './problems.ts';

const BASE = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id'];
const MODAL = [...BASE, 'title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled'];

/** Everything Slack would refuse in this view, as Slack words it; empty when it is fine. */
export function checkView(view: unknown, type: 'modal' | 'home'): string[] {
  const problems = createProblems(type);
  if (!isFields(view)) return ['[ERROR] must provide an object [json-pointer:/view]'];
  if (view.type !== type) report(problems, '/view/type', `must be ${type}`);
  checkFields(problems, '/view', view, type === 'modal' ? MODAL : BASE);
  checkString(problems, '/view/private_metadata', view.private_metadata, { min: 0, max: 3000 });
  checkString(problems, '/view/callback_id', view.callback_id, { min: 0, max: 255 });
  checkString(problems, '/view/external_id', view.external_id, { min: 0, max: 255 });
  if (type === 'modal') {
    checkText(problems, '/view/title', view.title, { required: true, max: 24, plainOnly: true });
    checkText(problems, '/view/submit', view.submit, { max: 24, plainOnly: true });
    checkText(problems, '/view/close', view.close, { max: 24, plainOnly: true });
    checkBoolean(problems, '/view/clear_on_close', view.clear_on_close);
    checkBoolean(problems, '/view/notify_on_close', view.notify_on_close);
    const hasInput =
      Array.isArray(view.blocks) && view.blocks.some((it) => isFields(it) && it.type === 'input');
    if (hasInput && view.submit === undefined)
      report(problems, '/view', 'missing required field: submit (the view has an input block)');
  }
  return [...problems.messages, ...checkBlocks(view.blocks, type, '/view/blocks')];
}

/** More than 250 kB or 100 blocks is `view_too_large`. */
export function isViewTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view) ?? '') > 250_000;
}
