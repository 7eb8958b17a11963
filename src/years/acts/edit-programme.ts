import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import type { Trx } from '../../db/open.ts';
import { findChannelFault } from '../../directory/channel-fault.ts';
import { enqueueNotice } from '../../outbox/enqueue.ts';
import type { Programme } from '../../programme/programme.ts';
import { programmeOf } from '../../programme/repository.ts';
import { message, section } from '../../slack/blocks.ts';
import type { Click, Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { check } from '../../slack/view.ts';
import { findNewestEdit, holdYear } from '../edits-sql.ts';
import { enterYear } from '../enter.ts';
import { sayChanges, sayEdit } from '../history-views.ts';
import { listOwners } from '../owners.ts';
import { settingsSchema } from '../settings.ts';
import {
  changesBetween,
  type Edited,
  mergedWith,
  programmeWith,
  withRetention,
} from '../settings-changes.ts';
import { buildRetentionForm, buildYearForm } from '../settings-form.ts';
import { keepRetention, keepSettings } from '../sql.ts';
import { showYears } from '../tell.ts';
import { say } from '../words.ts';
import { objectOf } from '../year.ts';

/** So many edits are told above the form. */
const MOST_NOTES = 5;

/** `edit_programme`: every setting of a year, for the bureau; of a closed one alone how long personal data are kept. */
export async function openEditProgramme(deps: Deps, click: Click): Promise<void> {
  const { locale, teamId } = click;
  const entry = await enterYear(deps, click, 'edit_programme', click.value);
  if (entry.refusal) return click.reply(entry.refusal);
  const { programme } = entry;
  const { year, state } = programme;
  const after = await findNewestEdit(deps.db, teamId, year);
  await click.open(
    state === 'closed'
      ? buildRetentionForm(programme, locale, after)
      : buildYearForm(programme, locale, { after }),
  );
}

/**
 * Keeps the settings with what they were before; a moved deadline is told to those who still owe something by it. Whoever
 * began at a state that others have changed reads what, and saves both together.
 */
export async function submitEditProgramme(deps: Deps, client: WebClient, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const entry = await enterYear(deps, ask, 'edit_programme', ask.metadata.year);
  if (entry.refusal) return { notice: entry.refusal };
  const { programme: before } = entry;
  const { year } = before;
  const object = objectOf(year);
  const typed = before.state === 'closed' ? withRetention(before, ask.typed) : ask.typed;
  const checked = check(settingsSchema(before, locale), typed);
  if (!checked.ok) return { errors: checked.errors };
  const after = programmeWith(before, checked.value);
  if (after.channelId !== before.channelId) {
    const unusable = await findChannelFault(client, after.channelId, userId, locale);
    if (unusable) return { errors: { channel: unusable } };
  }
  const changes = changesBetween(before, after);
  if (changes.length === 0) return { notice: message(section(say(locale, 'nothing_changed'))) };

  const outcome = await actOnce(deps.db, async (trx) => {
    const since = await holdYear(trx, teamId, year, ask.metadata.after ?? '');
    if (since.length > 0) return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : { since };
    const kept = before.state === 'closed' ? keepRetention(trx, after) : keepSettings(trx, after);
    if (!(await kept)) return 'closed' as const;
    const auditId = await recordAct(trx, {
      teamId,
      act: 'edit_programme',
      actor: userId,
      objectKind: object.kind,
      objectId: object.id,
      now,
      cause,
      details: { changes },
    });
    await tell(trx, after, { auditId, userId, before });
    return 'done' as const;
  });
  if (typeof outcome === 'object') return { view: await buildMerged(deps, ask, year, outcome.since) };
  if (outcome === 'closed') return { notice: message(section(say(locale, 'year_closed', { year }))) };
  return { notice: message(section(say(locale, 'saved', { year, what: sayChanges(changes, locale) }))) };
}

/** The form again, with what others have changed since it was opened. */
async function buildMerged(
  deps: Deps,
  { teamId, locale, typed }: Submission,
  year: number,
  since: readonly Edited[],
): Promise<ModalView> {
  const after = await findNewestEdit(deps.db, teamId, year);
  const programme = await programmeOf(deps.db, { teamId, year });
  return buildYearForm(programme, locale, {
    after,
    typed: mergedWith(typed, programme, since),
    notes: [
      say(locale, 'changed_meanwhile'),
      ...since.slice(-MOST_NOTES).map((one) => sayEdit(one, programme, locale)),
    ],
  });
}

async function tell(
  trx: Trx,
  after: Programme,
  { auditId, userId, before }: { auditId: number; userId: string; before: Programme },
): Promise<void> {
  const { teamId, year } = after;
  await showYears(trx, teamId);
  if (after.deadline.equals(before.deadline)) return;
  for (const target of (await listOwners(trx, after)).filter((one) => one !== userId))
    await enqueueNotice(trx, {
      teamId,
      key: `deadline_moved:${auditId}:${target}`,
      kind: 'deadline_moved',
      target,
      ref: { year: String(year), to: String(after.deadline), from: String(before.deadline) },
    });
}
