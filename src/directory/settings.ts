import { z } from 'zod';
import { actOnce, recordAct } from '../db/audit.ts';
import type { Locale } from '../i18n/locale.ts';
import { DISTRICTS, SYSTEMS } from '../programme/places.ts';
import { findProgramme } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { enqueueHomes } from './homes.ts';
import { askLeave } from './refuse.ts';
import { grantRole, listRoleGrants, revokeRoles } from './role-grants.ts';
import { replySetUpFirst } from './set-up-first.ts';
import { buildSettingsForm } from './settings-views.ts';
import { say } from './words.ts';

const PROGRAMME = { kind: 'programme_year', id: 'settings' };

/** `/expert settings`: who coordinates what. For the bureau, and for admins who take the role on record. */
export async function openSettings(deps: Deps, ask: Ask): Promise<void> {
  const { teamId, locale } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return replySetUpFirst(ask);
  const { refusal } = await askLeave(deps, ask, 'change_settings', {}, PROGRAMME);
  if (refusal) return ask.reply(refusal);
  const [grants, missing] = await Promise.all([
    listRoleGrants(deps.db, teamId),
    // Only an admin can have the app installed anew.
    ask.reader.isAdmin ? deps.granted.listMissing() : [],
  ]);
  await ask.open(buildSettingsForm(locale, programme, grants, missing));
}

function settingsSchema(locale: Locale) {
  const slugs = (all: string[]) =>
    z
      .array(z.enum(all, { error: say(locale, 'unknown_choice') }))
      .nullish()
      .transform((list) => list ?? []);
  return z
    .object({
      user: z.string({ error: say(locale, 'required') }).min(1, say(locale, 'required')),
      role: z.enum(['bureau', 'district', 'system', 'none'], { error: say(locale, 'required') }),
      districts: slugs(DISTRICTS.map(({ slug }) => slug)),
      systems: slugs(SYSTEMS.map(({ slug }) => slug)),
    })
    .refine((form) => form.role !== 'district' || form.districts.length > 0, {
      path: ['districts'],
      error: say(locale, 'districts_needed'),
    })
    .refine((form) => form.role !== 'system' || form.systems.length > 0, {
      path: ['systems'],
      error: say(locale, 'systems_needed'),
    });
}

/** Gives the role for each district or system named, or takes all roles away; on record. */
export async function submitSettings(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause } = ask;
  const { refusal } = await askLeave(deps, ask, 'change_settings', {}, PROGRAMME);
  if (refusal) return { notice: refusal };
  const checked = check(settingsSchema(locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const { user, role, districts, systems } = checked.value;
  const person = await deps.readers.find(teamId, user);
  // What a deactivated account had can be taken from it, and nothing is given to it.
  if (((person.deleted || person.isStranger) && role !== 'none') || person.isBot)
    return { errors: { user: say(locale, 'not_a_person') } };

  const outcome = await actOnce(deps.db, async (trx) => {
    if (role === 'none') {
      if (!(await revokeRoles(trx, teamId, user))) return 'last_bureau' as const;
    } else {
      const scopes = { bureau: [''], district: districts, system: systems }[role];
      for (const scope of scopes)
        await grantRole(trx, { teamId, userId: user, role, scope, by: userId, now });
    }
    await recordAct(trx, {
      ...{
        teamId,
        act: 'change_settings',
        actor: userId,
        objectKind: 'slack_user',
        objectId: user,
        now,
        cause,
      },
      details: { role, districts, systems },
    });
    await enqueueHomes(trx, teamId, [user, userId]);
    return 'done' as const;
  });
  if (outcome === 'last_bureau') return { errors: { role: say(locale, 'last_bureau') } };
  return { notice: message(section(say(locale, 'settings_done', { name: person.name }))) };
}
