import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { mayMail } from './content-rule.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** What a calendar program reads of a mail (RFC 6047): the object, and the method that it and its MIME part name. */
export interface MailCalendar {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly text: string;
}

/** A link that does one thing once, for one person: what it is made of. */
export interface OneTimeLink {
  readonly id: string;
  /** What it is about, and whom it is for. */
  readonly recordId: string;
  readonly personId: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Stands in the text of a mail where the mailer writes the one-time link. */
export const oneTimeLinkMark = 'https://one-time-link.invalid/';

export interface MailDraft {
  readonly personId: string | null;
  readonly organisationId: string | null;
  readonly to: string;
  /** Information label and TLP of what the full text tells. */
  readonly label: string;
  readonly tlp: string;
  readonly full: MailText;
  /** Without content, for labels above what mail may carry. */
  readonly neutral: MailText;
  /** What the mailer puts in the place of `oneTimeLinkMark` when the mail leaves: the link itself is never stored. */
  readonly oneTimeLink?: OneTimeLink;
  /** Goes with the full text only: it is content as well. */
  readonly calendar?: MailCalendar;
}

export interface MailSettings {
  readonly maxTlp: string;
  /** Whether a mail server is configured; without one mails stay in the log. */
  readonly sends: boolean;
  /** Domain of the Message-ID. */
  readonly domain: string;
}

const lineBreaks = /[\r\n]+/g;

/**
 * Writes mails as rows with the caller's transaction, each in the form that its label allows, and asks for their sending.
 * The Message-ID is fixed here, so that a mail sent twice after a crash appears once.
 */
export async function queueMails(
  context: WriteContext,
  settings: MailSettings,
  drafts: readonly MailDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map((draft) => {
    const neutral = !mayMail(draft.label, draft.tlp, settings.maxTlp);
    const { subject, text } = neutral ? draft.neutral : draft.full;
    const id = newId();
    return {
      id,
      person_id: draft.personId,
      organisation_id: draft.organisationId,
      to_address: draft.to.replaceAll(lineBreaks, ''),
      subject: subject.replaceAll(lineBreaks, ' '),
      body_text: text,
      body_html: htmlOf(text),
      calendar_method: neutral ? null : (draft.calendar?.method ?? null),
      calendar_text: neutral ? null : (draft.calendar?.text ?? null),
      one_time_link: draft.oneTimeLink ?? null,
      label: draft.label,
      tlp: draft.tlp,
      neutral,
      delivery: settings.sends ? 'queued' : 'logged',
      next_at: settings.sends ? context.now : null,
      message_id: `<${id}@${settings.domain}>`,
      created_at: context.now,
    };
  });
  await context.client.query({
    name: 'mail-queue',
    text: `insert into mail (id, person_id, organisation_id, to_address, subject, body_text, body_html, calendar_method, calendar_text,
        one_time_link, label, tlp, neutral, delivery, next_at, message_id, created_at)
      select id, person_id, organisation_id, to_address, subject, body_text, body_html, calendar_method, calendar_text,
        one_time_link, label, tlp, neutral, delivery, next_at, message_id, created_at
      from jsonb_to_recordset($1::jsonb) as m (id uuid, person_id uuid, organisation_id uuid, to_address text, subject text,
        body_text text, body_html text, calendar_method text, calendar_text text, one_time_link jsonb,
        label text, tlp text, neutral boolean, delivery text, next_at timestamptz, message_id text, created_at timestamptz)`,
    values: [JSON.stringify(rows)],
  });
  if (settings.sends) context.enqueue({ kind: 'send-mail', payload: {}, key: 'waiting' });
}

/** Paragraphs and links of a plain text as HTML; everything else is escaped. */
function htmlOf(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const linked = escaped.replaceAll(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
  const paragraphs = linked
    .split(/\n{2,}/)
    .map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`);
  return `<!doctype html><html><body>${paragraphs.join('')}</body></html>`;
}
