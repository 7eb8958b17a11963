import { z } from 'zod';
import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RoomDeps } from '../room.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { type Click, isNobody, type Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { mayAct } from './assign.ts';
import { type Task, tasksAt } from './nudge.ts';
import { readPeople } from './people.ts';
import { collectOwed, type OwedPlace } from './sources.ts';
import { buildNotMineForm } from './views.ts';
import { say } from './words.ts';

function notMineSchema(locale: Locale, userId: string) {
  return z.object({
    user: z
      .string({ error: say(locale, 'required') })
      .min(1, say(locale, 'required'))
      .refine((user) => user !== userId, say(locale, 'choose_other')),
    reason: z
      .string()
      .max(1000, say(locale, 'too_long', { max: 1000 }))
      .nullish()
      .transform((text) => text ?? ''),
  });
}

/** `not_mine`: opens the window, as long as the duty is on this person's list. */
export async function openNotMine(deps: RoomDeps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, value } = click;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return replySetUpFirst(click);
  if (!(await findTask(deps, programme, userId, value, now))) return click.reply(isDone(locale));
  await click.open(buildNotMineForm(value, locale));
}

/**
 * The duty leaves this person's list for good. Whoever they named is asked if the table of permissions lets them act;
 * otherwise the coordinators read the suggestion. Nobody gains a right by being named.
 */
export async function submitNotMine(deps: RoomDeps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, metadata } = ask;
  const programme = await findProgramme(deps.db, teamId);
  const task = programme && (await findTask(deps, programme, userId, metadata.duty ?? '', now));
  if (!programme || !task) return { notice: isDone(locale) };
  const checked = check(notMineSchema(locale, userId), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { user, reason } = checked.value;
  const named = await deps.readers.find(teamId, user);
  if (isNobody(named) || !named.known) return { errors: { user: say(locale, 'not_a_person') } };
  const { kind, objectKind, objectId } = task.owed;
  const isEntitled = mayAct(task.owed, await readPeople(deps.db, programme), user);

  const outcome = await actOnce(deps.db, async (trx) => {
    const kept = await trx
      .insertInto('nudge_handover')
      .values({
        ...{ team_id: teamId, kind, object_id: objectId, from_user: userId, to_user: user, reason, at: now },
      })
      .onConflict((oc) => oc.doNothing())
      .returning('at')
      .executeTakeFirst();
    if (!kept) return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('decided' as const);
    await recordAct(trx, {
      ...{ teamId, act: 'not_mine', actor: userId, objectKind, objectId, now, cause },
      details: { kind, to: user, entitled: isEntitled, ...(reason ? { reason } : {}) },
    });
    await enqueueHomes(trx, teamId, [userId, user], [objectId]);
    return 'done' as const;
  });
  if (outcome === 'decided') return { notice: isDone(locale) };
  const done = isEntitled ? 'not_mine_done_named' : 'not_mine_done_suggested';
  return { notice: message(section(say(locale, done, { name: named.name }))) };
}

function isDone(locale: Locale): Message {
  return message(section(say(locale, 'is_done')));
}

/** The duty as this person has it right now; `duty` is its kind and object. */
async function findTask(
  { db, rooms }: OwedPlace,
  programme: Programme,
  userId: string,
  duty: string,
  now: Temporal.Instant,
): Promise<Task | undefined> {
  const owed = (await collectOwed({ db, rooms }, programme, now)).filter(
    ({ kind, objectId }) => `${kind}:${objectId}` === duty,
  );
  const tasks = tasksAt(owed, await readPeople(db, programme), now, programme);
  return tasks.find(({ to, isOpen }) => to.userId === userId && isOpen && to.via !== 'informed');
}
