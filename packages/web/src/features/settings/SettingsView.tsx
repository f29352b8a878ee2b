import { ArrowLeft, Compass } from 'lucide-react';
import { RouteLink } from '../../routing/RouteLink.tsx';
import { useNavigate } from '../../routing/use-route.ts';
import { t } from '../../texts/texts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { PaneHead } from '../../ui/PaneHead.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { ApprovalCount } from './approvals/ApprovalBadge.tsx';
import styles from './SettingsView.module.css';
import { type Section, sections } from './sections.ts';

interface SettingsViewProps {
  /** The first one on a wide screen, the list of them on a phone. */
  readonly section: string | undefined;
}

export default function SettingsView({ section }: SettingsViewProps) {
  const chosen = section === undefined ? sections[0] : sections.find(({ id }) => id === section);
  return (
    <Panes
      showing={section === undefined ? 'list' : 'detail'}
      listLabel={t.settings.sections}
      list={<SectionList chosenID={chosen?.id} />}
      detail={chosen === undefined ? <Missing /> : <SectionPane section={chosen} />}
    />
  );
}

const Missing = () => (
  <EmptyState icon={<Compass />} title={t.app.notFound.title} text={t.app.notFound.text}>
    <LinkButton to={{ view: 'settings' }}>{t.settings.title}</LinkButton>
  </EmptyState>
);

const SectionList = ({ chosenID }: { readonly chosenID: string | undefined }) => (
  <>
    <PaneHead>
      <h1 className={styles['title']}>{t.settings.title}</h1>
    </PaneHead>
    <ul className={styles['list']}>
      {sections.map(({ id, title, icon: Icon }) => (
        <li key={id}>
          <RouteLink className={styles['link']} to={{ view: 'settings', section: id }} isCurrent={id === chosenID}>
            <Icon size={18} aria-hidden="true" />
            <span className={styles['name']}>{title}</span>
            {id === 'approvals' && <ApprovalCount />}
          </RouteLink>
        </li>
      ))}
    </ul>
  </>
);

function SectionPane({ section: { title, Content } }: { readonly section: Section }) {
  const navigate = useNavigate();
  return (
    <>
      <PaneHead>
        <IconButton className={styles['back']} label={t.app.back} onClick={() => navigate({ view: 'settings' })}>
          <ArrowLeft className={styles['arrow']} />
        </IconButton>
        <h2 className={styles['title']}>{title}</h2>
      </PaneHead>
      <div className={styles['content']}>
        <Content />
      </div>
    </>
  );
}
