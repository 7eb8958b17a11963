import { actOnce, recordAct } from '../db/audit.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { findProgramme } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { enqueueHomes } from './homes.ts';
import { findReader } from './readers.ts';
import { askLeave } from './refuse.ts';
import { findRoleGrant, revokeRole } from './role-grants.ts';
import { roleLabel } from './settings-views.ts';
import { say } from './words.ts';

/** `remove_role`: takes a single role away, on record; whoever had it is told once. The last of the bureau stays. */
export async function removeRole(deps: Deps, click: Click): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause } = click;
  const object = { kind: 'role_grant', id: click.value };
  const { refusal } = await askLeave(deps, click, 'change_settings', {}, object);
  if (refusal) return refusal;
  const [programme, grant] = await Promise.all([
    findProgramme(deps.db, teamId),
    findRoleGrant(deps.db, teamId, click.value),
  ]);
  if (!programme || !grant) return message(section(sayShared(locale, 'not_found')));
  const { userId: holder, role, scope } = grant;
  const outcome = await actOnce(deps.db, async (trx) => {
    const revoked = await revokeRole(trx, teamId, grant);
    if (revoked !== 'done') return revoked;
    const auditId = await recordAct(trx, {
      ...{
        teamId,
        act: 'remove_role',
        actor: userId,
        objectKind: 'slack_user',
        objectId: holder,
        now,
        cause,
      },
      details: { role, scope },
    });
    if (holder !== userId)
      await enqueueNotice(trx, {
        ...{ teamId, key: `notice:${auditId}:${holder}`, kind: 'role_removed', target: holder },
        ref: { role, scope },
      });
    await enqueueHomes(trx, teamId, [holder, userId]);
    return 'done';
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'last_bureau') return message(section(say(locale, 'last_bureau')));
  if (outcome === 'gone') return message(section(sayShared(locale, 'already_done')));
  const name = (await findReader(deps.db, teamId, holder))?.name ?? holder;
  const what = roleLabel(locale, { role, scope }, programme.year);
  return message(section(say(locale, 'role_removed_done', { name, role: what })));
}
