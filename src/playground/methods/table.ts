/** The methods this workspace knows; any other is `unknown_method`. */
import type { Method } from './call.ts';
import { getPermalink, postEphemeral, postMessage } from './chat.ts';
import { removeMessage, updateMessage } from './chat-change.ts';
import { openConnections } from './connections.ts';
import { conversationInfo, openConversation } from './conversations.ts';
import { fileInfo } from './files.ts';
import { listUsers, teamInfo, testAuth, userInfo } from './people.ts';
import { announceUpload, completeUpload } from './uploads.ts';
import { openView, publishView, pushViewMethod, updateView } from './views.ts';

const METHODS: Record<string, Method> = {
  'api.test': (_team, args) => (args.error ? { error: String(args.error) } : { args }),
  'auth.test': testAuth,
  'apps.connections.open': openConnections,
  'team.info': teamInfo,
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': updateMessage,
  'chat.delete': removeMessage,
  'chat.getPermalink': getPermalink,
  'views.open': openView,
  'views.push': pushViewMethod,
  'views.update': updateView,
  'views.publish': publishView,
  'files.getUploadURLExternal': announceUpload,
  'files.completeUploadExternal': completeUpload,
  'files.info': fileInfo,
  'users.info': userInfo,
  'users.list': listUsers,
  'conversations.info': conversationInfo,
  'conversations.open': openConversation,
};

/** Undefined when there is none; what every object inherits is none. */
export function findMethod(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}
