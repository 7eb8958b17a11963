import type { Config } from './config.ts';

/** Why it could not start, naming the variable to change and never a secret in it. */
export function explainStart(
  error: Error & { code?: string },
  { port, dataDir, databaseUrl }: Config,
): string {
  const { code = '', message } = error;
  if (code === 'EADDRINUSE')
    return `PORT ${port} 已被占用 · is in use by another program; set PORT to a free one`;
  if (code === 'EACCES' && message.includes('listen'))
    return `PORT ${port} 无权使用 · is not ours to listen on`;
  if (databaseUrl && (/^E[A-Z]+$/.test(code) || /^[0-9A-Z]{5}$/.test(code)))
    return `DATABASE_URL 连接不上数据库 · the database can not be reached or used (${code})`;
  if (/^E[A-Z]+$/.test(code)) return `DATA_DIR ${dataDir} 不能使用 · can not be used (${code})`;
  return message;
}
