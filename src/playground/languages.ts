/** The language people read in, set at the window as in Slack's own preferences. */
import { z } from 'zod';
import { CAST } from './cast.ts';
import type { Workspace } from './workspace.ts';

export const language = z.enum(['zh-CN', 'en-US']);
export type Language = z.infer<typeof language>;

/**
 * Lets this person and the whole cast read in this language; the app hears `user_change` of each whom it changes.
 * Whoever sits down as somebody else later reads what was sent to that person meanwhile.
 */
export async function readIn(workspace: Workspace, userId: string, wanted: Language): Promise<void> {
  const changing = [...listChanging(workspace, userId, wanted)];
  await Promise.all(changing.map(([id, locale]) => workspace.updateUser(id, { locale })));
}

/** Who of this person and the cast would read in another language than now, and in which variety. */
export function listChanging({ team }: Workspace, userId: string, wanted: Language): Map<string, string> {
  const everybody = new Set([userId, ...CAST.map(({ id }) => id)]);
  const changing = [...everybody].filter((id) => {
    const user = team.users.get(id);
    return user && !isSame(user.locale, wanted);
  });
  return new Map(changing.map((id) => [id, varietyFor(id, wanted)]));
}

/** A person's own variety, where it is one of this language: Alice's English is London's. */
function varietyFor(id: string, wanted: Language): string {
  const own = CAST.find((person) => person.id === id)?.locale;
  return own && isSame(own, wanted) ? own : wanted;
}

function isSame(locale: string, wanted: Language): boolean {
  return locale.slice(0, 2) === wanted.slice(0, 2);
}
