import { FormatError } from '#formats/format-error.ts';
import { type CalendarReply, methodOf, readReply } from '#formats/icalendar/read-reply.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { IncomingMessage } from '#kernel/mail/incoming-message.ts';
import type { MailReader } from '#work/mailbox/mail-reader.ts';
import { caseOfUid } from './case-event.ts';
import { keepAnswer } from './keep-answer.ts';

/** The part that a calendar program reads; some programs name its method in the part, some in the object alone (RFC 6047 §2.4). */
function replyPart({ attachments }: IncomingMessage): string | null {
  for (const { mimeType, method, content } of attachments) {
    if (mimeType !== 'text/calendar' || (method !== null && method !== 'REPLY')) continue;
    const text = new TextDecoder().decode(content);
    if ((method ?? methodOf(text)) === 'REPLY') return text;
  }
  return null;
}

/** @throws AppError 422 for a reply that cannot be read */
function replyOf(message: IncomingMessage): CalendarReply {
  try {
    return readReply(replyPart(message) ?? '');
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw refusal(error.code, error.message);
  }
}

/**
 * Answers to invitations that calendar programs send (METHOD:REPLY, RFC 5546 §3.2.3). Who answers is the person whose address the message
 * comes from, for himself alone: an answer in another's name is refused, as are one of a stranger and one to what nobody was invited to.
 */
export const replyReader: MailReader = {
  id: 'invitation-replies',
  permissions: [],
  accepts: (message) => replyPart(message) !== null,
  read: async (context, message, { sender }) => {
    const reply = replyOf(message);
    const { personId } = context.principal;
    if (sender === 'unverified') {
      throw refusal('unverified-sender', 'The mail server did not find it to be from its sender.');
    }
    if (sender === 'unknown' || personId === null) {
      throw refusal('unknown-sender', 'Nobody here has the address that it comes from.');
    }
    if (message.from?.address !== reply.attendee) {
      throw refusal('another-attendee', 'It answers for another address than it comes from.');
    }
    const found = caseOfUid(reply.uid);
    if (found === null) throw refusal('unknown-event', 'No event here has this UID.');
    await context.changeScope([found.ownerId]);
    const { reference } = await keepAnswer(context, {
      ...{ ...found, uid: reply.uid, personId },
      ...{ answer: reply.answer, remark: reply.comment, sequence: reply.sequence },
      at: new Date(reply.stamp),
      by: 'mail',
    });
    const record = { ownerId: found.ownerId, kind: 'case', id: found.caseId, reference };
    return { outcome: 'taken', record };
  },
};

function refusal(code: string, detail: string): AppError {
  return new AppError({ status: 422, code, title: 'The answer is not taken', detail });
}
