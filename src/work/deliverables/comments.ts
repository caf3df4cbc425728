import type { CommentView } from './contract.ts';
import type { CommentRow, LoadedDeliverable } from './load-deliverable.ts';

/** A comment with what was said of it, oldest first, and how it stands. */
export interface CommentThread {
  readonly head: CommentRow;
  readonly turns: readonly CommentRow[];
  readonly standing: CommentView['standing'];
}

/** The comments of a document, oldest first: open until an author answers, answered until its commenter accepts or objects. */
export function threadsOf(comments: readonly CommentRow[]): CommentThread[] {
  const turns = Map.groupBy(
    comments.filter(({ about }) => about !== null),
    ({ about }) => about,
  );
  return comments
    .filter(({ about }) => about === null)
    .map((head) => {
      const said = turns.get(head.id) ?? [];
      return { head, turns: said, standing: standingAfter(said.at(-1)?.kind) };
    });
}

function standingAfter(last: CommentRow['kind'] | undefined): CommentView['standing'] {
  if (last === 'answer') return 'answered';
  return last === 'acceptance' ? 'accepted' : 'open';
}

/**
 * What a reader sees of the comments: whoever makes, controls or reviews the document all of them, an organisation that it was given to for
 * quality assurance its own, a recipient none.
 */
export function commentsFor(
  loaded: LoadedDeliverable,
  reader: { readonly seesAll: boolean; readonly organisationId: string | null },
): CommentView[] {
  return threadsOf(loaded.comments)
    .filter(({ head }) => reader.seesAll || head.organisationId === reader.organisationId)
    .map(({ head, turns, standing }) => ({
      id: head.id,
      section: head.section,
      standing,
      mine: head.organisationId === reader.organisationId,
      version: `${head.edition}.${String(head.revision).padStart(2, '0')}`,
      said: [head, ...turns].map(({ kind, text, personId, organisationId, at }) => ({
        ...{ kind, text, personId, organisationId, at },
      })),
    }));
}
