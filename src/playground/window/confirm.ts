/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { type Confirm, plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { TextView } from './text.ts';

/** What a person is asked before something happens. */
export interface Question {
  confirm: Confirm;
  answer(yes: boolean): void;
}

/** Slack's "are you sure?", above whatever is open. */
export function ConfirmDialog({ confirm, onAnswer }: { confirm: Confirm; onAnswer: (yes: boolean) => void }) {
  const { words } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(returnFocus, []);
  useEffect(() => dialog.current?.showModal(), []);
  return html`<dialog
    ref=${dialog}
    class="dialog confirm"
    aria-labelledby=${`${id}t`}
    aria-describedby=${`${id}d`}
    onCancel=${(event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      onAnswer(false);
    }}
  >
    <h2 class="dialog-title" id=${`${id}t`}>${plain(confirm.title) || words.areYouSure}</h2>
    <div class="dialog-body" id=${`${id}d`}><${TextView} text=${confirm.text} /></div>
    <footer class="dialog-foot">
      <button type="button" class="button" onClick=${() => onAnswer(false)}>${plain(confirm.deny) || words.no}</button>
      <button
        type="button"
        class=${`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`}
        onClick=${() => onAnswer(true)}
      >${plain(confirm.confirm) || words.yes}</button>
    </footer>
  </dialog>`;
}

/** For a dialog's first effect: when it goes, the focus is again where it was. */
export function returnFocus(): () => void {
  const before = document.activeElement;
  return () => {
    if (before instanceof HTMLElement) before.focus();
  };
}
