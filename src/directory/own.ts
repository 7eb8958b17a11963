import type { Act, Part, Whose } from './permissions.ts';

/**
 * Nobody alone (mission: decision 30): a coordinator decides about nothing of which they are the expert, the host, the
 * home unit's contact or the author; and along one service whoever accepts the report neither wrote it nor confirmed it.
 * 'own': another person does it, or they themselves where nobody else could. 'never': not even then.
 */
export type Bar = 'own' | 'never';

/** A coordinator's act by which something comes to count, and an answer in the place of home unit or host. */
const NOT_ALONE: readonly Act[] = [
  'publish_demand',
  'grant_instant',
  'verify_expert',
  'give_consent',
  'refuse_consent',
  'record_consent',
  'own_pledge',
  'accept_expert',
  'decline_expert',
  'uphold_no_show',
  'dismiss_no_show',
  'waive_report',
  'recall_expert',
  'make_link',

  'record_blanket',
  'confirm_report',
  'object_report',
  'accept_report',
  'override_host',
  'amend_report',
  'void_report',
  // Of experts and past services alone: who put the list in had a hand in each.
  'apply_import',
];

/** What home unit and host say about an expert: never the expert, nor their assistant, under whatever hat. */
const ANSWERS: readonly Act[] = [
  'give_consent',
  'refuse_consent',
  'record_consent',
  'own_pledge',
  'record_blanket',
  'accept_expert',
  'decline_expert',
  'make_link',
  'confirm_report',
  'object_report',
];

/** Whether somebody was kept twice is for others to say. */
const NEVER_OF_ONESELF: readonly Act[] = ['merge'];

/** How a thing is somebody's own. */
export type Tie = 'expert' | 'assistant' | 'host' | 'home_unit' | 'author' | 'handled';

/** Why this hat, although it fits, is not enough; undefined when it is. */
export function barOf(userId: string, act: Act, part: Part, whose: Whose): Bar | undefined {
  const ties = tiesOf(userId, whose);
  const answersForOthers = part === 'host' || part === 'home_unit' || isCoordinator(part);
  const isTheirs = ties.includes('expert') || ties.includes('assistant');
  if (ANSWERS.includes(act) && answersForOthers && isTheirs) return 'never';
  // Whoever acts for somebody doesn't say who that is.
  if (act === 'verify_expert' && ties.includes('assistant')) return 'never';
  if (NEVER_OF_ONESELF.includes(act) && isTheirs) return 'never';
  return NOT_ALONE.includes(act) && isCoordinator(part) && ties.length > 0 ? 'own' : undefined;
}

/** What makes the thing this person's own, in the order in which it is said. */
export function tiesOf(userId: string, whose: Whose): Tie[] {
  const { expertUsers, assistantUsers, hostUsers, homeUnitUsers, author, handled } = whose;
  const ties: [Tie, boolean | undefined][] = [
    ['expert', expertUsers?.includes(userId)],
    ['assistant', assistantUsers?.includes(userId)],
    ['host', hostUsers?.includes(userId)],
    ['home_unit', homeUnitUsers?.includes(userId)],
    ['author', author === userId],
    ['handled', handled?.includes(userId)],
  ];
  return ties.filter(([, isSo]) => isSo).map(([tie]) => tie);
}

/** True when the part is a coordinator's. */
export function isCoordinator(part: Part): boolean {
  return part === 'district' || part === 'system' || part === 'bureau';
}
