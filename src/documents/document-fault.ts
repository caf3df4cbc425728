/**
 * What is wrong with a document and where. An `error` cannot be printed and the writers refuse it; an `incomplete`
 * document prints as a draft but is not fit for delivery.
 */
export type DocumentFault = {
  readonly severity: 'error' | 'incomplete';
  readonly code: FaultCode;
  /** A JSON Pointer (RFC 6901) into the model. */
  readonly path: string;
  readonly message: string;
};

export type FaultCode =
  | 'cover.missing'
  | 'cover.date'
  | 'label.missing'
  | 'theme.colour'
  | 'theme.font'
  | 'history.empty'
  | 'history.order'
  | 'history.version'
  | 'history.row'
  | 'section.title'
  | 'section.empty'
  | 'section.depth'
  | 'table.columns'
  | 'table.caption'
  | 'figure.alt'
  | 'figure.caption'
  | 'figure.width'
  | 'image.data'
  | 'image.unsafe'
  | 'list.depth'
  | 'list.empty'
  | 'reference.unknown'
  | 'reference.duplicate'
  | 'link.scheme';

/** Adds a fault to a list. */
export type Report = (
  severity: DocumentFault['severity'],
  code: FaultCode,
  path: string,
  message: string,
) => void;
