import { whoseRegistration } from '../../directory/expert.ts';
import { partFor } from '../../directory/permissions.ts';
import { grantLeave } from '../../directory/refuse.ts';
import { findExpert } from '../../directory/repository.ts';
import { whoseUnit } from '../../directory/unit.ts';
import { findUnit } from '../../directory/units-sql.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { isExpertInReach } from '../experts-sql.ts';
import { buildExpert, buildUnit } from '../object-views.ts';
import { say } from '../words.ts';
import { enterList } from './show-list.ts';

/** `open_object` with `kind:id`: the whole of it, with what this person may do about it. */
export async function openObject(deps: Deps, click: Click): Promise<Message | undefined> {
  const [, kind, id = ''] = /^(\w+):(.*)$/s.exec(click.value) ?? [];
  switch (kind) {
    case 'expert':
      return openExpert(deps, click, id);
    case 'unit':
      return openUnit(deps, click, id);
    default:
      return message(section(sayShared(click.locale, 'not_found')));
  }
}

async function openExpert(deps: Deps, click: Click, id: string): Promise<Message | undefined> {
  const { teamId, locale } = click;
  const { asked, refusal } = await enterList(deps, click, { list: 'experts' });
  if (!asked) return refusal;
  const expert = await findExpert(deps.db, teamId, id);
  if (!expert) return message(section(sayShared(locale, 'not_found')));
  if (!(await isExpertInReach(deps.db, asked, id))) return message(section(say(locale, 'not_in_reach')));
  const { actor, programme } = asked;
  const whose = whoseRegistration(expert);
  const may = {
    verify: partFor(actor, 'verify_expert', whose) !== undefined,
    link: partFor(actor, 'link_expert', whose) !== undefined,
    mend: partFor(actor, 'record_expert', whose) !== undefined,
    erase: partFor(actor, 'erase_person', whose) !== undefined,
  };
  await click.open(buildExpert(expert, may, programme, locale));
  return undefined;
}

async function openUnit(deps: Deps, click: Click, id: string): Promise<Message | undefined> {
  const { teamId, locale } = click;
  const { asked, refusal } = await enterList(deps, click, { list: 'units' });
  if (!asked) return refusal;
  const unit = await findUnit(deps.db, teamId, id);
  if (!unit) return message(section(sayShared(locale, 'not_found')));
  const { actor, programme } = asked;
  const whose = whoseUnit(unit, actor);
  const leave = await grantLeave(deps, click, actor, {
    act: 'edit_unit',
    whose,
    object: { kind: 'unit', id },
  });
  if (leave.refusal) return leave.refusal;
  await click.open(buildUnit(unit, programme, locale));
  return undefined;
}
