import type { Config } from '#kernel/config/config.ts';
import type { MailSettings, MailText } from '#kernel/mail/queue-mail.ts';

type Locale = 'en' | 'fr' | 'de';

const texts: Readonly<Record<Locale, (name: string, link: string, days: number) => MailText>> = {
  en: (name, link, days) => ({
    subject: 'Your invitation to Commonward',
    text: `Dear ${name},\n\nyou have an account. Choose your password here; the link works once and for ${days} days:\n\n${link}\n\nIf you did not expect this, do nothing and tell your administrator.`,
  }),
  fr: (name, link, days) => ({
    subject: 'Votre invitation à Commonward',
    text: `Bonjour ${name},\n\nun compte vous attend. Choisissez votre mot de passe ici ; le lien sert une seule fois, pendant ${days} jours :\n\n${link}\n\nSi vous n’attendiez pas ce message, ne faites rien et prévenez votre administrateur.`,
  }),
  de: (name, link, days) => ({
    subject: 'Ihre Einladung zu Commonward',
    text: `Guten Tag ${name},\n\nfür Sie ist ein Konto eingerichtet. Wählen Sie hier Ihr Passwort; der Link gilt einmal und ${days} Tage lang:\n\n${link}\n\nWenn Sie das nicht erwartet haben, tun Sie nichts und sagen Sie es Ihrer Administration.`,
  }),
};

export function invitationMail(
  person: { readonly name: string; readonly locale: Locale },
  link: string,
  days: number,
): MailText {
  return texts[person.locale](person.name, link, days);
}

/** The page where an invitation is accepted. The token stands behind `#`, so that no server's log ever holds it. */
export function invitationLink(config: Config, token: string): string {
  const scheme = config.TLS_CERT_FILE === undefined ? 'http' : 'https';
  const base = config.PUBLIC_URL ?? `${scheme}://${config.HOST}:${config.PORT}`;
  return `${base.replace(/\/$/, '')}/invitation#${token}`;
}

export function mailSettingsOf(config: Config): MailSettings {
  return {
    maxTlp: config.MAIL_MAX_TLP,
    sends: config.SMTP_URL !== undefined,
    domain: config.PUBLIC_URL === undefined ? 'localhost' : new URL(config.PUBLIC_URL).hostname,
  };
}
