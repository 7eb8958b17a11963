import type { Button, KnownBlock } from '@slack/types';
import { actions, button, context, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { labelOf, nameAll, nameDuty } from './duty-names.ts';
import type { Item } from './items.ts';
import type { Task } from './nudge.ts';
import { type Frame, sayNoRight, sayWhy } from './say-why.ts';
import { say } from './words.ts';

/** One duty: what it is, by when, why it is this person's, and the buttons that do it. */
export function buildItem(item: Item, shown: Frame): KnownBlock[] {
  const { task, thing } = item;
  const { owed, to } = task;
  const frame = { ...shown, programme: owed.programme };
  if (!to.mayAct) {
    // A deputy without the right learns that something waits, and of whom to ask; not what it says.
    return [
      section(nameDuty(owed, frame) ?? '–'),
      context(sayNoRight([task], frame)),
      ...notMine(item, frame, []),
    ];
  }
  const isInformed = to.via === 'informed';
  const reminded = { owed, userId: to.userId, isInformed };
  const { blocks, notes, buttons } = owed.duty.item(thing, reminded, frame);
  const why = sayWhy(to, frame);
  const all = [...notes, ...(why ? [why] : [])];
  return [
    ...blocks,
    ...(all.length > 0 ? [context(...all)] : []),
    ...notMine(item, frame, isInformed ? buttons : buttons.slice(0, 4)),
  ];
}

/** Duties of one kind that are one person's for the same reason, as one thing; the list has a button for each. */
export function buildTogether(tasks: readonly Task[], shown: Frame): KnownBlock[] {
  const [first] = tasks;
  if (!first || first.owed.duty.together === 'never') return [];
  const { owed, to } = first;
  const frame = { ...shown, programme: owed.programme };
  const all = tasks.map((task) => task.owed);
  const names = nameAll(owed.duty, all.map(labelOf), frame);
  if (!to.mayAct) return [section(names), context(sayNoRight(tasks, frame))];
  const why = sayWhy(to, frame);
  return [section(first.owed.duty.together.say(all, names, frame)), ...(why ? [context(why)] : [])];
}

/** The value names the duty; who says it is the person who presses. */
function notMine({ task: { owed, to } }: Item, frame: Frame, buttons: Button[]): KnownBlock[] {
  const text = say(frame.locale, 'not_mine');
  const value = `${owed.kind}:${owed.objectId}`;
  const label = `${text} ${nameDuty(owed, frame) ?? ''}`;
  const refuse = button({ text, actionId: ACTIONS.notMine, value, label });
  return actions(...buttons, to.via === 'informed' ? undefined : refuse);
}
