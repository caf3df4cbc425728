import type { DocumentItem, EvidenceItem } from '#work/bundle/items/contract.ts';
import { apiUrl } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '../mark/label-badge.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './bundle.module.css';

type Item = Readonly<Record<string, unknown>>;

/** A piece of evidence of a foreign case: what it is, its hash, its custody, and its bytes. */
export function ForeignEvidence({ id, item, titles }: { id: string; item: Item; titles: Titles }) {
  const { t, names, formats } = useTexts();
  const one = item as unknown as EvidenceItem;
  return (
    <details className={classes.item}>
      <summary>
        <span className={classes.title}>{one.title}</span>
        <span className={classes.note}>
          {one.reference} · {formats.bytes(one.bytes)}
        </span>
        <TlpBadge tlp={one.tlp} />
      </summary>
      <dl className={classes.facts}>
        <dt>{t('foreign.file')}</dt>
        <dd>
          {one.state === 'destroyed' ? (
            one.fileName
          ) : (
            <a href={apiUrl(`/foreign-cases/${id}/files/${one.sha256}`)} download>
              {one.fileName}
            </a>
          )}
          <div className={classes.hash}>SHA-256 {one.sha256}</div>
        </dd>
        <dt>{t('foreign.collected')}</dt>
        <dd>
          {one.collectedBy}, {formats.instant(one.collectedAt)}
        </dd>
        <dt>{t('foreign.given')}</dt>
        <dd>
          {titles[one.contributorId] ?? ''}, {formats.instant(one.receivedAt)}
        </dd>
        <dt>{t('bundle.marking')}</dt>
        <dd>
          <LabelBadge label={one.label} /> <TlpBadge tlp={one.tlp} />
        </dd>
        <dt>{t('foreign.custody')}</dt>
        <dd>
          <ol>
            {one.custody.map((entry) => (
              <li key={`${entry.at} ${entry.act}`}>
                {t('labelled', {
                  label: formats.instant(entry.at),
                  value: names.done('register.evidence', entry.act),
                })}
                {entry.organisationId !== null && `, ${titles[entry.organisationId] ?? ''}`}
              </li>
            ))}
          </ol>
        </dd>
      </dl>
    </details>
  );
}

/** A released document of a foreign case, in the formats that were stored when it was issued. */
export function ForeignDocument({ id, item }: { id: string; item: Item }) {
  const { formats } = useTexts();
  const one = item as unknown as DocumentItem;
  return (
    <details className={classes.item}>
      <summary>
        <span className={classes.title}>{one.title}</span>
        <span className={classes.note}>
          {one.reference} · {one.version} · {formats.instant(one.issuedAt)}
        </span>
        <TlpBadge tlp={one.tlp} />
      </summary>
      <ul>
        {one.renderings.map(({ format, sha256, bytes }) => (
          <li key={format}>
            <a href={apiUrl(`/foreign-cases/${id}/files/${sha256}`)} download>
              {format.toUpperCase()}, {formats.bytes(bytes)}
            </a>
            <div className={classes.hash}>SHA-256 {sha256}</div>
          </li>
        ))}
      </ul>
    </details>
  );
}
