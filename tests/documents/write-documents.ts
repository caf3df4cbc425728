import assert from 'node:assert/strict';
import type { DocumentModel, Language } from '#documents/model.ts';
import type { Caller } from '#tests/access/http-world.ts';

/** A document as its authors hand it in, in one language. */
export interface Written {
  readonly type: string;
  readonly language: Language;
  readonly model: DocumentModel;
}

export const languages = ['en', 'fr', 'de'] as const;

/** Opens the documents of these types in a case, in every language, with these texts, and reads what they print. */
export async function writeDocuments(
  who: Caller,
  caseId: string,
  types: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Promise<Written[]> {
  const written: Written[] = [];
  for (const type of types) {
    for (const language of languages) {
      const made = await who('POST', `/cases/${caseId}/deliverables`, { type, language });
      assert.equal(made.status, 201, made.text);
      const { id } = made.body['deliverable'] as { id: string };
      const edited = await who('PATCH', `/deliverables/${id}`, {
        texts,
        cover: {
          programme: 'Transit programme',
          frameworkContract: 'TAXUD/2026/CC/117',
          specificContract: 'SC 06',
          contractLine: 'W.P.8.5 / DLV.8.5.5',
        },
      });
      assert.equal(edited.status, 200, edited.text);
      const { body } = await who('GET', `/deliverables/${id}.json`);
      written.push({ type, language, model: body as unknown as DocumentModel });
    }
  }
  return written;
}
