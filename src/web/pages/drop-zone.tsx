import { useId, useState } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import classes from './import.module.css';

export interface DropZoneProps {
  readonly file: File | null;
  readonly accepts: readonly string[];
  readonly onFile: (file: File) => void;
}

/** Choose a file by button or keyboard, or drop it. */
export function DropZone({ file, accepts, onFile }: DropZoneProps) {
  const { t, formats } = useTexts();
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const first = files?.[0];
    if (first !== undefined) onFile(first);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the file input inside
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Icon name="upload" />
      <input
        className={classes.file}
        id={id}
        type="file"
        accept={accepts.join(',')}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <label htmlFor={id} className={classes.choose}>
        {t(file === null ? 'import.file' : 'import.file.other')}
      </label>
      <span className={classes.note}>
        {file === null ? t('import.drop') : `${file.name} · ${formats.bytes(file.size)}`}
      </span>
    </div>
  );
}
