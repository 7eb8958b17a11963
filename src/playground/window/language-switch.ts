import { html } from 'htm/preact';
import { useDesk } from './desk.ts';
import { keepLanguage } from './language.ts';

/** The other language, by its own name: whoever needs the button can't read the rest. */
export function LanguageSwitch() {
  const { words, ask, complain } = useDesk();
  const { language, name, label } = words.otherLanguage;
  async function change(): Promise<void> {
    keepLanguage(language);
    const done = await ask({ type: 'language', language });
    if (!done.ok) complain(done);
  }
  return html`<button type="button" class="strip-button language" lang=${language} aria-label=${label} title=${label} onClick=${change}>${name}</button>`;
}
