import { z } from 'zod';
import { actOnce, recordAct } from '../../db/audit.ts';
import { holdClosedYear, writeCorrection } from '../../programme/corrections.ts';
import type { Programme } from '../../programme/programme.ts';
import { parseFigure } from '../../programme/quantity.ts';
import { makeNumberedDue } from '../../reports/record-due.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { isCount } from '../../summaries/frozen.ts';
import { buildCorrectForm, metricIds } from '../correct-form.ts';
import { readObject } from '../corrected.ts';
import { figureNow } from '../corrected-sql.ts';
import { enterYear } from '../enter.ts';
import { say } from '../words.ts';

/** `correct_year`: a mistake of a closed year, for the bureau; while it isn't closed, the thing itself is mended. */
export async function openCorrectYear(deps: Deps, click: Click): Promise<void> {
  const { locale } = click;
  const entry = await enterYear(deps, click, 'correct_year', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { programme } = entry;
  const { year, state } = programme;
  if (state !== 'closed') return click.reply(message(section(say(locale, 'not_closed', { year }))));
  await click.open(buildCorrectForm(programme, locale));
}

/** Keeps what is right beside what was frozen, under the year's next number; nothing that stands is written over. */
export async function submitCorrectYear(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const entry = await enterYear(deps, ask, 'correct_year', ask.metadata.year);
  if (entry.refusal) return { notice: entry.refusal };
  const { programme } = entry;
  const { year } = programme;
  const checked = check(schemaOf(programme, ask), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { object, metric, value, reason } = checked.value;
  if (object.startsWith('BG-') && isCount(metric))
    return { errors: { metric: say(locale, 'count_of_report') } };

  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await holdClosedYear(trx, teamId, year))) return 'not_closed' as const;
    // Read once nobody else can correct it: what stands is what this one corrects.
    const was = await figureNow(trx, programme, object, metric);
    if (was === undefined) return 'unknown' as const;
    if (was === value) return 'same' as const;
    const no = await writeCorrection(trx, {
      teamId,
      year,
      object,
      metric,
      was,
      value,
      reason,
      by: userId,
      now,
    });
    await makeNumberedDue(trx, teamId, object, now);
    await recordAct(trx, {
      teamId,
      act: 'correct_year',
      actor: userId,
      objectKind: 'programme_year',
      objectId: String(year),
      now,
      cause,
      details: { no, object, metric, was, value, reason },
    });
    return { no };
  });
  if (outcome === 'unknown') return { errors: { object: say(locale, 'object_unknown') } };
  if (outcome === 'same') return { errors: { value: say(locale, 'value_same') } };
  if (outcome === 'not_closed') return { notice: message(section(say(locale, 'not_closed', { year }))) };
  if (outcome === 'repeated') return { notice: message(section(sayShared(locale, 'already_done'))) };
  return { notice: message(section(say(locale, 'corrected_done', { year, n: outcome.no }))) };
}

function schemaOf(programme: Programme, { locale }: Submission) {
  const required = z
    .string({ error: say(locale, 'required') })
    .trim()
    .min(1, say(locale, 'required'));
  return z.object({
    object: required.transform((text, context) => {
      const object = readObject(text, programme.year);
      if (object !== undefined) return object;
      context.addIssue({ code: 'custom', message: say(locale, 'object_unknown') });
      return z.NEVER;
    }),
    metric: z.enum(metricIds(programme), { error: say(locale, 'required') }),
    value: required.transform((text, context) => {
      const parsed = parseFigure(text);
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: say(locale, 'value_wrong') });
      return z.NEVER;
    }),
    reason: required.pipe(z.string().max(1000)),
  });
}
