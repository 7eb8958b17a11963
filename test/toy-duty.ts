import { BY_NUMBER, type Duty } from '../src/directory/duty.ts';

/** A whole duty: what the types ask for, and no more. */
const whole: Duty<string> = {
  kind: 'toy',
  act: 'publish_demand',
  sources: [],
  ladder: ({ since }) => ({ opensAt: since, stages: [], until: undefined }),
  read: async () => 'toy',
  item: () => ({ blocks: [], notes: [], buttons: [] }),
  title: () => 'Toys to tidy away',
  ...BY_NUMBER,
  together: 'never',
};

const { kind, act, sources, ladder, read, item, title, label, name, together } = whole;

// The compiler reads this file with the others (`npm run types`): each line below must fail, or it fails.

// @ts-expect-error a duty without its word in the ledgers
export const noKind: Duty<string> = { act, sources, ladder, read, item, title, label, name, together };
// @ts-expect-error a duty that anybody could be given
export const noAct: Duty<string> = { kind, sources, ladder, read, item, title, label, name, together };
// @ts-expect-error a duty that is found nowhere
export const noSources: Duty<string> = { kind, act, ladder, read, item, title, label, name, together };
// @ts-expect-error a duty of which nobody is reminded
export const noLadder: Duty<string> = { kind, act, sources, read, item, title, label, name, together };
// @ts-expect-error a duty that is about nothing
export const noRead: Duty<string> = { kind, act, sources, ladder, item, title, label, name, together };
// @ts-expect-error a duty that no reminder can show
export const noItem: Duty<string> = { kind, act, sources, ladder, read, title, label, name, together };
// @ts-expect-error a duty without a sentence above it
export const noTitle: Duty<string> = { kind, act, sources, ladder, read, item, label, name, together };
// @ts-expect-error a duty that the ledger can't call
export const noLabel: Duty<string> = { kind, act, sources, ladder, read, item, title, name, together };
// @ts-expect-error a duty that its reader can't call
export const noName: Duty<string> = { kind, act, sources, ladder, read, item, title, label, together };
// @ts-expect-error a duty that doesn't say whether many are one
export const noTogether: Duty<string> = { kind, act, sources, ladder, read, item, title, label, name };

export const toyDuty: Duty = whole;
