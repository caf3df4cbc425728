import type { IntakeView } from '#work/bundle/contract.ts';
import { Notice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Marking } from '../mark/label-badge.tsx';
import { Mark, StateMark } from '../mark/state-mark.tsx';
import { Section } from '../page/page.tsx';
import classes from './bundle.module.css';
import { inGroups } from './fingerprint.ts';
import { usePartName } from './part-name.ts';

/** What is inside a bundle, who signed it, whether it may be believed, and what it changes here. */
export function Intake({ intake }: { intake: IntakeView }) {
  const { t } = useTexts();
  return (
    <>
      {intake.verified ? (
        <Outcome intake={intake} />
      ) : (
        <Notice tone="danger" title={t('bundle.unverified')}>
          <ul className={classes.faults}>
            {intake.faults.map((fault) => (
              <li key={fault.code + fault.path}>
                {t([`bundle.fault.${fault.code}`, 'bundle.fault.other'], {
                  message: fault.message,
                })}
                {fault.path !== '' && <div className={classes.hash}>{fault.path}</div>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {intake.manifest !== null && <Inside intake={intake} manifest={intake.manifest} />}
      {intake.differences.length > 0 && <Differences intake={intake} />}
    </>
  );
}

function Outcome({ intake }: { intake: IntakeView }) {
  const { t, formats } = useTexts();
  const { outcome, here } = intake;
  const tone = outcome === 'older' || outcome === 'contradiction' ? 'warning' : 'note';
  return (
    <Notice tone={tone} title={t('bundle.verified')}>
      {t(`bundle.outcome.${outcome ?? 'new'}`, {
        revision: intake.manifest?.revision ?? 1,
        here: here?.revision ?? 0,
        at: here === null ? '' : formats.instant(here.importedAt),
      })}
    </Notice>
  );
}

function Inside({
  intake,
  manifest,
}: {
  intake: IntakeView;
  manifest: NonNullable<IntakeView['manifest']>;
}) {
  const { t, names, formats } = useTexts();
  const { case: one, sender, recipient, revision, exportedAt } = manifest;
  const { signer, fileName, bytes } = intake;
  return (
    <Section title={t('bundle.inside')}>
      <dl className={classes.facts}>
        <dt>{t('case')}</dt>
        <dd>
          {one.reference} {one.title}
        </dd>
        <dt>{t('bundle.procedure')}</dt>
        <dd>
          {names.procedure(one.procedure)}{' '}
          <StateMark owner={`procedure.${one.procedure}`} state={one.state} />
        </dd>
        <dt>{t('bundle.marking')}</dt>
        <dd>
          <Marking label={one.label} tlp={one.tlp} />
        </dd>
        <dt>{t('bundle.sender')}</dt>
        <dd>
          {sender.name} ({sender.code})
        </dd>
        <dt>{t('bundle.for')}</dt>
        <dd>
          {recipient.name} ({recipient.code})
        </dd>
        <dt>{t('bundle.revision.label')}</dt>
        <dd>{t('bundle.revision.of', { revision, at: formats.instant(exportedAt) })}</dd>
        <dt>{t('bundle.signer')}</dt>
        <dd>
          {signer?.installation == null ? (
            <Mark kind="not-achieved" word={t('bundle.signer.unknown')} />
          ) : (
            <Mark kind="achieved" word={signer.installation} />
          )}
          {signer !== null && <div className={classes.hash}>{inGroups(signer.fingerprint)}</div>}
        </dd>
        <dt>{t('bundle.file')}</dt>
        <dd>
          {fileName} · {formats.bytes(bytes)}
        </dd>
      </dl>
    </Section>
  );
}

function Differences({ intake }: { intake: IntakeView }) {
  const { t } = useTexts();
  const partName = usePartName();
  const known = intake.here !== null;
  return (
    <Section title={t(known ? 'bundle.differences' : 'bundle.contents')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('bundle.part')}</th>
              <th data-number>{t('bundle.count')}</th>
              {known && <th data-number>{t('bundle.here')}</th>}
              {known && <th data-number>{t('bundle.added')}</th>}
              {known && <th data-number>{t('bundle.changed')}</th>}
              {known && <th data-number>{t('bundle.removed')}</th>}
            </tr>
          </thead>
          <tbody>
            {intake.differences.map((line) => (
              <tr key={line.part}>
                <td>{partName(line.part)}</td>
                <td data-number>{line.count}</td>
                {known && <td data-number>{line.here}</td>}
                {known && <td data-number>{line.added}</td>}
                {known && <td data-number>{line.changed}</td>}
                {known && <td data-number>{line.removed}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
