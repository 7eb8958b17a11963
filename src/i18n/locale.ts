export const LOCALES = ['zh', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Slack gives IETF codes ('zh-CN', 'en-GB'); anything Chinese reads Chinese, everything else English. */
export function localeOf(slackLocale: string | undefined, otherwise: Locale = 'zh'): Locale {
  if (!slackLocale) return otherwise;
  return slackLocale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
