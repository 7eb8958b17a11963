import type { WebClient } from '@slack/web-api';
import { actOnce, recordAct } from '../db/audit.ts';
import { findChannelFault } from '../directory/channel-fault.ts';
import { askLeave } from '../directory/refuse.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Click, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { findKept, findOfChannel, scheduleOf } from './channels.ts';
import { whoseDigest } from './decide-issue.ts';
import type { DigestChannel } from './digest.ts';
import { type Plan, savePlan } from './plan-sql.ts';
import { showPreviews } from './post-issue.ts';
import { postButton } from './private-blocks.ts';
import { buildSettingsForm, type Settings, settingsSchema } from './settings-form.ts';
import { isMutedAt, nextSlot } from './slots.ts';
import { say } from './words.ts';

const NEW = /^new(?::([CG][A-Z0-9]+))?$/;

/** `digest_settings`: the channel's own plan; where it has none yet, a new one for that channel. */
export async function openDigestSettings(deps: Deps, click: Click): Promise<void> {
  const { locale, now, value } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const asked = NEW.exec(value);
  const channel = asked
    ? await findOfChannel(deps.db, programme, asked[1] ?? programme.channelId, now)
    : (await findKept(deps.db, programme, value))?.channel;
  const refusal = await refuse(deps, click, channel, value);
  if (refusal) return click.reply(refusal);
  if (!channel && !asked) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const channelId = channel?.channelId ?? asked?.[1] ?? '';
  const schedule = channel && scheduleOf(channel, programme);
  const isMuted = schedule !== undefined && isMutedAt(schedule, now);
  const next = schedule?.enabled && !isMuted ? nextSlot(schedule, now).at : undefined;
  await click.open(buildSettingsForm({ locale, programme, channel, channelId, isMuted, next }));
}

/** Keeps the plan; from now on the person looks after it. The bot's way into the channel is tried first. */
export async function submitDigestSettings(deps: Deps, client: WebClient, ask: Submission): Promise<Answer> {
  const { locale, teamId, userId, now, cause, metadata } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  const digestId = metadata.digestId ?? '';
  if (!programme) return { notice: message(section(sayShared(locale, 'not_found'))) };
  const known = digestId ? (await findKept(deps.db, programme, digestId))?.channel : undefined;
  const refusal = await refuse(deps, ask, known, digestId);
  if (refusal) return { notice: refusal };
  if (digestId && !known) return { notice: message(section(sayShared(locale, 'not_found'))) };

  const typed = known ? { ...ask.typed, channel: known.channelId } : ask.typed;
  const checked = check(settingsSchema(locale, programme.catalogue), typed);
  if (!checked.ok) return { errors: checked.errors };
  const form = checked.value;
  // A plan for another district, or over another's plan, is theirs to make.
  const before = known ?? (await findOfChannel(deps.db, programme, form.channel, now));
  const beyond = (await refuse(deps, ask, before, digestId)) ?? (await refuse(deps, ask, form, digestId));
  if (beyond) return { notice: beyond };
  const fault = await findChannelFault(client, form.channel, userId, locale);
  if (fault) return known ? { notice: message(section(fault)) } : { errors: { channel: fault } };

  const plan = planOf(form, before, programme, now);
  await actOnce(deps.db, async (trx) => {
    const id = await savePlan(trx, programme, plan, userId, now);
    await recordAct(trx, {
      ...{ teamId, act: 'change_digest', actor: userId, now, cause },
      ...{ objectKind: 'digest_channel', objectId: id, details: { before: before ?? {}, after: form } },
    });
    await showPreviews(trx, { teamId, id, formerId: before?.formerId });
  });
  const saved = await findOfChannel(deps.db, programme, form.channel, now);
  return {
    notice: saved ? buildSaved(saved, programme, ask) : message(section(sayShared(locale, 'not_found'))),
  };
}

/** Slots that passed under another plan, or while there was none, are not made up for. */
function planOf(
  { channel, muted, ...form }: Settings,
  before: DigestChannel | undefined,
  programme: Programme,
  now: Temporal.Instant,
): Plan {
  const wasMuted = before !== undefined && isMutedAt(scheduleOf(before, programme), now);
  const isSame =
    before?.enabled &&
    before.weekday === form.weekday &&
    before.time === form.time &&
    !(wasMuted && muted === 'no');
  const mute = {
    ...(muted === 'keep' ? { mutedAt: before?.mutedAt, mutedUntil: before?.mutedUntil } : {}),
    ...(muted === 'no' ? { mutedAt: undefined, mutedUntil: undefined } : {}),
    ...(muted === 'open' ? { mutedAt: wasMuted ? before.mutedAt : now, mutedUntil: undefined } : {}),
  };
  const weeks = Number(muted);
  const until = Number.isInteger(weeks)
    ? { mutedAt: now, mutedUntil: now.add({ hours: weeks * 7 * 24 }) }
    : {};
  const none = { mutedAt: undefined, mutedUntil: undefined };
  return {
    ...{ ...form, channelId: channel, runsSince: isSame ? before.runsSince : now },
    ...{ ...none, ...mute, ...until },
  };
}

async function refuse(
  deps: Deps,
  ask: Ask,
  digest: Pick<DigestChannel, 'district'> | undefined,
  id: string,
): Promise<Message | undefined> {
  const object = { kind: 'digest_channel', id };
  const { refusal } = await askLeave(deps, ask, 'change_digest', digest ? whoseDigest(digest) : {}, object);
  return refusal;
}

function buildSaved(channel: DigestChannel, programme: Programme, { locale, now }: Ask): Message {
  const schedule = scheduleOf(channel, programme);
  const isOn = channel.enabled && !isMutedAt(schedule, now);
  const when = showMoment(nextSlot(schedule, now).at, programme, locale);
  return message(
    section(say(locale, isOn ? 'saved' : 'saved_off', { when })),
    actions(postButton(channel, { locale })),
  );
}
