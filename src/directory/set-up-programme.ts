import type { WebClient } from '@slack/web-api';
import { actOnce, recordAct } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { buildSetUpForm, buildWelcome } from '../programme/blocks.ts';
import { type SetUp, setUpSchema } from '../programme/programme.ts';
import { findProgramme, insertProgramme, programmeOf } from '../programme/repository.ts';
import { say } from '../programme/words.ts';
import { actions, button, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { findChannelFault } from './channel-fault.ts';
import { enqueueHomes } from './homes.ts';
import { buildNameButton } from './name-views.ts';
import { findReader } from './readers.ts';
import { askLeave } from './refuse.ts';
import { grantRole } from './role-grants.ts';

/** `/expert setup`: for an owner or admin of the workspace; once a year stands, it leads to the settings. */
export async function openSetUp(deps: Deps, ask: Ask): Promise<void> {
  const programme = await findProgramme(deps.db, ask.teamId);
  if (programme) return ask.reply(buildAlreadySetUp(ask.locale, programme));
  const refusal = await refuseNonAdmin(deps, ask);
  if (refusal) return ask.reply(refusal);
  await ask.open(buildSetUpForm(ask.locale, ask.now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate(), {}));
}

/** Makes the year current, the person bureau coordinator, and says hello in the channel: one transaction. */
export async function submitSetUp(deps: Deps, client: WebClient, ask: Submission): Promise<Answer> {
  const { locale, teamId, userId, now, cause } = ask;
  const refusal = await refuseNonAdmin(deps, ask);
  if (refusal) return { notice: refusal };
  const checked = check(setUpSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const form = checked.value;
  const unusable = await findChannelFault(client, form.channel, userId, locale);
  if (unusable) return { errors: { channel: unusable } };

  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await insertProgramme(trx, { teamId, form, by: userId, now }))) return 'already' as const;
    await grantRole(trx, { teamId, userId, role: 'bureau', scope: '', by: userId, now });
    const auditId = await recordAct(trx, {
      ...{
        teamId,
        act: 'set_up_programme',
        actor: userId,
        objectKind: 'programme_year',
        objectId: String(form.year),
        now,
        cause,
      },
    });
    await enqueueNotice(trx, {
      ...{ teamId, key: `welcome:${auditId}`, kind: 'welcome', target: form.channel, ref: { by: userId } },
    });
    await enqueueHomes(trx, teamId, [userId]);
    return 'done' as const;
  });
  if (outcome === 'repeated' || outcome === 'done') return { notice: buildDone(locale, form) };
  const programme = await findProgramme(deps.db, teamId);
  return { notice: programme ? buildAlreadySetUp(locale, programme) : buildDone(locale, form) };
}

export async function renderWelcome(db: Db, { teamId, ref }: RenderAsk): Promise<Rendered> {
  const programme = ref.year
    ? await programmeOf(db, { teamId, year: Number(ref.year) })
    : await findProgramme(db, teamId);
  const by = await findReader(db, teamId, ref.by ?? '');
  return programme && buildWelcome(programme, by?.name ?? '');
}

async function refuseNonAdmin(deps: Deps, ask: Ask) {
  if (!ask.reader.known) return message(section(say(ask.locale, 'ask_slack_again')));
  const { refusal } = await askLeave(deps, ask, 'set_up_programme', {}, { kind: 'programme_year', id: '' });
  return refusal && message(section(say(ask.locale, 'only_admin')));
}

function buildAlreadySetUp(locale: Locale, { name, year }: { name: string; year: number }) {
  const settings = button({
    text: say(locale, 'open_settings'),
    actionId: ACTIONS.openSettings,
    value: String(year),
  });
  return message(section(say(locale, 'already_set_up', { name, year })), actions(settings));
}

function buildDone(locale: Locale, { name, year }: SetUp) {
  return message(
    section(say(locale, 'done', { name, year })),
    section(say(locale, 'done_next')),
    actions(buildNameButton(locale)),
  );
}
