import { z } from 'zod';
import { actOnce, recordAct } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import type { Locale } from '../i18n/locale.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { showDate, today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import { type Click, type Deps, isNobody, type Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { buildAwayForm } from './views.ts';
import { say } from './words.ts';

/** `go_away`: until when somebody is away, and who stands in; with what is noted already. */
export async function openAway(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now } = click;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return replySetUpFirst(click);
  const absence = await findAbsence(deps.db, teamId, userId);
  const isOver = !absence || absence.until < today(programme, now).toString();
  await click.open(buildAwayForm(isOver ? {} : { until: absence.until, user: absence.deputy }, locale));
}

function awaySchema(locale: Locale, userId: string, day: Temporal.PlainDate) {
  return z.object({
    until: z
      .string()
      .nullish()
      .refine((until) => !until || until >= day.toString(), say(locale, 'away_past')),
    user: z
      .string()
      .nullish()
      .refine((user) => user !== userId, say(locale, 'choose_other')),
  });
}

/**
 * The reminders go to the deputy until then, who may do in that time what the absent person may; without a day the person
 * is back. Whoever stands in, or does so no more, is told.
 */
export async function submitAway(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const checked = check(awaySchema(locale, userId, today(programme, now)), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { until, user } = checked.value;
  const deputy = until && user ? await deps.readers.find(teamId, user) : undefined;
  if (deputy && (isNobody(deputy) || !deputy.known)) return { errors: { user: say(locale, 'not_a_person') } };

  const away = until ? { until, endsAt: startAfter(until, programme.timeZone) } : undefined;
  await actOnce(deps.db, async (trx) => {
    const before = await findAbsence(trx, teamId, userId);
    await keepAbsence(trx, { teamId, userId, away, deputy: deputy?.userId, now });
    const auditId = await recordAct(trx, {
      ...{ teamId, act: 'go_away', actor: userId, objectKind: 'slack_user', objectId: userId, now, cause },
      details: { until: until ?? null, deputy: deputy?.userId ?? null },
    });
    const day = today(programme, now).toString();
    const stoodIn = before && before.until >= day ? before.deputy : null;
    const isChanged = deputy?.userId !== stoodIn || until !== before?.until;
    const told = [
      ...(deputy && isChanged ? [{ target: deputy.userId, until: until ?? '' }] : []),
      ...(stoodIn && stoodIn !== deputy?.userId ? [{ target: stoodIn, until: '' }] : []),
    ];
    for (const { target, until: last } of told)
      await enqueueNotice(trx, {
        ...{ teamId, key: `notice:${auditId}:${target}`, kind: 'deputy_notice', target },
        ref: { userId, until: last },
      });
    await enqueueHomes(trx, teamId, [userId, deputy?.userId, before?.deputy]);
  });
  if (!until) return { notice: message(section(say(locale, 'back_done'))) };
  const date = showDate(until, locale, programme.year);
  const stands = deputy ? say(locale, 'away_deputy', { deputy: deputy.name }) : say(locale, 'away_nobody');
  return { notice: message(section(say(locale, 'away_done', { date, deputy: stands }))) };
}

export async function findAbsence(db: Db, teamId: string, userId: string) {
  return db
    .selectFrom('absence')
    .select(['from_at', 'until', 'deputy'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

async function keepAbsence(
  trx: Trx,
  {
    teamId,
    userId,
    away,
    deputy = null,
    now,
  }: {
    teamId: string;
    userId: string;
    away: { until: string; endsAt: Temporal.Instant } | undefined;
    deputy: string | null | undefined;
    now: Temporal.Instant;
  },
): Promise<void> {
  await trx.deleteFrom('absence').where('team_id', '=', teamId).where('user_id', '=', userId).execute();
  if (!away) return;
  const { until, endsAt } = away;
  await trx
    .insertInto('absence')
    .values({ team_id: teamId, user_id: userId, from_at: now, until, ends_at: endsAt, deputy })
    .execute();
}

/** The first moment of the day after. */
function startAfter(day: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
}
