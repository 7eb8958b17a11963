import { html } from 'htm/preact';
import type { User } from './world.ts';

/** A person's initials on a colour of their own; the app has its mark. */
export function Avatar({ user, name, size }: { user: User | undefined; name: string; size?: string }) {
  if (user?.isBot) return html`<span class=${`avatar app ${size ?? ''}`} aria-hidden="true"></span>`;
  return html`<span class=${`avatar hue-${hueOf(user?.id ?? name)} ${size ?? ''}`} aria-hidden="true">${initialsOf(name)}</span>`;
}

/** Two Chinese characters of the given name, or the capitals of a Western one. */
function initialsOf(name: string): string {
  const clean = name.replace(/[（(].*$/u, '').trim();
  if (/\p{Script=Han}/u.test(clean)) return [...clean.replace(/[^\p{Script=Han}]/gu, '')].slice(-2).join('');
  const parts = clean.split(/\s+/u);
  return parts
    .slice(0, 2)
    .map((part) => [...part][0] ?? '')
    .join('')
    .toUpperCase();
}

function hueOf(text: string): number {
  let sum = 0;
  for (const char of text) sum = (sum * 33 + (char.codePointAt(0) ?? 0)) % 65_521;
  return (sum >> 3) % 8;
}
