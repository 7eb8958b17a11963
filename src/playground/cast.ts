/** The ten people of the sample season whom one can be at the window, and where they meet. */
import type { NewUser } from './records.ts';
import type { Workspace } from './workspace.ts';

export const NEEDS_CHANNEL = 'C0NEEDS';

export const CAST: NewUser[] = [
  {
    id: 'U0BUREAU',
    name: '市局专技处',
    title: '市局联络员 · Bureau coordinator',
    isAdmin: true,
    isOwner: true,
  },
  { id: 'U0CHECK', name: '市局专技处复核', title: '市局复核员 · Second officer of the bureau' },
  { id: 'U0BINHAI', name: '滨海新区联络员', title: '区县联络员 · District coordinator' },
  { id: 'U0WUQING', name: '武清区联络员', title: '区县联络员 · District coordinator' },
  { id: 'U0HOST', name: '卢工', title: '受援单位联系人 · Host unit contact' },
  { id: 'U0HOME', name: '津沽大学人事处', title: '派出单位联系人 · Home unit contact' },
  { id: 'U0ZJ0006', name: '何知远', title: '专家 · Expert' },
  { id: 'U0ZJ0007', name: '田若川', title: '专家 · Expert' },
  { id: 'U0LIN', name: '小林', title: '宋砚舟院士的助手 · An academician’s assistant' },
  {
    id: 'U0ALICE',
    name: 'Alice Wong',
    title: 'Expert, not yet registered',
    locale: 'en-GB',
    tz: 'Europe/London',
  },
];

/**
 * People and channels as an administrator would have made them; the app hears nothing of it. Whoever has a locale
 * here reads in that one.
 */
export function furnish(workspace: Workspace, locales: ReadonlyMap<string, string> = new Map()): void {
  for (const person of CAST) {
    const locale = locales.get(person.id);
    workspace.addUser({ ...person, ...(locale && { locale }) });
  }
  const members = CAST.map(({ id }) => id);
  workspace.addChannel({ id: NEEDS_CHANNEL, name: '专家需求', members, botIsMember: true });
  workspace.addChannel({ id: 'C0GENERAL', name: '大家', members });
}

/** Whoever read in another language before goes on in it; the app hears of it. */
export async function speak(workspace: Workspace, locales: ReadonlyMap<string, string>): Promise<void> {
  for (const { id, locale } of [...workspace.team.users.values()]) {
    const before = locales.get(id);
    if (before && before !== locale) await workspace.updateUser(id, { locale: before });
  }
}
