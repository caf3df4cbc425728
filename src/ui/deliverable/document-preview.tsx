import { apiUrl } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './deliverable.module.css';

export interface DocumentPreviewProps {
  readonly id: string;
  readonly title: string;
  /** Of the record: another one loads the page anew. */
  readonly version: number;
}

/** The document as its readers get it, in a frame that can run nothing and reach nothing. */
export function DocumentPreview({ id, title, version }: DocumentPreviewProps) {
  const { t } = useTexts();
  return (
    <iframe
      className={classes.preview}
      key={version}
      sandbox=""
      loading="lazy"
      title={t('deliverable.preview.of', { title })}
      src={apiUrl(`/deliverables/${id}.html`)}
    />
  );
}
