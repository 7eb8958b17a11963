import { z } from 'zod';
import { id, loose, nothing, person } from './payload-parts.ts';

/** Around every event. Bolt takes the workspace from the first authorization, which says whose token hears it. */
export const event = loose({
  ...{ command: nothing, name: nothing, actions: nothing },
  team_id: id,
  event: loose({ type: z.string() }),
  authorizations: z.array(loose({ team_id: id.nullable(), enterprise_id: id.nullish() })).optional(),
});

/** Of any event Bolt looks for the person and the place. */
export const otherEvent = loose({
  user: z.union([z.string(), loose({})]).optional(),
  channel: z.union([z.string(), loose({})]).optional(),
  item: loose({}).optional(),
  subteam: loose({}).optional(),
});

const ofChannel = otherEvent.extend({ channel: id });
const ofMember = otherEvent.extend({ channel: id, user: person });
const name = z.string().nullish();
const flag = z.boolean().nullish();

const profile = loose({
  id: person,
  team_id: id.nullish(),
  name,
  real_name: name,
  locale: name,
  tz: name,
  is_admin: flag,
  is_owner: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_bot: flag,
  deleted: flag,
  profile: loose({ display_name: name, real_name: name }).nullish(),
  enterprise_user: loose({ teams: z.array(z.string()).nullish() }).nullish(),
});

/** Those which a listener takes. */
export const EVENTS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['app_mention', otherEvent.extend({ channel: id, user: person.optional(), thread_ts: id.nullish() })],
  ['app_home_opened', otherEvent.extend({ user: person, tab: z.string().optional() })],
  ['user_change', otherEvent.extend({ user: profile })],
  ['member_joined_channel', ofMember],
  ['member_left_channel', ofMember],
  ['channel_archive', ofChannel],
  ['channel_unarchive', ofChannel],
  ['channel_deleted', ofChannel],
  ['group_archive', ofChannel],
  ['group_unarchive', ofChannel],
  ['group_deleted', ofChannel],
  ['app_uninstalled', otherEvent],
  ['tokens_revoked', otherEvent.extend({ tokens: loose({ bot: z.array(z.string()).nullish() }) })],
]);
