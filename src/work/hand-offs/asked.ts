import type { Field, Fields } from '#engine/fields.ts';
import { openingFields } from '#engine/opening-fields.ts';
import { anyProcedure, type Procedure } from '#engine/procedure.ts';
import type { Catalogue, HandOffPayload } from '#work/catalogue.ts';

/** Every procedure that something can be asked of, planned ones too, by id. */
export function askable(catalogue: Pick<Catalogue, 'procedures'>): ReadonlySet<string> {
  const defined = [...catalogue.procedures.values()].map(({ procedure }) => procedure);
  const planned = defined.flatMap(({ handOffs = {} }) =>
    Object.values(handOffs).flatMap(({ to, planned: later }) =>
      later === undefined || to === anyProcedure ? [] : [to],
    ),
  );
  return new Set([...defined.map(({ id }) => id), ...planned]);
}

/** Who accepts what is asked of a procedure in words. */
export function acceptedBy({ asked, openedBy }: Procedure): string {
  return asked?.by ?? openedBy[0] ?? 'any-member';
}

/** The opening of a case from what was asked in words: of the fields that came along, those that the procedure has. */
export function openingOf(procedure: Procedure, payload: HandOffPayload): HandOffPayload {
  const { asked, fields } = procedure;
  const { words, dueBy } = payload.asks ?? {};
  const paragraph = asked?.words ?? paragraphOf(fields);
  const until = asked?.dueBy ?? (takesInstant(fields['dueBy']) ? 'dueBy' : undefined);
  const given: Record<string, unknown> = { ...asked?.fields };
  for (const [name, value] of Object.entries(payload.fields)) {
    if (fields[name] !== undefined && fields[name].computed !== true) given[name] = value;
  }
  if (paragraph !== undefined && words !== undefined) given[paragraph] = words;
  if (until !== undefined && dueBy !== undefined) given[until] = dueBy;
  return { ...payload, fields: given };
}

/**
 * What whoever accepts is asked for: what an opening by hand asks for and nobody has said yet; where no words were asked, what it cannot open
 * without. A decline says none of it.
 */
export function stillToSay(procedure: Procedure | undefined, payload: HandOffPayload): Fields {
  if (procedure === undefined) return {};
  const asked = new Set(openingFields(procedure).now);
  const wanted = Object.entries(procedure.fields).filter(
    ([name, { required }]) =>
      (payload.asks === undefined ? required === true : true) &&
      asked.has(name) &&
      payload.fields[name] === undefined,
  );
  return Object.fromEntries(wanted);
}

/** What a hand-off asks in words: its paragraphs, in the order in which its payload declares them. */
export function wordsOf(declared: Fields, payload: HandOffPayload): string[] {
  return Object.entries(declared).flatMap(([name, field]) => {
    const value = payload.fields[name];
    const isParagraph = field.kind === 'text' && field.multiline === true;
    return isParagraph && typeof value === 'string' && value.trim() !== '' ? [value] : [];
  });
}

function takesInstant(field: Field | undefined): boolean {
  return field?.kind === 'instant' && field.computed !== true;
}

function paragraphOf(fields: Fields): string | undefined {
  const paragraphs = Object.entries(fields).filter(
    ([, field]) => field.kind === 'text' && field.multiline === true && field.computed !== true,
  );
  const must = paragraphs.find(([, { required }]) => required === true);
  return (must ?? paragraphs[0])?.[0];
}
