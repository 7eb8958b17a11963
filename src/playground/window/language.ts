/// <reference lib="dom" />
import { keepChoice, keptChoice } from './kept-choice.ts';

/** What the window speaks, by the names that Slack's preferences give it. */
export type Language = 'zh-CN' | 'en-US';

/**
 * What whoever sits at this browser reads: as was chosen here; else English, unless the browser is Chinese:
 * then everybody reads their own.
 */
export function languageHere(): Language | undefined {
  const chosen = keptChoice('computer', 'language');
  if (chosen === 'zh-CN' || chosen === 'en-US') return chosen;
  return /^zh/i.test(navigator.language) ? undefined : 'en-US';
}

export function keepLanguage(language: Language): void {
  keepChoice('computer', 'language', language);
}
