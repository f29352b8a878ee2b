import { RouteLink } from '../../routing/RouteLink.tsx';
import { t } from '../../texts/texts.ts';
import styles from './About.module.css';
import { CopyText } from './parts/CopyText.tsx';
import { Block, Section } from './parts/Section.tsx';

/** Backups are made by the command line: no operation of the API hands out the database or the key. */
export function Backup() {
  const texts = t.settings.backup;
  return (
    <Section text={texts.text}>
      <Block title={texts.make} text={texts.makeText}>
        <CopyText isLabelHidden label={texts.make} text="npx partyline backup" />
      </Block>
      <Block title={texts.keyTitle} text={texts.keyText}>
        <CopyText isLabelHidden label={texts.keyTitle} text="npx partyline backup --without-key" />
      </Block>
      <Block title={texts.check}>
        <CopyText isLabelHidden label={texts.check} text={`npx partyline restore ${texts.folder} --check`} />
      </Block>
      <Block title={texts.restore} text={texts.restoreText}>
        <CopyText isLabelHidden label={texts.restore} text={`npx partyline restore ${texts.folder} --replace`} />
      </Block>
      <Block title={texts.doctor}>
        <CopyText isLabelHidden label={texts.doctor} text="npx partyline doctor" />
      </Block>
      <p>
        {texts.log}{' '}
        <RouteLink className={styles['link']} to={{ view: 'settings', section: 'audit' }}>
          {texts.toAudit}
        </RouteLink>
      </p>
    </Section>
  );
}
