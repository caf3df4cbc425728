import { Link as RouterLink } from '@tanstack/react-router';
import type { Link } from '#work/contract.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import classes from './case.module.css';

export interface CaseLinksProps {
  readonly links: readonly Link[];
  readonly owner: Owner;
  /** The reader is of the organisation whose case it is, and sees every link; another sees those to cases that were shared with it. */
  readonly own: boolean;
}

/** Cases before and after this one in the hand-off graph, as far as the reader sees them. */
export function CaseLinks({ links, owner, own }: CaseLinksProps) {
  const { t } = useTexts();
  return (
    <AsidePart title={t('links.title')}>
      {links.length === 0 && (
        <p className={classes.note}>{t(own ? 'links.none' : 'links.none-visible')}</p>
      )}
      {(['before', 'after'] as const).map((direction) => {
        const some = links.filter((link) => link.direction === direction);
        return some.length === 0 ? null : (
          <div key={direction}>
            <h3 className={classes.key}>{t(`links.${direction}`)}</h3>
            <AsideList>
              {some.map((link) => (
                <One key={link.handOffId} link={link} owner={owner} />
              ))}
            </AsideList>
          </div>
        );
      })}
    </AsidePart>
  );
}

function One({ link, owner }: { link: Link; owner: Owner }) {
  const { t, names } = useTexts();
  const target = `procedure.${link.procedure}` as const;
  return (
    <li>
      <p>
        {link.caseId === null ? (
          link.title
        ) : (
          <RouterLink to={`/cases/${link.caseId}`}>{link.title}</RouterLink>
        )}
      </p>
      <p className={classes.formats}>
        {link.state === null ? (
          <span>{t(`hand-off-state.${link.handOffState}`)}</span>
        ) : (
          <StateMark owner={target} state={link.state} />
        )}
        <span className={classes.note}>{names.procedure(link.procedure)}</span>
      </p>
      <p className={classes.note}>
        {link.direction === 'after'
          ? names.handOff(owner, link.handOff)
          : names.handOff(target, link.handOff)}
        {link.mandatory && ` · ${t('links.mandatory')}`}
        {link.outcome !== null && ` · ${t(`outcome.${link.outcome}`)}`}
      </p>
    </li>
  );
}
