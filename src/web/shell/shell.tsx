import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { meQuery } from '#ui/api/queries.ts';
import { Notice } from '#ui/feedback/notice.tsx';
import { Toasts } from '#ui/feedback/toasts.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { usePlaces } from './places.ts';
import classes from './shell.module.css';
import { SideNav } from './side-nav.tsx';
import { useOnline } from './use-online.ts';

const loadPalette = () => import('#ui/palette/palette.tsx');
const Palette = lazy(() => loadPalette().then((m) => ({ default: m.Palette })));

/** Frame of every page: side navigation, main content, search by Ctrl+K, toasts. */
export function Shell() {
  const { t } = useTexts();
  const [palette, setPalette] = useState(false);
  const [menu, setMenu] = useState(false);
  const online = useOnline();
  const places = usePlaces();
  useQuery({ ...meQuery, refetchInterval: 60_000 });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Half of Ctrl+K: the other half finds it loaded.
      if (event.key === 'Control' || event.key === 'Meta') void loadPalette();
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setPalette((open) => !open);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <header className={classes.mobile} data-print="hide">
        <button
          type="button"
          aria-expanded={menu}
          aria-controls="side"
          onClick={() => setMenu(!menu)}
        >
          <Icon name="menu" /> {t('nav.menu')}
        </button>
      </header>
      <div id="side" className={classes.side} data-open={menu || undefined} data-print="hide">
        <SideNav onSearch={() => setPalette(true)} onGo={() => setMenu(false)} />
      </div>
      <main id="main" className={classes.main} tabIndex={-1}>
        {!online && (
          <div className={classes.offline}>
            <Notice tone="warning" title={t('offline')}>
              <p>{t('offline.advice')}</p>
            </Notice>
          </div>
        )}
        <Outlet />
      </main>
      {palette && (
        <Suspense>
          <Palette opened onClose={() => setPalette(false)} places={places} />
        </Suspense>
      )}
      <Toasts />
    </div>
  );
}
